// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { formatPrice, parsePrice } from "../../../scripts/lib/prices/decimal.ts";

describe("prices as integers of 8 decimals", () => {
  for (const [text, price] of [
    ["195.3", 19_530_000_000n],
    ["0.00000001", 1n],
    ["121758.75", 12_175_875_000_000n],
    ["7", 700_000_000n],
    ["7.", 700_000_000n],
    ["-1.5", -150_000_000n],
    ["1.5e2", 15_000_000_000n],
    ["6.25e-05", 6_250n],
  ] as const) {
    it(`reads ${text} as ${price.toString()}`, () => {
      expect(parsePrice(text)).to.equal(price);
    });
  }

  it("keeps every digit of a price that a float would lose", () => {
    expect(parsePrice("90071992547409.93000001")).to.equal(9_007_199_254_740_993_000_001n);
  });

  it("cuts digits past the eighth", () => {
    expect(parsePrice("0.123456789")).to.equal(12_345_678n);
    expect(parsePrice("99.999999999999")).to.equal(9_999_999_999n);
  });

  for (const text of ["", " ", "n/a", "NaN", "Infinity", "1,200.5", "$5", "0x10", "1.2.3", ".", "1e", "--1"]) {
    it(`does not take "${text}" for a number`, () => {
      expect(parsePrice(text)).to.equal(undefined);
    });
  }

  it("writes a price with separators and two digits, cut and not rounded", () => {
    expect(formatPrice(12_175_899_999_999n)).to.equal("121,758.99");
    expect(formatPrice(-150_000_000n)).to.equal("-1.50");
    expect(formatPrice(1n, 8)).to.equal("0.00000001");
    expect(formatPrice(100_000_000_000n, 0)).to.equal("1,000");
  });
});
