// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { receiptOf } from "./receipts.ts";
import { liquidationFixture, networkHelpers } from "./support.ts";

/** IClearingHouseEvents.CashReason.FeeSweep. */
const FEE_SWEEP = 5n;

describe("liquidate: the rest of the penalty", () => {
  it("is owed to insurance by the pool's account of the first market closed; the insurance account is not touched", async () => {
    const { clearingHouse, alice, liquidator, open, order, setPrices, liquidate, marketIds, insuranceCash } =
      await networkHelpers.loadFixture(liquidationFixture);
    const account = await open(alice, { cash: usd("6,600"), tokens: "20" });
    await order(alice, account, "BTC", "2");
    await setPrices({ ETH: "1,919", BTC: "38,375" });
    const owed = async (market: number): Promise<bigint> =>
      (await clearingHouse.accountState(await clearingHouse.poolMarketAccount(market))).insuranceOwed;
    const before = { ETH: await owed(marketIds.ETH), BTC: await owed(marketIds.BTC), insurance: await insuranceCash() };
    const { closed, penalty, reward } = await receiptOf(clearingHouse, await liquidate(liquidator, [account]));
    expect(closed.map(({ market }) => market)).to.deep.equal([BigInt(marketIds.BTC), BigInt(marketIds.ETH)]);
    expect(await owed(marketIds.BTC)).to.equal(before.BTC + penalty - reward);
    expect(await owed(marketIds.ETH)).to.equal(before.ETH);
    expect(await insuranceCash()).to.equal(before.insurance);
  });

  it("comes to insurance by sweepFees", async () => {
    const { clearingHouse, alice, liquidator, stranger, open, setPrice, liquidate, marketIds, insuranceCash } =
      await networkHelpers.loadFixture(liquidationFixture);
    const account = await open(alice, { cash: usd("2,200"), tokens: "20" });
    await clearingHouse.connect(stranger).sweepFees(marketIds.ETH);
    const before = await insuranceCash();
    await setPrice("ETH", "1,935");
    const { penalty, reward } = await receiptOf(clearingHouse, await liquidate(liquidator, [account]));
    const rest = penalty - reward;
    const pool = await clearingHouse.poolMarketAccount(marketIds.ETH);
    const { cash } = await clearingHouse.accountState(pool);
    await expect(clearingHouse.connect(stranger).sweepFees(marketIds.ETH))
      .to.emit(clearingHouse, "CashMoved")
      .withArgs(pool, await clearingHouse.insuranceAccount(), FEE_SWEEP, rest, cash, before + rest);
    expect(await insuranceCash()).to.equal(before + rest);
  });
});
