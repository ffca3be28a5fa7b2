// SPDX-License-Identifier: MIT
import { SizeDecimalsError } from "./errors.ts";

/** With more, a dollar per token would be less than one step of the price scale. */
export const MAX_SIZE_DECIMALS = 22;

/** The decimals themselves, if a market can have them. */
export function checkSizeDecimals(sizeDecimals: number): number {
  if (!Number.isInteger(sizeDecimals) || sizeDecimals < 0 || sizeDecimals > MAX_SIZE_DECIMALS) {
    throw new SizeDecimalsError(sizeDecimals, MAX_SIZE_DECIMALS);
  }
  return sizeDecimals;
}
