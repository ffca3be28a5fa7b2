// SPDX-License-Identifier: MIT
import type { HardhatEthers } from "@nomicfoundation/hardhat-ethers/types";
import type { NetworkHelpers } from "@nomicfoundation/hardhat-network-helpers/types";
import { ZeroAddress } from "ethers";

import { answer, percent, unitPrice } from "../../../deploy/parameters/units.ts";
import type { ChainlinkOracle, FaultyFeed } from "../../../typechain/index.ts";
import { actors } from "../../fixtures/actors.ts";

/** FaultyFeed.Mode, in the order of its declaration. */
export const Mode = { Answer: 0n, Revert: 1n, BurnGas: 2n, ShortReturn: 3n, HugeReturn: 4n, RawReturn: 5n } as const;

/** The market whose feed misbehaves, and one that must not notice. */
export const MARKET = 0n;
export const OTHER_MARKET = 1n;

/** A unit of 1e-9 token, so at 2,000 USD worth 2e-6. */
export const SIZE_DECIMALS = 9;

export const ANSWER = answer("2,000");
export const priceOf = (feedAnswer: bigint): bigint => unitPrice(feedAnswer, SIZE_DECIMALS);

export const HEARTBEAT = 3_600n;
export const MAX_LIQUIDATION_AGE = 4_200n;
export const JUMP_BOUND = percent("20");
export const LOWER_BOUND = answer("100");
export const UPPER_BOUND = answer("40,000");

/** Largest price that a slot holds, and the largest bound that its five digits hold below it. */
export const MAX_PRICE = (1n << 80n) - 1n;
export const MAX_BOUND = 12_089n * 10n ** 20n;

/** What the oracle says of itself. */
export const JUMP_HOLD = 480n;
export const SETTLE_TIME = 60n;
export const FALLBACK_DELAY = 600n;

/** Rounds that the oracle looks back at. */
export const DEPTH = 8n;

/** Round ids of Chainlink's proxies carry the phase above their lowest 64 bits. */
export const ROUND_ID = (1n << 64n) + 7n;

export interface Round {
  roundId: bigint;
  answer: bigint;
  startedAt: bigint;
  updatedAt: bigint;
  answeredInRound: bigint;
}

/** A finished round of that moment. */
export const roundAt = (updatedAt: bigint, feedAnswer = ANSWER, roundId = ROUND_ID): Round => ({
  roundId,
  answer: feedAnswer,
  startedAt: updatedAt,
  updatedAt,
  answeredInRound: roundId,
});

/** What the tests' markets are listed with. */
export const feedParameters = (feed: string) => ({
  feed,
  heartbeat: HEARTBEAT,
  maxLiquidationAge: MAX_LIQUIDATION_AGE,
  sizeDecimals: BigInt(SIZE_DECIMALS),
  lowerBound: priceOf(LOWER_BOUND),
  upperBound: priceOf(UPPER_BOUND),
  jumpBound: JUMP_BOUND,
});

/** A second feed, slower than the first. */
export const SECOND_HEARTBEAT = 7_200n;
export const SECOND_MAX_LIQUIDATION_AGE = 7_500n;
export const DIVERGENCE_BOUND = percent("1");

export const secondFeedParameters = (feed: string) => ({
  feed,
  heartbeat: SECOND_HEARTBEAT,
  maxLiquidationAge: SECOND_MAX_LIQUIDATION_AGE,
  divergenceBound: DIVERGENCE_BOUND,
});

/** A change of parameters that the oracle refuses with FeedParameterOutOfRange: which one, its value, and what bounds it. */
export interface Refusal<Parameters> {
  readonly title: string;
  readonly change: Partial<Parameters>;
  readonly parameter: keyof Parameters & string;
  readonly value: bigint;
  readonly bound: bigint;
}

/** What a sequencer's uptime feed answers, and for how long after its return nothing is liquidated. */
export const UP = 0n;
export const DOWN = 1n;
export const GRACE = 3_000n;

/** No second feed. */
export const NO_FEED = { feed: ZeroAddress, heartbeat: 0n, maxLiquidationAge: 0n, divergenceBound: 0n } as const;

/** A reading as its fields in their order, of a price that may be used. */
export const usable = (validity: bigint, round: Pick<Round, "answer" | "roundId" | "updatedAt">): readonly bigint[] => {
  const price = priceOf(round.answer);
  return [price, price, price, validity, round.roundId, round.updatedAt];
};

/** A reading of a price that may not be used: the accepted one, and the jump bound about it. */
export const unusable = (validity: bigint, accepted: bigint, roundId: bigint, updatedAt: bigint): readonly bigint[] => [
  accepted,
  (accepted * 8n) / 10n,
  (accepted * 12n) / 10n,
  validity,
  roundId,
  updatedAt,
];

