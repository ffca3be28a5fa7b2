// SPDX-License-Identifier: MIT
import { NoOverlapError } from "./errors/window.ts";
import { MARKETS, perMarket } from "./market.ts";
import type { Market, PerMarket } from "./market.ts";
import type { Round } from "./rounds.ts";

/** One block of a replay: what each feed says in it. */
export interface Beat {
  /** Unix seconds; each later than the one before. */
  readonly timestamp: number;
  /** 8 decimals. */
  readonly prices: PerMarket<bigint>;
  /** Whether the market's feed has a new round in this block; where not, its last price still stands. */
  readonly updated: PerMarket<boolean>;
}

const rangeOf = (rounds: readonly Round[]): readonly [number, number] => [
  rounds[0]?.timestamp ?? Infinity,
  rounds.at(-1)?.timestamp ?? -Infinity,
];

/** The last price of each second: a block has room for one round of a feed. */
const byTime = (rounds: readonly Round[]): ReadonlyMap<number, bigint> =>
  new Map(rounds.map(({ timestamp, price }) => [timestamp, price]));

/** The price that stands just before `time`. */
const standingAt = (rounds: readonly Round[], time: number): bigint | undefined =>
  rounds.findLast(({ timestamp }) => timestamp < time)?.price;

/**
 * Puts the rounds of the markets onto shared blocks, from the first second that all of them know to the last. Every
 * round in that range keeps its second; a market without one there keeps its price. Files of one interval thus share
 * every block, and hourly bars beside five-minute bars lose no low.
 */
export function alignRounds(series: PerMarket<readonly Round[]>): readonly Beat[] {
  const ranges = perMarket((market) => rangeOf(series[market]));
  const first = Math.max(...MARKETS.map((market) => ranges[market][0]));
  const last = Math.min(...MARKETS.map((market) => ranges[market][1]));
  if (!(first <= last)) throw new NoOverlapError(ranges);

  const rounds = perMarket((market) => byTime(series[market]));
  const times = new Set(MARKETS.flatMap((market) => [...rounds[market].keys()]));
  const shared = [...times].filter((time) => time >= first && time <= last).toSorted((a, b) => a - b);

  const standing = new Map<Market, bigint>();
  for (const market of MARKETS) {
    const price = standingAt(series[market], first);
    if (price !== undefined) standing.set(market, price);
  }
  return shared.map((timestamp, index) => {
    const updated = perMarket((market) => index === 0 || rounds[market].has(timestamp));
    const prices = perMarket((market) => {
      const price = rounds[market].get(timestamp) ?? standing.get(market);
      // Unreachable: every market has a round at or before the first shared second.
      if (price === undefined) throw new NoOverlapError(ranges);
      standing.set(market, price);
      return price;
    });
    return { timestamp, prices, updated };
  });
}
