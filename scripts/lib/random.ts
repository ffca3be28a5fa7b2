// SPDX-License-Identifier: MIT
import { createHash } from "node:crypto";

import { uniformBigInt } from "pure-rand/distribution/uniformBigInt";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";

/** A stream of choices that one seed fixes, on every machine and in every run. */
export interface Random {
  /** Uniform in [min, max], both included. */
  uniform(min: bigint, max: bigint): bigint;
  /** Uniform safe integer in [min, max], both included. */
  integer(min: number, max: number): number;
  /** One item, all equally likely. */
  pick<T>(items: readonly T[]): T;
  /** True in `numerator` of `denominator` draws. */
  chance(numerator: number, denominator: number): boolean;
  /** In [min, max], both positive, with equal weight for each doubling: small values are as likely as large ones. */
  logUniform(min: bigint, max: bigint): bigint;
  /** A shuffled copy. */
  shuffle<T>(items: readonly T[]): T[];
  /**
   * A stream of its own for one purpose: what is drawn from it moves no other stream, and it is the same however much
   * was drawn here before.
   */
  fork(label: string): Random;
}

/** Thrown when a draw is asked for from nothing. */
export class EmptyRangeError extends Error {
  override readonly name = "EmptyRangeError";
  readonly what: string;

  constructor(what: string) {
    super(`cannot draw from ${what}; give a range or a list that holds at least one value`);
    this.what = what;
  }
}

/** Fraction bits of the exponent in `logUniform`. */
const EXPONENT_BITS = 32;
/** Fraction bits of the ratios it multiplies. */
const RATIO_BITS = 64n;
const ONE = 1n << RATIO_BITS;

/** Floor of the square root, by Newton's method from above. */
function squareRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/**
 * min · (max / min)^(fraction / 2^32). In integers, because the last digit of `Math.exp` is not the same in every
 * engine, and a seed must mean the same accounts everywhere.
 */
function interpolateGeometrically(min: bigint, max: bigint, fraction: number): bigint {
  let root = (max << RATIO_BITS) / min;
  let factor = ONE;
  for (let bit = EXPONENT_BITS - 1; bit >= 0; bit--) {
    root = squareRoot(root << RATIO_BITS);
    if (Math.floor(fraction / 2 ** bit) % 2 === 1) factor = (factor * root) >> RATIO_BITS;
  }
  return (min * factor) >> RATIO_BITS;
}

/** The stream for a seed: any text, the empty one included. */
export function createRandom(seed: string): Random {
  const digest = createHash("sha256").update(seed).digest();
  const generator = xoroshiro128plusFromState([0, 4, 8, 12].map((offset) => digest.readInt32LE(offset)));

  const integer = (min: number, max: number): number => {
    if (!(min <= max)) throw new EmptyRangeError(`the range ${min} to ${max}`);
    return uniformInt(generator, min, max);
  };

  return {
    uniform(min, max) {
      if (min > max) throw new EmptyRangeError(`the range ${min.toString()} to ${max.toString()}`);
      return uniformBigInt(generator, min, max);
    },
    integer,
    pick<T>(items: readonly T[]): T {
      if (items.length === 0) throw new EmptyRangeError("an empty list");
      // A slice of one, so that a list whose items may be undefined keeps its type.
      const index = integer(0, items.length - 1);
      for (const item of items.slice(index, index + 1)) return item;
      throw new EmptyRangeError("a list with holes");
    },
    chance(numerator, denominator) {
      return integer(1, denominator) <= numerator;
    },
    logUniform(min, max) {
      if (min <= 0n || min > max) throw new EmptyRangeError(`the range ${min.toString()} to ${max.toString()}`);
      const value = interpolateGeometrically(min, max, integer(0, 2 ** EXPONENT_BITS - 1));
      return value < min ? min : value > max ? max : value;
    },
    shuffle<T>(items: readonly T[]): T[] {
      const left = [...items];
      const shuffled: T[] = [];
      while (left.length > 0) shuffled.push(...left.splice(integer(0, left.length - 1), 1));
      return shuffled;
    },
    fork(label) {
      return createRandom(`${seed}/${label}`);
    },
  };
}
