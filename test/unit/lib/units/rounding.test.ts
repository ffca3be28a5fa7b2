// SPDX-License-Identifier: MIT
import { expect } from "chai";
import fc from "fast-check";

import { compare, fraction, roundDown, roundUp } from "../../../../scripts/lib/units/fraction.ts";
import { toMoney } from "../../../../scripts/lib/units/money.ts";
import { PRICE_SCALE, toPrice } from "../../../../scripts/lib/units/price.ts";
import { notionalUp, shareUp, valueDown } from "../../../../scripts/lib/units/products.ts";
import { toRatio } from "../../../../scripts/lib/units/ratio.ts";
import { clamp, divDown, divTowardsZero, divUp } from "../../../../scripts/lib/units/rounding.ts";
import { toSize } from "../../../../scripts/lib/units/size.ts";
import { prices, sizes } from "../support.ts";

const divisors = fc.bigInt(1n, 2n ** 80n);

describe("rounding", () => {
  it("goes to the side that its name says, for either sign", () => {
    expect([divDown(7n, 2n), divDown(-7n, 2n), divDown(-6n, 2n)]).to.deep.equal([3n, -4n, -3n]);
    expect([divUp(7n, 2n), divUp(-7n, 2n), divUp(6n, 2n)]).to.deep.equal([4n, -3n, 3n]);
    expect([divTowardsZero(7n, 2n), divTowardsZero(-7n, 2n)]).to.deep.equal([3n, -3n]);
  });

  it("is the nearest integer on that side", () => {
    fc.assert(
      fc.property(fc.bigInt(), divisors, (value, divisor) => {
        const down = divDown(value, divisor);
        expect(down * divisor <= value && value < (down + 1n) * divisor).to.equal(true);
        expect(divUp(value, divisor)).to.equal(-divDown(-value, divisor));
      }),
    );
  });

  it("refuses to divide by zero", () => {
    expect(() => divUp(1n, 0n)).to.throw(RangeError);
  });

  it("keeps fractions until it is asked for", () => {
    const half = fraction(-1n, -2n);
    expect(half).to.deep.equal({ numerator: 1n, denominator: 2n });
    expect([roundDown(half), roundUp(half), compare(half, fraction(2n, 4n))]).to.deep.equal([0n, 1n, 0n]);
    expect(compare(half, fraction(1n)) < 0n).to.equal(true);
  });

  it("takes notional up and value down, so that they differ by at most one unit from the exact product", () => {
    fc.assert(
      fc.property(sizes, prices, (size, price) => {
        const exact = size * price;
        const value = valueDown(size, price) * PRICE_SCALE;
        const notional = notionalUp(size, price) * PRICE_SCALE;
        const magnitude = exact < 0n ? -exact : exact;
        expect(value <= exact && exact - value < PRICE_SCALE).to.equal(true);
        expect(notional >= magnitude && notional - magnitude < PRICE_SCALE).to.equal(true);
      }),
    );
    expect(valueDown(toSize(-1n), toPrice(1n))).to.equal(-1n);
    expect(notionalUp(toSize(-1n), toPrice(1n))).to.equal(1n);
  });

  it("takes a share up, and a negative one towards zero", () => {
    expect(shareUp(toMoney(1n), toRatio(500_000n))).to.equal(1n);
    expect(shareUp(toMoney(-1n), toRatio(500_000n))).to.equal(0n);
  });

  it("clamps to the nearest bound", () => {
    expect([clamp(5n, -2n, 2n), clamp(-5n, -2n, 2n), clamp(1n, -2n, 2n)]).to.deep.equal([2n, -2n, 1n]);
  });
});
