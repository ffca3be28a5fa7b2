// SPDX-License-Identifier: MIT
// A chain that stands still is no dead feed: time in which the sequencer is down, and its grace period, do not count.
import { expect } from "chai";
import { network } from "hardhat";

import { PriceValidity } from "../../fixtures/validity.ts";
import { FOR_EVER, settlementClock, SETTLEMENT_DELAY, SETTLEMENT_NOTICE } from "./settlement.ts";
import { ANSWER, MARKET, MAX_LIQUIDATION_AGE, oneMarket, roundAt } from "./support.ts";

const { ethers, networkHelpers } = await network.create();

const GRACE = 3_600n;
const UP = 0n;
const DOWN = 1n;

describe("Settlement and the sequencer", () => {
  async function silent() {
    const uptime = await ethers.deployContract("FaultyFeed", [0n]);
    const setUptime = async (status: bigint, startedAt: bigint): Promise<void> => {
      await uptime.setRound(roundAt(startedAt, status));
    };
    await setUptime(UP, BigInt(await networkHelpers.time.latest()) - 10n * GRACE);
    const market = await oneMarket(ethers, networkHelpers, await uptime.getAddress(), GRACE);
    const [, , , updatedAt] = await market.feed.latestRoundData();
    await networkHelpers.time.increaseTo(updatedAt + MAX_LIQUIDATION_AGE);
    const since = await market.record();
    return { ...market, since, setUptime, ...settlementClock(market.oracle, networkHelpers) };
  }

  it("a long outage of the chain announces nothing while it lasts: NotUnusableForLong, since for ever", async () => {
    const { oracle, setUptime, since, announceAt } = await networkHelpers.loadFixture(silent);
    await setUptime(DOWN, since + 60n);
    const now = since + 10n * SETTLEMENT_DELAY;
    await expect(announceAt(now))
      .to.be.revertedWithCustomError(oracle, "NotUnusableForLong")
      .withArgs(MARKET, FOR_EVER, now - SETTLEMENT_DELAY);
  });

  it("after its return the three days count from the end of the grace period", async () => {
    const { oracle, setUptime, since, announceAt } = await networkHelpers.loadFixture(silent);
    const returnedAt = since + 10n * SETTLEMENT_DELAY;
    await networkHelpers.time.increaseTo(returnedAt);
    await setUptime(UP, returnedAt);
    const graceEnd = returnedAt + GRACE;
    const first = graceEnd + SETTLEMENT_DELAY;
    await expect(announceAt(first - 1n))
      .to.be.revertedWithCustomError(oracle, "NotUnusableForLong")
      .withArgs(MARKET, graceEnd, graceEnd - 1n);
    await announceAt(first);
    expect(await oracle.settlementOf(MARKET)).to.deep.equal([first, false]);
  });

  it("an announcement is void where the sequencer was down after it, or is", async () => {
    const { oracle, setUptime, since, announceAt, executeAt } = await networkHelpers.loadFixture(silent);
    const announcedAt = since + SETTLEMENT_DELAY;
    await announceAt(announcedAt);
    await setUptime(DOWN, announcedAt + 600n);
    await networkHelpers.time.increaseTo(announcedAt + 600n);
    const dueAt = announcedAt + SETTLEMENT_NOTICE;
    await expect(executeAt(dueAt))
      .to.be.revertedWithCustomError(oracle, "AnnouncementVoid")
      .withArgs(MARKET, FOR_EVER, announcedAt);
    await setUptime(UP, dueAt);
    await expect(executeAt(dueAt + 10n * GRACE))
      .to.be.revertedWithCustomError(oracle, "AnnouncementVoid")
      .withArgs(MARKET, dueAt + GRACE, announcedAt);
  });

  it("an outage that was recorded in the grace period ends nobody's market: the feed is back, and usable", async () => {
    const { oracle, rounds, setUptime, since, record, announceAt } = await networkHelpers.loadFixture(silent);
    await rounds.publish(ANSWER);
    await setUptime(UP, BigInt(await networkHelpers.time.latest()));
    await record();
    expect(await oracle.unusableSince(MARKET)).to.equal(since);
    await networkHelpers.time.increaseTo(since + SETTLEMENT_DELAY + 2n * GRACE);
    await rounds.publish(ANSWER);
    await expect(announceAt(since + SETTLEMENT_DELAY + 2n * GRACE + 10n))
      .to.be.revertedWithCustomError(oracle, "PriceIsUsable")
      .withArgs(MARKET, PriceValidity.Settling);
  });

  it("a settled market does not ask for the sequencer", async () => {
    const { oracle, setUptime, since, announceAt, executeAt } = await networkHelpers.loadFixture(silent);
    const announcedAt = since + SETTLEMENT_DELAY;
    await announceAt(announcedAt);
    const settledAt = announcedAt + SETTLEMENT_NOTICE;
    await executeAt(settledAt);
    await setUptime(DOWN, settledAt);
    await networkHelpers.time.increaseTo(settledAt + 3_600n);
    expect((await oracle.readPrice(MARKET)).validity).to.equal(PriceValidity.Settled);
  });
});
