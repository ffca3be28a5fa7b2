// SPDX-License-Identifier: MIT
import { fundingPaymentUp } from "../market/funding.ts";
import { compare, fraction, roundDown, roundUp } from "../units/fraction.ts";
import type { Fraction } from "../units/fraction.ts";
import { toMoney } from "../units/money.ts";
import type { Money } from "../units/money.ts";
import { PRICE_SCALE } from "../units/price.ts";
import { RATIO_ONE } from "../units/ratio.ts";
import { absolute, divUp, negate } from "../units/rounding.ts";
import type { Size } from "../units/size.ts";
import { rewardReserve } from "./account.ts";
import type { Holding, MarginAccount } from "./account.ts";
import type { Schedule, Tier } from "./tiers.ts";

/** One position and what stands behind it, whatever its own price does. */
export interface Stake {
  readonly size: Size;
  /** Account value and margins beside the position's own size x price and tiers; either sign. */
  readonly backing: Money;
  readonly maintenance: Schedule;
}

/** Where an account falls below maintenance margin: at every price below (long) or above (short) the one given. */
export type LiquidationPrice =
  | { readonly when: "never" }
  | { readonly when: "always" }
  | { readonly when: "below" | "above"; readonly price: Fraction };

/** Prices in 1e-16 money per unit between which rounding decides; they may lie beyond what an oracle reports. */
export type LiquidationBand =
  | { readonly when: "never" }
  | { readonly when: "always" }
  | {
      readonly when: "below" | "above";
      /** At this price and everything worse the account is below maintenance margin; undefined where none is that bad. */
      readonly certain: bigint | undefined;
      /** At this price and everything better it is not; undefined where no price is that good. */
      readonly safe: bigint | undefined;
    };

/** The stake of an account's only holding: cash + entryNotional - funding owed - minReward stands behind it. */
export const onlyStake = (cash: Money, holding: Holding): Stake => ({
  size: holding.position.size,
  backing: toMoney(
    cash +
      holding.position.entryNotional -
      fundingPaymentUp(holding.position, holding.fundingIndex) -
      rewardReserve([holding]),
  ),
  maintenance: holding.tiers.maintenance,
});

/** The notional in the tier, in money, at which value and margin of a long are equal; undefined where they never meet. */
const longRoot = (backing: Money, { rate, deductionPpm }: Tier): Fraction | undefined =>
  rate < RATIO_ONE ? fraction(negate(backing) * RATIO_ONE - deductionPpm, RATIO_ONE - rate) : undefined;

const shortRoot = (backing: Money, { rate, deductionPpm }: Tier): Fraction =>
  fraction(backing * RATIO_ONE + deductionPpm, RATIO_ONE + rate);

/** The first root, from small notionals on, that lies in the tier it was solved in. */
function firstRoot(schedule: Schedule, root: (tier: Tier) => Fraction | undefined): Fraction | undefined {
  for (const [index, tier] of schedule.entries()) {
    const found = root(tier);
    // Rates never decrease, so where this tier's line has turned away from zero the later ones have too.
    if (found === undefined) return undefined;
    const next = schedule[index + 1];
    if (next === undefined || compare(found, fraction(next.lower)) <= 0n) return found;
  }
  return undefined;
}

/**
 * Solves backing + size x price = maintenance(|size| x price) exactly, in rational arithmetic, through the tiers: value is
 * a line in the price and the margin bends only upwards. A stake without size is liquidated never.
 *
 * Where a tier asks for 100 % or more, a long's value grows no faster than its margin there; a second price, above which
 * such an account is below maintenance margin again, is not reported.
 */
export function liquidationPrice({ size, backing, maintenance }: Stake): LiquidationPrice {
  if (size === 0n || (size > 0n && backing >= 0n)) return { when: "never" };
  if (size < 0n && backing <= 0n) return { when: "always" };
  const root = firstRoot(maintenance, (tier) => (size > 0n ? longRoot(backing, tier) : shortRoot(backing, tier)));
  if (root === undefined) return { when: "always" };
  const price = fraction(root.numerator * PRICE_SCALE, root.denominator * absolute(size));
  return { when: size > 0n ? "below" : "above", price };
}

/** The liquidation price of an account with one position at most; holdings without size do not count. */
export function accountLiquidationPrice({ cash, holdings }: MarginAccount): LiquidationPrice | undefined {
  const [only, ...others] = holdings.filter(({ position }) => position.size !== 0n);
  if (only === undefined) return { when: "never" };
  return others.length === 0 ? liquidationPrice(onlyStake(cash, only)) : undefined;
}

/** Most that rounding can take from value less margin: a unit each for value and margin, and a unit of notional at `rate`. */
const roundingLoss = (schedule: Schedule): bigint =>
  2n + schedule.reduce((largest, { rate }) => (rate > largest ? divUp(rate, RATIO_ONE) : largest), 0n);

/**
 * The liquidation price as whole prices, for an index of accounts. Rounding is against the account: what is below
 * maintenance margin in exact arithmetic is below it on chain, and what could bear the largest rounding is not. Between the
 * two prices only the account itself can tell.
 */
export function liquidationBand(stake: Stake): LiquidationBand {
  const { size, backing, maintenance } = stake;
  const exact = liquidationPrice(stake);
  if (exact.when === "always") return exact;
  const worst = liquidationPrice({ ...stake, backing: toMoney(backing - roundingLoss(maintenance)) });
  if (worst.when === "never") return worst;
  const price = exact.when === "never" ? undefined : exact.price;
  if (size < 0n) {
    const safe = worst.when === "always" ? undefined : roundDown(worst.price);
    return { when: "above", certain: price && roundDown(price) + 1n, safe };
  }
  // At 100 % and more a long is not safe however high its price is.
  const bounded = maintenance.every(({ rate }) => rate < RATIO_ONE);
  const safe = worst.when === "always" || !bounded ? undefined : roundUp(worst.price);
  return { when: "below", certain: price && roundUp(price) - 1n, safe };
}
