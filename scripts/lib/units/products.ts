// SPDX-License-Identifier: MIT
// Where sizes, prices, ratios and money meet.
import { toMoney } from "./money.ts";
import type { Money } from "./money.ts";
import { PRICE_SCALE } from "./price.ts";
import type { Price } from "./price.ts";
import { RATIO_ONE } from "./ratio.ts";
import type { Ratio } from "./ratio.ts";
import { absolute, divDown, divUp } from "./rounding.ts";
import type { Size } from "./size.ts";

/** |size| x price, rounded up: what margins are taken of. */
export const notionalUp = (size: Size, price: Price): Money => toMoney(divUp(absolute(size) * price, PRICE_SCALE));

/** size x price towards minus infinity: what a position is worth to its owner. */
export const valueDown = (size: Size, price: Price): Money => toMoney(divDown(size * price, PRICE_SCALE));

/** Part of an amount of either sign, towards plus infinity. */
export const shareUp = (amount: Money, ratio: Ratio): Money => toMoney(divUp(amount * ratio, RATIO_ONE));
