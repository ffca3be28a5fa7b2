// SPDX-License-Identifier: MIT
// What an opening will cost, by the rules of docs/mechanism.md: so that an account is funded to the unit for the leverage
// it is to have. Signs: a quote above zero is paid by the account.

const RATIO_ONE = 1_000_000n;
const PRICE_SCALE = 10n ** 16n;

/** Towards plus infinity; the divisor is above zero. */
export const divideUp = (a: bigint, b: bigint): bigint => {
  const quotient = a / b;
  return a > 0n && quotient * b !== a ? quotient + 1n : quotient;
};

/** Towards minus infinity; the divisor is above zero. */
const divideDown = (a: bigint, b: bigint): bigint => -divideUp(-a, b);

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

/** A market's rules for fills. */
export interface FillRules {
  /** Size units. */
  readonly skewScale: bigint;
  /** Parts per million. */
  readonly spread: bigint;
  readonly takerFee: bigint;
}

export interface OpeningFill {
  /** 1e-6 USD. */
  readonly quote: bigint;
  readonly fee: bigint;
  /** The size at mark, 1e-6 USD, either sign. */
  readonly value: bigint;
}

/**
 * A fill that opens a position.
 * @param price 1e-16 money per size unit.
 * @param skew Before the fill, size units.
 */
export function openingFill(price: bigint, skew: bigint, size: bigint, rules: FillRules): OpeningFill {
  const twice = 2n * rules.skewScale;
  const premium = size * (twice + 2n * skew + size) * RATIO_ONE;
  const spread = magnitude(size) * rules.spread * twice;
  const quote = divideUp(price * (premium + spread), twice * PRICE_SCALE * RATIO_ONE);
  const fee = divideUp(magnitude(quote) * rules.takerFee, RATIO_ONE);
  return { quote, fee, value: divideDown(size * price, PRICE_SCALE) };
}

/** Whole units worth at most `notional`. */
export const sizeFor = (notional: bigint, price: bigint): bigint => (notional * PRICE_SCALE) / price;
