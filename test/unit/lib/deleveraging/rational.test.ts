// SPDX-License-Identifier: MIT
import { expect } from "chai";
import fc from "fast-check";

import {
  add,
  divide,
  multiply,
  order,
  rational,
  subtract,
  sum,
  ZERO,
  ZeroDenominatorError,
} from "../../../../scripts/lib/deleveraging/rational.ts";

const rationals = fc
  .tuple(fc.bigInt(-(2n ** 70n), 2n ** 70n), fc.bigInt(1n, 2n ** 70n))
  .map(([numerator, denominator]) => rational(numerator, denominator));

describe("a rational", () => {
  it("is in lowest terms with its sign above", () => {
    expect(rational(6n, -4n)).to.deep.equal({ numerator: -3n, denominator: 2n });
    expect(rational(0n, -7n)).to.deep.equal({ numerator: 0n, denominator: 1n });
  });

  it("throws ZeroDenominatorError for a quotient of nothing", () => {
    expect(() => rational(5n, 0n))
      .to.throw(ZeroDenominatorError)
      .that.includes({ numerator: 5n });
    expect(() => divide(rational(5n), ZERO)).to.throw(ZeroDenominatorError);
  });

  it("comes back from every sum and product unchanged", () => {
    fc.assert(
      fc.property(rationals, rationals, (a, b) => {
        expect(subtract(add(a, b), b)).to.deep.equal(a);
        expect(sum([a, b, a])).to.deep.equal(add(add(a, a), b));
        if (b.numerator !== 0n) expect(divide(multiply(a, b), b)).to.deep.equal(a);
      }),
    );
  });

  it("is ordered as its difference from zero is", () => {
    fc.assert(
      fc.property(rationals, rationals, (a, b) => {
        const sign = (value: bigint): number => (value > 0n ? 1 : value < 0n ? -1 : 0);
        expect(sign(order(a, b))).to.equal(sign(subtract(a, b).numerator));
      }),
    );
  });
});
