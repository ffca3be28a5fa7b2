// SPDX-License-Identifier: MIT
import { expect } from "chai";
import fc from "fast-check";

import { SkewScaleError } from "../../../../scripts/lib/market/errors.ts";
import { premium, unwindingValueDown } from "../../../../scripts/lib/market/premium.ts";
import { quoteUp } from "../../../../scripts/lib/market/quote.ts";
import { usd } from "../../../../scripts/lib/units/money.ts";
import { valueDown } from "../../../../scripts/lib/units/products.ts";
import { ZERO_RATIO } from "../../../../scripts/lib/units/ratio.ts";
import { toSize, ZERO_SIZE } from "../../../../scripts/lib/units/size.ts";
import { at, eth, opposite, prices, scales, sizes } from "../support.ts";

describe("the pool's inventory", () => {
  it("is worth the index and half the premium of the skew that it carries", () => {
    // Short 1,000 at 2,000 x (1 + 1,000 / 2,000,000).
    expect(unwindingValueDown(eth("-1000"), at("2000"), eth("1000"), eth("1000000"))).to.equal(usd("-2001000"));
    expect(unwindingValueDown(eth("1000"), at("2000"), eth("-1000"), eth("1000000"))).to.equal(usd("1999000"));
  });

  it("brings exactly what the fill that unwinds it pays, without spread", () => {
    fc.assert(
      fc.property(sizes, prices, scales, (skew, indexPrice, skewScale) => {
        const inventory = opposite(skew);
        const paid = quoteUp(inventory, { indexPrice, skew, skewScale, spread: ZERO_RATIO });
        const brought = unwindingValueDown(inventory, indexPrice, skew, skewScale);
        // The trader's payment is rounded up, what the pool counts down.
        expect(paid - brought === 0n || paid - brought === 1n).to.equal(true);
      }),
    );
  });

  it("is never worth more than at mark", () => {
    fc.assert(
      fc.property(sizes, prices, scales, (skew, indexPrice, skewScale) => {
        const inventory = opposite(skew);
        const unwound = unwindingValueDown(inventory, indexPrice, skew, skewScale);
        expect(unwound <= valueDown(inventory, indexPrice)).to.equal(true);
      }),
    );
  });

  it("throws SkewScaleError where the scale is not above zero", () => {
    expect(() => premium(eth("1"), ZERO_SIZE))
      .to.throw(SkewScaleError)
      .that.includes({ skewScale: 0n });
    expect(() => unwindingValueDown(eth("1"), at("2000"), eth("-1"), toSize(-1n)))
      .to.throw(SkewScaleError)
      .that.includes({ skewScale: -1n });
  });
});
