// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { PriceValidity } from "../../fixtures/validity.ts";
import {
  ANSWER,
  feedParameters,
  HEARTBEAT,
  MARKET,
  MAX_LIQUIDATION_AGE,
  MAX_BOUND,
  Mode,
  OTHER_MARKET,
  priceOf,
  ROUND_ID,
  roundAt,
  soon,
  twoMarkets,
  unusable,
  usable,
} from "./support.ts";

const { ethers, networkHelpers } = await network.create();

const UNLISTED = 2n;

/** Close to the widest upper bound. */
const LARGE = (MAX_BOUND * 99n) / 100n / priceOf(1n);

describe("ChainlinkOracle.recordPrice", () => {
  async function fixture() {
    const markets = await twoMarkets(ethers, networkHelpers);
    const updatedAt = await soon(networkHelpers);
    const next = roundAt(updatedAt, ANSWER + 7n, ROUND_ID + 1n);
    await markets.faulty.setRound(next);
    await networkHelpers.time.increaseTo(updatedAt);
    return { ...markets, next };
  }

  it("stores a changed price, whoever calls, and answers what readPrice answers", async () => {
    const { oracle, stranger, next } = await networkHelpers.loadFixture(fixture);
    const reading = usable(PriceValidity.Valid, next);
    expect(await oracle.connect(stranger).recordPrice.staticCall(MARKET)).to.deep.equal(reading);
    await oracle.connect(stranger).recordPrice(MARKET);
    expect(await oracle.acceptedPrice(MARKET)).to.equal(priceOf(next.answer));
    expect(await oracle.readPrice(MARKET)).to.deep.equal(reading);
  });

  it("answers a later round at the accepted price as that round", async () => {
    const { oracle, faulty, next } = await networkHelpers.loadFixture(fixture);
    await oracle.recordPrice(MARKET);
    await faulty.setRound({ ...next, roundId: next.roundId + 1n });
    const later = usable(PriceValidity.Valid, { ...next, roundId: next.roundId + 1n });
    expect(await oracle.recordPrice.staticCall(MARKET)).to.deep.equal(later);
    await oracle.recordPrice(MARKET);
    expect(await oracle.acceptedPrice(MARKET)).to.equal(priceOf(next.answer));
  });

  it("reading alone stores nothing", async () => {
    const { oracle } = await networkHelpers.loadFixture(fixture);
    await oracle.readPrice(MARKET);
    expect(await oracle.acceptedPrice(MARKET)).to.equal(priceOf(ANSWER));
  });

  it("leaves the bounds, the jump bound and other markets as they are", async () => {
    const { oracle, faulty, next } = await networkHelpers.loadFixture(fixture);
    // Every bit beside the accepted price's matters: a price, bounds and a time that fill their fields.
    const limits = { lowerBound: 1n, upperBound: MAX_BOUND, jumpBound: 1_000_000n };
    const parameters = { ...feedParameters(await faulty.getAddress()), ...limits };
    await faulty.setRound({ ...next, answer: LARGE });
    await oracle.setFeed(UNLISTED, parameters);
    await faulty.setRound({ ...next, answer: LARGE + 1n });
    await oracle.recordPrice(UNLISTED);
    expect(await oracle.acceptedPrice(UNLISTED)).to.equal(priceOf(LARGE + 1n));
    expect(await oracle.feedOf(UNLISTED)).to.deep.equal(Object.values(parameters));
    expect(await oracle.acceptedPrice(OTHER_MARKET)).to.equal(priceOf(ANSWER));
    expect(await oracle.acceptedPrice(MARKET)).to.equal(priceOf(ANSWER));
  });

  it("accepts a Stale price, which liquidates, and not an Expired one", async () => {
    const { oracle, faulty, next } = await networkHelpers.loadFixture(fixture);
    await networkHelpers.time.increaseTo(next.updatedAt + HEARTBEAT + 1n);
    await oracle.recordPrice(MARKET);
    expect(await oracle.acceptedPrice(MARKET)).to.equal(priceOf(next.answer));
    await faulty.setRound({ ...next, answer: ANSWER + 9n });
    await networkHelpers.time.increaseTo(next.updatedAt + MAX_LIQUIDATION_AGE + 1n);
    await oracle.recordPrice(MARKET);
    expect(await oracle.acceptedPrice(MARKET)).to.equal(priceOf(next.answer));
  });

  it("keeps the accepted price through an outage and takes the first usable one after it", async () => {
    const { oracle, faulty, next } = await networkHelpers.loadFixture(fixture);
    await oracle.recordPrice(MARKET);
    const accepted = priceOf(next.answer);
    for (const mode of [Mode.Revert, Mode.BurnGas, Mode.HugeReturn]) {
      await faulty.setModes(mode, Mode.Answer);
      await oracle.recordPrice(MARKET);
      expect(await oracle.readPrice(MARKET)).to.deep.equal(unusable(PriceValidity.Invalid, accepted, 0n, 0n));
    }
    await faulty.setModes(Mode.Answer, Mode.Answer);
    const after = roundAt(BigInt(await networkHelpers.time.latest()), (ANSWER * 9n) / 10n, ROUND_ID + 2n);
    await faulty.setRound(after);
    await oracle.recordPrice(MARKET);
    expect(await oracle.acceptedPrice(MARKET)).to.equal(priceOf(after.answer));
  });

  it("reverts with UnknownFeed in a market without a feed, as every read does", async () => {
    const { oracle } = await networkHelpers.loadFixture(fixture);
    await expect(oracle.recordPrice(UNLISTED)).to.be.revertedWithCustomError(oracle, "UnknownFeed").withArgs(UNLISTED);
    await expect(oracle.readPrice(UNLISTED)).to.be.revertedWithCustomError(oracle, "UnknownFeed").withArgs(UNLISTED);
    await expect(oracle.feedOf(UNLISTED)).to.be.revertedWithCustomError(oracle, "UnknownFeed").withArgs(UNLISTED);
    expect(await oracle.acceptedPrice(UNLISTED)).to.equal(0n);
  });
});
