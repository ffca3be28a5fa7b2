// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { network } from "hardhat";

import { PriceValidity } from "../../fixtures/validity.ts";
import { LIQUIDATION_TIME, settledMarket, SETTLEMENT_DELAY, SETTLEMENT_NOTICE } from "./settlement.ts";
import {
  ANSWER,
  feedParameters,
  MARKET,
  Mode,
  NO_FEED,
  OTHER_MARKET,
  priceOf,
  secondFeedParameters,
} from "./support.ts";

const { ethers, networkHelpers } = await network.create();

describe("A settled market", () => {
  async function settled() {
    const market = await settledMarket(ethers, networkHelpers);
    const price = priceOf(ANSWER);
    const readingOf = (validity: bigint) => [price, price, price, validity, 0n, market.settledAt];
    return { ...market, readingOf };
  }

  it("is Liquidating for an hour and Settled for good, at one price", async () => {
    const { oracle, closableFrom, readingOf } = await networkHelpers.loadFixture(settled);
    expect(await oracle.readPrice(MARKET)).to.deep.equal(readingOf(PriceValidity.Liquidating));
    await networkHelpers.time.increaseTo(closableFrom - 1n);
    expect(await oracle.readPrice(MARKET)).to.deep.equal(readingOf(PriceValidity.Liquidating));
    for (const time of [closableFrom, closableFrom + 3_650n * 86_400n]) {
      await networkHelpers.time.increaseTo(time);
      expect(await oracle.readPrice(MARKET)).to.deep.equal(readingOf(PriceValidity.Settled));
    }
  });

  it("does not hear its feed again, which may be back, burn its gas or be gone", async () => {
    const { oracle, feed, rounds, closableFrom, readingOf } = await networkHelpers.loadFixture(settled);
    await networkHelpers.time.increaseTo(closableFrom);
    await rounds.publish(ANSWER / 2n);
    await oracle.recordPrice(MARKET);
    expect(await oracle.readPrice(MARKET)).to.deep.equal(readingOf(PriceValidity.Settled));
    for (const mode of [Mode.Revert, Mode.BurnGas, Mode.HugeReturn]) {
      await feed.setModes(mode, mode);
      await oracle.recordPrice(MARKET);
      expect(await oracle.readPrice(MARKET)).to.deep.equal(readingOf(PriceValidity.Settled));
      // Two words, and none of the 215,000 gas that a feed is to have.
      expect(await oracle.readPrice.estimateGas(MARKET)).to.be.lessThan(32_000n);
    }
    await networkHelpers.setCode(await feed.getAddress(), "0x");
    expect(await oracle.recordPrice.staticCall(MARKET)).to.deep.equal(readingOf(PriceValidity.Settled));
    expect(await oracle.acceptedPrice(MARKET)).to.equal(priceOf(ANSWER));
  });

  it("takes no other feed: AlreadySettled", async () => {
    const { oracle, rounds, feed } = await networkHelpers.loadFixture(settled);
    await rounds.publish(ANSWER);
    const primary = feedParameters(await feed.getAddress());
    await expect(oracle.setFeed(MARKET, primary))
      .to.be.revertedWithCustomError(oracle, "AlreadySettled")
      .withArgs(MARKET, priceOf(ANSWER));
    await expect(oracle.setFeeds(MARKET, { primary, secondary: NO_FEED }))
      .to.be.revertedWithCustomError(oracle, "AlreadySettled")
      .withArgs(MARKET, priceOf(ANSWER));
  });

  it("keeps the limits and the unit it had, and no address", async () => {
    const { oracle } = await networkHelpers.loadFixture(settled);
    expect(await oracle.feedOf(MARKET)).to.deep.equal(Object.values(feedParameters(ZeroAddress)));
    expect(await oracle.secondFeedOf(MARKET)).to.deep.equal(Object.values(NO_FEED));
    expect(await oracle.unusableSince(MARKET)).to.equal(0n);
  });

  it("is one alone: another market on the same oracle goes on", async () => {
    const { oracle, feed, rounds } = await networkHelpers.loadFixture(settled);
    await rounds.publish(ANSWER);
    await oracle.setFeed(OTHER_MARKET, feedParameters(await feed.getAddress()));
    expect((await oracle.readPrice(OTHER_MARKET)).validity).to.equal(PriceValidity.Valid);
    expect(await oracle.settlementOf(OTHER_MARKET)).to.deep.equal([0n, false]);
  });

  it("forgets a second feed too", async () => {
    const { oracle, feed, rounds, announceAt, executeAt } = await networkHelpers.loadFixture(settled);
    const second = await ethers.deployContract("FaultyFeed", [8n]);
    const { updatedAt, ...round } = await rounds.publish(ANSWER);
    await second.setRound({ ...round, updatedAt });
    await oracle.setFeeds(OTHER_MARKET, {
      primary: feedParameters(await feed.getAddress()),
      secondary: secondFeedParameters(await second.getAddress()),
    });
    await networkHelpers.time.increase(86_400n);
    await oracle.recordPrice(OTHER_MARKET);
    const since = BigInt(await networkHelpers.time.latest());
    await networkHelpers.time.setNextBlockTimestamp(since + SETTLEMENT_DELAY);
    await oracle.announceSettlement(OTHER_MARKET);
    await networkHelpers.time.setNextBlockTimestamp(since + SETTLEMENT_DELAY + SETTLEMENT_NOTICE);
    await oracle.executeSettlement(OTHER_MARKET);
    expect(await oracle.secondFeedOf(OTHER_MARKET)).to.deep.equal(Object.values(NO_FEED));
    await expect(announceAt(since + 2n * SETTLEMENT_DELAY)).to.be.revertedWithCustomError(oracle, "AlreadySettled");
    await expect(executeAt(since + 3n * SETTLEMENT_DELAY)).to.be.revertedWithCustomError(oracle, "AlreadySettled");
  });

  it("says its times", async () => {
    const { oracle } = await networkHelpers.loadFixture(settled);
    expect(await oracle.settlementDelay()).to.equal(SETTLEMENT_DELAY);
    expect(await oracle.settlementNotice()).to.equal(SETTLEMENT_NOTICE);
    expect(await oracle.settlementLiquidationTime()).to.equal(LIQUIDATION_TIME);
  });
});
