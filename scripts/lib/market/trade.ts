// SPDX-License-Identifier: MIT
import { sumMoney, toMoney } from "../units/money.ts";
import type { Money } from "../units/money.ts";
import type { Ratio } from "../units/ratio.ts";
import { negate } from "../units/rounding.ts";
import { toSize } from "../units/size.ts";
import type { Size } from "../units/size.ts";
import { settleFunding } from "./funding.ts";
import { applyFill, flips } from "./position.ts";
import type { Position } from "./position.ts";
import { feeUp, quoteUp } from "./quote.ts";
import type { PoolTerms } from "./quote.ts";

/** What a trader's order is filled by. */
export interface TradeTerms extends PoolTerms {
  readonly takerFee: Ratio;
  /** Accrued up to the moment of the trade, 1e-16 money per unit. */
  readonly fundingIndex: bigint;
}

export interface TradeResult {
  readonly position: Position;
  /** Paid by the account (+) or to it (-), without fees. */
  readonly quote: Money;
  /** Paid by the account. */
  readonly fee: Money;
  readonly realizedPnl: Money;
  /** Funding that moved into cash; + was paid by the account. */
  readonly fundingPayment: Money;
  /** By how much the account's cash changed: realizedPnl - fee - fundingPayment. */
  readonly cashDelta: Money;
  /** Of the market, after the trade. */
  readonly skew: Size;
}

/** The fills that an order consists of: one, or for a flip the close and the open of what is left. */
const legsOf = (size: Size, sizeDelta: Size): readonly Size[] =>
  flips(size, sizeDelta) ? [toSize(negate(size)), toSize(size + sizeDelta)] : [sizeDelta];

/**
 * An order filled against the pool: funding first, then each leg at the skew that the one before it left, with a quote
 * and a fee of its own.
 */
export function fillAgainstPool(before: Position, sizeDelta: Size, terms: TradeTerms): TradeResult {
  const touched = settleFunding(before, terms.fundingIndex);
  let { position } = touched;
  let skew = terms.skew;
  const quotes: Money[] = [];
  const fees: Money[] = [];
  const results: Money[] = [];
  for (const leg of legsOf(position.size, sizeDelta)) {
    const quote = quoteUp(leg, { ...terms, skew });
    const filled = applyFill(position, leg, quote);
    position = filled.position;
    skew = toSize(skew + leg);
    quotes.push(quote);
    fees.push(feeUp(quote, terms.takerFee));
    results.push(filled.realizedPnl);
  }
  const fee = sumMoney(fees);
  const realizedPnl = sumMoney(results);
  const { fundingPayment } = touched;
  const cashDelta = toMoney(realizedPnl - fee - fundingPayment);
  return { position, quote: sumMoney(quotes), fee, realizedPnl, fundingPayment, cashDelta, skew };
}
