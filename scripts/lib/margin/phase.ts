// SPDX-License-Identifier: MIT
import { toMoney } from "../units/money.ts";
import type { Money } from "../units/money.ts";
import { toRatio } from "../units/ratio.ts";
import type { Ratio } from "../units/ratio.ts";

/** Seconds in which a raise of maintenance margin arrives. */
export const TIER_PHASE_IN = 259_200n;

/** What margins are stored in: a basis point, and 0.1 USD. */
export const RATE_STEP = 100n;
export const REWARD_STEP = 100_000n;

/** What of a market's tiers a raise takes days for. */
export interface PhasedMargins {
  /** Maintenance rates, the first tier's first. */
  readonly maintenance: readonly Ratio[];
  readonly minReward: Money;
}

/** A straight line from one value to a higher one, in whole steps, rounded down. */
function onTheWay(from: bigint, to: bigint, elapsed: bigint, step: bigint): bigint {
  if (elapsed >= TIER_PHASE_IN || to <= from) return to;
  const steps = (((to - from) / step) * elapsed) / TIER_PHASE_IN;
  return from + steps * step;
}

/**
 * The maintenance rates and the least reward that count so many seconds after a raise began. A rate that is set lower than it
 * was counts at once.
 */
export function marginsAt(from: PhasedMargins, to: PhasedMargins, elapsed: bigint): PhasedMargins {
  return {
    maintenance: to.maintenance.map((rate, tier) =>
      toRatio(onTheWay(from.maintenance[tier] ?? rate, rate, elapsed, RATE_STEP)),
    ),
    minReward: toMoney(onTheWay(from.minReward, to.minReward, elapsed, REWARD_STEP)),
  };
}
