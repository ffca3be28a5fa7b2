// SPDX-License-Identifier: MIT
import { divDown, divUp } from "./rounding.ts";

/** A number that no rounding has touched yet. The denominator is above zero; the two may have common factors. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const fraction = (numerator: bigint, denominator = 1n): Fraction =>
  denominator < 0n ? { numerator: -numerator, denominator: -denominator } : { numerator, denominator };

export const roundDown = ({ numerator, denominator }: Fraction): bigint => divDown(numerator, denominator);

export const roundUp = ({ numerator, denominator }: Fraction): bigint => divUp(numerator, denominator);

/** Below zero, zero or above zero as a is less than, equal to or more than b. */
export const compare = (a: Fraction, b: Fraction): bigint => a.numerator * b.denominator - b.numerator * a.denominator;
