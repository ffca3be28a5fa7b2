// SPDX-License-Identifier: MIT
// What only a deployment states: answers of feeds, and amounts in USD as units of a market. Decimal text is read by
// scripts/lib/units, for parameters as for everybody else.
import { parseDecimal } from "../../scripts/lib/units/decimal.ts";
import { usd as money } from "../../scripts/lib/units/money.ts";
import { PRICE_SCALE } from "../../scripts/lib/units/price.ts";
import { percent as ratio } from "../../scripts/lib/units/ratio.ts";
import { divUp } from "../../scripts/lib/units/rounding.ts";
import { MAX_SIZE_DECIMALS } from "../../scripts/lib/units/size-decimals.ts";

export { parseDecimal as decimal } from "../../scripts/lib/units/decimal.ts";

/** Money, 1e-6 USD, as the plain integer that contracts take. */
export const usd = (text: string): bigint => money(text);

/** A ratio in parts per million, from percent, as the plain integer that contracts take. */
export const percent = (text: string): bigint => ratio(text);

/** Decimals of a Chainlink USD answer. */
export const FEED_DECIMALS = 8;

/** A feed's answer, from USD per token. */
export const answer = (text: string): bigint => parseDecimal(text, FEED_DECIMALS);

/** Price of one size unit from a feed's answer: a token has 10^sizeDecimals units. */
export const unitPrice = (feedAnswer: bigint, sizeDecimals: number): bigint =>
  feedAnswer * 10n ** BigInt(MAX_SIZE_DECIMALS - FEED_DECIMALS - sizeDecimals);

/** The largest mantissa of a hard bound, which is stored as mantissa × 10^exponent. */
const MAX_MANTISSA = (1n << 17n) - 1n;

/** The nearest hard bound at or below a price: its first five digits. */
export function hardBound(price: bigint): bigint {
  let mantissa = price;
  let scale = 1n;
  for (; mantissa > MAX_MANTISSA; mantissa /= 10n) scale *= 10n;
  return mantissa * scale;
}

/** Size units worth `money` at a price, rounded up to a whole number of `step` units. */
export const unitsFor = (money: bigint, price: bigint, step = 1n): bigint =>
  divUp(divUp(money * PRICE_SCALE, price), step) * step;
