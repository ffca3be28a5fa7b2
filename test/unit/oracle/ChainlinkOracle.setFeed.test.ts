// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { encodeBytes32String, ZeroAddress } from "ethers";
import { network } from "hardhat";

import { PriceValidity } from "../../fixtures/validity.ts";
import {
  ANSWER,
  bareOracle,
  faultyFeed,
  feedParameters,
  HEARTBEAT,
  MARKET,
  MAX_LIQUIDATION_AGE,
  MAX_BOUND,
  MAX_PRICE,
  Mode,
  NO_FEED,
  priceOf,
  ROUND_ID,
  roundAt,
  SIZE_DECIMALS,
  usable,
} from "./support.ts";
import type { Refusal } from "./support.ts";

const { ethers, networkHelpers } = await network.create();

type Parameters = ReturnType<typeof feedParameters>;

const DAYS_200 = 17_280_000n;

const REFUSALS: readonly Refusal<Parameters>[] = [
  { title: "no heartbeat", change: { heartbeat: 0n }, parameter: "heartbeat", value: 0n, bound: 1n },
  {
    title: "a greatest age below the heartbeat",
    change: { maxLiquidationAge: HEARTBEAT - 1n },
    parameter: "maxLiquidationAge",
    value: HEARTBEAT - 1n,
    bound: HEARTBEAT,
  },
  {
    title: "a greatest age more than 600 s past the heartbeat",
    change: { maxLiquidationAge: HEARTBEAT + 601n },
    parameter: "maxLiquidationAge",
    value: HEARTBEAT + 601n,
    bound: HEARTBEAT + 600n,
  },
  {
    title: "a greatest age wider than its field",
    change: { heartbeat: DAYS_200, maxLiquidationAge: DAYS_200 },
    parameter: "maxLiquidationAge",
    value: DAYS_200,
    bound: (1n << 24n) - 1n,
  },
  {
    title: "a size finer than 1e-18",
    change: { sizeDecimals: 19n },
    parameter: "sizeDecimals",
    value: 19n,
    bound: 18n,
  },
  {
    title: "a size coarser than 1e18",
    change: { sizeDecimals: -19n },
    parameter: "sizeDecimals",
    value: 19n,
    bound: 18n,
  },
  {
    title: "an upper bound wider than a price",
    change: { upperBound: MAX_PRICE + 1n },
    parameter: "upperBound",
    value: MAX_PRICE + 1n,
    bound: MAX_PRICE,
  },
  {
    title: "a lower bound that is the upper one",
    change: { lowerBound: 5n, upperBound: 5n },
    parameter: "lowerBound",
    value: 5n,
    bound: 5n,
  },
  {
    title: "an upper bound of six digits",
    change: { upperBound: 131_072n * 10n ** 12n },
    parameter: "upperBound",
    value: 131_072n * 10n ** 12n,
    bound: 13_107n * 10n ** 13n,
  },
  {
    title: "a lower bound of six digits",
    change: { lowerBound: 1_000_001n },
    parameter: "lowerBound",
    value: 1_000_001n,
    bound: 1_000_000n,
  },
  {
    title: "a jump bound below 5 %",
    change: { jumpBound: 49_900n },
    parameter: "jumpBound",
    value: 49_900n,
    bound: 50_000n,
  },
  {
    title: "a jump bound above 100 %",
    change: { jumpBound: 1_000_100n },
    parameter: "jumpBound",
    value: 1_000_100n,
    bound: 1_000_000n,
  },
  {
    title: "a jump bound of a fraction of a basis point",
    change: { jumpBound: 200_050n },
    parameter: "jumpBound",
    value: 200_050n,
    bound: 100n,
  },
];

/** What stands in a market's words before its first feed. */
const NOTHING = [
  [ZeroAddress, 0n, 0n, 0n, 0n, 0n, 0n],
  [ZeroAddress, 0n, 0n, 0n],
] as const;

/** Of an event: this feed and no second one. */
const only = (parameters: Parameters) => [Object.values(parameters), Object.values(NO_FEED)];

