// SPDX-License-Identifier: MIT
import { add, magnitude, multiply, negative, ONE, order, rational, subtract, ZERO } from "./rational.ts";
import type { Rational } from "./rational.ts";

/** One side of a market as funding and deleveragings left it. DESIGN, section 9; prices and cash are money per unit. */
export interface SideState {
  readonly long: boolean;
  /** What is left of one unit that was there at the generation's beginning. */
  readonly scale: Rational;
  /** Cash that one such unit has brought since. */
  readonly index: Rational;
  /** The last scale and index of every generation that has ended, the oldest first. */
  readonly ended: readonly Snapshot[];
}

export interface Snapshot {
  readonly scale: Rational;
  readonly index: Rational;
}

/** Where a position of a side was touched last. */
export interface Mark extends Snapshot {
  readonly generation: number;
}

/** A fraction outside zero to one. */
export class FractionError extends Error {
  override readonly name = "FractionError";

  constructor(readonly fraction: Rational) {
    super(
      `a side cannot shrink by ${fraction.numerator.toString()}/${fraction.denominator.toString()}; give more than zero and at most one`,
    );
  }
}

/** Below it a generation ends. */
export const FLOOR = rational(1n, 2n ** 32n);

export const newSide = (long: boolean): SideState => ({ long, scale: ONE, index: ZERO, ended: [] });

export const markOf = ({ scale, index, ended }: SideState): Mark => ({ scale, index, generation: ended.length });

/** One unit of a long pays what the funding index grew by; one of a short receives it. */
export const fund = (side: SideState, growth: Rational): SideState => {
  const paid = multiply(side.scale, growth);
  return { ...side, index: add(side.index, side.long ? negative(paid) : paid) };
};

/**
 * Every position of the side shrinks by a fraction at one price: longs are paid for it, shorts pay.
 * @throws FractionError
 */
export function deleverage(side: SideState, fraction: Rational, price: Rational): SideState {
  if (order(fraction, ZERO) <= 0n || order(fraction, ONE) > 0n) throw new FractionError(fraction);
  const paid = multiply(multiply(side.scale, fraction), price);
  const scale = multiply(side.scale, subtract(ONE, fraction));
  const index = add(side.index, side.long ? paid : negative(paid));
  if (order(scale, FLOOR) >= 0n) return { ...side, scale, index };
  return { ...newSide(side.long), ended: [...side.ended, { scale, index }] };
}

/** What a magnitude at a mark has become, and the cash that it has brought. */
export function since(
  side: SideState,
  from: Mark,
  size: Rational,
): { readonly left: Rational; readonly brought: Rational } {
  let left = magnitude(size);
  let brought = ZERO;
  let then: Snapshot = from;
  for (const end of [...side.ended.slice(from.generation), side]) {
    const units = multiply(left, rational(then.scale.denominator, then.scale.numerator));
    brought = add(brought, multiply(units, subtract(end.index, then.index)));
    left = multiply(units, end.scale);
    then = { scale: ONE, index: ZERO };
  }
  return { left, brought };
}
