// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { answer, usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { receiptOf, receiptsOf } from "./receipts.ts";
import { liquidationFixture, networkHelpers } from "./support.ts";

const STEPS = 30;

describe("liquidate: a bite that leaves the account's cash as it was", () => {
  /** The profit that the part of ETH closed brings is, to the unit, the penalty: before and after are one word. */
  async function sameCashFixture() {
    const fixture = await liquidationFixture();
    const { clearingHouse, feeds, alice, liquidator, open, order, setPrices, liquidate, cashOf } = fixture;
    const account = await open(alice, { cash: usd("3,300"), tokens: "20" });
    await order(alice, account, "BTC", "0.5");
    await setPrices({ BTC: "35,300" });
    let price = answer("2,026.72");
    const timestamp = (await networkHelpers.time.latest()) + 100;
    for (let step = 0; step < STEPS; step++) {
      const snapshot = await networkHelpers.takeSnapshot();
      await feeds.ETH.updateAnswer(price);
      const before = await cashOf(account);
      await networkHelpers.time.setNextBlockTimestamp(timestamp);
      const { cash, closed } = await receiptOf(clearingHouse, await liquidate(liquidator, [account]));
      await snapshot.restore();
      if (cash === before) {
        await feeds.ETH.updateAnswer(price);
        await networkHelpers.time.setNextBlockTimestamp(timestamp);
        return { ...fixture, account };
      }
      // A step of 1e-8 USD in the price is worth that for each token closed, less the penalty on it.
      const perStep = (BigInt(closed[0]?.sizeClosed ?? 1n) * 988n) / 1_000n;
      const steps = ((before - cash) * 10n ** 11n) / perStep;
      price += steps === 0n ? (before > cash ? 1n : -1n) : steps;
    }
    throw new Error("no price found");
  }

  it("is taken once, also where the batch names the account thrice, and sizes still sum to zero", async () => {
    const { clearingHouse, liquidator, liquidate, account, marketIds, cashOf } =
      await networkHelpers.loadFixture(sameCashFixture);
    const response = await liquidate(liquidator, [account, account, account]);
    const receipts = await receiptsOf(clearingHouse, response);
    const { size } = await clearingHouse.positionState(account, marketIds.ETH);
    const pool = await clearingHouse.positionState(await clearingHouse.poolMarketAccount(marketIds.ETH), marketIds.ETH);
    expect(size + pool.size).to.equal(0n);
    expect(receipts).to.have.length(1);
    expect(await cashOf(accountOf(liquidator))).to.equal(receipts[0]?.reward);
  });
});