describe("ChainlinkOracle.setFeed", () => {
  async function fixture() {
    const bare = await bareOracle(ethers);
    const feed = await faultyFeed(ethers, networkHelpers);
    const address = await feed.getAddress();
    const answerNow = async (answer: bigint, age = 0n): Promise<bigint> => {
      const updatedAt = BigInt(await networkHelpers.time.latest()) - age;
      await feed.setRound(roundAt(updatedAt, answer));
      return updatedAt;
    };
    return { ...bare, feed, address, parameters: feedParameters(address), answerNow };
  }

  it("takes the feed, tells it, and accepts its price", async () => {
    const { oracle, parameters } = await networkHelpers.loadFixture(fixture);
    await expect(oracle.setFeed(MARKET, parameters))
      .to.emit(oracle, "FeedsChanged")
      .withArgs(MARKET, NOTHING, only(parameters));
    expect(await oracle.feedOf(MARKET)).to.deep.equal(Object.values(parameters));
    expect(await oracle.acceptedPrice(MARKET)).to.equal(priceOf(ANSWER));
  });

  it("replaces a feed whole, also one that is dead, and tells the previous one", async () => {
    const { oracle, feed, parameters } = await networkHelpers.loadFixture(fixture);
    await oracle.setFeed(MARKET, parameters);
    await feed.setModes(Mode.Revert, Mode.Revert);
    const other = await ethers.deployContract("MockV3Aggregator", [8n, ANSWER + 3n]);
    const next = {
      feed: await other.getAddress(),
      heartbeat: 86_400n,
      maxLiquidationAge: 86_400n,
      sizeDecimals: BigInt(SIZE_DECIMALS),
      lowerBound: priceOf(2n),
      upperBound: MAX_BOUND,
      jumpBound: 1_000_000n,
    };
    await expect(oracle.setFeed(MARKET, next))
      .to.emit(oracle, "FeedsChanged")
      .withArgs(MARKET, only(parameters), only(next));
    expect(await oracle.feedOf(MARKET)).to.deep.equal(Object.values(next));
    expect(await oracle.acceptedPrice(MARKET)).to.equal(priceOf(ANSWER + 3n));
  });

  it("takes every parameter at its limit", async () => {
    const { oracle, parameters } = await networkHelpers.loadFixture(fixture);
    const longest = (1n << 24n) - 1n;
    const limits = [
      { heartbeat: 1_000n, maxLiquidationAge: 1_000n, lowerBound: 0n, jumpBound: 50_000n },
      { heartbeat: longest - 600n, maxLiquidationAge: longest, upperBound: MAX_BOUND, jumpBound: 1_000_000n },
    ];
    for (const limit of limits) {
      await oracle.setFeed(MARKET, { ...parameters, ...limit });
      expect(await oracle.feedOf(MARKET)).to.deep.equal(Object.values({ ...parameters, ...limit }));
    }
  });

  it("reverts for a caller without the role", async () => {
    const { oracle, parameters, stranger } = await networkHelpers.loadFixture(fixture);
    await expect(oracle.connect(stranger).setFeed(MARKET, parameters))
      .to.be.revertedWithCustomError(oracle, "AccessManagedUnauthorized")
      .withArgs(stranger.address);
  });

  for (const { title, change, parameter, value, bound } of REFUSALS) {
    it(`reverts with FeedParameterOutOfRange for ${title}`, async () => {
      const { oracle, parameters } = await networkHelpers.loadFixture(fixture);
      await expect(oracle.setFeed(MARKET, { ...parameters, ...change }))
        .to.be.revertedWithCustomError(oracle, "FeedParameterOutOfRange")
        .withArgs(encodeBytes32String(parameter), value, bound);
    });
  }

  it("reverts with FeedNotValid, with the reading, for an answer out of bounds", async () => {
    const { oracle, address, parameters, answerNow } = await networkHelpers.loadFixture(fixture);
    const updatedAt = await answerNow(0n);
    await expect(oracle.setFeed(MARKET, parameters))
      .to.be.revertedWithCustomError(oracle, "FeedNotValid")
      .withArgs(address, [0n, 0n, 0n, PriceValidity.Invalid, ROUND_ID, updatedAt]);
  });

  it("reverts with FeedNotValid for a feed that fails", async () => {
    const { oracle, feed, address, parameters } = await networkHelpers.loadFixture(fixture);
    await feed.setModes(Mode.BurnGas, Mode.Answer);
    await expect(oracle.setFeed(MARKET, parameters))
      .to.be.revertedWithCustomError(oracle, "FeedNotValid")
      .withArgs(address, [0n, 0n, 0n, PriceValidity.Invalid, 0n, 0n]);
  });

  it("reverts with FeedNotValid for a price that is usable but Stale", async () => {
    const { oracle, address, parameters, answerNow } = await networkHelpers.loadFixture(fixture);
    const updatedAt = await answerNow(ANSWER, HEARTBEAT + 60n);
    const stale = usable(PriceValidity.Stale, { answer: ANSWER, roundId: ROUND_ID, updatedAt });
    await expect(oracle.setFeed(MARKET, parameters))
      .to.be.revertedWithCustomError(oracle, "FeedNotValid")
      .withArgs(address, stale);
  });

  it("reverts with FeedTooCoarse below an answer of 10,000, which is taken (A9)", async () => {
    const { oracle, address, parameters, answerNow } = await networkHelpers.loadFixture(fixture);
    await answerNow(9_999n);
    const low = { ...parameters, lowerBound: 0n };
    await expect(oracle.setFeed(MARKET, low))
      .to.be.revertedWithCustomError(oracle, "FeedTooCoarse")
      .withArgs(address, 9_999n, 10_000n);
    await answerNow(10_000n);
    await oracle.setFeed(MARKET, low);
    expect(await oracle.acceptedPrice(MARKET)).to.equal(priceOf(10_000n));
  });

  it("leaves the feed and the accepted price as they were when it reverts", async () => {
    const { oracle, parameters, answerNow } = await networkHelpers.loadFixture(fixture);
    await oracle.setFeed(MARKET, parameters);
    await answerNow(ANSWER + 1n, MAX_LIQUIDATION_AGE);
    const next = { ...parameters, jumpBound: 100_000n };
    await expect(oracle.setFeed(MARKET, next)).to.be.revertedWithCustomError(oracle, "FeedNotValid");
    expect(await oracle.feedOf(MARKET)).to.deep.equal(Object.values(parameters));
    expect(await oracle.acceptedPrice(MARKET)).to.equal(priceOf(ANSWER));
  });

  it("reverts with FeedParameterOutOfRange where another size unit would revalue a market's positions", async () => {
    const { oracle, parameters } = await networkHelpers.loadFixture(fixture);
    await oracle.setFeed(MARKET, parameters);
    const kept = BigInt(SIZE_DECIMALS);
    for (const sizeDecimals of [kept - 1n, kept + 1n]) {
      await expect(oracle.setFeed(MARKET, { ...parameters, sizeDecimals }))
        .to.be.revertedWithCustomError(oracle, "FeedParameterOutOfRange")
        .withArgs(encodeBytes32String("sizeDecimals"), sizeDecimals, kept);
    }
  });
});
