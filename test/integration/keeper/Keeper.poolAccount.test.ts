// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { startChain } from "./chain.ts";
import type { Chain } from "./chain.ts";

describe("keeper: the pool's account of a market below its line", () => {
  let chain: Chain;
  before(async () => {
    chain = await startChain();
  });
  after(async () => chain.close());

  it("is deleveraged like any other account, and the keeper's book follows the side that took over", async () => {
    const { alice, bob, open, setPrice, setPrices, setAutomine, mine, clearingHouse, lens, keeper } = chain;
    const pool = await clearingHouse.poolMarketAccount(0);
    const winner = await open(alice, { cash: usd("3,000,000"), tokens: "8,000" });
    const small = await open(bob, { cash: usd("1,500"), tokens: "10" });
    const [size, smallSize] = [
      (await clearingHouse.positionState(winner, 0)).size,
      (await clearingHouse.positionState(small, 0)).size,
    ];
    await setPrices({});
    const process = keeper();
    await process.line("caught-up");
    // The pool is short 8,010 ETH and had set 3,000,000 USD aside: 2,320,000 of them are gone.
    await setPrice("ETH", "2,290");
    const { block } = await process.line("pool-deleveraged");
    await setAutomine(false);

    const [health] = await lens.healthOf([pool]);
    expect(health?.liquidatable).to.equal(false);
    const now = (await clearingHouse.positionState(winner, 0)).size;
    expect(now < size).to.equal(true);
    // Everybody on the side gives the same part.
    const smallNow = (await clearingHouse.positionState(small, 0)).size;
    const difference = smallNow * size - now * smallSize;
    expect(difference < size && difference > -size).to.equal(true);

    // A fall brings the small account below its line: who holds what is still known.
    await setPrice("ETH", "1,500");
    await mine();
    const sent = await process.line("liquidation-sent", (line) => Number(line["block"]) > Number(block));
    expect(sent["accounts"]).to.include(small);
    await mine();
    await process.line("account-liquidated", (line) => line["account"] === small);
    expect(await process.stop()).to.include({ poolDeleveragings: 1, foundBySweep: 0 });
  });
});
