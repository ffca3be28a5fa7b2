// SPDX-License-Identifier: MIT
import { fraction } from "../units/fraction.ts";
import type { Fraction } from "../units/fraction.ts";
import { toMoney } from "../units/money.ts";
import type { Money } from "../units/money.ts";
import { PRICE_SCALE } from "../units/price.ts";
import type { Price } from "../units/price.ts";
import { divDown } from "../units/rounding.ts";
import type { Size } from "../units/size.ts";
import { SkewScaleError } from "./errors.ts";

/** skew / skewScale: how far the next unit fills from the index, as part of it; positive above it. */
export function premium(skew: Size, skewScale: Size): Fraction {
  if (skewScale <= 0n) throw new SkewScaleError(skewScale);
  return fraction(skew, skewScale);
}

/**
 * What `inventory` would bring if the market's whole skew were unwound: the size at index x (1 + skew / (2 x skewScale)),
 * the average premium on the way to a skew of zero, towards minus infinity. The pool's inventory is -skew, so this is at
 * most its value at mark; spread and fees, which the pool would earn, are not in it.
 */
export function unwindingValueDown(inventory: Size, indexPrice: Price, skew: Size, skewScale: Size): Money {
  if (skewScale <= 0n) throw new SkewScaleError(skewScale);
  return toMoney(divDown(inventory * indexPrice * (2n * skewScale + skew), 2n * skewScale * PRICE_SCALE));
}
