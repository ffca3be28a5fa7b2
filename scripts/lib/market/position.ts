// SPDX-License-Identifier: MIT
import { toMoney, ZERO_MONEY } from "../units/money.ts";
import type { Money } from "../units/money.ts";
import { absolute, divDown } from "../units/rounding.ts";
import { toSize, ZERO_SIZE } from "../units/size.ts";
import type { Size } from "../units/size.ts";
import { FlipError, ZeroSizeError } from "./errors.ts";

export interface Position {
  readonly size: Size;
  /** Quote paid (-) or received (+) for the open size; unrealizedPnl = size x markPrice + entryNotional. */
  readonly entryNotional: Money;
  /** The market's funding index up to which funding is in cash, 1e-16 money per unit. */
  readonly fundingIndex: bigint;
}

/** What every account holds where it holds nothing. */
export const NO_POSITION: Position = { size: ZERO_SIZE, entryNotional: ZERO_MONEY, fundingIndex: 0n };

export interface FillResult {
  readonly position: Position;
  /** Result of what was closed, to be added to cash; zero for an open or an increase. */
  readonly realizedPnl: Money;
}

/** Whether the fill turns a long into a short or back. */
export const flips = (size: Size, sizeDelta: Size): boolean =>
  size > 0n ? size + sizeDelta < 0n : size < 0n && size + sizeDelta > 0n;

/**
 * A position after a fill of `sizeDelta` for `quote` (+ paid by the account). Funding must have been settled before.
 *
 * An increase adds the quote to the entry notional. A reduction releases entry notional pro rata, towards minus infinity,
 * and realizes what the quote brought beyond it; the entry price of the rest stays.
 * @throws ZeroSizeError
 * @throws FlipError where the fill is a close and an open.
 */
export function applyFill(position: Position, sizeDelta: Size, quote: Money): FillResult {
  const { size, entryNotional, fundingIndex } = position;
  if (sizeDelta === 0n) throw new ZeroSizeError();
  if (flips(size, sizeDelta)) throw new FlipError(size, sizeDelta);
  const increases = size === 0n || size > 0n === sizeDelta > 0n;
  const released = increases ? 0n : divDown(entryNotional * absolute(sizeDelta), absolute(size));
  const kept = increases ? entryNotional - quote : entryNotional - released;
  return {
    position: { size: toSize(size + sizeDelta), entryNotional: toMoney(kept), fundingIndex },
    realizedPnl: toMoney(increases ? 0n : released - quote),
  };
}
