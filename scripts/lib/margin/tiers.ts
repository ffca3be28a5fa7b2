// SPDX-License-Identifier: MIT
import { toMoney } from "../units/money.ts";
import type { Money } from "../units/money.ts";
import { RATIO_ONE, ZERO_RATIO } from "../units/ratio.ts";
import type { Ratio } from "../units/ratio.ts";
import { divUp } from "../units/rounding.ts";
import { MalformedTiersError } from "./errors.ts";

/**
 * One margin rate per tier of notional. Tier n reaches from the bound before it, exclusive, up to its own, inclusive; the
 * last has none. Any number of tiers: a market on chain has four.
 */
export interface Tier {
  /** Notional at which the tier begins. */
  readonly lower: Money;
  readonly rate: Ratio;
  /**
   * What `notional x rate` counts too much by, in money times parts per million, where it is whole:
   * d(1) = 0, d(n) = d(n-1) + lower(n) x (rate(n) - rate(n-1)).
   */
  readonly deductionPpm: bigint;
}

export type Schedule = readonly [Tier, ...Tier[]];

/** A market's margins. */
export interface MarginTiers {
  readonly maintenance: Schedule;
  readonly initial: Schedule;
  /** Part of the notional that must remain as account value after a withdrawal. */
  readonly withdrawFloor: Ratio;
  /** Added to an account's maintenance margin: the largest of its markets. */
  readonly minReward: Money;
}

/**
 * A schedule from the upper bounds of all tiers but the last, and the rates of all.
 * @throws MalformedTiersError unless there is one rate more than bounds, and neither ever decreases.
 */
export function scheduleOf(bounds: readonly Money[], rates: readonly Ratio[]): Schedule {
  if (rates.length !== bounds.length + 1) {
    throw new MalformedTiersError("one rate more than bounds", BigInt(rates.length), BigInt(bounds.length + 1));
  }
  const [first = ZERO_RATIO, ...others] = rates;
  let last: Tier = { lower: toMoney(0n), rate: first, deductionPpm: 0n };
  const schedule: [Tier, ...Tier[]] = [last];
  for (const [index, rate] of others.entries()) {
    const lower = bounds[index] ?? last.lower;
    if (lower < last.lower) throw new MalformedTiersError("bounds that do not decrease", lower, last.lower);
    if (rate < last.rate) throw new MalformedTiersError("rates that do not decrease", rate, last.rate);
    last = { lower, rate, deductionPpm: last.deductionPpm + lower * (rate - last.rate) };
    schedule.push(last);
  }
  return schedule;
}

/** The tier that a notional lies in: at a bound, the one below it. */
export function tierOf(notional: Money, schedule: Schedule): Tier {
  let [found] = schedule;
  for (const tier of schedule) if (tier.lower < notional) found = tier;
  return found;
}

/**
 * The margin on a notional: the part inside each tier at that tier's rate, which is notional x rate - deduction of the
 * tier it lies in. Continuous; one division, rounded up.
 */
export function marginUp(notional: Money, schedule: Schedule): Money {
  const { rate, deductionPpm } = tierOf(notional, schedule);
  return toMoney(divUp(notional * rate - deductionPpm, RATIO_ONE));
}

/** What the margin changes by per unit of notional. */
export const marginalRate = (notional: Money, schedule: Schedule): Ratio => tierOf(notional, schedule).rate;
