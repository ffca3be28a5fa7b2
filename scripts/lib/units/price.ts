// SPDX-License-Identifier: MIT
import type { Branded } from "./brand.ts";
import { formatDecimal, parseDecimal } from "./decimal.ts";
import { OutOfRangeError } from "./errors.ts";
import { checkSizeDecimals, MAX_SIZE_DECIMALS } from "./size-decimals.ts";

/**
 * Price of one size unit in 1e-16 of the money unit: usdPerToken x 10^22 / 10^sizeDecimals. With the market's unit inside
 * the scale, notional = size x price / 1e16 in every market.
 */
export type Price = Branded<bigint, "price">;

/** Prices per money unit: what a size times a price is divided by. */
export const PRICE_SCALE = 10n ** 16n;

/** The largest price that an oracle lets through. */
export const MAX_PRICE = 2n ** 80n - 1n;

const isPrice = (value: bigint): value is Price => value >= 0n && value <= MAX_PRICE;

/** Says that an integer counts 1e-16 money per unit. */
export function toPrice(value: bigint): Price {
  if (!isPrice(value)) throw new OutOfRangeError("price", value, 0n, MAX_PRICE);
  return value;
}

/**
 * priceOf("2000.3", 9): USD per token as the price of one unit of 1e-9 token.
 * @throws NotWholeUnitsError where the scale does not reach the last digit (22 - sizeDecimals of them).
 * @throws OutOfRangeError below zero or beyond 80 bits.
 */
export const priceOf = (usdPerToken: string, sizeDecimals: number): Price =>
  toPrice(parseDecimal(usdPerToken, MAX_SIZE_DECIMALS - checkSizeDecimals(sizeDecimals)));

/** "2000.30": USD per token, in full, with at least two digits after the point. */
export const formatPrice = (price: Price, sizeDecimals: number): string =>
  formatDecimal(price, MAX_SIZE_DECIMALS - checkSizeDecimals(sizeDecimals), 2);
