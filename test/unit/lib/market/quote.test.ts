// SPDX-License-Identifier: MIT
import { expect } from "chai";
import fc from "fast-check";

import { SkewScaleError, ZeroSizeError } from "../../../../scripts/lib/market/errors.ts";
import { feeUp, fillPrice, quoteUp } from "../../../../scripts/lib/market/quote.ts";
import type { PoolTerms } from "../../../../scripts/lib/market/quote.ts";
import { toMoney, usd, ZERO_MONEY } from "../../../../scripts/lib/units/money.ts";
import { toPrice } from "../../../../scripts/lib/units/price.ts";
import { percent, ratioOf, ZERO_RATIO } from "../../../../scripts/lib/units/ratio.ts";
import { toSize, ZERO_SIZE } from "../../../../scripts/lib/units/size.ts";
import type { Size } from "../../../../scripts/lib/units/size.ts";
import { at, eth, fees, magnitudes, openSizes, opposite, prices, scales, sizes } from "../support.ts";

const CALM: PoolTerms = {
  indexPrice: at("2000"),
  skew: ZERO_SIZE,
  skewScale: eth("1000000"),
  spread: ratioOf("0.0005"),
};

const anyTerms: fc.Arbitrary<PoolTerms> = fc.record({
  indexPrice: prices,
  skew: sizes,
  skewScale: scales,
  spread: fees,
});

/** The same pool after trades of so much. */
const after = (terms: PoolTerms, ...deltas: Size[]): PoolTerms => ({
  ...terms,
  skew: toSize(deltas.reduce<bigint>((skew, delta) => skew + delta, terms.skew)),
});

describe("a quote of the pool", () => {
  it("is the size at index and average premium, with the spread against a buyer", () => {
    // 2,000 x (1 + 50 / 1,000,000 + 0.0005) x 100
    expect(quoteUp(eth("100"), CALM)).to.equal(usd("200110"));
  });

  it("pays a seller the average premium less the spread", () => {
    // 2,000 x (1 - 50 / 1,000,000 - 0.0005) x 100
    expect(quoteUp(eth("-100"), CALM)).to.equal(usd("-199890"));
  });

  it("is rounded up: a buyer pays the next unit and a seller receives the one before", () => {
    const terms = { ...CALM, indexPrice: toPrice(1n), spread: ZERO_RATIO };
    expect(quoteUp(toSize(1n), terms)).to.equal(1n);
    expect(quoteUp(toSize(-1n), terms)).to.equal(0n);
  });

  it("does not depend on how an order is split, but for a unit per fill", () => {
    fc.assert(
      fc.property(
        anyTerms,
        fc.array(magnitudes, { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        (terms, parts, buys) => {
          const deltas = parts.map((part) => (buys ? part : opposite(part)));
          const quotes = deltas.map((delta, index) => quoteUp(delta, after(terms, ...deltas.slice(0, index))));
          const split = quotes.reduce<bigint>((sum, quote) => sum + quote, 0n);
          const whole = quoteUp(toSize(deltas.reduce<bigint>((sum, delta) => sum + delta, 0n)), terms);
          expect(split >= whole && split - whole < BigInt(parts.length)).to.equal(true);
        },
      ),
    );
  });

  it("never gains on a round trip at an unchanged index, which costs the spread of both ways", () => {
    fc.assert(
      fc.property(anyTerms, openSizes, (terms, delta) => {
        const back = opposite(delta);
        const cost = quoteUp(delta, terms) + quoteUp(back, after(terms, delta));
        const spreadless = { ...terms, spread: ZERO_RATIO };
        const free = quoteUp(delta, spreadless) + quoteUp(back, after(spreadless, delta));
        expect(cost >= free && free >= 0n && free <= 1n).to.equal(true);
      }),
    );
  });

  it("throws SkewScaleError where the scale is not above zero", () => {
    expect(() => quoteUp(eth("1"), { ...CALM, skewScale: ZERO_SIZE }))
      .to.throw(SkewScaleError)
      .that.includes({ skewScale: 0n });
  });
});

describe("the fee of a fill", () => {
  it("is taken of notional executed in either direction, rounded up", () => {
    expect(feeUp(usd("200110"), percent("0.05"))).to.equal(usd("100.055"));
    expect(feeUp(usd("-199890"), percent("0.05"))).to.equal(usd("99.945"));
    expect(feeUp(toMoney(-1n), percent("0.05"))).to.equal(1n);
    expect(feeUp(ZERO_MONEY, percent("0.05"))).to.equal(0n);
  });
});

describe("the price of a fill", () => {
  it("is the quote per unit, up for a buy and down for a sale", () => {
    expect(fillPrice(eth("100"), usd("200110"))).to.equal(at("2001.1"));
    expect(fillPrice(eth("-100"), usd("-199890"))).to.equal(at("1998.9"));
    expect(fillPrice(toSize(3n), toMoney(1n))).to.equal(3_333_333_333_333_334n);
    expect(fillPrice(toSize(-3n), toMoney(-1n))).to.equal(3_333_333_333_333_333n);
  });

  it("throws ZeroSizeError for a fill of nothing", () => {
    expect(() => fillPrice(ZERO_SIZE, ZERO_MONEY)).to.throw(ZeroSizeError);
  });
});
