// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { announcedMarket, SETTLEMENT_DELAY, SETTLEMENT_NOTICE } from "./settlement.ts";
import { ANSWER, faultyFeed, listFeed, MARKET, MAX_LIQUIDATION_AGE, Mode } from "./support.ts";

const { ethers, networkHelpers } = await network.create();

describe("An announced settlement is void after a usable price", () => {
  const announced = async () => announcedMarket(ethers, networkHelpers);

  it("that somebody recorded, whatever the feed says afterwards", async () => {
    const { oracle, feed, rounds, record, announcedAt, dueAt, executeAt } = await networkHelpers.loadFixture(announced);
    await rounds.publish(ANSWER);
    await record();
    await feed.setModes(Mode.Revert, Mode.Revert);
    const again = await record();
    await expect(executeAt(dueAt))
      .to.be.revertedWithCustomError(oracle, "AnnouncementVoid")
      .withArgs(MARKET, again, announcedAt);
  });

  it("that nobody recorded, by its round", async () => {
    const { oracle, rounds, announcedAt, dueAt, executeAt } = await networkHelpers.loadFixture(announced);
    const { updatedAt } = await rounds.publish(ANSWER);
    await expect(executeAt(dueAt))
      .to.be.revertedWithCustomError(oracle, "AnnouncementVoid")
      .withArgs(MARKET, updatedAt + MAX_LIQUIDATION_AGE, announcedAt);
  });

  it("that nobody recorded, by a round before others that are none", async () => {
    const { oracle, rounds, announcedAt, dueAt, executeAt } = await networkHelpers.loadFixture(announced);
    await rounds.publish(ANSWER);
    await networkHelpers.time.increase(600n);
    const { updatedAt } = await rounds.publish(0n);
    for (const bad of [-1n, 1n]) await rounds.publish(bad);
    await expect(executeAt(dueAt))
      .to.be.revertedWithCustomError(oracle, "AnnouncementVoid")
      .withArgs(MARKET, updatedAt, announcedAt);
  });

  it("and begins again: three more days without one, an announcement, a day", async () => {
    const { oracle, rounds, dueAt, announceAt, executeAt } = await networkHelpers.loadFixture(announced);
    const { updatedAt } = await rounds.publish(ANSWER);
    const since = updatedAt + MAX_LIQUIDATION_AGE;
    await expect(announceAt(dueAt)).to.be.revertedWithCustomError(oracle, "NotUnusableForLong");
    await expect(announceAt(since + SETTLEMENT_DELAY - 1n)).to.be.revertedWithCustomError(oracle, "NotUnusableForLong");
    await announceAt(since + SETTLEMENT_DELAY);
    await executeAt(since + SETTLEMENT_DELAY + SETTLEMENT_NOTICE);
    expect(await oracle.settlementOf(MARKET)).to.deep.equal([0n, true]);
  });

  it("and stays void where the outage goes on for a year after it", async () => {
    const { oracle, rounds, announcedAt, executeAt } = await networkHelpers.loadFixture(announced);
    const { updatedAt } = await rounds.publish(ANSWER);
    await expect(executeAt(updatedAt + 365n * 86_400n))
      .to.be.revertedWithCustomError(oracle, "AnnouncementVoid")
      .withArgs(MARKET, updatedAt + MAX_LIQUIDATION_AGE, announcedAt);
  });

  it("of a feed that governance put in the place of the dead one", async () => {
    const { oracle, announcedAt, dueAt, executeAt, record } = await networkHelpers.loadFixture(announced);
    const replacement = await faultyFeed(ethers, networkHelpers);
    await listFeed(oracle, replacement);
    await replacement.setModes(Mode.Revert, Mode.Revert);
    const again = await record();
    await expect(executeAt(dueAt))
      .to.be.revertedWithCustomError(oracle, "AnnouncementVoid")
      .withArgs(MARKET, again, announcedAt);
  });
});
