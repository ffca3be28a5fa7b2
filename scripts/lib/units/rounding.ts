// SPDX-License-Identifier: MIT
// Division with the rounding in the name: "down" is towards minus infinity and "up" towards plus infinity, whatever the
// signs. Divisors are above zero; bigint itself refuses a zero.

/** floor(a / b), b > 0. */
export function divDown(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}

/** ceil(a / b), b > 0. */
export function divUp(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b > 0n ? quotient + 1n : quotient;
}

/** a / b towards zero, b > 0. */
export const divTowardsZero = (a: bigint, b: bigint): bigint => a / b;

/** -value, also for a branded value, of which the linter does not know that it is a number. */
export const negate = (value: bigint): bigint => -value;

export const absolute = (value: bigint): bigint => (value < 0n ? -value : value);

export const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);

export const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** The nearest value in [minimum, maximum]. */
export const clamp = (value: bigint, minimum: bigint, maximum: bigint): bigint =>
  larger(minimum, smaller(value, maximum));
