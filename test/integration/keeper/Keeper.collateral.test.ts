// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { DEBT_LIMIT, WETH, weth } from "../collateral/support.ts";
import { startCollateralChain } from "./chain.ts";

type Chain = Awaited<ReturnType<typeof startCollateralChain>>;

describe("keeper: a fall of collateral's price", () => {
  let chain: Chain;
  before(async () => {
    chain = await startCollateralChain();
  });
  after(async () => chain.close());

  it("finds at once who was margined by the token and who owes against it, positions or none", async () => {
    const { alice, bob, carol, open, deposit, vault, wethToken, wethFeed, move, keeper, balanceOf, cashOf } = chain;
    const [margined, indebted, rich] = [accountOf(alice), accountOf(bob), accountOf(carol)];
    await deposit(alice, margined, WETH, wethToken, weth("10"));
    // 100 ETH need about 5,000 USD: 10 WETH count 17,600 at first.
    await open(alice, { cash: usd("100"), tokens: "100" });
    await deposit(bob, indebted, WETH, wethToken, weth("40"));
    await vault.connect(bob).withdraw(indebted, DEBT_LIMIT, bob.address);
    await deposit(carol, rich, WETH, wethToken, weth("40"));

    const process = keeper(["--sweep-blocks", "100000"]);
    await process.line("caught-up");
    await move(wethFeed, "500");

    await process.line("account-liquidated", ({ account }) => account === margined);
    await process.line("collateral-seized", ({ account }) => account === indebted);
    const summary = await process.stop();
    expect(summary).to.include({ liquidatedByUs: 1, collateralSeizures: 1, foundBySweep: 0 });
    expect(await balanceOf(indebted, WETH)).to.equal(0n);
    expect(await cashOf(indebted)).to.equal(0n);
    expect(await balanceOf(rich, WETH)).to.equal(weth("40"));
  });
});
