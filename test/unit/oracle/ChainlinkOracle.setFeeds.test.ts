// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { encodeBytes32String, ZeroAddress } from "ethers";
import { network } from "hardhat";

import { answer } from "../../../deploy/parameters/units.ts";
import { PriceValidity } from "../../fixtures/validity.ts";
import {
  ANSWER,
  faultyFeed,
  feedParameters,
  HEARTBEAT,
  MARKET,
  Mode,
  NO_FEED,
  OTHER_MARKET,
  pairedMarket,
  priceOf,
  roundAt,
  SECOND_HEARTBEAT,
  secondFeedParameters,
  usable,
} from "./support.ts";
import type { Refusal } from "./support.ts";

const { ethers, networkHelpers } = await network.create();

type Second = ReturnType<typeof secondFeedParameters>;

const REFUSALS: readonly Refusal<Second>[] = [
  { title: "no heartbeat", change: { heartbeat: 0n }, parameter: "heartbeat", value: 0n, bound: 1n },
  {
    title: "a greatest age more than 600 s past the heartbeat",
    change: { maxLiquidationAge: SECOND_HEARTBEAT + 601n },
    parameter: "maxLiquidationAge",
    value: SECOND_HEARTBEAT + 601n,
    bound: SECOND_HEARTBEAT + 600n,
  },
  {
    title: "no divergence bound",
    change: { divergenceBound: 0n },
    parameter: "divergenceBound",
    value: 0n,
    bound: 100n,
  },
  {
    title: "a divergence bound above 100 %",
    change: { divergenceBound: 1_000_100n },
    parameter: "divergenceBound",
    value: 1_000_100n,
    bound: 1_000_000n,
  },
  {
    title: "a divergence bound of a fraction of a basis point",
    change: { divergenceBound: 150n },
    parameter: "divergenceBound",
    value: 150n,
    bound: 100n,
  },
];

/** What stands in a market's words before its first feed. */
const NOTHING = [[ZeroAddress, 0n, 0n, 0n, 0n, 0n, 0n], Object.values(NO_FEED)];

