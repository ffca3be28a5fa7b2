// SPDX-License-Identifier: MIT
// What a deployment is told. Everything is in the contracts' own units (docs/glossary.md); the chain judges the values
// once more by its listing rules, so these checks are about form: what is missing, mistyped or aimed at nobody.
import { getAddress, isAddress, ZeroAddress } from "ethers";
import { z } from "zod";

const address = z
  .string()
  .refine((text) => isAddress(text) && getAddress(text) === text, "no checksummed address")
  .refine((text) => text !== ZeroAddress, "the zero address");
const amount = z.bigint().nonnegative();
const ratio = z.bigint().min(0n).max(1_000_000n);
const seconds = z.number().int().nonnegative();

const tiers = z.strictObject({
  bounds: z.tuple([amount, amount, amount]),
  maintenance: z.tuple([ratio, ratio, ratio, ratio]),
  initial: z.tuple([ratio, ratio, ratio, ratio]),
  withdrawFloor: ratio,
  minReward: amount,
  maxFundingRatePerSecond: amount,
});

const trade = z.strictObject({
  takerFee: ratio,
  makerFee: ratio,
  spread: ratio,
  skewScale: amount,
  maxSkew: ratio,
  maxOpenInterest: amount,
  minSize: amount,
  maxFundingVelocity: amount,
  insuranceShare: ratio,
  treasuryShare: ratio,
});

const liquidation = z.strictObject({
  penalty: ratio,
  keeperShare: ratio,
  maxReward: amount,
  targetMarginRatio: z.bigint().min(1_000_000n),
  venueBand: ratio,
  unpacedNotional: amount,
  deviationThreshold: ratio,
});

const secondFeed = z.strictObject({
  /** An aggregator of the same token in USD that is not the first; null deploys a double that answers `initialAnswer`. */
  address: address.nullable(),
  heartbeat: seconds.min(1),
  maxLiquidationAge: seconds.min(1),
  /** How far the two may differ before the price is Diverged. */
  divergenceBound: ratio,
});

const feed = z.strictObject({
  /** Chainlink's proxy; null deploys a double that answers `initialAnswer`. */
  address: address.nullable(),
  initialAnswer: z.bigint().positive(),
  heartbeat: seconds.min(1),
  maxLiquidationAge: seconds.min(1),
  sizeDecimals: z.number().int().min(-18).max(18),
  lowerBound: amount,
  upperBound: amount,
  jumpBound: ratio,
  /** A second feed, or null for a market with one. */
  second: secondFeed.nullable(),
});

const market = z.strictObject({
  id: z.number().int().min(0).max(63),
  asset: z.enum(["ETH", "BTC"]),
  name: z.string().min(1),
  feed,
  tiers,
  trade,
  liquidation,
  /** What the pool sets aside before the market opens; an operation, not part of the deployment. */
  commitment: amount,
  /** What insurance may pay for the market; an operation too. */
  insuranceBudget: amount,
});

/** Admin, governor, risk admin and guardian. */
const ROLE_HOLDERS = 4;

const holder = z.strictObject({ address, delay: seconds });

export const protocolSchema = z
  .strictObject({
    network: z.enum(["local", "arbitrum", "mainnet"]),
    /** USDC; null deploys a double that anyone may mint. */
    settlementToken: address.nullable(),
    /** Sequencer uptime feed; null on a chain without a sequencer. */
    sequencerFeed: address.nullable(),
    sequencerGracePeriod: seconds,
    pool: z.strictObject({
      requestDelay: seconds,
      executionWindow: seconds.min(1),
    }),
    /** Announcement of a change that loosens risk. */
    looseningDelay: seconds,
    /** Who governs, and how long each waits between announcing and doing. */
    roles: z.strictObject({ admin: holder, governor: holder, riskAdmin: holder, guardian: holder }),
    markets: z.array(market).min(1),
  })
  .refine(({ markets }) => new Set(markets.map(({ id }) => id)).size === markets.length, "two markets with one id")
  .refine(
    ({ roles }) => roles.governor.delay >= roles.riskAdmin.delay,
    "who may move every parameter waits no less than who may only tighten",
  )
  .refine(
    ({ roles, looseningDelay }) => roles.governor.delay >= looseningDelay,
    "nobody would be able to loosen a parameter: the governor's delay is below looseningDelay",
  )
  .refine(
    ({ roles, looseningDelay }) => roles.admin.delay >= looseningDelay,
    "the admin could hand out a right that does not wait: its delay is below looseningDelay",
  )
  .refine(
    ({ network, roles }) =>
      network === "local" || new Set(Object.values(roles).map((each) => each.address)).size === ROLE_HOLDERS,
    "one account holds two roles: one stolen key would be two",
  )
  .refine(
    ({ network, settlementToken, markets }) =>
      network === "local" ||
      (settlementToken !== null && markets.every(({ feed }) => feed.address !== null && feed.second?.address !== null)),
    "doubles are for the local network",
  );

export type ProtocolParameters = z.infer<typeof protocolSchema>;
export type MarketParameters = ProtocolParameters["markets"][number];
export type Asset = MarketParameters["asset"];
export type RoleHolders = ProtocolParameters["roles"];
