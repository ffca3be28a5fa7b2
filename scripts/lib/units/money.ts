// SPDX-License-Identifier: MIT
import type { Branded } from "./brand.ts";
import { formatDecimal, parseDecimal } from "./decimal.ts";
import { OutOfRangeError } from "./errors.ts";

/** Signed amount of the settlement currency in 1e-6 USD. */
export type Money = Branded<bigint, "money">;

export const MONEY_DECIMALS = 6;

/** The contracts compute money in 256 bits with sign. */
const MAX_MONEY = 2n ** 255n - 1n;
const MIN_MONEY = -(2n ** 255n);

const isMoney = (value: bigint): value is Money => value >= MIN_MONEY && value <= MAX_MONEY;

/** Says that an integer counts 1e-6 USD. */
export function toMoney(value: bigint): Money {
  if (!isMoney(value)) throw new OutOfRangeError("amount of money", value, MIN_MONEY, MAX_MONEY);
  return value;
}

export const ZERO_MONEY = toMoney(0n);

/** usd("1250.50") is 1,250,500,000. Refuses more than six digits after the point. */
export const usd = (text: string): Money => toMoney(parseDecimal(text, MONEY_DECIMALS));

/** "1250.50": in full, with at least two digits after the point. */
export const formatUsd = (amount: Money): string => formatDecimal(amount, MONEY_DECIMALS, 2);

export const sumMoney = (amounts: Iterable<Money>): Money => {
  let sum = 0n;
  for (const amount of amounts) sum += amount;
  return toMoney(sum);
};
