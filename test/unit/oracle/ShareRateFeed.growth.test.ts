// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { DAY, ETH_ANSWER, GROWTH, ONE, shareFeed, WEEK, YEAR } from "./shares.ts";

const { ethers, networkHelpers } = await network.create();

/** The cap after so many seconds from one asset per share. */
const grown = (rate: bigint, seconds: number): bigint =>
  rate + (rate * GROWTH * BigInt(seconds)) / (1_000_000n * BigInt(YEAR));

describe("ShareRateFeed: a rate that may only drift", () => {
  const fixture = async () => shareFeed(ethers);

  it("prices a share at its assets, in the underlying feed's decimals, round and times", async () => {
    const { feed, underlying, answerNow } = await networkHelpers.loadFixture(fixture);
    expect(await answerNow()).to.equal(ETH_ANSWER);
    expect(await feed.decimals()).to.equal(8n);
    const own = await feed.latestRoundData();
    const below = await underlying.latestRoundData();
    expect([own.roundId, own.startedAt, own.updatedAt, own.answeredInRound]).to.deep.equal([
      below.roundId,
      below.startedAt,
      below.updatedAt,
      below.answeredInRound,
    ]);
  });

  it("a donation that doubles the assets moves the price by no more than the cap has grown", async () => {
    const { donate, answerNow, feed } = await networkHelpers.loadFixture(fixture);
    await networkHelpers.time.increase(DAY);
    await donate(1_000n * ONE);
    expect(await feed.reportedRate()).to.be.closeTo(2n * ONE, 1n);
    const highest = (ETH_ANSWER * grown(ONE, DAY + 60)) / ONE;
    expect(await answerNow()).to.be.within(ETH_ANSWER, highest);
  });

  it("poking again and again in one moment moves the cap no further", async () => {
    const { donate, feed } = await networkHelpers.loadFixture(fixture);
    await networkHelpers.time.increase(WEEK);
    await donate(1_000n * ONE);
    for (let i = 0; i < 5; ++i) await feed.poke();
    expect(await feed.rateCap()).to.be.at.most(grown(grown(ONE, WEEK), 60));
  });

  it("a year without a poke lifts the cap by a week's growth, and the poke after it stores no more", async () => {
    const { donate, feed } = await networkHelpers.loadFixture(fixture);
    await donate(1_000n * ONE);
    await networkHelpers.time.increase(YEAR);
    expect(await feed.rate()).to.equal(grown(ONE, WEEK));
    await expect(feed.poke()).to.emit(feed, "RateCapAdvanced").withArgs(ONE, grown(ONE, WEEK));
    expect(await feed.rateCap()).to.equal(grown(ONE, WEEK));
  });

  it("a vault that earns nothing leaves a week's growth below its cap, however often anyone pokes", async () => {
    const { donate, feed } = await networkHelpers.loadFixture(fixture);
    for (let week = 0; week < 10; ++week) {
      await networkHelpers.time.increase(WEEK);
      await feed.poke();
    }
    expect(await feed.rateCap()).to.equal(grown(ONE, WEEK));
    await donate(1_000n * ONE);
    expect(await feed.rate()).to.be.at.most(grown(grown(ONE, WEEK), 60));
  });

  it("a vault that earns less than the bound is priced at its own rate", async () => {
    const { donate, feed, answerNow } = await networkHelpers.loadFixture(fixture);
    for (let week = 0; week < 4; ++week) {
      await networkHelpers.time.increase(WEEK);
      await donate(ONE);
      await feed.poke();
    }
    expect(await feed.rate()).to.equal(await feed.reportedRate());
    expect(await feed.rate()).to.be.closeTo((1_004n * ONE) / 1_000n, 2n);
    expect(await answerNow()).to.be.closeTo((ETH_ANSWER * 1_004n) / 1_000n, 1n);
  });

  it("a loss counts at once and whole", async () => {
    const { vault, answerNow, feed } = await networkHelpers.loadFixture(fixture);
    await vault.slash(400n * ONE);
    expect(await feed.rate()).to.be.closeTo((6n * ONE) / 10n, 1n);
    expect(await answerNow()).to.be.closeTo((ETH_ANSWER * 6n) / 10n, 1n);
  });

  it("after a loss a donation brings back no more than was lost", async () => {
    const { vault, donate, feed } = await networkHelpers.loadFixture(fixture);
    const cap = await feed.rateCap();
    await vault.slash(400n * ONE);
    await networkHelpers.time.increase(WEEK);
    await feed.poke();
    await donate(5_000n * ONE);
    expect(await feed.rate()).to.be.within(cap, grown(cap, 120));
  });

  it("the round before is priced at the rate of now: a fallen rate is no jump between two rounds", async () => {
    const { vault, underlying, feed } = await networkHelpers.loadFixture(fixture);
    const { roundId: first } = await feed.latestRoundData();
    await underlying.updateAnswer(ETH_ANSWER + 100n);
    await vault.slash(500n * ONE);
    const before = await feed.getRoundData(first);
    expect(before.roundId).to.equal(first);
    expect(before.answer).to.be.closeTo(ETH_ANSWER / 2n, 1n);
    expect((await feed.latestRoundData()).answer).to.be.closeTo((ETH_ANSWER + 100n) / 2n, 1n);
  });

  it("reads a six-decimal asset in an eighteen-decimal share", async () => {
    const usdc = await ethers.deployContract("MintableToken", ["USDC", 6n]);
    const vault = await ethers.deployContract("OffsetVault", [await usdc.getAddress()]);
    const underlying = await ethers.deployContract("MockV3Aggregator", [8n, 99_990_000n]);
    const feed = await ethers.deployContract("ShareRateFeed", [
      await underlying.getAddress(),
      await vault.getAddress(),
      GROWTH,
      ONE,
    ]);
    expect(await vault.decimals()).to.equal(18n);
    expect(await feed.rate()).to.equal(ONE);
    expect((await feed.latestRoundData()).answer).to.equal(99_990_000n);
  });
});
