// SPDX-License-Identifier: MIT
// Decimal text to the integers that the contracts store; nothing passes through a float.

/** A number that parameters may not be: not a decimal, or finer than its unit. */
export class InvalidDecimalError extends Error {
  override readonly name = "InvalidDecimalError";
  readonly text: string;
  readonly decimals: number;

  constructor(text: string, decimals: number) {
    super(`"${text}" is not a decimal number with at most ${decimals} digits after the point`);
    this.text = text;
    this.decimals = decimals;
  }
}

/** `text` as an integer of 10^-decimals. Exact or an error. */
export function decimal(text: string, decimals: number): bigint {
  const match = /^(\d[\d,]*)(?:\.(\d+))?$/.exec(text);
  const fraction = match?.[2] ?? "";
  if (match?.[1] === undefined || fraction.length > decimals) throw new InvalidDecimalError(text, decimals);
  return BigInt(match[1].replaceAll(",", "") + fraction.padEnd(decimals, "0"));
}

/** Money, 1e-6 USD. */
export const usd = (text: string): bigint => decimal(text, 6);

/** A ratio in parts per million, from percent. */
export const percent = (text: string): bigint => decimal(text, 4);

/** Decimals of a Chainlink USD answer. */
export const FEED_DECIMALS = 8;

/** A feed's answer, from USD per token. */
export const answer = (text: string): bigint => decimal(text, FEED_DECIMALS);

/** Prices are in 1e-22 USD per size unit: a token has 10^sizeDecimals units. */
export function unitPrice(feedAnswer: bigint, sizeDecimals: number): bigint {
  return feedAnswer * 10n ** BigInt(22 - FEED_DECIMALS - sizeDecimals);
}

/** Size units worth `money` at a price, rounded up to a whole number of `step` units. */
export function unitsFor(money: bigint, price: bigint, step = 1n): bigint {
  const exact = money * 10n ** 16n;
  const units = (exact + price - 1n) / price;
  return ((units + step - 1n) / step) * step;
}
