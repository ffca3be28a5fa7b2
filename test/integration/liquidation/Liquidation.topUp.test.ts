// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { answer, usd } from "../../../deploy/parameters/units.ts";
import { receiptOf, receiptsOf } from "./receipts.ts";
import { liquidationFixture, networkHelpers } from "./support.ts";

describe("liquidate: an account that cannot pay the least reward", () => {
  async function almostNothingFixture() {
    const fixture = await liquidationFixture();
    const { alice, open, setPrice } = fixture;
    const account = await open(alice, { cash: usd("52"), tokens: "0.5" });
    // Costs of 1 USD and a loss of 49.5: about 1.5 USD are left.
    await setPrice("ETH", "1,901");
    return { ...fixture, account };
  }

  it("pays all it has, and insurance the rest of minReward", async () => {
    const { clearingHouse, liquidator, account, liquidate, insuranceCash, sweptInsurance } =
      await networkHelpers.loadFixture(almostNothingFixture);
    const before = await sweptInsurance();
    const response = await liquidate(liquidator, [account]);
    const { value, penalty, reward, topUp, cash } = await receiptOf(clearingHouse, response);
    expect(value > 0n && value < usd("3")).to.equal(true);
    expect({ penalty, reward, topUp, cash }).to.deep.equal({
      penalty: value,
      reward: usd("3"),
      topUp: usd("3") - value,
      cash: 0n,
    });
    expect(await insuranceCash()).to.equal(before - topUp);
    await expect(response)
      .to.emit(clearingHouse, "InsuranceFundDrawn")
      .withArgs(topUp, before - topUp);
  });

  it("insurance adds nothing where the market's budget has nothing", async () => {
    const { clearingHouse, governor, liquidator, liquidate, marketIds, account } =
      await networkHelpers.loadFixture(almostNothingFixture);
    // Its cash is other markets'.
    await clearingHouse.sweepFees(marketIds.ETH);
    await clearingHouse.connect(governor).setInsuranceBudget(marketIds.ETH, 0n);
    const { value, penalty, reward, topUp } = await receiptOf(clearingHouse, await liquidate(liquidator, [account]));
    expect([penalty, reward, topUp]).to.deep.equal([value, value, 0n]);
  });

  /** Closed in ETH and rewarded by insurance, while BTC has no price; BTC is then priced by a round of a given second. */
  async function rewardedFixture() {
    const fixture = await liquidationFixture();
    const { clearingHouse, feeds, alice, liquidator, open, order, setPrice, liquidate } = fixture;
    const account = await open(alice, { cash: usd("110"), tokens: "0.5" });
    await order(alice, account, "BTC", "0.025");
    await feeds.BTC.updateAnswer(0n);
    await setPrice("ETH", "1,600");
    const receipt = await receiptOf(clearingHouse, await liquidate(liquidator, [account]));
    expect(receipt).to.include({ penalty: 0n, reward: usd("3"), topUp: usd("3") });
    const round = await feeds.ETH.latestTimestamp();
    const price = async (updatedAt: bigint): Promise<void> => {
      await feeds.BTC.updateRoundData((await feeds.BTC.latestRound()) + 1n, answer("40,000"), updatedAt, updatedAt);
    };
    return { ...fixture, account, round, price };
  }

  it("insurance pays once per account and price round: nothing for what closes at the same round", async () => {
    const { clearingHouse, liquidator, liquidate, account, round, price } =
      await networkHelpers.loadFixture(rewardedFixture);
    expect((await clearingHouse.accountState(account)).rewardedAt).to.equal(round);
    await price(round);
    const response = await liquidate(liquidator, [account]);
    const receipt = await receiptOf(clearingHouse, response);
    expect(receipt).to.include({ penalty: 0n, reward: 0n, topUp: 0n, cash: 0n });
    await expect(response).not.to.emit(clearingHouse, "LiquidationRewarded");
  });

  it("insurance pays again for what closes at a later round", async () => {
    const { clearingHouse, liquidator, liquidate, account, round, price } =
      await networkHelpers.loadFixture(rewardedFixture);
    await price(round + 1n);
    const receipt = await receiptOf(clearingHouse, await liquidate(liquidator, [account]));
    expect(receipt).to.include({ penalty: 0n, reward: usd("3"), topUp: usd("3"), cash: 0n });
  });

  it("a position whose price stays unusable earns nothing, however often it is tried (A60)", async () => {
    const { clearingHouse, liquidator, liquidate, account, insuranceCash } =
      await networkHelpers.loadFixture(rewardedFixture);
    const before = await insuranceCash();
    for (let round = 0; round < 10; round++) {
      await networkHelpers.time.increase(60);
      await expect(liquidate(liquidator, [account])).to.be.revertedWithCustomError(clearingHouse, "NothingLiquidated");
    }
    expect(await insuranceCash()).to.equal(before);
  });

  it("the bound is mmr1 x closed notional, per account: minReward of the least position fits it", async () => {
    const { clearingHouse, liquidator, alice, bob, carol, open, setPrice, liquidate, insuranceCash, sweptInsurance } =
      await networkHelpers.loadFixture(liquidationFixture);
    const accounts = [
      await open(alice, { cash: usd("52"), tokens: "0.5" }),
      await open(bob, { cash: usd("52"), tokens: "0.5" }),
      await open(carol, { cash: usd("520"), tokens: "5" }),
    ];
    await setPrice("ETH", "1,880");
    const before = await sweptInsurance();
    const receipts = await receiptsOf(clearingHouse, await liquidate(liquidator, accounts));
    expect(receipts.map(({ topUp }) => topUp)).to.deep.equal([usd("3"), usd("3"), usd("3")]);
    for (const { topUp, closed } of receipts) {
      const notional = closed.reduce(
        (sum, { sizeClosed, markPrice }) => sum + (sizeClosed * markPrice) / 10n ** 16n,
        0n,
      );
      expect(topUp <= (notional * 25_000n) / 1_000_000n).to.equal(true);
    }
    const deficits = receipts.reduce((sum, { value }) => sum - value, 0n);
    expect(before - (await insuranceCash())).to.equal(usd("9") + deficits);
  });
});
