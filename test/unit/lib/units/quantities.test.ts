// SPDX-License-Identifier: MIT
import { expect } from "chai";
import fc from "fast-check";

import { NotWholeUnitsError, OutOfRangeError, SizeDecimalsError } from "../../../../scripts/lib/units/errors.ts";
import { formatUsd, toMoney, usd } from "../../../../scripts/lib/units/money.ts";
import { formatPrice, MAX_PRICE, priceOf, toPrice } from "../../../../scripts/lib/units/price.ts";
import { formatPercent, percent, ratioOf, toRatio } from "../../../../scripts/lib/units/ratio.ts";
import { base, formatBase, MAX_SIZE, toSize } from "../../../../scripts/lib/units/size.ts";
import { prices, sizes } from "../support.ts";

describe("units at the edge", () => {
  it("count money in 1e-6 USD", () => {
    expect(usd("1250.50")).to.equal(1_250_500_000n);
    expect(formatUsd(usd("-3"))).to.equal("-3.00");
    expect(() => usd("0.0000005"))
      .to.throw(NotWholeUnitsError)
      .that.includes({ decimals: 6 });
  });

  it("count tokens in the market's units and refuse parts of one", () => {
    expect(base("0.3", 9)).to.equal(300_000_000n);
    expect(base("-2", 10)).to.equal(-20_000_000_000n);
    expect(formatBase(base("0.3", 9), 9)).to.equal("0.3");
    expect(() => base("0.15", 1))
      .to.throw(NotWholeUnitsError)
      .that.includes({ text: "0.15", decimals: 1 });
  });

  it("hold a size of 72 bits with sign and no more", () => {
    expect(base(MAX_SIZE.toString(), 0)).to.equal(MAX_SIZE);
    const beyond = MAX_SIZE + 1n;
    expect(() => base(beyond.toString(), 0))
      .to.throw(OutOfRangeError)
      .that.includes({ quantity: "size", value: beyond, minimum: -MAX_SIZE, maximum: MAX_SIZE });
  });

  it("price one unit of a market in 1e-22 USD", () => {
    expect(priceOf("2000.3", 9)).to.equal(20_003_000_000_000_000n);
    expect(priceOf("60000", 10)).to.equal(60_000_000_000_000_000n);
    expect(formatPrice(priceOf("2000.3", 9), 9)).to.equal("2000.30");
  });

  it("refuse a price finer than the scale, below zero or beyond 80 bits", () => {
    expect(() => priceOf("0.001", 20))
      .to.throw(NotWholeUnitsError)
      .that.includes({ decimals: 2 });
    expect(() => priceOf("-1", 9))
      .to.throw(OutOfRangeError)
      .that.includes({ quantity: "price", minimum: 0n });
    expect(toPrice(MAX_PRICE)).to.equal(2n ** 80n - 1n);
    expect(() => toPrice(MAX_PRICE + 1n))
      .to.throw(OutOfRangeError)
      .that.includes({ maximum: MAX_PRICE });
  });

  for (const sizeDecimals of [-1, 0.5, 23, Number.NaN]) {
    it(`throws SizeDecimalsError for ${sizeDecimals} size decimals`, () => {
      expect(() => base("1", sizeDecimals)).to.throw(SizeDecimalsError);
      expect(() => priceOf("1", sizeDecimals))
        .to.throw(SizeDecimalsError)
        .that.includes({ maximum: 22 });
      expect(() => formatBase(toSize(1n), sizeDecimals)).to.throw(SizeDecimalsError);
    });
  }

  it("count ratios in parts per million, never below zero", () => {
    expect(ratioOf("0.025")).to.equal(25_000n);
    expect(percent("2.5")).to.equal(25_000n);
    expect(formatPercent(percent("0.05"))).to.equal("0.05%");
    expect(() => toRatio(-1n))
      .to.throw(OutOfRangeError)
      .that.includes({ quantity: "ratio", value: -1n });
  });

  it("refuse money and sizes that the contracts could not compute", () => {
    expect(() => toMoney(2n ** 255n))
      .to.throw(OutOfRangeError)
      .that.includes({ quantity: "amount of money" });
    expect(() => toSize(-(2n ** 255n)))
      .to.throw(OutOfRangeError)
      .that.includes({ quantity: "size" });
  });

  it("come back from their text unchanged", () => {
    fc.assert(
      fc.property(prices, sizes, fc.integer({ min: 0, max: 22 }), (price, size, sizeDecimals) => {
        expect(priceOf(formatPrice(price, sizeDecimals), sizeDecimals)).to.equal(price);
        expect(base(formatBase(size, sizeDecimals), sizeDecimals)).to.equal(size);
      }),
    );
  });
});
