// SPDX-License-Identifier: MIT
import { MARKETS } from "../lib/prices/market.ts";
import type { Market } from "../lib/prices/market.ts";
import type { Random } from "../lib/random.ts";
import { benchmarkPlans } from "./benchmarks.ts";

/** A position to be opened. */
export interface LegPlan {
  readonly market: Market;
  readonly long: boolean;
  /** About this much at mark, 1e-6 USD: the size is cut to whole units. */
  readonly notional: bigint;
}

/** A ledger account to be opened. */
export interface AccountPlan {
  /** Number of the person it belongs to. */
  readonly owner: number;
  /** 0 is cross-margined; every other one holds a single isolated position. */
  readonly subAccount: bigint;
  /** Leverage in tenths: 20 to 200. */
  readonly leverageTenths: number;
  /** What the leverage divides: the notional at mark, or what the fill came to. */
  readonly marginOf: "mark" | "fill";
  readonly legs: readonly LegPlan[];
}

/** 1e-6 USD. */
const LEAST_NOTIONAL = 2_000_000_000n;
const MOST_NOTIONAL = 60_000_000_000n;

const LEAST_LEVERAGE = 20n;
const MOST_LEVERAGE = 200n;

/** Isolated positions that one person opens at most. */
const MOST_ISOLATED = 3;

/** Traders are more often long, and a crash is about those; as many are not as keep the pool from being one-sided. */
const LONGS = { of: 3, in: 5 } as const;

/** One person in three margins both markets together. */
const CROSS = { of: 1, in: 3 } as const;

const leg = (random: Random, market: Market): LegPlan => ({
  market,
  long: random.chance(LONGS.of, LONGS.in),
  notional: random.logUniform(LEAST_NOTIONAL, MOST_NOTIONAL),
});

function account(random: Random, owner: number, subAccount: bigint): AccountPlan {
  const markets = subAccount === 0n ? MARKETS : [random.pick(MARKETS)];
  const legs = markets.map((market) => leg(random, market));
  const leverageTenths = Number(random.logUniform(LEAST_LEVERAGE, MOST_LEVERAGE));
  return { owner, subAccount, leverageTenths, marginOf: "mark", legs };
}

/**
 * Accounts to open, the benchmarks first: each person has one cross-margined account with a position in both markets,
 * or up to three isolated ones. The same for the same stream.
 */
export function planAccounts(count: number, random: Random): readonly AccountPlan[] {
  const plans = [...benchmarkPlans(0)];
  for (let owner = 1; plans.length < count; owner++) {
    const cross = random.chance(CROSS.of, CROSS.in);
    const accounts = cross ? 1 : random.integer(1, MOST_ISOLATED);
    for (let number = 1; number <= accounts && plans.length < count; number++) {
      plans.push(account(random, owner, cross ? 0n : BigInt(number)));
    }
  }
  return plans;
}
