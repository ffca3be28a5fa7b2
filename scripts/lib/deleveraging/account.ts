// SPDX-License-Identifier: MIT
import { add, divide, multiply, negative, ONE, order, subtract, ZERO } from "./rational.ts";
import type { Rational } from "./rational.ts";
import { markOf, since } from "./side.ts";
import type { Mark, SideState } from "./side.ts";

/** Both sides of a market. */
export interface Sides {
  readonly longs: SideState;
  readonly shorts: SideState;
}

/** An account in one market, in exact numbers: cash, and a position that remembers where its side stood. */
export interface ExactAccount {
  readonly cash: Rational;
  /** + long, - short. */
  readonly size: Rational;
  /** Quote paid (-) or received (+) for the open size. */
  readonly entryNotional: Rational;
  readonly mark: Mark;
}

const sideOf = ({ longs, shorts }: Sides, size: Rational): SideState => (order(size, ZERO) > 0n ? longs : shorts);

export const newAccount = (sides: Sides, cash: Rational): ExactAccount => ({
  cash,
  size: ZERO,
  entryNotional: ZERO,
  mark: markOf(sides.longs),
});

/** The account after what happened to its side since it was touched: cash, size and entry notional as section 9 says. */
export function catchUp(sides: Sides, account: ExactAccount): ExactAccount {
  const { size, entryNotional, cash } = account;
  const side = sideOf(sides, size);
  if (order(size, ZERO) === 0n) return { ...account, mark: markOf(side) };
  const { left, brought } = since(side, account.mark, size);
  const kept = divide(left, side.long ? size : negative(size));
  return {
    cash: add(add(cash, brought), multiply(entryNotional, subtract(ONE, kept))),
    size: multiply(size, kept),
    entryNotional: multiply(entryNotional, kept),
    mark: markOf(side),
  };
}

/**
 * A fill: + `quote` is paid by the account. All of it stays in the entry notional until the position is zero: what of it is
 * realized when moves between two terms of one sum.
 */
export function fill(sides: Sides, account: ExactAccount, delta: Rational, quote: Rational): ExactAccount {
  const current = catchUp(sides, account);
  const size = add(current.size, delta);
  const entryNotional = subtract(current.entryNotional, quote);
  const mark = markOf(sideOf(sides, size));
  if (order(size, ZERO) !== 0n) return { cash: current.cash, size, entryNotional, mark };
  return { cash: add(current.cash, entryNotional), size, entryNotional: ZERO, mark };
}

/** Cash, and the position at a price. */
export function valueAt(sides: Sides, account: ExactAccount, price: Rational): Rational {
  const { cash, size, entryNotional } = catchUp(sides, account);
  return add(add(cash, entryNotional), multiply(size, price));
}
