// SPDX-License-Identifier: MIT
// A feed that goes on making rounds that are no prices: pinned at a bound, as one whose token collapsed.
import { expect } from "chai";
import { network } from "hardhat";

import { MAX_ROUNDS, settlementClock, SETTLEMENT_DELAY, SETTLEMENT_NOTICE } from "./settlement.ts";
import { ANSWER, LOWER_BOUND, MARKET, MAX_LIQUIDATION_AGE, oneMarket, priceOf } from "./support.ts";

const { ethers, networkHelpers } = await network.create();

const HOUR = 3_600n;

describe("Settlement of a market whose feed is pinned at a bound", () => {
  async function pinned() {
    const market = await oneMarket(ethers, networkHelpers);
    await market.rounds.publish(LOWER_BOUND);
    const since = await market.record();
    /** A round an hour, none of which is a price. */
    const beatUntil = async (end: bigint): Promise<void> => {
      for (let time = BigInt(await networkHelpers.time.latest()) + HOUR; time < end; time += HOUR) {
        await networkHelpers.time.increaseTo(time);
        await market.rounds.publish(LOWER_BOUND);
      }
    };
    return { ...market, since, beatUntil, ...settlementClock(market.oracle, networkHelpers) };
  }

  it("goes its way: its rounds are no prices", async () => {
    const { oracle, since, beatUntil, announceAt, executeAt } = await networkHelpers.loadFixture(pinned);
    await beatUntil(since + SETTLEMENT_DELAY);
    await announceAt(since + SETTLEMENT_DELAY);
    await beatUntil(since + SETTLEMENT_DELAY + SETTLEMENT_NOTICE);
    await executeAt(since + SETTLEMENT_DELAY + SETTLEMENT_NOTICE);
    expect(await oracle.settlementOf(MARKET)).to.deep.equal([0n, true]);
    expect(await oracle.acceptedPrice(MARKET)).to.equal(priceOf(ANSWER));
  });

  it("counts from the end of the last of its rounds that was a price, though nobody recorded that", async () => {
    const { oracle, rounds, since, beatUntil, announceAt } = await networkHelpers.loadFixture(pinned);
    await beatUntil(since + SETTLEMENT_DELAY / 2n);
    await rounds.publish(ANSWER);
    await networkHelpers.time.increase(HOUR);
    const { updatedAt } = await rounds.publish(LOWER_BOUND);
    await beatUntil(since + SETTLEMENT_DELAY);
    expect(await oracle.unusableSince(MARKET)).to.equal(since);
    const now = since + SETTLEMENT_DELAY;
    await expect(announceAt(now))
      .to.be.revertedWithCustomError(oracle, "NotUnusableForLong")
      .withArgs(MARKET, updatedAt, now - SETTLEMENT_DELAY);
  });

  it("reverts with TooManyRounds where more were made than are looked at", async () => {
    const { oracle, feed, rounds, since } = await networkHelpers.loadFixture(pinned);
    await networkHelpers.time.increaseTo(since + SETTLEMENT_DELAY + MAX_LIQUIDATION_AGE);
    for (let round = 0n; round < MAX_ROUNDS; ++round) await rounds.publish(LOWER_BOUND);
    // What is before these is too old to matter.
    await oracle.announceSettlement.staticCall(MARKET);
    await rounds.publish(LOWER_BOUND);
    await expect(oracle.announceSettlement(MARKET))
      .to.be.revertedWithCustomError(oracle, "TooManyRounds")
      .withArgs(await feed.getAddress(), MAX_ROUNDS);
  });
});
