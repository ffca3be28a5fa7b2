// SPDX-License-Identifier: MIT
import type { Beat } from "../lib/prices/beats.ts";
import { MARKETS, perMarket } from "../lib/prices/market.ts";
import type { Market, PerMarket } from "../lib/prices/market.ts";

const RATIO_ONE = 1_000_000n;

/** Of a jump bound, what a step takes at most, in hundredths: the oracle's own rounding of prices fits beside it. */
const SHARE_OF_BOUND = 98n;

const ceilDiv = (a: bigint, b: bigint): bigint => (a + b - 1n) / b;

/** Steps into which a move must be cut so that none is longer than the bound allows, from its lower end. */
function stepsOf(from: bigint, to: bigint, jumpBound: bigint): number {
  const [low, high] = from < to ? [from, to] : [to, from];
  return Math.max(1, Number(ceilDiv((high - low) * RATIO_ONE * 100n, low * jumpBound * SHARE_OF_BOUND)));
}

/**
 * Goes a long way as a feed does: it speaks on the way, where a file only has the ends. Where a price moves further from one
 * block to the next than the oracle believes of one round, blocks are put between, evenly in time and price; as many as the
 * clock has seconds for.
 * @param jumpBounds Of each market's feed, parts per million.
 */
export function fillGaps(beats: readonly Beat[], jumpBounds: PerMarket<bigint>): readonly Beat[] {
  return beats.flatMap((beat, index) => {
    const next = beats[index + 1];
    if (next === undefined) return [beat];
    const steps = (market: Market): number => stepsOf(beat.prices[market], next.prices[market], jumpBounds[market]);
    const seconds = next.timestamp - beat.timestamp;
    const count = Math.min(Math.max(...MARKETS.map(steps)), seconds);
    const between = Array.from({ length: count - 1 }, (_, place): Beat => {
      const part = (a: bigint, b: bigint): bigint => a + ((b - a) * BigInt(place + 1)) / BigInt(count);
      return {
        timestamp: beat.timestamp + Math.floor((seconds * (place + 1)) / count),
        prices: perMarket((market) => part(beat.prices[market], next.prices[market])),
        updated: perMarket((market) => beat.prices[market] !== next.prices[market]),
      };
    });
    return [beat, ...between];
  });
}
