// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { CLOSE_FEED, COARSE_FEED, LOOSE_FEED, marketParameters } from "../../../deploy/parameters/markets.ts";
import type { MarketParameters } from "../../../deploy/parameters/schema.ts";
import { answer, percent, unitPrice, usd } from "../../../deploy/parameters/units.ts";
import type { ListingRulesHarness } from "../../../typechain/index.ts";

const HOUR = 3_600n;
const SIZE_DECIMALS = 9;

/** All that a market's parameters are judged by, in the order of the contract's struct. */
export interface ListingSet {
  tiers: MarketParameters["tiers"];
  trade: MarketParameters["trade"];
  liquidation: MarketParameters["liquidation"];
  oracle: {
    heartbeat: bigint;
    maxLiquidationAge: bigint;
    upperBound: bigint;
    jumpBound: bigint;
    jumpHold: bigint;
    settleTime: bigint;
    divergenceBound: bigint;
    fallbackDelay: bigint;
    settlementDelay: bigint;
  };
  price: bigint;
  poolRequestDelay: bigint;
}

const RATES = { close: CLOSE_FEED, coarse: COARSE_FEED, loose: LOOSE_FEED };

export type SetName = keyof typeof RATES;

/** A set of the design's last section, at 2,000 USD: least notional 1,000, least reward 3, k 1.1. */
export function exampleSet(name: SetName): ListingSet {
  const { tiers, trade, liquidation, feed } = marketParameters({
    id: 0,
    asset: "ETH",
    feedAddress: null,
    referenceAnswer: answer("2,000"),
    sizeDecimals: SIZE_DECIMALS,
    heartbeat: Number(HOUR),
    rates: RATES[name],
    maxFundingRatePerSecond: 277_700_000n,
    netCap: usd("18,000,000"),
    commitment: usd("3,000,000"),
    insuranceBudget: usd("50,000"),
  });
  return {
    tiers,
    trade,
    liquidation,
    oracle: {
      heartbeat: HOUR,
      maxLiquidationAge: HOUR + 600n,
      upperBound: feed.upperBound,
      jumpBound: feed.jumpBound,
      jumpHold: 540n,
      settleTime: 60n,
      divergenceBound: percent("0.5"),
      fallbackDelay: HOUR,
      settlementDelay: 72n * HOUR,
    },
    price: unitPrice(answer("2,000"), SIZE_DECIMALS),
    poolRequestDelay: 2n * HOUR,
  };
}

/** An example set with something changed in it. */
export function changed(name: SetName, change: (set: ListingSet) => void): ListingSet {
  const set = exampleSet(name);
  change(set);
  return set;
}

/** The rules over a set, in the order in which the contract asserts them. */
export const RULES = [
  "requireForm",
  "requireTarget",
  "requireOrderedTiers",
  "requirePenaltyBelowMaintenance",
  "requirePenaltyBelowTarget",
  "requireRoomAboveMaintenance",
  "requireCostlyLiquidation",
  "requireClosingPayable",
  "requireTakerCost",
  "requireVenueBand",
  "requireJumpBound",
  "requireJumpHold",
  "requireLiquidationAge",
  "requireDivergenceBound",
  "requireFallbackDelay",
  "requireMinSize",
  "requireGrossCap",
  "requireWithdrawFloor",
  "requireFundingRate",
  "requireFundingIndex",
  "requirePoolDelay",
] as const;

export type Rule = (typeof RULES)[number];

/** Asserts that the set breaks this rule, with this error, and no other but those that cannot hold then. */
export async function expectBroken(
  rules: ListingRulesHarness,
  set: ListingSet,
  rule: Rule,
  error: string,
  args: readonly unknown[],
  alsoBroken: readonly Rule[] = [],
): Promise<void> {
  await expect(rules[rule](set))
    .to.be.revertedWithCustomError(rules, error)
    .withArgs(...args);
  for (const other of RULES) {
    if (other === rule || alsoBroken.includes(other)) continue;
    // A view: it throws with its own error where the rule is broken.
    await rules[other](set);
  }
  if (alsoBroken.length === 0) {
    await expect(rules.requireAll(set))
      .to.be.revertedWithCustomError(rules, error)
      .withArgs(...args);
  }
}

/** Asserts that the set breaks none. */
export async function expectSound(rules: ListingRulesHarness, set: ListingSet): Promise<void> {
  await rules.requireAll(set);
}