describe("ChainlinkOracle.setFeeds", () => {
  async function fixture() {
    const market = await pairedMarket(ethers, networkHelpers);
    const primary = feedParameters(await market.feed.getAddress());
    const secondary = secondFeedParameters(await market.secondFeed.getAddress());
    return { ...market, primary, secondary };
  }

  it("takes both feeds, tells them, and begins at the first one's price", async () => {
    const { oracle, primary, secondary } = await networkHelpers.loadFixture(fixture);
    const pair = [Object.values(primary), Object.values(secondary)];
    await expect(oracle.setFeeds(OTHER_MARKET, { primary, secondary }))
      .to.emit(oracle, "FeedsChanged")
      .withArgs(OTHER_MARKET, NOTHING, pair);
    expect(await oracle.feedOf(OTHER_MARKET)).to.deep.equal(pair[0]);
    expect(await oracle.secondFeedOf(OTHER_MARKET)).to.deep.equal(pair[1]);
    expect(await oracle.acceptedPrice(OTHER_MARKET)).to.equal(priceOf(ANSWER));
    expect((await oracle.readPrice(OTHER_MARKET)).validity).to.equal(PriceValidity.Valid);
  });

  it("without a second feed is setFeed, and either takes a second one away", async () => {
    const { oracle, primary, secondary } = await networkHelpers.loadFixture(fixture);
    await oracle.setFeeds(MARKET, { primary, secondary: NO_FEED });
    expect(await oracle.secondFeedOf(MARKET)).to.deep.equal(Object.values(NO_FEED));
    await oracle.setFeeds(MARKET, { primary, secondary });
    await oracle.setFeed(MARKET, primary);
    expect(await oracle.secondFeedOf(MARKET)).to.deep.equal(Object.values(NO_FEED));
    const withoutFeed = { ...NO_FEED, heartbeat: HEARTBEAT };
    await expect(oracle.setFeeds(MARKET, { primary, secondary: withoutFeed }))
      .to.be.revertedWithCustomError(oracle, "FeedParameterOutOfRange")
      .withArgs(encodeBytes32String("heartbeat"), HEARTBEAT, 0n);
  });

  it("reverts for a caller without the role", async () => {
    const { oracle, primary, secondary, stranger } = await networkHelpers.loadFixture(fixture);
    await expect(oracle.connect(stranger).setFeeds(MARKET, { primary, secondary }))
      .to.be.revertedWithCustomError(oracle, "AccessManagedUnauthorized")
      .withArgs(stranger.address);
  });

  for (const { title, change, parameter, value, bound } of REFUSALS) {
    it(`reverts with FeedParameterOutOfRange for a second feed with ${title}`, async () => {
      const { oracle, primary, secondary } = await networkHelpers.loadFixture(fixture);
      await expect(oracle.setFeeds(MARKET, { primary, secondary: { ...secondary, ...change } }))
        .to.be.revertedWithCustomError(oracle, "FeedParameterOutOfRange")
        .withArgs(encodeBytes32String(parameter), value, bound);
    });
  }

  it("reverts with SameFeedTwice", async () => {
    const { oracle, primary, secondary } = await networkHelpers.loadFixture(fixture);
    await expect(oracle.setFeeds(MARKET, { primary, secondary: { ...secondary, feed: primary.feed } }))
      .to.be.revertedWithCustomError(oracle, "SameFeedTwice")
      .withArgs(primary.feed);
  });

  it("reverts with FeedNotValid for a second feed that is Stale by its own heartbeat", async () => {
    const { oracle, primary, secondary, secondFeed } = await networkHelpers.loadFixture(fixture);
    const round = roundAt(BigInt(await networkHelpers.time.latest()) - HEARTBEAT - 60n);
    await secondFeed.setRound(round);
    await oracle.setFeeds(MARKET, { primary, secondary });
    const quick = { ...secondary, heartbeat: HEARTBEAT, maxLiquidationAge: HEARTBEAT + 600n };
    await expect(oracle.setFeeds(MARKET, { primary, secondary: quick }))
      .to.be.revertedWithCustomError(oracle, "FeedNotValid")
      .withArgs(quick.feed, usable(PriceValidity.Stale, round));
  });

  it("reverts with FeedsTooFarApart one step beyond the divergence bound, which is taken", async () => {
    const { oracle, primary, secondary, secondRounds } = await networkHelpers.loadFixture(fixture);
    await secondRounds.publish(answer("2,020") + 1n);
    await expect(oracle.setFeeds(MARKET, { primary, secondary }))
      .to.be.revertedWithCustomError(oracle, "FeedsTooFarApart")
      .withArgs(secondary.feed, priceOf(answer("2,020") + 1n), priceOf(ANSWER), secondary.divergenceBound);
    await secondRounds.publish(answer("2,020"));
    await oracle.setFeeds(MARKET, { primary, secondary });
  });

  // ATTACKS A7: a feed that lacks a leg of its price is another price's.
  it("reverts with FeedTooFarFromPrice one step beyond a fifth of the jump bound from the price in force (A7)", async () => {
    const { oracle, primary } = await networkHelpers.loadFixture(fixture);
    const other = await faultyFeed(ethers, networkHelpers);
    const next = { ...primary, feed: await other.getAddress() };
    const bound = primary.jumpBound / 5n;
    const now = BigInt(await networkHelpers.time.latest());
    for (const beyond of [answer("2,080") + 1n, answer("1,920") - 1n]) {
      await other.setRound(roundAt(now, beyond));
      await expect(oracle.setFeed(MARKET, next))
        .to.be.revertedWithCustomError(oracle, "FeedTooFarFromPrice")
        .withArgs(next.feed, priceOf(beyond), priceOf(ANSWER), bound);
    }
    await other.setRound(roundAt(now, answer("2,080")));
    await oracle.setFeed(MARKET, next);
    expect(await oracle.acceptedPrice(MARKET)).to.equal(priceOf(answer("2,080")));
  });

  it("of a market whose price is not usable takes a feed within the jump bound of the accepted price, and it settles", async () => {
    const { oracle, primary, feed, validityAt } = await networkHelpers.loadFixture(fixture);
    await feed.setModes(Mode.Revert, Mode.Revert);
    const other = await faultyFeed(ethers, networkHelpers);
    const next = { ...primary, feed: await other.getAddress() };
    const now = BigInt(await networkHelpers.time.latest());
    await other.setRound(roundAt(now, answer("1,600") - 1n));
    await expect(oracle.setFeed(MARKET, next))
      .to.be.revertedWithCustomError(oracle, "FeedTooFarFromPrice")
      .withArgs(next.feed, priceOf(answer("1,600") - 1n), priceOf(ANSWER), primary.jumpBound);
    await other.setRound(roundAt(now, answer("1,600")));
    await oracle.setFeed(MARKET, next);
    const until = await oracle.settleUntil(MARKET);
    expect(await validityAt(until - 1n)).to.equal(PriceValidity.Settling);
    expect(await validityAt(until)).to.equal(PriceValidity.Valid);
  });

  it("keeps the size unit in both feeds", async () => {
    const { oracle, primary, secondary } = await networkHelpers.loadFixture(fixture);
    const finer = { ...primary, sizeDecimals: primary.sizeDecimals + 1n };
    await expect(oracle.setFeeds(MARKET, { primary: finer, secondary }))
      .to.be.revertedWithCustomError(oracle, "FeedParameterOutOfRange")
      .withArgs(encodeBytes32String("sizeDecimals"), finer.sizeDecimals, primary.sizeDecimals);
  });

  it("each feed's decimals are its own", async () => {
    const { oracle, primary, secondary } = await networkHelpers.loadFixture(fixture);
    const fine = await ethers.deployContract("FaultyFeed", [18n]);
    await fine.setRound(roundAt(BigInt(await networkHelpers.time.latest()), ANSWER * 10n ** 10n + 7n));
    await oracle.setFeeds(MARKET, { primary, secondary: { ...secondary, feed: await fine.getAddress() } });
    const { low, high } = await oracle.readPrice(MARKET);
    expect([low, high]).to.deep.equal([priceOf(ANSWER), priceOf(ANSWER)]);
  });
});
