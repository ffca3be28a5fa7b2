// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { MaxUint256 } from "ethers";
import { network } from "hardhat";

import { answer, percent, usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { PriceValidity } from "../../fixtures/validity.ts";
import { ANY_PRICE, ANY_STATE, tradingFixture } from "./trading.ts";

const connection = await network.create();
const { networkHelpers } = connection;

/** 100 ETH at 1,900 USD. */
const AT_MARK = usd("190,000");

describe("what a full close may cost", () => {
  /** Sub-account 1 is long 100 ETH and worth exactly `left` at 1,900 USD. */
  async function exactly(left: bigint) {
    const fixture = await tradingFixture(connection);
    const { clearingHouse, alice, changeTrade, fund, send, setPrice, sizeOf, order } = fixture;
    await changeTrade("ETH", { maxFundingVelocity: 0n });
    await fund(alice, usd("100,000"));
    const size = sizeOf("ETH", "100");
    const { quote, fee } = await clearingHouse.connect(alice).trade.staticCall(order(alice, "ETH", size));
    const account = accountOf(alice, 1n);
    await fund(alice, quote + fee - AT_MARK + left, 1n);
    await send(alice, "ETH", size, { account });
    await setPrice("ETH", "1,900");
    return { ...fixture, account, size };
  }

  const fixtures = {
    plenty: async () => exactly(usd("1,000")),
    feeGivesWay: async () => exactly(usd("150")),
    premiumGivesWay: async () => exactly(usd("50")),
    oneUnit: async () => exactly(1n),
    nothing: async () => exactly(0n),
    // One step of the feed takes one unit of money from 100 ETH.
    lessThanNothing: async () => {
      const fixture = await exactly(0n);
      await fixture.setPrice("ETH", "1,899.99999999");
      return fixture;
    },
  };

  /** Premium and spread of the close: 50 of 3,000,000 above the mark, less 0.05 %. */
  const QUOTE = -usd("189,908.166666");
  const COST = AT_MARK + QUOTE;

  for (const { title, start, left, quote, fee } of [
    {
      title: "with enough value it pays quote and fee in full",
      start: fixtures.plenty,
      left: usd("1,000"),
      quote: QUOTE,
      fee: usd("94.954084"),
    },
    {
      title: "then the fee gives way",
      start: fixtures.feeGivesWay,
      left: usd("150"),
      quote: QUOTE,
      fee: usd("150") - COST,
    },
    {
      title: "then the premium, and no fee is left",
      start: fixtures.premiumGivesWay,
      left: usd("50"),
      quote: usd("50") - AT_MARK,
      fee: 0n,
    },
    { title: "down to a single unit", start: fixtures.oneUnit, left: 1n, quote: 1n - AT_MARK, fee: 0n },
  ]) {
    it(title, async () => {
      const { clearingHouse, alice, account, size, cashOf, send, marketIds } = await networkHelpers.loadFixture(start);
      const expected = [account, marketIds.ETH, alice.address, -size, quote, fee, ...ANY_STATE] as const;
      const open = await networkHelpers.takeSnapshot();
      await expect(clearingHouse.connect(alice).closeAccount(account, [ANY_PRICE.sell], MaxUint256))
        .to.emit(clearingHouse, "Traded")
        .withArgs(...expected);
      expect(await cashOf(account)).to.equal(left - (quote + AT_MARK) - fee);
      await open.restore();
      // The order that closes the account's only position is the same.
      await expect(send(alice, "ETH", -size, { account }))
        .to.emit(clearingHouse, "Traded")
        .withArgs(...expected);
    });
  }

  it("an account worth exactly nothing closes at the mark, one unit less reverts with InsufficientMargin", async () => {
    const nothing = await networkHelpers.loadFixture(fixtures.nothing);
    await expect(nothing.clearingHouse.connect(nothing.alice).closeAccount(nothing.account, [0n], MaxUint256))
      .to.emit(nothing.clearingHouse, "Traded")
      .withArgs(
        nothing.account,
        nothing.marketIds.ETH,
        nothing.alice.address,
        -nothing.size,
        -AT_MARK,
        0n,
        ...ANY_STATE,
      );
    expect(await nothing.cashOf(nothing.account)).to.equal(0n);
    const less = await networkHelpers.loadFixture(fixtures.lessThanNothing);
    await expect(less.clearingHouse.connect(less.alice).closeAccount(less.account, [0n], MaxUint256))
      .to.be.revertedWithCustomError(less.clearingHouse, "InsufficientMargin")
      .withArgs(less.account, -1n, usd("9,500"));
  });

  it("a second feed that is better for the account changes nothing: the close fills at the first", async () => {
    const { clearingHouse, oracle, governor, alice, account, size, cashOf, marketIds } =
      await networkHelpers.loadFixture(fixtures.premiumGivesWay);
    const { feed, heartbeat, maxLiquidationAge, sizeDecimals, lowerBound, upperBound, jumpBound } = await oracle.feedOf(
      marketIds.ETH,
    );
    const better = await connection.ethers.deployContract("MockV3Aggregator", [8n, answer("1,910")]);
    await oracle.connect(governor).setFeeds(marketIds.ETH, {
      primary: { feed, heartbeat, maxLiquidationAge, sizeDecimals, lowerBound, upperBound, jumpBound },
      secondary: { feed: await better.getAddress(), heartbeat, maxLiquidationAge, divergenceBound: percent("1") },
    });
    expect((await oracle.readPrice(marketIds.ETH)).validity).to.equal(PriceValidity.Valid);
    await expect(clearingHouse.connect(alice).closeAccount(account, [0n], MaxUint256))
      .to.emit(clearingHouse, "Traded")
      .withArgs(account, marketIds.ETH, alice.address, -size, usd("50") - AT_MARK, 0n, ...ANY_STATE);
    expect(await cashOf(account)).to.equal(0n);
  });

  it("what gives way is missing from the pool's cash and the fees owed, and from nothing else", async () => {
    const { clearingHouse, alice, account, cashOf, marketIds } = await networkHelpers.loadFixture(fixtures.feeGivesWay);
    const pool = await clearingHouse.poolMarketAccount(marketIds.ETH);
    const before = await clearingHouse.accountState(pool);
    const { entryNotional } = await clearingHouse.positionState(pool, marketIds.ETH);
    await clearingHouse.connect(alice).closeAccount(account, [0n], MaxUint256);
    const after = await clearingHouse.accountState(pool);
    const fee = usd("150") - COST;
    expect(after.insuranceOwed - before.insuranceOwed).to.equal((fee * 20n) / 100n);
    expect(after.treasuryOwed - before.treasuryOwed).to.equal((fee * 10n) / 100n);
    const owed = (fee * 20n) / 100n + (fee * 10n) / 100n;
    expect((await cashOf(pool)) - before.cash).to.equal(entryNotional + QUOTE + fee - owed);
  });
});
