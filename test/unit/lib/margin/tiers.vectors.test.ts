// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { marginUp, scheduleOf } from "../../../../scripts/lib/margin/tiers.ts";
import { usd } from "../../../../scripts/lib/units/money.ts";
import { toRatio } from "../../../../scripts/lib/units/ratio.ts";
import { schedule } from "../support.ts";

/** Deductions in 1e-6 USD. */
const deductions = (tiers: ReturnType<typeof schedule>): bigint[] =>
  tiers.map(({ deductionPpm }) => deductionPpm / 1_000_000n);

describe("margin tiers against published examples", () => {
  it("V5: a venue's BTC tiers of 1.25 % and 2.5 % from 150 million on", () => {
    const btc = schedule(["150000000"], ["1.25", "2.5"]);
    expect(deductions(btc)).to.deep.equal([0n, usd("1875000")]);
    expect(["100000000", "150000000", "200000000"].map((notional) => marginUp(usd(notional), btc))).to.deep.equal([
      usd("1250000"),
      usd("1875000"),
      usd("3125000"),
    ]);
  });

  it("V5: its ETH tiers of 2 % and a thirtieth from 100 million on, times three", () => {
    // A thirtieth is no whole number of parts per million. With both rates times three the margins and deductions are three
    // times the vector's, exactly.
    const eth = schedule(["100000000"], ["6", "10"]);
    expect(deductions(eth)).to.deep.equal([0n, usd("4000000")]);
    expect(usd("4000000") / 3n).to.equal(usd("1333333.333333"));
    const margins = ["50000000", "100000000", "120000000"].map((notional) => marginUp(usd(notional), eth));
    expect(margins).to.deep.equal([usd("3000000"), usd("6000000"), usd("8000000")]);
    expect(margins.map((margin) => (margin * 2n + 3n) / 6n)).to.deep.equal([
      usd("1000000"),
      usd("2000000"),
      usd("2666666.666667"),
    ]);
  });

  it("V7: another venue's ten brackets, with its maintenance amounts as deductions", () => {
    const bounds = ["50000", "250000", "1000000", "10000000", "20000000", "50000000"];
    const rates = [4_000n, 5_000n, 10_000n, 25_000n, 50_000n, 100_000n, 125_000n, 150_000n, 250_000n, 500_000n];
    const brackets = scheduleOf([...bounds, "100000000", "200000000", "300000000"].map(usd), rates.map(toRatio));
    expect(deductions(brackets)).to.deep.equal(
      ["0", "50", "1300", "16300", "266300", "1266300", "2516300", "5016300", "25016300", "100016300"].map(usd),
    );
    expect(
      ["40000", "3000000", "25000000", "250000000"].map((notional) => marginUp(usd(notional), brackets)),
    ).to.deep.equal(["160", "58700", "1233700", "37483700"].map(usd));
  });
});
