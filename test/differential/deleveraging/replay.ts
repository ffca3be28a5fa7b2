// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { catchUp, fill, newAccount } from "../../../scripts/lib/deleveraging/account.ts";
import type { ExactAccount, Sides } from "../../../scripts/lib/deleveraging/account.ts";
import { add, multiply, order, rational, subtract } from "../../../scripts/lib/deleveraging/rational.ts";
import type { Rational } from "../../../scripts/lib/deleveraging/rational.ts";
import { deleverage, fund, newSide } from "../../../scripts/lib/deleveraging/side.ts";
import { PRICE_SCALE } from "../../../scripts/lib/units/price.ts";
import { absolute, divUp } from "../../../scripts/lib/units/rounding.ts";
import { ACCOUNTS, FUNDING_RANGE, HIGHEST_PRICE, LOWEST_PRICE } from "./histories.ts";

const POOL = 0;

/** What the contract has of an account. Cash and entry notional only change places, so their sum is what counts. */
interface Held {
  size: bigint;
  balance: bigint;
}

/** What rounding may have taken from an account. */
interface Bound {
  money: bigint;
  /** In 1/STEPS. */
  units: bigint;
}

/** Steps of one unit, as the scale's floor has them: one step of the scale is |size| / scale of a unit. */
const STEPS = 2n ** 64n;

const perUnit = (price: bigint): Rational => rational(price, PRICE_SCALE);

/** Repeats in exact numbers what a harness has emitted, and compares account by account. */
export class Replay {
  #sides: Sides = { longs: newSide(true), shorts: newSide(false) };
  #fundingIndex = 0n;
  readonly #exact: ExactAccount[];
  readonly #held: Held[];
  readonly #bounds: Bound[];
  deleveragings = 0;

  constructor(readonly deposit: bigint) {
    const accounts = Array.from({ length: Number(ACCOUNTS) });
    this.#exact = accounts.map(() => newAccount(this.#sides, rational(deposit)));
    this.#held = accounts.map(() => ({ size: 0n, balance: deposit }));
    this.#bounds = accounts.map(() => ({ money: 0n, units: 0n }));
  }

  touched(account: bigint, size: bigint, entryNotional: bigint, cash: bigint, epochsMissed: bigint): void {
    const index = Number(account);
    const held = this.#heldOf(index);
    [held.size, held.balance] = [size, entryNotional + cash];
    // What rounding takes goes there, so there is nothing to compare.
    if (index === POOL) return;
    const before = this.#exactOf(index);
    const exact = catchUp(this.#sides, before);
    this.#exact[index] = exact;
    const generations = BigInt(Math.max(0, exact.mark.generation - before.mark.generation));
    const bound = this.#boundOf(index);
    bound.money += epochsMissed > 0n ? generations + 2n : 1n;
    bound.units += epochsMissed > 0n ? (generations + 1n) * STEPS : 0n;
    this.#compare(index);
  }

  filled(account: bigint, delta: bigint, quote: bigint): void {
    const index = Number(account);
    const held = this.#heldOf(index);
    held.size += delta;
    held.balance -= quote;
    if (index === POOL) return;
    this.#exact[index] = fill(this.#sides, this.#exactOf(index), rational(delta), rational(quote));
  }

  fundingMoved(fundingIndex: bigint): void {
    const growth = perUnit(fundingIndex - this.#fundingIndex);
    this.#fundingIndex = fundingIndex;
    this.#sides = { longs: fund(this.#sides.longs, growth), shorts: fund(this.#sides.shorts, growth) };
  }

  deleveraged(long: boolean, units: bigint, openInterest: bigint, price: bigint, scale: bigint): void {
    ++this.deleveragings;
    for (const [index, { size }] of this.#held.entries()) {
      if (size > 0n === long) this.#boundOf(index).units += divUp(absolute(size) * STEPS, scale);
    }
    const fraction = rational(units, openInterest);
    this.#sides = long
      ? { ...this.#sides, longs: deleverage(this.#sides.longs, fraction, perUnit(price)) }
      : { ...this.#sides, shorts: deleverage(this.#sides.shorts, fraction, perUnit(price)) };
  }

  get sizes(): bigint {
    return this.#held.reduce((sum, { size }) => sum + size, 0n);
  }

  get balances(): bigint {
    return this.#held.reduce((sum, { balance }) => sum + balance, 0n);
  }

  get generations(): number {
    return this.#sides.longs.ended.length + this.#sides.shorts.ended.length;
  }

  /** Value is a line in the mark, so what holds at both ends holds between. */
  #compare(index: number): void {
    const { money, units } = this.#boundOf(index);
    // One of money more for the index.
    const most = add(rational(money + 1n), multiply(rational(units, STEPS), perUnit(HIGHEST_PRICE + FUNDING_RANGE)));
    for (const mark of [LOWEST_PRICE, HIGHEST_PRICE]) {
      const lost = this.#lost(index, perUnit(mark));
      expect(order(lost, rational(0n)) >= 0n, `account ${index.toString()} gained at ${mark.toString()}`).to.equal(
        true,
      );
      expect(order(lost, most) <= 0n, `account ${index.toString()} lost too much at ${mark.toString()}`).to.equal(true);
    }
  }

  #lost(index: number, mark: Rational): Rational {
    const { cash, entryNotional, size } = this.#exactOf(index);
    const held = this.#heldOf(index);
    const exact = add(add(cash, entryNotional), multiply(size, mark));
    return subtract(exact, add(rational(held.balance), multiply(rational(held.size), mark)));
  }

  #exactOf = (index: number): ExactAccount => at(this.#exact, index);
  #heldOf = (index: number): Held => at(this.#held, index);
  #boundOf = (index: number): Bound => at(this.#bounds, index);
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`no account ${index.toString()}`);
  return item;
}