/** A moment some seconds ahead, to set a round at before the clock gets there. */
export const soon = async (networkHelpers: NetworkHelpers): Promise<bigint> =>
  BigInt(await networkHelpers.time.latest()) + 10n;

/** An oracle without feeds, its administrator the deployer. */
export async function bareOracle(ethers: HardhatEthers, sequencer = ZeroAddress, gracePeriod = 0n) {
  const people = await actors(ethers);
  const authority = await ethers.deployContract("AccessManager", [people.deployer.address]);
  const oracle = await ethers.deployContract("ChainlinkOracle", [await authority.getAddress(), sequencer, gracePeriod]);
  return { ...people, authority, oracle };
}

/** A feed that behaves, until told otherwise. */
export async function faultyFeed(ethers: HardhatEthers, networkHelpers: NetworkHelpers): Promise<FaultyFeed> {
  const feed = await ethers.deployContract("FaultyFeed", [8n]);
  await feed.setRound(roundAt(BigInt(await networkHelpers.time.latest())));
  return feed;
}

export async function listFeed(oracle: ChainlinkOracle, feed: { getAddress(): Promise<string> }, market = MARKET) {
  await oracle.setFeed(market, feedParameters(await feed.getAddress()));
}

/** Two markets at 2,000 USD: one on a feed that can fail, one on a good feed. */
export async function twoMarkets(ethers: HardhatEthers, networkHelpers: NetworkHelpers) {
  const bare = await bareOracle(ethers);
  const faulty = await faultyFeed(ethers, networkHelpers);
  const good = await ethers.deployContract("MockV3Aggregator", [8n, ANSWER]);
  const probe = await ethers.deployContract("CallProbe");
  await listFeed(bare.oracle, faulty);
  await listFeed(bare.oracle, good, OTHER_MARKET);
  return { ...bare, faulty, good, probe };
}

/** Makes rounds of a feed one after the other, as an aggregator does: each with the next id. */
export const roundsOf = (feed: FaultyFeed, networkHelpers: NetworkHelpers) => ({
  /** A round of this very second, or of so many seconds ago; a step of 2 leaves out an id, whose round cannot be read. */
  publish: async (feedAnswer: bigint, age = 0n, step = 1n): Promise<Round> => {
    const [latestId] = await feed.latestRoundData();
    const round = roundAt(BigInt(await networkHelpers.time.latest()) - age, feedAnswer, latestId + step);
    await feed.setRound(round);
    return round;
  },
});

/** A market whose feed is told what to answer, its first round recorded and long settled. */
export async function oneMarket(
  ethers: HardhatEthers,
  networkHelpers: NetworkHelpers,
  sequencer = ZeroAddress,
  gracePeriod = 0n,
) {
  const bare = await bareOracle(ethers, sequencer, gracePeriod);
  const feed = await faultyFeed(ethers, networkHelpers);
  await listFeed(bare.oracle, feed);
  return { ...bare, ...clockOf(bare.oracle, networkHelpers), feed, rounds: roundsOf(feed, networkHelpers) };
}

/** A market with two feeds, both at 2,000 USD. */
export async function pairedMarket(
  ethers: HardhatEthers,
  networkHelpers: NetworkHelpers,
  sequencer = ZeroAddress,
  gracePeriod = 0n,
) {
  const bare = await bareOracle(ethers, sequencer, gracePeriod);
  const [feed, secondFeed] = [await faultyFeed(ethers, networkHelpers), await faultyFeed(ethers, networkHelpers)];
  await bare.oracle.setFeeds(MARKET, {
    primary: feedParameters(await feed.getAddress()),
    secondary: secondFeedParameters(await secondFeed.getAddress()),
  });
  return {
    ...bare,
    ...clockOf(bare.oracle, networkHelpers),
    feed,
    secondFeed,
    rounds: roundsOf(feed, networkHelpers),
    secondRounds: roundsOf(secondFeed, networkHelpers),
  };
}

/** Reading and recording at chosen moments. */
function clockOf(oracle: ChainlinkOracle, networkHelpers: NetworkHelpers) {
  return {
    validity: async (): Promise<bigint> => (await oracle.readPrice(MARKET)).validity,
    validityAt: async (time: bigint): Promise<bigint> => {
      await networkHelpers.time.increaseTo(time);
      return (await oracle.readPrice(MARKET)).validity;
    },
    /** Records in a block of its own, and answers its time. */
    record: async (): Promise<bigint> => {
      await oracle.recordPrice(MARKET);
      return BigInt(await networkHelpers.time.latest());
    },
  };
}
