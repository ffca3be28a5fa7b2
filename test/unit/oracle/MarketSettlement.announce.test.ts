// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { PriceValidity } from "../../fixtures/validity.ts";
import { settledMarket, SETTLEMENT_DELAY, SETTLEMENT_NOTICE, silentMarket } from "./settlement.ts";
import { ANSWER, MARKET, MAX_LIQUIDATION_AGE, Mode, oneMarket, priceOf } from "./support.ts";

const { ethers, networkHelpers } = await network.create();

const UNLISTED = 2n;

/** The first of the numbers that are no market's: other collateral. */
const COLLATERAL = 64n;

describe("announceSettlement", () => {
  const silent = async () => silentMarket(ethers, networkHelpers);
  const live = async () => oneMarket(ethers, networkHelpers);
  const settled = async () => settledMarket(ethers, networkHelpers);

  it("is anybody's once the price has been unusable for three days, and says when and at which price", async () => {
    const { oracle, stranger, since, at } = await networkHelpers.loadFixture(silent);
    const announcedAt = since + SETTLEMENT_DELAY;
    await expect(at(announcedAt, async () => oracle.connect(stranger).announceSettlement(MARKET)))
      .to.emit(oracle, "SettlementAnnounced")
      .withArgs(MARKET, since, announcedAt + SETTLEMENT_NOTICE, priceOf(ANSWER));
    expect(await oracle.settlementOf(MARKET)).to.deep.equal([announcedAt, false]);
    expect((await oracle.readPrice(MARKET)).validity).to.equal(PriceValidity.Expired);
  });

  it("reverts with NotUnusableForLong a second earlier", async () => {
    const { oracle, since, announceAt } = await networkHelpers.loadFixture(silent);
    await expect(announceAt(since + SETTLEMENT_DELAY - 1n))
      .to.be.revertedWithCustomError(oracle, "NotUnusableForLong")
      .withArgs(MARKET, since, since - 1n);
  });

  it("reverts with NotUnusableForLong where nobody recorded the outage: it begins now", async () => {
    const { oracle } = await networkHelpers.loadFixture(live);
    await networkHelpers.time.increase(10n * SETTLEMENT_DELAY);
    const now = BigInt(await networkHelpers.time.latest()) + 1n;
    await networkHelpers.time.setNextBlockTimestamp(now);
    await expect(oracle.announceSettlement(MARKET))
      .to.be.revertedWithCustomError(oracle, "NotUnusableForLong")
      .withArgs(MARKET, now, now - SETTLEMENT_DELAY);
  });

  it("reverts with PriceIsUsable where the price is, an outage on record or not", async () => {
    const { oracle, rounds, since, announceAt } = await networkHelpers.loadFixture(silent);
    await networkHelpers.time.increaseTo(since + SETTLEMENT_DELAY);
    await rounds.publish(ANSWER);
    expect(await oracle.unusableSince(MARKET)).to.equal(since);
    await expect(announceAt(since + SETTLEMENT_DELAY + 10n))
      .to.be.revertedWithCustomError(oracle, "PriceIsUsable")
      .withArgs(MARKET, PriceValidity.Settling);
  });

  it("reverts with NotUnusableForLong for a price that is Jumped: its round is one that may be used yet", async () => {
    const { oracle, rounds, since } = await networkHelpers.loadFixture(silent);
    await networkHelpers.time.increaseTo(since + 2n * SETTLEMENT_DELAY);
    const { updatedAt } = await rounds.publish(2n * ANSWER);
    expect((await oracle.readPrice(MARKET)).validity).to.equal(PriceValidity.Jumped);
    const now = BigInt(await networkHelpers.time.latest()) + 1n;
    await networkHelpers.time.setNextBlockTimestamp(now);
    await expect(oracle.announceSettlement(MARKET))
      .to.be.revertedWithCustomError(oracle, "NotUnusableForLong")
      .withArgs(MARKET, updatedAt + MAX_LIQUIDATION_AGE, now - SETTLEMENT_DELAY);
  });

  it("reverts with InsufficientGasForFeed where the caller's gas could make a live feed look dead", async () => {
    const { oracle, feed } = await networkHelpers.loadFixture(silent);
    await feed.setModes(Mode.Revert, Mode.Revert);
    await networkHelpers.time.increase(SETTLEMENT_DELAY);
    await feed.setModes(Mode.Answer, Mode.Answer);
    await expect(oracle.announceSettlement(MARKET, { gasLimit: 200_000n })).to.be.revertedWithCustomError(
      oracle,
      "InsufficientGasForFeed",
    );
  });

  it("reverts with AlreadyAnnounced for three days: nobody can put it off by announcing again", async () => {
    const { oracle, since, announceAt } = await networkHelpers.loadFixture(silent);
    const announcedAt = since + SETTLEMENT_DELAY;
    await announceAt(announcedAt);
    const renewableAt = announcedAt + SETTLEMENT_DELAY;
    for (const time of [announcedAt + 1n, renewableAt - 1n]) {
      await expect(announceAt(time))
        .to.be.revertedWithCustomError(oracle, "AlreadyAnnounced")
        .withArgs(MARKET, announcedAt, renewableAt);
    }
    await announceAt(renewableAt);
    expect(await oracle.settlementOf(MARKET)).to.deep.equal([renewableAt, false]);
  });

  it("reverts with NotAMarket for a token that is priced and not traded", async () => {
    const { oracle } = await networkHelpers.loadFixture(silent);
    for (const token of [COLLATERAL, 255n]) {
      await expect(oracle.announceSettlement(token))
        .to.be.revertedWithCustomError(oracle, "NotAMarket")
        .withArgs(token, COLLATERAL);
    }
  });

  it("reverts with UnknownFeed in a market without a feed, and with AlreadySettled in a settled one", async () => {
    const { oracle } = await networkHelpers.loadFixture(settled);
    await expect(oracle.announceSettlement(UNLISTED))
      .to.be.revertedWithCustomError(oracle, "UnknownFeed")
      .withArgs(UNLISTED);
    await expect(oracle.announceSettlement(MARKET))
      .to.be.revertedWithCustomError(oracle, "AlreadySettled")
      .withArgs(MARKET, priceOf(ANSWER));
  });
});
