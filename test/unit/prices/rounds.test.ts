// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { barsToRounds, pathOf } from "../../../scripts/lib/prices/rounds.ts";
import { usd } from "./support.ts";

const bar = (open: number, high: number, low: number, close: number, timestamp = 0) => ({
  timestamp,
  open: usd(open),
  high: usd(high),
  low: usd(low),
  close: usd(close),
});

const path = (open: number, high: number, low: number, close: number): readonly number[] =>
  pathOf(bar(open, high, low, close)).map((price) => Number(price / usd(1)));

describe("a bar becomes four rounds", () => {
  it("goes to the nearer extreme first", () => {
    expect(path(100, 103, 80, 85)).to.deep.equal([100, 103, 80, 85]);
    expect(path(100, 130, 98, 125)).to.deep.equal([100, 98, 130, 125]);
  });

  it("takes the high first when both are equally near", () => {
    expect(path(100, 110, 90, 100)).to.deep.equal([100, 110, 90, 100]);
  });

  it("spreads them over the quarters of the interval", () => {
    const rounds = barsToRounds({ interval: 3_600, bars: [bar(1, 1, 1, 1, 7_200), bar(2, 2, 2, 2, 10_800)] });
    expect(rounds.map(({ timestamp }) => timestamp)).to.deep.equal([
      7_200, 8_100, 9_000, 9_900, 10_800, 11_700, 12_600, 13_500,
    ]);
  });

  it("keeps whole and rising seconds where the interval is no multiple of four", () => {
    const rounds = barsToRounds({ interval: 5, bars: [bar(1, 1, 1, 1, 0), bar(1, 1, 1, 1, 5)] });
    expect(rounds.map(({ timestamp }) => timestamp)).to.deep.equal([0, 1, 2, 3, 5, 6, 7, 8]);
  });
});
