// SPDX-License-Identifier: MIT
import type { Random } from "../random.ts";
import type { Beat } from "./beats.ts";
import { perMarket } from "./market.ts";
import type { Market, PerMarket } from "./market.ts";

/** A moment at which every market's price is known. */
export interface Level {
  /** Unix seconds; a whole number of steps after the first level's. */
  readonly timestamp: number;
  /** 8 decimals. */
  readonly prices: PerMarket<bigint>;
}

export interface BridgeOptions {
  /** Seconds from one block to the next. */
  readonly stepSeconds: number;
  /** Standard deviation of one step's noise, in hundredths of a percent. */
  readonly volatilityBps: number;
  /** No step is longer than this share of the lower of its two prices, in hundredths of a percent. */
  readonly maxStepBps: number;
}

const BPS = 10_000n;

/** Noise is counted in units of one standard deviation over 2^16. */
const DEVIATION = 1n << 16n;

/**
 * Roughly normal: twelve uniform draws of width one have variance one. The sum of integers is the same everywhere,
 * which the logarithm of a float is not.
 */
function normal(random: Random): bigint {
  let sum = 0n;
  for (let draw = 0; draw < 12; draw++) sum += random.uniform(-DEVIATION / 2n, DEVIATION / 2n);
  return sum;
}

/** A random walk of `steps` steps, tied down at both ends. */
function tiedWalk(shocks: readonly bigint[]): readonly bigint[] {
  const walk = [0n];
  for (const shock of shocks) walk.push((walk.at(-1) ?? 0n) + shock);
  const end = walk.at(-1) ?? 0n;
  const steps = BigInt(shocks.length);
  return walk.map((value, step) => value - (end * BigInt(step)) / steps);
}

/** Whether no step of the path is longer than the bound. */
export const keepsStep = (path: readonly bigint[], maxStepBps: number): boolean =>
  path.every((price, index) => {
    const next = path[index + 1] ?? price;
    const [low, high] = price < next ? [price, next] : [next, price];
    return (high - low) * BPS <= low * BigInt(maxStepBps);
  });

/** The prices of a straight line in `steps` steps, both ends included. */
export const straight = (start: bigint, end: bigint, steps: number): readonly bigint[] =>
  Array.from({ length: steps + 1 }, (_, step) => start + ((end - start) * BigInt(step)) / BigInt(steps));

interface Bounds {
  readonly low: bigint;
  readonly high: bigint;
}

/** Folds a price back between the bounds: a published low stays the low of the replay. */
function fold(price: bigint, { low, high }: Bounds): bigint {
  const folded = price < low ? 2n * low - price : price > high ? 2n * high - price : price;
  return folded < low ? low : folded > high ? high : folded;
}

/** Noise around the straight line; halved until no step is too long. */
function between(line: readonly bigint[], noise: readonly bigint[], bounds: Bounds, options: BridgeOptions) {
  const deviation = BigInt(options.volatilityBps);
  for (let divisor = 1n; divisor <= 1_024n; divisor *= 2n) {
    const path = line.map((price, step) => {
      const offset = (price * deviation * (noise[step] ?? 0n)) / (BPS * DEVIATION * divisor);
      return fold(price + offset, bounds);
    });
    if (keepsStep(path, options.maxStepBps)) return path;
  }
  return line;
}

const boundsOf = (levels: readonly Level[], market: Market): Bounds => {
  const [first = 0n, ...rest] = levels.map(({ prices }) => prices[market]);
  return rest.reduce(
    ({ low, high }, price) => ({ low: price < low ? price : low, high: price > high ? price : high }),
    { low: first, high: first },
  );
};

/**
 * Blocks between known levels: a Brownian bridge from each to the next, in integers, so that a seed gives the same
 * prices on every machine. Every level is met exactly, nothing leaves the range of the levels, and the second market
 * shares four fifths of the first one's noise, as crashes do.
 */
export function bridgeLevels(levels: readonly Level[], options: BridgeOptions, random: Random): readonly Beat[] {
  const bounds = perMarket((market) => boundsOf(levels, market));
  const updated = perMarket(() => true);
  const [first] = levels;
  const beats: Beat[] = first === undefined ? [] : [{ ...first, updated }];

  for (const [index, start] of levels.entries()) {
    const end = levels[index + 1];
    if (end === undefined) break;
    const steps = (end.timestamp - start.timestamp) / options.stepSeconds;
    const shared = Array.from({ length: steps }, () => normal(random));
    const own = shared.map((shock) => (4n * shock + 3n * normal(random)) / 5n);
    const shocks: PerMarket<readonly bigint[]> = { ETH: shared, BTC: own };
    const paths = perMarket((market) => {
      const line = straight(start.prices[market], end.prices[market], steps);
      return between(line, tiedWalk(shocks[market]), bounds[market], options);
    });
    for (let step = 1; step <= steps; step++) {
      const prices = perMarket((market) => paths[market][step] ?? end.prices[market]);
      beats.push({ timestamp: start.timestamp + step * options.stepSeconds, prices, updated });
    }
  }
  return beats;
}
