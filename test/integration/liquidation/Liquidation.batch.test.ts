// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { receiptsOf } from "./receipts.ts";
import { liquidationFixture, networkHelpers } from "./support.ts";

describe("liquidate: a batch", () => {
  async function batchFixture() {
    const fixture = await liquidationFixture();
    const { alice, bob, carol, trader, open, setPrice } = fixture;
    const small = await open(alice, { cash: usd("2,200"), tokens: "20" });
    const healthy = await open(bob, { cash: usd("10,000"), tokens: "20" });
    const large = await open(carol, { cash: usd("11,000"), tokens: "100" });
    const lost = await open(trader, { cash: usd("1,050"), tokens: "10" });
    await setPrice("ETH", "1,938");
    return { ...fixture, small, healthy, large, lost };
  }

  it("liquidates those below the line, leaves the healthy as they are, and returns how many it did", async () => {
    const { clearingHouse, liquidator, small, healthy, large } = await networkHelpers.loadFixture(batchFixture);
    const untouched = await clearingHouse.fullState(healthy);
    const batch = [healthy, small, healthy, large];
    const call = clearingHouse.connect(liquidator).liquidate;
    expect(await call.staticCall(batch, accountOf(liquidator))).to.equal(2n);
    const receipts = await receiptsOf(clearingHouse, await call(batch, accountOf(liquidator)));
    expect(receipts.map(({ account }) => account)).to.deep.equal([small, large].map((id) => id.toLowerCase()));
    expect(await clearingHouse.fullState(healthy)).to.deep.equal(untouched);
  });

  it("does an account that is in it twice once, above zero", async () => {
    const { clearingHouse, liquidator, small } = await networkHelpers.loadFixture(batchFixture);
    const call = clearingHouse.connect(liquidator).liquidate;
    expect(await call.staticCall([small, small, small], accountOf(liquidator))).to.equal(1n);
    const receipts = await receiptsOf(clearingHouse, await call([small, small, small], accountOf(liquidator)));
    expect(receipts).to.have.length(1);
    await expect(call([small], accountOf(liquidator))).to.be.revertedWithCustomError(
      clearingHouse,
      "NothingLiquidated",
    );
  });

  it("does an account that is in it twice once, below zero", async () => {
    const { clearingHouse, liquidator, small, setPrice, cashOf } = await networkHelpers.loadFixture(batchFixture);
    await setPrice("ETH", "1,850");
    const call = clearingHouse.connect(liquidator).liquidate;
    expect(await call.staticCall([small, small], accountOf(liquidator))).to.equal(1n);
    const receipts = await receiptsOf(clearingHouse, await call([small, small], accountOf(liquidator)));
    expect(receipts).to.have.length(1);
    expect(await cashOf(small)).to.equal(0n);
  });

  it("leaves each account as a call of its own would have, to the unit of the pool's entry rounding", async () => {
    const { clearingHouse, liquidator, small, large, liquidate } = await networkHelpers.loadFixture(batchFixture);
    const timestamp = (await networkHelpers.time.latest()) + 5;
    const snapshot = await networkHelpers.takeSnapshot();
    await networkHelpers.time.setNextBlockTimestamp(timestamp);
    await liquidate(liquidator, [large]);
    const alone = await clearingHouse.fullState(large);
    await snapshot.restore();
    await networkHelpers.time.setNextBlockTimestamp(timestamp);
    await liquidate(liquidator, [small, large]);
    expect(await clearingHouse.fullState(large)).to.deep.equal(alone);
  });
});
