// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { PriceValidity } from "../../fixtures/validity.ts";
import { receiptOf } from "./receipts.ts";
import { liquidationFixture, networkHelpers } from "./support.ts";

const HEARTBEAT = 3_600;
const MAX_LIQUIDATION_AGE = HEARTBEAT + 600;

describe("liquidate: a price that grows old", () => {
  async function agingFixture() {
    const fixture = await liquidationFixture();
    const { alice, open, setPrice, feeds } = fixture;
    const account = await open(alice, { cash: usd("2,200"), tokens: "20" });
    await setPrice("ETH", "1,930");
    const at = async (age: number): Promise<void> =>
      networkHelpers.time.setNextBlockTimestamp(Number(await feeds.ETH.latestTimestamp()) + age);
    return { ...fixture, account, at };
  }

  for (const age of [HEARTBEAT + 1, MAX_LIQUIDATION_AGE]) {
    it(`liquidates at ${age} s, stale`, async () => {
      const { clearingHouse, oracle, liquidator, account, at, liquidate, marketIds } =
        await networkHelpers.loadFixture(agingFixture);
      await at(age);
      const { closed } = await receiptOf(clearingHouse, await liquidate(liquidator, [account]));
      const { mark, roundId, validity } = await oracle.readPrice(marketIds.ETH);
      expect(validity >= PriceValidity.Stale).to.equal(true);
      expect(closed.map(({ markPrice }) => markPrice)).to.deep.equal([mark]);
      expect(closed.map(({ roundId }) => roundId)).to.deep.equal([roundId]);
    });
  }

  it(`does not at ${MAX_LIQUIDATION_AGE + 1} s, expired`, async () => {
    const { clearingHouse, liquidator, account, at, liquidate } = await networkHelpers.loadFixture(agingFixture);
    await at(MAX_LIQUIDATION_AGE + 1);
    await expect(liquidate(liquidator, [account])).to.be.revertedWithCustomError(clearingHouse, "NothingLiquidated");
  });
});
