// SPDX-License-Identifier: MIT
import type { Price } from "../units/price.ts";
import type { Size } from "../units/size.ts";

/** A market's price as an action sees it; a single usable feed has low = mark = high. */
export interface PriceRange {
  readonly mark: Price;
  readonly low: Price;
  readonly high: Price;
}

/** Maintenance margin values a position at the price that is better for its account. */
export const maintenancePrice = (size: Size, { low, high }: PriceRange): Price => (size > 0n ? high : low);

/** Initial margin and withdrawals value it at the worse one. */
export const initialPrice = (size: Size, { low, high }: PriceRange): Price => (size > 0n ? low : high);
