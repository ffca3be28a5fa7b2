// SPDX-License-Identifier: MIT
import type { MarketParameters, ProtocolParameters } from "../../deploy/parameters/schema.ts";
import { unitPrice } from "../../deploy/parameters/units.ts";
import { marketIdOf, MissingMarketError } from "../lib/deployment/contracts.ts";
import { perMarket } from "../lib/prices/market.ts";
import type { Market, PerMarket } from "../lib/prices/market.ts";
import type { AccountPlan } from "./accounts.ts";
import { divideUp, openingFill, sizeFor } from "./fills.ts";

/** An order that opens a planned position. */
export interface OpeningOrder {
  readonly market: Market;
  readonly marketId: number;
  /** Size units, + long, - short. */
  readonly size: bigint;
  /** Worst acceptable price: a percent beyond the mark, 1e-16 money per unit. */
  readonly worstPrice: bigint;
}

export interface Opening {
  readonly plan: AccountPlan;
  /** What the account is funded with, 1e-6 USD. */
  readonly deposit: bigint;
  readonly orders: readonly OpeningOrder[];
}

/** Beyond the rounding of value and margin of two positions, 1e-6 USD. */
const ROUNDING = 10n;

function marketOf({ markets }: Pick<ProtocolParameters, "markets">, asset: Market): MarketParameters {
  const market = markets.find((candidate) => candidate.asset === asset);
  if (market === undefined) throw new MissingMarketError(asset);
  return market;
}

/**
 * Turns plans into orders that execute one after the other at `prices`, and into deposits that give each account its
 * leverage to the unit: of the notional at mark once fees, spread and premium are paid, or (benchmarks) of what the fill
 * came to.
 * @param prices 8 decimals.
 */
export function planOpenings(
  plans: readonly AccountPlan[],
  prices: PerMarket<bigint>,
  parameters: Pick<ProtocolParameters, "markets">,
): readonly Opening[] {
  const markets = perMarket((market) => marketOf(parameters, market));
  const skews = { ETH: 0n, BTC: 0n };
  return plans.map((plan) => {
    let margin = 0n;
    let costs = 0n;
    const orders = plan.legs.map(({ market, long, notional }): OpeningOrder => {
      const { feed, trade } = markets[market];
      const price = unitPrice(prices[market], feed.sizeDecimals);
      const units = sizeFor(notional, price);
      const size = long ? units : -units;
      const fill = openingFill(price, skews[market], size, trade);
      skews[market] += size;
      const leveraged = plan.marginOf === "fill" ? fill.quote : fill.value;
      margin += divideUp((leveraged < 0n ? -leveraged : leveraged) * 10n, BigInt(plan.leverageTenths));
      costs += fill.fee + (plan.marginOf === "fill" ? 0n : fill.quote - fill.value);
      const worstPrice = long ? (price * 101n) / 100n : (price * 99n) / 100n;
      return { market, marketId: marketIdOf(parameters, market), size, worstPrice };
    });
    return { plan, deposit: margin + costs + (plan.marginOf === "fill" ? 0n : ROUNDING), orders };
  });
}
