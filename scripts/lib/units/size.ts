// SPDX-License-Identifier: MIT
import type { Branded } from "./brand.ts";
import { formatDecimal, parseDecimal } from "./decimal.ts";
import { OutOfRangeError } from "./errors.ts";
import { checkSizeDecimals } from "./size-decimals.ts";

/** Signed base amount in the market's unit of 10^-sizeDecimals token: above zero is long, below zero short. */
export type Size = Branded<bigint, "size">;

/** The largest size that a position can hold and an order may name, in either direction. */
export const MAX_SIZE = 2n ** 71n - 1n;

/** Sums of sizes are computed in 256 bits with sign. */
const MAX_SUM = 2n ** 255n - 1n;

const isSize = (value: bigint): value is Size => value >= -MAX_SUM && value <= MAX_SUM;

/** Says that an integer counts a market's units. */
export function toSize(value: bigint): Size {
  if (!isSize(value)) throw new OutOfRangeError("size", value, -MAX_SUM, MAX_SUM);
  return value;
}

export const ZERO_SIZE = toSize(0n);

/**
 * base("0.3", 9) is 300,000,000 units of 1e-9 token.
 * @throws NotWholeUnitsError where the amount is not a whole number of units, as the contracts would.
 * @throws OutOfRangeError beyond what a position can hold.
 */
export function base(text: string, sizeDecimals: number): Size {
  const value = parseDecimal(text, checkSizeDecimals(sizeDecimals));
  if (value < -MAX_SIZE || value > MAX_SIZE) throw new OutOfRangeError("size", value, -MAX_SIZE, MAX_SIZE);
  return toSize(value);
}

/** "0.3": tokens, in full. */
export const formatBase = (size: Size, sizeDecimals: number): string =>
  formatDecimal(size, checkSizeDecimals(sizeDecimals));
