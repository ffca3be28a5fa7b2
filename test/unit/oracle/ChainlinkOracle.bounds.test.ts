// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import {
  ANSWER,
  feedParameters,
  LOWER_BOUND,
  MARKET,
  MAX_PRICE,
  OTHER_MARKET,
  priceOf,
  roundAt,
  twoMarkets,
  UPPER_BOUND,
  usable,
  Validity,
} from "./support.ts";

const { ethers, networkHelpers } = await network.create();

/** The last answer whose price fits a slot. */
const LARGEST_ANSWER = MAX_PRICE / priceOf(1n);

/** 10^5 contains 2^5, so that times 10^5 nothing is left of it modulo 2^256. */
const VANISHING = 1n << 251n;

describe("ChainlinkOracle: hard bounds", () => {
  const fixture = async () => twoMarkets(ethers, networkHelpers);

  const validityAt = async (
    { oracle, faulty }: Awaited<ReturnType<typeof fixture>>,
    feedAnswer: bigint,
  ): Promise<bigint> => {
    await faulty.setRound(roundAt(BigInt(await networkHelpers.time.latest()), feedAnswer));
    const reading = await oracle.readPrice(MARKET);
    if (reading.validity === Validity.Valid) expect(reading.mark).to.equal(priceOf(feedAnswer));
    return reading.validity;
  };

  it("a price pinned at the lower bound, or below it, is Invalid, and one step above it Valid", async () => {
    const markets = await networkHelpers.loadFixture(fixture);
    expect(await validityAt(markets, LOWER_BOUND - 1n)).to.equal(Validity.Invalid);
    expect(await validityAt(markets, LOWER_BOUND)).to.equal(Validity.Invalid);
    expect(await validityAt(markets, LOWER_BOUND + 1n)).to.equal(Validity.Valid);
  });

  it("a price pinned at the upper bound, or above it, is Invalid, and one step below it Valid", async () => {
    const markets = await networkHelpers.loadFixture(fixture);
    expect(await validityAt(markets, UPPER_BOUND - 1n)).to.equal(Validity.Valid);
    expect(await validityAt(markets, UPPER_BOUND)).to.equal(Validity.Invalid);
    expect(await validityAt(markets, UPPER_BOUND + 1n)).to.equal(Validity.Invalid);
  });

  it("a price wider than its slot is Invalid under the widest bounds", async () => {
    const markets = await networkHelpers.loadFixture(fixture);
    const { oracle, faulty } = markets;
    const widest = { ...feedParameters(await faulty.getAddress()), lowerBound: 0n, upperBound: MAX_PRICE };
    await oracle.setFeed(MARKET, widest);
    expect(await validityAt(markets, LARGEST_ANSWER)).to.equal(Validity.Valid);
    expect(await validityAt(markets, LARGEST_ANSWER + 1n)).to.equal(Validity.Invalid);
    expect(await validityAt(markets, MAX_PRICE)).to.equal(Validity.Invalid);
    expect(await validityAt(markets, MAX_PRICE + 1n)).to.equal(Validity.Invalid);
  });

  it("an answer so large that it would wrap to a good price is Invalid", async () => {
    const markets = await networkHelpers.loadFixture(fixture);
    expect(BigInt.asUintN(256, priceOf(VANISHING + ANSWER))).to.equal(priceOf(ANSWER));
    expect(await validityAt(markets, VANISHING + ANSWER)).to.equal(Validity.Invalid);
  });

  it("around the widest accepted price the jump bound does not wrap", async () => {
    const markets = await networkHelpers.loadFixture(fixture);
    const { oracle, faulty } = markets;
    const widest = { ...feedParameters(await faulty.getAddress()), upperBound: MAX_PRICE, jumpBound: 1_000_000n };
    await oracle.setFeed(MARKET, widest);
    expect(await validityAt(markets, LARGEST_ANSWER)).to.equal(Validity.Valid);
    await oracle.recordPrice(MARKET);
    expect(await validityAt(markets, 0n)).to.equal(Validity.Invalid);
    const mark = priceOf(LARGEST_ANSWER);
    expect((await oracle.readPrice(MARKET)).slice(0, 3)).to.deep.equal([mark, 0n, 2n * mark]);
  });

  it("the bounds of one market say nothing about another", async () => {
    const markets = await networkHelpers.loadFixture(fixture);
    const { oracle, good } = markets;
    expect(await validityAt(markets, LOWER_BOUND)).to.equal(Validity.Invalid);
    const [roundId, , , updatedAt] = await good.latestRoundData();
    const expected = usable(Validity.Valid, { answer: ANSWER, roundId, updatedAt });
    expect(await oracle.readPrice(OTHER_MARKET)).to.deep.equal(expected);
  });
});
