// SPDX-License-Identifier: MIT
import type { Branded } from "./brand.ts";
import { formatDecimal, parseDecimal } from "./decimal.ts";
import { OutOfRangeError } from "./errors.ts";

/** A share or rate in parts per million, never below zero: 25,000 is 2.5 %. */
export type Ratio = Branded<bigint, "ratio">;

export const RATIO_DECIMALS = 6;

/** The ratio 1. */
export const RATIO_ONE = 10n ** 6n;

const MAX_RATIO = 2n ** 256n - 1n;

const isRatio = (value: bigint): value is Ratio => value >= 0n && value <= MAX_RATIO;

/** Says that an integer counts parts per million. */
export function toRatio(value: bigint): Ratio {
  if (!isRatio(value)) throw new OutOfRangeError("ratio", value, 0n, MAX_RATIO);
  return value;
}

export const ZERO_RATIO = toRatio(0n);

/** ratioOf("0.025") is 25,000. */
export const ratioOf = (text: string): Ratio => toRatio(parseDecimal(text, RATIO_DECIMALS));

/** percent("2.5") is 25,000. */
export const percent = (text: string): Ratio => toRatio(parseDecimal(text, RATIO_DECIMALS - 2));

/** "2.5%", in full. */
export const formatPercent = (ratio: Ratio): string => `${formatDecimal(ratio, RATIO_DECIMALS - 2)}%`;
