// SPDX-License-Identifier: MIT
// Decimal strings enter and leave here, without passing through a float and without being rounded on the way in.
import { MalformedDecimalError, NotWholeUnitsError } from "./errors.ts";
import { absolute } from "./rounding.ts";

const DECIMAL = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$/;

/**
 * A decimal number as an integer of so many decimals. Zeros beyond them are welcome, other digits are not. Thousands may
 * be set apart by commas: "-1,250.5".
 * @throws MalformedDecimalError for anything but digits with an optional sign and point, and commas where they belong.
 * @throws NotWholeUnitsError where digits would be lost.
 */
export function parseDecimal(text: string, decimals: number): bigint {
  const match = DECIMAL.exec(text);
  if (match === null) throw new MalformedDecimalError(text);
  const [, sign, whole = "", fraction = ""] = match;
  const digits = fraction.replace(/0+$/, "");
  if (digits.length > decimals) throw new NotWholeUnitsError(text, decimals);
  const magnitude = BigInt(whole.replaceAll(",", "") + digits.padEnd(decimals, "0"));
  return sign === "-" ? -magnitude : magnitude;
}

/** The number in full, with at least `leastDigits` digits after the point: reading it back gives the same integer. */
export function formatDecimal(value: bigint, decimals: number, leastDigits = 0): string {
  const digits = absolute(value)
    .toString()
    .padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits
    .slice(digits.length - decimals)
    .replace(/0+$/, "")
    .padEnd(leastDigits, "0");
  return `${value < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}
