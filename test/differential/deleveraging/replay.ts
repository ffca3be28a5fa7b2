// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { catchUp, fill, newAccount } from "../../../scripts/lib/deleveraging/account.ts";
import type { ExactAccount, Sides } from "../../../scripts/lib/deleveraging/account.ts";
import { add, multiply, order, rational, subtract } from "../../../scripts/lib/deleveraging/rational.ts";
import type { Rational } from "../../../scripts/lib/deleveraging/rational.ts";
import { deleverage, fund, newSide } from "../../../scripts/lib/deleveraging/side.ts";
import { PRICE_SCALE } from "../../../scripts/lib/units/price.ts";
import { ACCOUNTS, FUNDING_RANGE, HIGHEST_PRICE, LOWEST_PRICE } from "./histories.ts";

const POOL = 0;

/** What the contract has of an account. Cash and entry notional only change places, so their sum is what counts. */
interface Held {
  size: bigint;
  balance: bigint;
}

const perUnit = (price: bigint): Rational => rational(price, PRICE_SCALE);

/** Repeats in exact numbers what a harness has emitted, and compares account by account. */
export class Replay {
  #sides: Sides = { longs: newSide(true), shorts: newSide(false) };
  #fundingIndex = 0n;
  readonly #exact: ExactAccount[];
  readonly #held: Held[];
  /** By account: how often it was touched, and what could be lost by that in money and in units. */
  readonly #touches: { money: bigint; units: bigint }[];
  deleveragings = 0;

  constructor(readonly deposit: bigint) {
    const accounts = Array.from({ length: Number(ACCOUNTS) });
    this.#exact = accounts.map(() => newAccount(this.#sides, rational(deposit)));
    this.#held = accounts.map(() => ({ size: 0n, balance: deposit }));
    this.#touches = accounts.map(() => ({ money: 0n, units: 0n }));
  }

  touched(account: bigint, size: bigint, entryNotional: bigint, cash: bigint, epochsMissed: bigint): void {
    const index = Number(account);
    const before = this.#exactOf(index);
    const exact = catchUp(this.#sides, before);
    this.#exact[index] = exact;
    const held = this.#heldOf(index);
    const generations = BigInt(Math.max(0, exact.mark.generation - before.mark.generation));
    [held.size, held.balance] = [size, entryNotional + cash];
    const spent = this.#spentOf(index);
    spent.money += epochsMissed > 0n ? generations + 2n : 1n;
    spent.units += epochsMissed > 0n ? generations + 1n : 0n;
    if (index !== POOL) this.#compare(index);
  }

  filled(account: bigint, delta: bigint, quote: bigint): void {
    const index = Number(account);
    this.#exact[index] = fill(this.#sides, this.#exactOf(index), rational(delta), rational(quote));
    const held = this.#heldOf(index);
    held.size += delta;
    held.balance -= quote;
  }

  fundingMoved(fundingIndex: bigint): void {
    const growth = perUnit(fundingIndex - this.#fundingIndex);
    this.#fundingIndex = fundingIndex;
    this.#sides = { longs: fund(this.#sides.longs, growth), shorts: fund(this.#sides.shorts, growth) };
  }

  deleveraged(long: boolean, units: bigint, openInterest: bigint, price: bigint): void {
    ++this.deleveragings;
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
    const { money, units } = this.#spentOf(index);
    // One unit more for what 65 deleveragings round of the scale, and one of money for the index.
    const most = add(rational(money + 1n), multiply(rational(units + 1n), perUnit(HIGHEST_PRICE + FUNDING_RANGE)));
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
  #spentOf = (index: number): { money: bigint; units: bigint } => at(this.#touches, index);
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`no account ${index.toString()}`);
  return item;
}
