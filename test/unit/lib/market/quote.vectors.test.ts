// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { premium } from "../../../../scripts/lib/market/premium.ts";
import { fillPrice, quoteUp } from "../../../../scripts/lib/market/quote.ts";
import { compare, fraction } from "../../../../scripts/lib/units/fraction.ts";
import { usd } from "../../../../scripts/lib/units/money.ts";
import { ZERO_RATIO } from "../../../../scripts/lib/units/ratio.ts";
import { toSize } from "../../../../scripts/lib/units/size.ts";
import type { Size } from "../../../../scripts/lib/units/size.ts";
import { at, eth } from "../support.ts";

// The source has no spread.
const terms = (skew: Size) => ({ indexPrice: at("2000"), skew, skewScale: eth("1000000"), spread: ZERO_RATIO });

describe("quotes against published examples", () => {
  it("V13: 100 at a skew of 100 fill at the average of the premium before and after", () => {
    expect(compare(premium(eth("100"), eth("1000000")), fraction(1n, 10_000n))).to.equal(0n);
    expect(compare(premium(eth("200"), eth("1000000")), fraction(2n, 10_000n))).to.equal(0n);
    const quote = quoteUp(eth("100"), terms(eth("100")));
    expect(quote).to.equal(usd("200030"));
    expect(fillPrice(eth("100"), quote)).to.equal(at("2000.3"));
  });

  it("V14: what two trades paid, the way back returns", () => {
    let skew = eth("100");
    let paid = 0n;
    const fills = ["100", "50", "-150"].map((tokens) => {
      const delta = eth(tokens);
      const quote = quoteUp(delta, terms(skew));
      skew = toSize(skew + delta);
      paid += quote;
      return fillPrice(delta, quote);
    });
    expect(fills).to.deep.equal([at("2000.3"), at("2000.45"), at("2000.35")]);
    expect(paid).to.equal(0n);
    expect(skew).to.equal(eth("100"));
  });
});
