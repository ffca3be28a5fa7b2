// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { answer } from "../../../deploy/parameters/units.ts";
import { PriceValidity } from "../../fixtures/validity.ts";
import {
  ANSWER,
  feedParameters,
  MARKET,
  MAX_BOUND,
  MAX_PRICE,
  OTHER_MARKET,
  priceOf,
  roundAt,
  twoMarkets,
  usable,
} from "./support.ts";

const { ethers, networkHelpers } = await network.create();

/** Bounds so near to the accepted price that nothing between them is a jump. */
const LOWER = answer("1,900");
const UPPER = answer("2,100");

/** A thousandth of each bound: how near a price may not come. */
const LOWER_MARGIN = LOWER / 1_000n;
const UPPER_MARGIN = UPPER / 1_000n;

const WIDE_MARKET = 2n;

/** The last answer under the widest bounds, and one not far below it. */
const WIDEST = (MAX_BOUND * 999n) / 1_000n / priceOf(1n) - 1n;
const NEAR_WIDEST = (WIDEST * 9n) / 10n;

/** 10^5 contains 2^5, so that times 10^5 nothing is left of it modulo 2^256. */
const VANISHING = 1n << 251n;

describe("ChainlinkOracle: hard bounds", () => {
  async function fixture() {
    const markets = await twoMarkets(ethers, networkHelpers);
    const address = await markets.faulty.getAddress();
    const bounds = { lowerBound: priceOf(LOWER), upperBound: priceOf(UPPER) };
    await markets.oracle.setFeed(MARKET, { ...feedParameters(address), ...bounds });
    return markets;
  }

  /** A market of its own under the widest bounds, listed at that answer. */
  async function listedAt(feedAnswer: bigint) {
    const markets = await fixture();
    await markets.faulty.setRound(roundAt(BigInt(await networkHelpers.time.latest()), feedAnswer));
    const widest = { ...feedParameters(await markets.faulty.getAddress()), lowerBound: 0n, upperBound: MAX_BOUND };
    await markets.oracle.setFeed(WIDE_MARKET, { ...widest, jumpBound: 1_000_000n });
    return markets;
  }

  const widestFixture = async () => listedAt(NEAR_WIDEST);

  const validityAt = async (
    { oracle, faulty }: Awaited<ReturnType<typeof fixture>>,
    feedAnswer: bigint,
    market = MARKET,
  ): Promise<bigint> => {
    await faulty.setRound(roundAt(BigInt(await networkHelpers.time.latest()), feedAnswer));
    const reading = await oracle.readPrice(market);
    if (reading.validity === PriceValidity.Valid) expect(reading.mark).to.equal(priceOf(feedAnswer));
    return reading.validity;
  };

  it("a price at the lower bound, below it or within a thousandth above it is Invalid, and one step further Valid (A12)", async () => {
    const markets = await networkHelpers.loadFixture(fixture);
    expect(await validityAt(markets, LOWER - 1n)).to.equal(PriceValidity.Invalid);
    expect(await validityAt(markets, LOWER)).to.equal(PriceValidity.Invalid);
    expect(await validityAt(markets, LOWER + LOWER_MARGIN)).to.equal(PriceValidity.Invalid);
    expect(await validityAt(markets, LOWER + LOWER_MARGIN + 1n)).to.equal(PriceValidity.Valid);
  });

  it("a price at the upper bound, above it or within a thousandth below it is Invalid, and one step further Valid", async () => {
    const markets = await networkHelpers.loadFixture(fixture);
    expect(await validityAt(markets, UPPER - UPPER_MARGIN - 1n)).to.equal(PriceValidity.Valid);
    expect(await validityAt(markets, UPPER - UPPER_MARGIN)).to.equal(PriceValidity.Invalid);
    expect(await validityAt(markets, UPPER)).to.equal(PriceValidity.Invalid);
    expect(await validityAt(markets, UPPER + 1n)).to.equal(PriceValidity.Invalid);
  });

  it("a price wider than its slot is Invalid under the widest bounds", async () => {
    const markets = await networkHelpers.loadFixture(widestFixture);
    expect(await validityAt(markets, WIDEST, WIDE_MARKET)).to.equal(PriceValidity.Valid);
    expect(await validityAt(markets, WIDEST + 1n, WIDE_MARKET)).to.equal(PriceValidity.Invalid);
    expect(await validityAt(markets, MAX_PRICE, WIDE_MARKET)).to.equal(PriceValidity.Invalid);
    expect(await validityAt(markets, MAX_PRICE + 1n, WIDE_MARKET)).to.equal(PriceValidity.Invalid);
  });

  it("an answer so large that it would wrap to a good price is Invalid", async () => {
    const markets = await networkHelpers.loadFixture(fixture);
    expect(BigInt.asUintN(256, priceOf(VANISHING + ANSWER))).to.equal(priceOf(ANSWER));
    expect(await validityAt(markets, VANISHING + ANSWER)).to.equal(PriceValidity.Invalid);
  });

  it("around the widest accepted price the jump bound does not wrap", async () => {
    const markets = await networkHelpers.loadFixture(widestFixture);
    const { oracle } = markets;
    expect(await validityAt(markets, WIDEST, WIDE_MARKET)).to.equal(PriceValidity.Valid);
    await oracle.recordPrice(WIDE_MARKET);
    expect(await validityAt(markets, 0n, WIDE_MARKET)).to.equal(PriceValidity.Invalid);
    const mark = priceOf(WIDEST);
    expect((await oracle.readPrice(WIDE_MARKET)).slice(0, 3)).to.deep.equal([mark, 0n, 2n * mark]);
  });

  it("the bounds of one market say nothing about another", async () => {
    const markets = await networkHelpers.loadFixture(fixture);
    const { oracle, good } = markets;
    expect(await validityAt(markets, LOWER)).to.equal(PriceValidity.Invalid);
    const [roundId, , , updatedAt] = await good.latestRoundData();
    const expected = usable(PriceValidity.Valid, { answer: ANSWER, roundId, updatedAt });
    expect(await oracle.readPrice(OTHER_MARKET)).to.deep.equal(expected);
  });
});
