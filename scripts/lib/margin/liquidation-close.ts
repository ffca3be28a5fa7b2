// SPDX-License-Identifier: MIT
// How much of a position a liquidation closes.
import { compare, fraction, roundUp } from "../units/fraction.ts";
import type { Fraction } from "../units/fraction.ts";
import { PRICE_SCALE } from "../units/price.ts";
import { ZERO_MONEY } from "../units/money.ts";
import type { Money } from "../units/money.ts";
import type { Price } from "../units/price.ts";
import { notionalUp } from "../units/products.ts";
import { RATIO_ONE, ZERO_RATIO } from "../units/ratio.ts";
import type { Ratio } from "../units/ratio.ts";
import { absolute } from "../units/rounding.ts";
import { toSize, ZERO_SIZE } from "../units/size.ts";
import type { Size } from "../units/size.ts";
import { marginUp } from "./tiers.ts";
import type { Schedule } from "./tiers.ts";

/** What the equation of a partial liquidation is made of. */
export interface CloseEquation {
  /** Of the position, at mark. */
  readonly notional: Money;
  /** Of the market. */
  readonly maintenance: Schedule;
  /** Of the whole account, before. */
  readonly accountValue: Money;
  /** Of the whole account, before: every market's and the reward. */
  readonly maintenanceMargin: Money;
  /** k, in parts per million: the margin ratio to reach. */
  readonly targetMarginRatio: Ratio;
  /** p: charged to the account on the notional closed. */
  readonly penalty: Ratio;
  /** r: charged beside the penalty. */
  readonly extraCharge: Money;
}

/**
 * The notional x to close so that value after its charges is k times the maintenance margin that is left:
 *
 *   E - p x - r = k (MM - margin(N) + margin(N - x))
 *
 * With m and d the rate and deduction of the tier in which the remainder N - x ends, that is
 *
 *   x = (k (MM - margin(N) + N m - d) - E + r) / (k m - p),
 *
 * which for a remainder in the tier of N is (k MM - E + r) / (k m - p). Tiers are tried from that of N downwards and the
 * first whose solution leaves the remainder in it is taken: the smallest x. What is kept back for the reward and what other
 * markets require stays in MM. Zero where the target is reached already; undefined where k m <= p in a tier that would have
 * to be passed, or where the whole position is not enough.
 */
export function closeNotional(equation: CloseEquation): Fraction | undefined {
  const { notional, maintenance, targetMarginRatio: target, penalty } = equation;
  const elsewhere = equation.maintenanceMargin - marginUp(notional, maintenance);
  const available = equation.accountValue - equation.extraCharge;
  const tiers = maintenance.filter(({ lower }) => lower < notional).toReversed();
  for (const [index, { lower, rate, deductionPpm }] of tiers.entries()) {
    const required = elsewhere * RATIO_ONE + notional * rate - deductionPpm;
    const missing = target * required - available * RATIO_ONE * RATIO_ONE;
    if (index === 0 && missing <= 0n) return fraction(0n);
    const gain = target * rate - penalty * RATIO_ONE;
    if (gain <= 0n) return undefined;
    if (missing <= (notional - lower) * gain) return fraction(missing, gain);
  }
  return undefined;
}

/** What decides how much of one market's position is closed. */
export interface CloseInput extends Omit<CloseEquation, "notional" | "extraCharge"> {
  readonly size: Size;
  readonly price: Price;
  /** The keeper's least reward, less what the penalties of markets closed earlier in the call have covered of it. */
  readonly minReward: Money;
  /** Least |size| of a position. */
  readonly minSize: Size;
}

export interface Close {
  /** Taken from the account, signed as its position is. */
  readonly sizeClosed: Size;
  /** Whether nothing of the position is left. */
  readonly whole: boolean;
}

/**
 * The equation's solution where the charge is max(p x, minReward): the reward comes out of the penalty, and r is the part
 * of the least reward that the penalty on x itself does not reach, minReward - p x. So either the penalty covers the reward
 * (r = 0), or the account pays the least reward and nothing else (p = 0, r = minReward); a keeper's share above the least
 * reward comes out of the penalty and charges the account nothing more. Undefined where neither has a solution.
 */
export function closeNotionalWithReward(
  equation: Omit<CloseEquation, "extraCharge">,
  minReward: Money,
): Fraction | undefined {
  const penalized = closeNotional({ ...equation, extraCharge: ZERO_MONEY });
  if (penalized === undefined) return undefined;
  const covered = ({ numerator, denominator }: Fraction): bigint =>
    compare(fraction(numerator * equation.penalty, denominator * RATIO_ONE), fraction(minReward));
  if (covered(penalized) >= 0n) return penalized;
  const flat = closeNotional({ ...equation, penalty: ZERO_RATIO, extraCharge: minReward });
  return flat !== undefined && covered(flat) <= 0n ? flat : undefined;
}

/**
 * How much of one market's position a liquidation of an account below maintenance margin closes: just enough to bring the
 * account to the target ratio, in whole units rounded up (one rounding: the notional itself is not rounded before). All of
 * it where the equation has no solution, which is so whenever the account is worth less than nothing, or the remainder
 * would be below the market's minimum; nothing where the target is reached already.
 */
export function liquidationClose(input: CloseInput): Close {
  const { size, price, minSize, minReward, ...shared } = input;
  const all: Close = { sizeClosed: size, whole: true };
  const solution = closeNotionalWithReward({ ...shared, notional: notionalUp(size, price) }, minReward);
  if (solution === undefined || price === 0n) return all;
  const units = roundUp(fraction(solution.numerator * PRICE_SCALE, solution.denominator * price));
  if (units === 0n) return { sizeClosed: ZERO_SIZE, whole: false };
  const remainder = absolute(size) - units;
  if (remainder <= 0n || remainder < minSize) return all;
  return { sizeClosed: toSize(size > 0n ? units : -units), whole: false };
}
