// SPDX-License-Identifier: MIT
import { expect } from "chai";
import fc from "fast-check";

import { catchUp, fill, newAccount, valueAt } from "../../../../scripts/lib/deleveraging/account.ts";
import type { ExactAccount, Sides } from "../../../../scripts/lib/deleveraging/account.ts";
import { divide, negative, ONE, order, rational, sum, ZERO } from "../../../../scripts/lib/deleveraging/rational.ts";
import type { Rational } from "../../../../scripts/lib/deleveraging/rational.ts";
import { deleverage, FractionError, fund, newSide } from "../../../../scripts/lib/deleveraging/side.ts";

const NEW: Sides = { longs: newSide(true), shorts: newSide(false) };
const whole = (value: number): Rational => rational(BigInt(value));

/** One market in which everything happens that can: the accounts trade with each other, and are closed against a side. */
class Market {
  sides: Sides = NEW;
  readonly accounts: ExactAccount[];

  constructor(count: number) {
    this.accounts = Array.from({ length: count }, () => newAccount(NEW, whole(1_000)));
  }

  account(index: number): ExactAccount {
    const account = this.accounts[index % this.accounts.length];
    if (account === undefined) throw new RangeError("a market without accounts");
    return account;
  }

  current = (): readonly ExactAccount[] => this.accounts.map((account) => catchUp(this.sides, account));

  value = (price: Rational): Rational => sum(this.accounts.map((account) => valueAt(this.sides, account, price)));

  fill(index: number, delta: Rational, quote: Rational): void {
    const filled = fill(this.sides, this.account(index), delta, quote);
    this.accounts[index % this.accounts.length] = filled;
  }

  trade(buyer: number, seller: number, size: Rational, quote: Rational): void {
    if (this.account(buyer) === this.account(seller)) return;
    this.fill(buyer, size, quote);
    this.fill(seller, negative(size), negative(quote));
  }

  fund(growth: Rational): void {
    this.sides = { longs: fund(this.sides.longs, growth), shorts: fund(this.sides.shorts, growth) };
  }

  /** Closes a part of an account against the opposite side, which takes exactly that. */
  close(index: number, part: Rational, price: Rational): void {
    const { size } = catchUp(this.sides, this.account(index));
    if (order(size, ZERO) === 0n) return;
    const long = order(size, ZERO) > 0n;
    const against = this.current().filter((other) => order(other.size, ZERO) < 0n === long);
    const units = rational(size.numerator * part.numerator, size.denominator * part.denominator);
    const quote = rational(-units.numerator * price.numerator, units.denominator * price.denominator);
    this.fill(index, negative(units), quote);
    const taken = sum(against.filter((other) => order(other.size, ZERO) !== 0n).map(({ size: held }) => held));
    const fraction = divide(negative(units), taken);
    this.sides = long
      ? { ...this.sides, shorts: deleverage(this.sides.shorts, fraction, price) }
      : { ...this.sides, longs: deleverage(this.sides.longs, fraction, price) };
  }
}

const numbers = fc.integer({ min: 0, max: 5 });
const prices = fc.bigInt(1n, 1_000n).map((value) => rational(value, 7n));
/** A whole position among them: f = 1 where the account is alone on its side. */
const parts = fc.bigInt(1n, 64n).map((value) => (value > 48n ? ONE : rational(value, 49n)));
const steps = fc.oneof(
  fc
    .tuple(numbers, numbers, fc.integer({ min: 1, max: 10 ** 6 }), prices)
    .map(([buyer, seller, size, price]) => (market: Market): void => {
      market.trade(buyer, seller, whole(size), rational(BigInt(size) * price.numerator, price.denominator));
    }),
  fc.bigInt(-50n, 50n).map((growth) => (market: Market): void => {
    market.fund(rational(growth, 3n));
  }),
  fc.tuple(numbers, parts, prices).map(([account, part, price]) => (market: Market): void => {
    market.close(account, part, price);
  }),
);

describe("deleveraging in exact numbers", () => {
  it("shrinks every position of one side by the same fraction and pays it the price", () => {
    const long = fill(NEW, newAccount(NEW, whole(100)), whole(10), whole(2_000));
    const sides: Sides = { ...NEW, longs: deleverage(NEW.longs, rational(1n, 4n), whole(150)) };
    const { cash, size, entryNotional } = catchUp(sides, long);
    expect(size).to.deep.equal(rational(15n, 2n));
    expect(entryNotional).to.deep.equal(whole(-1_500));
    // 2.5 units at 150, less the 500 that they had cost.
    expect(cash).to.deep.equal(whole(100 + 375 - 500));
  });

  it("lets shorts pay the price and leaves the other side alone", () => {
    const short = fill(NEW, newAccount(NEW, ZERO), whole(-10), whole(-2_000));
    const sides: Sides = { ...NEW, shorts: deleverage(NEW.shorts, ONE, whole(250)) };
    expect(catchUp(sides, short)).to.deep.include({ cash: whole(2_000 - 2_500), size: ZERO, entryNotional: ZERO });
    expect(catchUp({ ...NEW, longs: deleverage(NEW.longs, ONE, whole(250)) }, short).size).to.deep.equal(whole(-10));
  });

  it("ends a generation below its floor, and positions walk through those they missed", () => {
    const long = fill(NEW, newAccount(NEW, ZERO), whole(1), ZERO);
    let { longs } = NEW;
    for (let i = 0; i < 9; ++i) longs = deleverage(longs, rational(1_023n, 1_024n), whole(1));
    expect(longs.ended.length).to.equal(2);
    expect(catchUp({ ...NEW, longs }, long)).to.deep.include({
      cash: rational(2n ** 90n - 1n, 2n ** 90n),
      size: rational(1n, 2n ** 90n),
    });
  });

  it("refuses a fraction that is not above zero, or is above one", () => {
    for (const fraction of [ZERO, rational(-1n), rational(3n, 2n)]) {
      expect(() => deleverage(NEW.longs, fraction, ONE))
        .to.throw(FractionError)
        .that.deep.includes({ fraction });
    }
  });

  it("conserves the sum of sizes and all value, exactly, at any price and in any order of touches", () => {
    fc.assert(
      fc.property(fc.array(steps, { minLength: 10, maxLength: 40 }), prices, prices, (history, low, high) => {
        const market = new Market(6);
        for (const step of history) {
          step(market);
          expect(sum(market.current().map(({ size }) => size))).to.deep.equal(ZERO);
        }
        expect(market.value(low)).to.deep.equal(whole(6_000));
        expect(market.value(high)).to.deep.equal(whole(6_000));
      }),
      { numRuns: 50 },
    );
  });

  it("brings the same to a position however often it is touched", () => {
    const events = fc.array(fc.tuple(fc.bigInt(1n, 1_000n), prices, fc.bigInt(-50n, 50n), fc.boolean()), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(fc.boolean(), events, (long, history) => {
        const once = fill(NEW, newAccount(NEW, ZERO), whole(long ? 7 : -7), whole(900));
        let [often, sides] = [once, NEW];
        for (const [part, price, growth, touched] of history) {
          const fraction = rational(part, 1_000n);
          sides = {
            longs: deleverage(fund(sides.longs, rational(growth)), fraction, price),
            shorts: deleverage(fund(sides.shorts, rational(growth)), fraction, price),
          };
          if (touched) often = catchUp(sides, often);
        }
        const results = [often, once].map((account) => {
          const { cash, size, entryNotional } = catchUp(sides, account);
          return { cash, size, entryNotional };
        });
        expect(results[0]).to.deep.equal(results[1]);
      }),
      { numRuns: 50 },
    );
  });
});
