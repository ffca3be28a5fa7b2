// SPDX-License-Identifier: MIT
import { accrueFunding, fundingDrift } from "../market/funding.ts";
import { unwindingValueDown } from "../market/premium.ts";
import { PRICE_SCALE, toPrice } from "../units/price.ts";
import { ratioOf, RATIO_ONE } from "../units/ratio.ts";
import { divDown, divUp, larger, smaller } from "../units/rounding.ts";
import { toSize } from "../units/size.ts";
import type { RebuiltLedger } from "./ledger.ts";
import { fieldOf, told } from "./parameters.ts";

/** Most of the pool's value that commitments together may be. */
const MAX_COMMITTED = ratioOf("0.8");

/** What the pool is worth, as `poolValuation` says it where every price is valid. 1e-6 USD. */
export interface RebuiltValuation {
  readonly markValue: bigint;
  readonly unwindingValue: bigint;
  readonly mainCash: bigint;
  readonly payable: bigint;
}

/** Change of a market's funding rate per second: of its skew, by the parameters in force. */
export function driftOf(ledger: RebuiltLedger, market: bigint): bigint {
  const { trade } = ledger.termsOf(market);
  const scale = toSize(fieldOf(trade, "skewScale"));
  return fundingDrift(toSize(ledger.market(market).skew), scale, fieldOf(trade, "maxFundingVelocity"));
}

/** A market's funding index at a second, by a mark: the one that its last event told, unless another is known. */
export function fundingIndexAt(
  ledger: RebuiltLedger,
  market: bigint,
  now: bigint,
  mark = toPrice(ledger.market(market).markPrice),
): bigint {
  const { fundingIndex, fundingRatePerSecond, accruedAt, frozen } = ledger.market(market);
  if (frozen) return fundingIndex;
  const state = { fundingIndex, fundingRatePerSecond, fundingDrift: driftOf(ledger, market), accruedAt };
  const most = fieldOf(ledger.termsOf(market).tiers, "maxFundingRatePerSecond");
  return accrueFunding(state, mark, now, most).fundingIndex;
}

/** The pool at the prices that events told last: marks of the markets, and of main's tokens the price of their last sale. */
export function valuationOf(ledger: RebuiltLedger, now: bigint): RebuiltValuation {
  const mainCash = ledger.accounts.cashOf(ledger.main);
  let [markValue, unwindingValue, commitments] = [mainCash, mainCash, 0n];
  for (const [token, balance] of ledger.accounts.balancesOf(ledger.main)) {
    const { cost, proceeds } = saleValues(ledger, token, balance);
    markValue += cost;
    unwindingValue += proceeds;
  }
  for (const market of ledger.markets()) {
    commitments += ledger.termsOf(market).commitment;
    const { atMark, unwinding } = inventoryOf(ledger, market, now);
    markValue += atMark;
    unwindingValue += unwinding;
  }
  const needed = divUp(commitments * RATIO_ONE, MAX_COMMITTED);
  const left = larger(0n, smaller(mainCash, unwindingValue - needed));
  const backing = larger(0n, ledger.accounts.cashOf(ledger.insurance)) + larger(0n, mainCash);
  const payable = smaller(left, larger(0n, backing - ledger.accounts.debts()));
  return { markValue, unwindingValue, mainCash, payable };
}

/** The pool's account of a market: cash, and its inventory rounded for who joins, and unwound for who leaves. */
function inventoryOf(ledger: RebuiltLedger, market: bigint, now: bigint) {
  const { markPrice } = ledger.market(market);
  const { position, gained } = ledger.market(market).positionOf(ledger.poolOf(market));
  const { size, entryNotional } = position;
  const cash = ledger.accounts.cashOf(ledger.poolOf(market)) + gained;
  if (size === 0n) return { atMark: cash, unwinding: cash };
  const funding = size * (fundingIndexAt(ledger, market, now) - position.fundingIndex);
  const scale = toSize(fieldOf(ledger.termsOf(market).trade, "skewScale"));
  const proceeds = ledger.settled.has(market)
    ? divDown(size * markPrice, PRICE_SCALE)
    : unwindingValueDown(toSize(size), toPrice(markPrice), toSize(-size), scale);
  return {
    atMark: cash + divUp(size * markPrice, PRICE_SCALE) + entryNotional - divDown(funding, PRICE_SCALE),
    unwinding: cash + proceeds + entryNotional - divUp(funding, PRICE_SCALE),
  };
}

/** What anyone may buy a balance for, rounded up, and what of that its whole units bring, rounded down. */
function saleValues(ledger: RebuiltLedger, token: bigint, balance: bigint) {
  const { unit, parameters, salePrice } = ledger.collateral(token);
  const discount = fieldOf(told(parameters, `the parameters of token ${token.toString()}`), "discount");
  const perUnit = salePrice * (RATIO_ONE - discount);
  const worth = divDown(divDown(balance, unit) * salePrice, PRICE_SCALE);
  return {
    cost: divUp(divUp(balance, unit) * perUnit, PRICE_SCALE * RATIO_ONE),
    proceeds: divDown(worth * (RATIO_ONE - discount), RATIO_ONE),
  };
}
