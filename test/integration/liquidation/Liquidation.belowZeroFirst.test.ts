// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { receiptsOf } from "./receipts.ts";
import { liquidationFixture, networkHelpers } from "./support.ts";

describe("liquidate: accounts below zero", () => {
  it("go first, in the order of the batch; then the others, in the order of the batch", async () => {
    const { clearingHouse, liquidator, alice, bob, carol, trader, open, setPrice, liquidate } =
      await networkHelpers.loadFixture(liquidationFixture);
    const first = await open(alice, { cash: usd("2,500"), tokens: "20" });
    const lost = await open(bob, { cash: usd("2,050"), tokens: "20" });
    const second = await open(carol, { cash: usd("25,000"), tokens: "200" });
    const lostToo = await open(trader, { cash: usd("10,250"), tokens: "100" });
    await setPrice("ETH", "1,895");
    const receipts = await receiptsOf(clearingHouse, await liquidate(liquidator, [first, lost, second, lostToo]));
    const order = [lost, lostToo, first, second].map((id) => id.toLowerCase());
    expect(receipts.map(({ account }) => account)).to.deep.equal(order);
    expect(receipts.map(({ value }) => value < 0n)).to.deep.equal([true, true, false, false]);
  });
});
