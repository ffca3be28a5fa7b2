// SPDX-License-Identifier: MIT
// Exact arithmetic: what the contracts round is compared with this, so nothing here rounds.

/** A quotient in lowest terms with a denominator above zero, so that equal numbers have equal fields. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** A quotient of nothing. */
export class ZeroDenominatorError extends Error {
  override readonly name = "ZeroDenominatorError";

  constructor(readonly numerator: bigint) {
    super(`${numerator.toString()} / 0 is no number; check for zero before dividing`);
  }
}

const gcd = (a: bigint, b: bigint): bigint => {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
};

/** @throws ZeroDenominatorError */
export function rational(numerator: bigint, denominator = 1n): Rational {
  if (denominator === 0n) throw new ZeroDenominatorError(numerator);
  const common = denominator < 0n ? -gcd(numerator, denominator) : gcd(numerator, denominator);
  return { numerator: numerator / common, denominator: denominator / common };
}

export const ZERO = rational(0n);
export const ONE = rational(1n);

export const add = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);

export const negative = (a: Rational): Rational => ({ numerator: -a.numerator, denominator: a.denominator });

export const subtract = (a: Rational, b: Rational): Rational => add(a, negative(b));

export const multiply = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.numerator, a.denominator * b.denominator);

/** @throws ZeroDenominatorError */
export const divide = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.denominator, a.denominator * b.numerator);

export const magnitude = (a: Rational): Rational => (a.numerator < 0n ? negative(a) : a);

/** Below zero, zero or above zero as a is less than, equal to or more than b. */
export const order = (a: Rational, b: Rational): bigint => a.numerator * b.denominator - b.numerator * a.denominator;

export const sum = (terms: Iterable<Rational>): Rational => {
  let total = ZERO;
  for (const term of terms) total = add(total, term);
  return total;
};
