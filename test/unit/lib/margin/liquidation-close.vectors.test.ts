// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { closeNotional, liquidationClose } from "../../../../scripts/lib/margin/liquidation-close.ts";
import { compare, fraction } from "../../../../scripts/lib/units/fraction.ts";
import { toMoney, usd, ZERO_MONEY } from "../../../../scripts/lib/units/money.ts";
import { priceOf } from "../../../../scripts/lib/units/price.ts";
import { ratioOf } from "../../../../scripts/lib/units/ratio.ts";
import { base, toSize } from "../../../../scripts/lib/units/size.ts";
import { flat } from "../support.ts";

describe("liquidation sizes against published examples", () => {
  it("V45: a shortage of 100 at 5 %, with 0.5 % and 0.1 % of fees, at 50", () => {
    // The venue closes up to maintenance margin, k = 1, and both its fees are the penalty; its base is our notional / 50.
    // 200 tokens: a margin of 500 against a value of 400.
    const close = liquidationClose({
      size: base("200", 8),
      price: priceOf("50", 8),
      accountValue: usd("400"),
      maintenanceMargin: usd("500"),
      maintenance: flat("5"),
      targetMarginRatio: ratioOf("1"),
      penalty: ratioOf("0.006"),
      minReward: ZERO_MONEY,
      minSize: toSize(1n),
    });
    // 45.45454545 and the unit that rounding up adds, with the vector's eight digits as the size decimals.
    expect(close).to.deep.equal({ sizeClosed: base("45.45454546", 8), whole: false });
  });

  it("V45: all of it where the margin rate does not exceed the fees", () => {
    const close = liquidationClose({
      size: base("200", 8),
      price: priceOf("50", 8),
      accountValue: usd("50"),
      maintenanceMargin: usd("60"),
      maintenance: flat("0.6"),
      targetMarginRatio: ratioOf("1"),
      penalty: ratioOf("0.006"),
      minReward: ZERO_MONEY,
      minSize: toSize(1n),
    });
    expect(close.whole).to.equal(true);
  });

  it("V47: 10,000 with a value of 400 at 5 %, to a ratio of 1.1 with a penalty of 1 %", () => {
    const closed = closeNotional({
      notional: usd("10000"),
      maintenance: flat("5"),
      accountValue: usd("400"),
      maintenanceMargin: usd("500"),
      targetMarginRatio: ratioOf("1.1"),
      penalty: ratioOf("0.01"),
      extraCharge: ZERO_MONEY,
    });
    if (closed === undefined) throw new Error("the example has a solution");
    const { numerator, denominator } = closed;
    expect(compare(closed, fraction(usd("10000"), 3n))).to.equal(0n);
    // 366.67 against 333.33: value 400 - x / 100, margin (10,000 - x) / 20.
    const left = fraction(usd("400") * 100n * denominator - numerator, 100n * denominator);
    const required = fraction(usd("10000") * denominator - numerator, 20n * denominator);
    expect(compare(left, fraction(usd("1100"), 3n))).to.equal(0n);
    expect(compare(required, fraction(toMoney(usd("1000")), 3n))).to.equal(0n);
  });
});
