// SPDX-License-Identifier: MIT

/** Decimals of a Chainlink USD answer: every price in the scripts is an integer of this scale. */
export const PRICE_DECIMALS = 8;

const SCALE = 10n ** BigInt(PRICE_DECIMALS);

/** A decimal number, with the exponent that some exporters write for small ones. */
const NUMBER = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,2}))?$/;

/**
 * Reads a decimal string as an integer of 8 decimals, without passing through a float. Digits past the eighth are cut
 * off, for every cell of a bar alike, so a high never falls below its close. Undefined where the text is not a number.
 */
export function parsePrice(text: string): bigint | undefined {
  const match = NUMBER.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  const shift = PRICE_DECIMALS - fraction.length + Number(exponent);
  const digits = BigInt(whole + fraction);
  const magnitude = shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift);
  return sign === "-" ? -magnitude : magnitude;
}

/** "3,375.08": a price of 8 decimals for a reader, cut to `decimals` digits after the point. */
export function formatPrice(price: bigint, decimals = 2): string {
  const magnitude = price < 0n ? -price : price;
  const whole = (magnitude / SCALE).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  const fraction = (magnitude % SCALE).toString().padStart(PRICE_DECIMALS, "0").slice(0, decimals);
  return `${price < 0n ? "-" : ""}${whole}${decimals === 0 ? "" : `.${fraction}`}`;
}
