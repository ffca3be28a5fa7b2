// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { receiptOf, receiptsOf } from "./receipts.ts";
import { liquidationFixture, networkHelpers } from "./support.ts";

const KEEPER_SHARE = 333_333n;

describe("liquidate: the keeper's reward", () => {
  it("is the keeper's share of the penalty, rounded down", async () => {
    const { clearingHouse, alice, liquidator, open, setPrice, liquidate, cashOf } =
      await networkHelpers.loadFixture(liquidationFixture);
    const account = await open(alice, { cash: usd("2,200"), tokens: "20" });
    await setPrice("ETH", "1,935");
    const { penalty, reward, topUp } = await receiptOf(clearingHouse, await liquidate(liquidator, [account]));
    expect(reward).to.equal((penalty * KEEPER_SHARE) / 1_000_000n);
    expect(reward > usd("3") && reward < usd("250") && topUp === 0n).to.equal(true);
    expect(await cashOf(accountOf(liquidator))).to.equal(reward);
  });

  it("is minReward at least, out of the penalty", async () => {
    const { clearingHouse, alice, liquidator, open, setPrice, liquidate, cashOf } =
      await networkHelpers.loadFixture(liquidationFixture);
    const account = await open(alice, { cash: usd("220"), tokens: "2" });
    await setPrice("ETH", "1,942");
    const { penalty, reward, topUp } = await receiptOf(clearingHouse, await liquidate(liquidator, [account]));
    expect(penalty > usd("3") && penalty < usd("9")).to.equal(true);
    expect([reward, topUp]).to.deep.equal([usd("3"), 0n]);
    expect(await cashOf(accountOf(liquidator))).to.equal(usd("3"));
  });

  it("is charged to the account in full where the penalty is less", async () => {
    const { clearingHouse, alice, liquidator, open, setPrice, liquidate } =
      await networkHelpers.loadFixture(liquidationFixture);
    // About 240 USD are enough: 1.2 % of them are 2.9.
    const account = await open(alice, { cash: usd("75"), tokens: "0.68" });
    await setPrice("ETH", "1,944.5");
    const { penalty, reward, topUp } = await receiptOf(clearingHouse, await liquidate(liquidator, [account]));
    expect([penalty, reward, topUp]).to.deep.equal([usd("3"), usd("3"), 0n]);
  });

  it("is maxReward at most, and insurance is owed the rest", async () => {
    const { clearingHouse, alice, liquidator, open, setPrice, liquidate, marketIds } =
      await networkHelpers.loadFixture(liquidationFixture);
    const pool = await clearingHouse.poolMarketAccount(marketIds.ETH);
    const account = await open(alice, { cash: usd("110,000"), tokens: "1,000" });
    await setPrice("ETH", "1,936");
    const owedBefore = (await clearingHouse.accountState(pool)).insuranceOwed;
    const { penalty, reward } = await receiptOf(clearingHouse, await liquidate(liquidator, [account]));
    expect((penalty * KEEPER_SHARE) / 1_000_000n > usd("250")).to.equal(true);
    expect(reward).to.equal(usd("250"));
    const { insuranceOwed } = await clearingHouse.accountState(pool);
    expect(insuranceOwed - owedBefore).to.equal(penalty - reward);
  });

  it("of a batch is credited once, to the beneficiary, whoever calls", async () => {
    const { clearingHouse, alice, bob, carol, stranger, open, fund, setPrice, liquidate, cashOf } =
      await networkHelpers.loadFixture(liquidationFixture);
    const accounts = [
      await open(alice, { cash: usd("2,200"), tokens: "20" }),
      await open(bob, { cash: usd("2,200"), tokens: "20" }),
    ];
    const beneficiary = await fund(carol, usd("10"), 5n);
    await setPrice("ETH", "1,935");
    const response = await liquidate(stranger, accounts, beneficiary);
    const receipts = await receiptsOf(clearingHouse, response);
    const total = receipts.reduce((sum, { reward }) => sum + reward, 0n);
    const rewarded = await clearingHouse.queryFilter(
      clearingHouse.filters.LiquidationRewarded(),
      response.blockNumber ?? 0,
    );
    expect(rewarded.map(({ args }) => [args.beneficiary, args.liquidator, args.reward, args.cash])).to.deep.equal([
      [beneficiary.toLowerCase(), stranger.address, total, usd("10") + total],
    ]);
    expect(await cashOf(beneficiary)).to.equal(usd("10") + total);
    expect(await cashOf(accountOf(stranger))).to.equal(0n);
  });
});
