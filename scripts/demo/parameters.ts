// SPDX-License-Identifier: MIT
import { localParameters } from "../../deploy/parameters/local.ts";
import type { LocalOptions } from "../../deploy/parameters/local.ts";
import type { Asset, MarketParameters, ProtocolParameters } from "../../deploy/parameters/schema.ts";
import { percent, usd } from "../../deploy/parameters/units.ts";

/** What an LP brings to the pool before the crash, and what the insurance fund begins with, 1e-6 USD. */
export const POOL_CASH = usd("20,000,000");
export const INSURANCE_CASH = usd("250,000");

/** In the first tier of ETH: what published liquidation prices of that crash are computed with. */
export const ETH_MAINTENANCE = percent("2");

const adjusted = (market: MarketParameters): MarketParameters => {
  if (market.asset !== "ETH") return market;
  const [, ...higher] = market.tiers.maintenance;
  return { ...market, tiers: { ...market.tiers, maintenance: [ETH_MAINTENANCE, ...higher] } };
};

/** The local network's parameters at the replay's first prices. */
export function demoParameters(options: LocalOptions): ProtocolParameters {
  const parameters = localParameters(options);
  return { ...parameters, markets: parameters.markets.map(adjusted) };
}

/** Seconds: the shortest heartbeat among the feeds. */
export const heartbeatOf = ({ markets }: Pick<ProtocolParameters, "markets">): number =>
  Math.min(...markets.map(({ feed }) => feed.heartbeat));

/** Parts per million: how far a round of the market's feed may lie from the price before it and be believed at once. */
export const jumpBoundOf = ({ markets }: Pick<ProtocolParameters, "markets">, asset: Asset): bigint =>
  markets.find((market) => market.asset === asset)?.feed.jumpBound ?? 0n;
