// SPDX-License-Identifier: MIT
import fc from "fast-check";

import type { Holding } from "../../../scripts/lib/margin/account.ts";
import { scheduleOf } from "../../../scripts/lib/margin/tiers.ts";
import type { MarginTiers, Schedule } from "../../../scripts/lib/margin/tiers.ts";
import { toMoney, usd } from "../../../scripts/lib/units/money.ts";
import type { Money } from "../../../scripts/lib/units/money.ts";
import { MAX_PRICE, priceOf, toPrice } from "../../../scripts/lib/units/price.ts";
import type { Price } from "../../../scripts/lib/units/price.ts";
import { percent, toRatio, ZERO_RATIO } from "../../../scripts/lib/units/ratio.ts";
import type { Ratio } from "../../../scripts/lib/units/ratio.ts";
import { negate } from "../../../scripts/lib/units/rounding.ts";
import { base, MAX_SIZE, toSize } from "../../../scripts/lib/units/size.ts";
import type { Size } from "../../../scripts/lib/units/size.ts";

/** The examples' market: units of 1e-9 token, worth 2e-6 USD at 2,000 USD. */
export const SIZE_DECIMALS = 9;

export const eth = (text: string): Size => base(text, SIZE_DECIMALS);
export const at = (usdPerToken: string): Price => priceOf(usdPerToken, SIZE_DECIMALS);

/** A schedule from "bound: rate" in words: rates in percent, bounds in USD. */
export const schedule = (bounds: readonly string[], rates: readonly string[]): Schedule =>
  scheduleOf(bounds.map(usd), rates.map(percent));

/** One rate for every notional. */
export const flat = (rate: string): Schedule => schedule([], [rate]);

/** The four tiers of the examples. */
export const TIERS: MarginTiers = {
  maintenance: schedule(["1000000", "5000000", "20000000"], ["2.5", "5", "10", "20"]),
  initial: schedule(["1000000", "5000000", "20000000"], ["5", "10", "20", "40"]),
  withdrawFloor: percent("10"),
  minReward: usd("3"),
};

/** Tiers with the maintenance rate of a venue that has one, and no reward kept back. */
export const plainTiers = (maintenance: Schedule): MarginTiers => ({
  maintenance,
  initial: maintenance,
  withdrawFloor: ZERO_RATIO,
  minReward: usd("0"),
});

/** A holding without funding, opened for `entry` (quote paid is below zero). */
export const holding = (size: Size, entry: Money, price: Price, tiers: MarginTiers = TIERS): Holding => ({
  position: { size, entryNotional: entry, fundingIndex: 0n },
  price,
  fundingIndex: 0n,
  tiers,
});

/** The same size on the other side. */
export const opposite = (size: Size): Size => toSize(negate(size));

/** |a - b| <= tolerance. */
export const near = (a: bigint, b: bigint, tolerance: bigint): boolean => a - b <= tolerance && b - a <= tolerance;

/** An integer for which every width below the bound is as likely as any other: small values and limits both occur. */
export const anyWidth = (maximum: bigint): fc.Arbitrary<bigint> => {
  const bits = maximum.toString(2).length;
  return fc
    .integer({ min: 1, max: bits })
    .chain((width) => fc.bigInt(0n, 2n ** BigInt(width) - 1n))
    .map((value) => (value > maximum ? maximum : value));
};

const signed = (magnitudes: fc.Arbitrary<bigint>): fc.Arbitrary<bigint> =>
  fc.tuple(magnitudes, fc.boolean()).map(([value, negative]) => (negative ? -value : value));

export const magnitudes: fc.Arbitrary<Size> = anyWidth(MAX_SIZE - 1n).map((value) => toSize(value + 1n));
export const sizes: fc.Arbitrary<Size> = signed(anyWidth(MAX_SIZE)).map(toSize);
export const openSizes: fc.Arbitrary<Size> = sizes.filter((size) => size !== 0n);
export const scales: fc.Arbitrary<Size> = anyWidth(2n ** 64n - 2n).map((value) => toSize(value + 1n));
export const prices: fc.Arbitrary<Price> = anyWidth(MAX_PRICE - 1n).map((value) => toPrice(value + 1n));
export const money: fc.Arbitrary<Money> = signed(anyWidth(2n ** 95n - 1n)).map(toMoney);
export const notionals: fc.Arbitrary<Money> = anyWidth(2n ** 100n).map(toMoney);
export const fees: fc.Arbitrary<Ratio> = fc.bigInt(0n, 40_950n).map(toRatio);

/** Up to six tiers, some of them empty, with rates that do not decrease up to the given one. */
export const schedules = (maximumRate: bigint): fc.Arbitrary<Schedule> =>
  fc
    .integer({ min: 0, max: 5 })
    .chain((count) =>
      fc.tuple(
        fc.array(anyWidth(2n ** 60n), { minLength: count, maxLength: count }),
        fc.array(fc.bigInt(1n, maximumRate), { minLength: count + 1, maxLength: count + 1 }),
      ),
    )
    .map(([bounds, rates]) => scheduleOf(ascending(bounds).map(toMoney), ascending(rates).map(toRatio)));

const ascending = (values: readonly bigint[]): bigint[] => values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
