// SPDX-License-Identifier: MIT
// The ledger before a trade in the terms of scripts/lib, and what a trade makes of it by the specification alone.
import type { Asset } from "../../../deploy/parameters/schema.ts";
import { accrueFunding, settleFunding } from "../../../scripts/lib/market/funding.ts";
import type { FundingState } from "../../../scripts/lib/market/funding.ts";
import { applyFill, flips, NO_POSITION } from "../../../scripts/lib/market/position.ts";
import type { Position } from "../../../scripts/lib/market/position.ts";
import { quoteUp } from "../../../scripts/lib/market/quote.ts";
import { fillAgainstPool } from "../../../scripts/lib/market/trade.ts";
import { toMoney } from "../../../scripts/lib/units/money.ts";
import type { Money } from "../../../scripts/lib/units/money.ts";
import { toPrice } from "../../../scripts/lib/units/price.ts";
import type { Price } from "../../../scripts/lib/units/price.ts";
import { RATIO_ONE, toRatio } from "../../../scripts/lib/units/ratio.ts";
import { absolute, divDown, larger, negate } from "../../../scripts/lib/units/rounding.ts";
import { toSize } from "../../../scripts/lib/units/size.ts";
import type { Size } from "../../../scripts/lib/units/size.ts";
import type { TradingFixture } from "./trading.ts";

interface Party {
  readonly position: Position;
  readonly cash: Money;
}

interface Ledger {
  readonly taker: Party;
  readonly pool: Party;
  readonly insuranceOwed: bigint;
  readonly treasuryOwed: bigint;
  readonly funding: FundingState;
  readonly openInterest: bigint;
  readonly mark: Price;
}

async function partyOf({ clearingHouse, marketIds }: TradingFixture, account: string, asset: Asset): Promise<Party> {
  const { size, entryNotional, fundingIndex } = await clearingHouse.positionState(account, marketIds[asset]);
  const { cash } = await clearingHouse.accountState(account);
  return {
    position: { size: toSize(size), entryNotional: toMoney(entryNotional), fundingIndex },
    cash: toMoney(cash),
  };
}

/** What is stored now, and the price of now. */
export async function ledgerOf(fixture: TradingFixture, account: string, asset: Asset): Promise<Ledger> {
  const { clearingHouse, marketIds, oracle } = fixture;
  const poolAccount = await clearingHouse.poolMarketAccount(marketIds[asset]);
  const { insuranceOwed, treasuryOwed } = await clearingHouse.accountState(poolAccount);
  const { state } = await clearingHouse.marketState(marketIds[asset]);
  const { fundingIndex, fundingRatePerSecond, fundingDrift, accruedAt, openInterest } = state;
  const { mark } = await oracle.readPrice(marketIds[asset]);
  return {
    taker: await partyOf(fixture, account, asset),
    pool: await partyOf(fixture, poolAccount, asset),
    insuranceOwed,
    treasuryOwed,
    funding: { fundingIndex, fundingRatePerSecond, fundingDrift, accruedAt },
    openInterest,
    mark: toPrice(mark),
  };
}

/** A fill of the pool's side, which may change from long to short in one quote: a close with its share, and the rest. */
function fillPool({ position, cash }: Party, sizeDelta: Size, quote: Money): Party {
  const parts = (): readonly (readonly [Size, Money])[] => {
    if (!flips(position.size, sizeDelta)) return [[sizeDelta, quote]];
    const closing = toMoney(divDown(quote * absolute(position.size), absolute(sizeDelta)));
    return [
      [toSize(negate(position.size)), closing],
      [toSize(sizeDelta + position.size), toMoney(quote - closing)],
    ];
  };
  let after: Party = { position, cash };
  for (const [delta, paid] of parts()) {
    const filled = applyFill(after.position, delta, paid);
    after = { position: filled.position, cash: toMoney(after.cash + filled.realizedPnl) };
  }
  return after;
}

const long = ({ position }: Pick<Party, "position">): bigint => larger(position.size, 0n);

/** A closed position leaves an empty word. */
const stored = (position: Position): Position => (position.size === 0n ? NO_POSITION : position);

/** The ledger after the taker's order, filled in second `now`, and what the order came to. */
export function tradeInMirror(fixture: TradingFixture, asset: Asset, before: Ledger, sizeDelta: bigint, now: bigint) {
  const { trade, tiers } = fixture.termsOf(asset);
  const { taker, mark } = before;
  const funding = accrueFunding(before.funding, mark, now, tiers.maxFundingRatePerSecond);
  const skew = toSize(negate(before.pool.position.size));
  const terms = {
    indexPrice: mark,
    skewScale: toSize(trade.skewScale),
    spread: toRatio(trade.spread),
    takerFee: toRatio(trade.takerFee),
    fundingIndex: funding.fundingIndex,
  };
  const start = taker.position.size === 0n ? { ...NO_POSITION, fundingIndex: funding.fundingIndex } : taker.position;
  const result = fillAgainstPool(start, toSize(sizeDelta), { ...terms, skew });

  const settled = settleFunding(before.pool.position, funding.fundingIndex);
  let pool: Party = { position: settled.position, cash: toMoney(before.pool.cash - settled.fundingPayment) };
  const legs = flips(taker.position.size, toSize(sizeDelta))
    ? [negate(taker.position.size), sizeDelta + taker.position.size]
    : [sizeDelta];
  let legSkew = skew;
  for (const leg of legs.map(toSize)) {
    const quote = quoteUp(leg, { ...terms, skew: legSkew });
    pool = fillPool(pool, toSize(negate(leg)), toMoney(negate(quote)));
    legSkew = toSize(legSkew + leg);
  }
  const insurance = (result.fee * trade.insuranceShare) / RATIO_ONE;
  const treasury = (result.fee * trade.treasuryShare) / RATIO_ONE;
  const after = {
    taker: { position: stored(result.position), cash: toMoney(taker.cash + result.cashDelta) },
    pool: { position: stored(pool.position), cash: toMoney(pool.cash + result.fee - insurance - treasury) },
    insuranceOwed: before.insuranceOwed + insurance,
    treasuryOwed: before.treasuryOwed + treasury,
    funding: {
      ...funding,
      fundingDrift: driftAt(result.skew, trade.skewScale, trade.maxFundingVelocity),
    },
    openInterest:
      before.openInterest - long(taker) - long(before.pool) + long({ position: result.position }) + long(pool),
    mark,
  };
  const { quote, fee, realizedPnl, fundingPayment } = result;
  return { after, fill: { quote, fee, realizedPnl, fundingPayment }, skew: result.skew };
}

/** Of a skew inside the scale, towards zero. */
const driftAt = (skew: bigint, scale: bigint, velocity: bigint): bigint => (skew * velocity) / scale;
