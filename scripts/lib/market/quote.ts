// SPDX-License-Identifier: MIT
import { toMoney } from "../units/money.ts";
import type { Money } from "../units/money.ts";
import { PRICE_SCALE, toPrice } from "../units/price.ts";
import type { Price } from "../units/price.ts";
import { shareUp } from "../units/products.ts";
import { RATIO_ONE } from "../units/ratio.ts";
import type { Ratio } from "../units/ratio.ts";
import { absolute, divDown, divUp, negate } from "../units/rounding.ts";
import type { Size } from "../units/size.ts";
import { SkewScaleError, ZeroSizeError } from "./errors.ts";

/** What a fill against the pool is priced by. */
export interface PoolTerms {
  readonly indexPrice: Price;
  /** Traders' long minus short size, before the fill. */
  readonly skew: Size;
  /** Skew at which the premium is 100 % of the index price; above zero. */
  readonly skewScale: Size;
  /** Distance from the premium price, as part of the index price, against the taker. */
  readonly spread: Ratio;
}

/**
 * What the account pays (+) or receives (-) for `sizeDelta`, without fees: the size at
 * index x (1 + (skew + sizeDelta / 2) / skewScale), which is the average of the premium before and after, plus the spread
 * on |sizeDelta|. One division, rounded up.
 * @throws SkewScaleError
 */
export function quoteUp(sizeDelta: Size, { indexPrice, skew, skewScale, spread }: PoolTerms): Money {
  if (skewScale <= 0n) throw new SkewScaleError(skewScale);
  const premium = sizeDelta * (2n * skewScale + 2n * skew + sizeDelta) * RATIO_ONE;
  const against = absolute(sizeDelta) * spread * 2n * skewScale;
  return toMoney(divUp(indexPrice * (premium + against), 2n * skewScale * PRICE_SCALE * RATIO_ONE));
}

/** Charged on executed notional of either direction, rounded up. */
export const feeUp = (quote: Money, fee: Ratio): Money => shareUp(toMoney(absolute(quote)), fee);

/**
 * The average price of a fill: up for a buy, down for a sale, so never better than what was paid.
 * @throws ZeroSizeError
 */
export function fillPrice(sizeDelta: Size, quote: Money): Price {
  if (sizeDelta === 0n) throw new ZeroSizeError();
  return toPrice(
    sizeDelta > 0n ? divUp(quote * PRICE_SCALE, sizeDelta) : divDown(negate(quote) * PRICE_SCALE, negate(sizeDelta)),
  );
}
