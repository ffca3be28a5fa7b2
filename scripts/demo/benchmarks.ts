// SPDX-License-Identifier: MIT
import type { AccountPlan } from "./accounts.ts";

/**
 * Isolated ETH longs that every replay opens before all others, at no skew: what happens to them can be computed by
 * hand, so they say whether a replay is right.
 */
export const BENCHMARK_LEVERAGES = [2, 3, 5, 10] as const;

/** Large enough that the keeper's least reward is 0.015 % of it, small enough to leave the market's premium at nothing. */
export const BENCHMARK_NOTIONAL = 20_000_000_000n;

/** All of one owner, each in the sub-account numbered as its leverage. */
export const benchmarkPlans = (owner: number): readonly AccountPlan[] =>
  BENCHMARK_LEVERAGES.map((leverage) => ({
    owner,
    subAccount: BigInt(leverage),
    leverageTenths: leverage * 10,
    marginOf: "fill",
    legs: [{ market: "ETH", long: true, notional: BENCHMARK_NOTIONAL }],
  }));
