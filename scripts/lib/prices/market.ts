// SPDX-License-Identifier: MIT

/** The two markets of a replay, in the order in which tables show them. */
export const MARKETS = ["ETH", "BTC"] as const;

export type Market = (typeof MARKETS)[number];

/** One value for each market. */
export type PerMarket<T> = Readonly<Record<Market, T>>;

/** Builds a value for each market. */
export const perMarket = <T>(value: (market: Market) => T): PerMarket<T> => ({
  ETH: value("ETH"),
  BTC: value("BTC"),
});

/** The market that a user's word means, in any case. */
export const marketNamed = (word: string): Market | undefined =>
  MARKETS.find((market) => market === word.trim().toUpperCase());
