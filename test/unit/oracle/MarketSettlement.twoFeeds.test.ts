// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { PriceValidity } from "../../fixtures/validity.ts";
import { settlementClock, SETTLEMENT_DELAY, SETTLEMENT_NOTICE } from "./settlement.ts";
import {
  ANSWER,
  FALLBACK_DELAY,
  LOWER_BOUND,
  MARKET,
  Mode,
  pairedMarket,
  SECOND_MAX_LIQUIDATION_AGE,
} from "./support.ts";

const { ethers, networkHelpers } = await network.create();

describe("Settlement of a market with two feeds", () => {
  async function paired() {
    const market = await pairedMarket(ethers, networkHelpers);
    return { ...market, ...settlementClock(market.oracle, networkHelpers) };
  }

  it("waits for both: while one counts alone the price is usable", async () => {
    const { oracle, feed, secondRounds, record } = await networkHelpers.loadFixture(paired);
    await feed.setModes(Mode.Revert, Mode.Revert);
    const since = await record();
    expect(await oracle.unusableSince(MARKET)).to.equal(since);
    await networkHelpers.time.increase(SETTLEMENT_DELAY);
    await secondRounds.publish(ANSWER);
    await expect(oracle.announceSettlement(MARKET))
      .to.be.revertedWithCustomError(oracle, "PriceIsUsable")
      .withArgs(MARKET, PriceValidity.Settling);
  });

  it("counts from the last round of either, though the first was dead all the time and nobody recorded", async () => {
    const { oracle, feed, secondRounds, record } = await networkHelpers.loadFixture(paired);
    await feed.setModes(Mode.Revert, Mode.Revert);
    const since = await record();
    await networkHelpers.time.increaseTo(since + SETTLEMENT_DELAY - FALLBACK_DELAY);
    await secondRounds.publish(ANSWER);
    // The second feed is pinned by then, so that neither is a price now.
    const { updatedAt } = await secondRounds.publish(LOWER_BOUND);
    const now = since + SETTLEMENT_DELAY;
    await networkHelpers.time.setNextBlockTimestamp(now);
    await expect(oracle.announceSettlement(MARKET))
      .to.be.revertedWithCustomError(oracle, "NotUnusableForLong")
      .withArgs(MARKET, updatedAt, now - SETTLEMENT_DELAY);
  });

  it("is made void by a round of either", async () => {
    const { oracle, feed, secondRounds, record, announceAt, executeAt } = await networkHelpers.loadFixture(paired);
    await feed.setModes(Mode.Revert, Mode.Revert);
    await networkHelpers.time.increase(SECOND_MAX_LIQUIDATION_AGE);
    const since = await record();
    const announcedAt = since + SETTLEMENT_DELAY;
    await announceAt(announcedAt);
    const { updatedAt } = await secondRounds.publish(ANSWER);
    await expect(executeAt(announcedAt + SETTLEMENT_NOTICE))
      .to.be.revertedWithCustomError(oracle, "AnnouncementVoid")
      .withArgs(MARKET, updatedAt + SECOND_MAX_LIQUIDATION_AGE, announcedAt);
  });
});
