// SPDX-License-Identifier: MIT
import { expect } from "chai";
import fc from "fast-check";

import { formatDecimal, parseDecimal } from "../../../../scripts/lib/units/decimal.ts";
import { MalformedDecimalError, NotWholeUnitsError } from "../../../../scripts/lib/units/errors.ts";

describe("decimal strings", () => {
  for (const [text, decimals, value] of [
    ["1250.50", 6, 1_250_500_000n],
    ["-0.000001", 6, -1n],
    ["+7", 2, 700n],
    ["1.500000000", 1, 15n],
    ["3.000", 0, 3n],
    ["-1,250,000.5", 1, -12_500_005n],
    ["90071992547409.930001", 6, 90_071_992_547_409_930_001n],
  ] as const) {
    it(`reads ${text} with ${decimals} decimals as ${value.toString()}`, () => {
      expect(parseDecimal(text, decimals)).to.equal(value);
    });
  }

  for (const text of [
    "",
    " ",
    "12,50",
    "1250,500",
    ",5",
    "1,,250",
    "$5",
    ".5",
    "5.",
    "1e6",
    "0x10",
    "--1",
    "1.2.3",
    "1 ",
    "NaN",
  ]) {
    it(`throws MalformedDecimalError for "${text}"`, () => {
      expect(() => parseDecimal(text, 6))
        .to.throw(MalformedDecimalError)
        .that.includes({ text });
    });
  }

  it("throws NotWholeUnitsError where a digit would be lost, instead of rounding", () => {
    expect(() => parseDecimal("0.0000001", 6))
      .to.throw(NotWholeUnitsError, "at most 6 digits")
      .that.includes({ text: "0.0000001", decimals: 6 });
    expect(() => parseDecimal("1.5", 0)).to.throw(NotWholeUnitsError);
  });

  it("are written in full and with the digits asked for", () => {
    expect(formatDecimal(1_250_500_000n, 6, 2)).to.equal("1250.50");
    expect(formatDecimal(1_250_000_000n, 6, 2)).to.equal("1250.00");
    expect(formatDecimal(-1n, 6, 2)).to.equal("-0.000001");
    expect(formatDecimal(0n, 6)).to.equal("0");
    expect(formatDecimal(-42n, 0)).to.equal("-42");
  });

  it("come back as the integer they were written from", () => {
    fc.assert(
      fc.property(
        fc.bigInt(),
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: 0, max: 4 }),
        (value, decimals, least) => {
          expect(parseDecimal(formatDecimal(value, decimals, least), decimals)).to.equal(value);
        },
      ),
    );
  });
});
