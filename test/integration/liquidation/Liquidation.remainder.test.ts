// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { receiptOf } from "./receipts.ts";
import { liquidationFixture, networkHelpers } from "./support.ts";

describe("liquidate: a remainder below the market's minimum", () => {
  it("is not left: the position closes whole", async () => {
    const { clearingHouse, alice, liquidator, open, setPrice, sizeOf, liquidate, cashOf } =
      await networkHelpers.loadFixture(liquidationFixture);
    // 0.6 ETH against a minimum of 0.5: what is enough to close leaves about 0.35.
    const account = await open(alice, { cash: usd("65"), tokens: "0.6" });
    await setPrice("ETH", "1,943");
    const receipt = await receiptOf(clearingHouse, await liquidate(liquidator, [account]));
    expect(receipt.closed.map(({ sizeClosed }) => sizeClosed)).to.deep.equal([sizeOf("ETH", "0.6")]);
    expect(receipt.value > 0n).to.equal(true);
    const { markets, cash } = await clearingHouse.accountState(account);
    expect(markets).to.equal(0n);
    // It pays the penalty like anybody and keeps the rest.
    expect(receipt.penalty).to.equal((usd("1,943") * 6n * 12n) / 10_000n);
    expect(cash).to.equal(receipt.value - receipt.penalty);
    expect(await cashOf(account)).to.equal(receipt.cash);
  });

  it("is left where it is the minimum at least", async () => {
    const { clearingHouse, alice, liquidator, open, setPrice, sizeOf, liquidate, marketIds } =
      await networkHelpers.loadFixture(liquidationFixture);
    const account = await open(alice, { cash: usd("110"), tokens: "1" });
    await setPrice("ETH", "1,943");
    await liquidate(liquidator, [account]);
    const { size } = await clearingHouse.positionState(account, marketIds.ETH);
    expect(size > sizeOf("ETH", "0.5") && size < sizeOf("ETH", "1")).to.equal(true);
  });
});
