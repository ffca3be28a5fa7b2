// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { parseBars } from "../../../scripts/lib/prices/bars.ts";
import {
  NoRowsInWindowError,
  PriceGapError,
  WindowNotCoveredError,
} from "../../../scripts/lib/prices/errors/window.ts";
import { selectBars } from "../../../scripts/lib/prices/gaps.ts";
import { parseTable } from "../../../scripts/lib/prices/table.ts";
import { hourly, HOUR, MIDNIGHT, usd } from "./support.ts";

const at = (hour: number): number => MIDNIGHT + hour * HOUR;

function select(closes: readonly (number | undefined)[], from?: number, to?: number, allowGaps = false) {
  const series = parseBars(parseTable("eth.csv", hourly(closes)));
  const window = { ...(from === undefined ? {} : { from: at(from) }), ...(to === undefined ? {} : { to: at(to) }) };
  return selectBars(series, window, allowGaps).bars.map(({ timestamp, close }) => [
    (timestamp - MIDNIGHT) / HOUR,
    Number(close / usd(1)),
  ]);
}

describe("gaps in the bars of a window", () => {
  const HALT = [10, 11, undefined, undefined, undefined, 15, 16, undefined, 18];

  it("keeps the bars that open inside the window, its end excluded", () => {
    expect(select([10, 11, 12, 13], 1, 3)).to.deep.equal([
      [1, 11],
      [2, 12],
    ]);
    expect(select([10, 11], undefined, undefined)).to.have.lengthOf(2);
  });

  it("throws PriceGapError that names the place, the missing bars and the way past it", () => {
    expect(() => select(HALT))
      .to.throw(
        PriceGapError,
        "3 bars are missing between 2020-03-12 01:00 and 2020-03-12 05:00 UTC (the first of 2 gaps in the window); " +
          "move --from or --to, or pass --allow-gaps to carry the last close across",
      )
      .that.includes({ file: "eth.csv", before: at(1), after: at(5), missingBars: 3, gaps: 2 });
  });

  it("says one bar where one is missing", () => {
    expect(() => select(HALT, 6, 9))
      .to.throw(PriceGapError, "1 bar is missing")
      .that.includes({ gaps: 1 });
  });

  it("does not mind a gap outside the window", () => {
    expect(select(HALT, 0, 2)).to.have.lengthOf(2);
    expect(select(HALT, 5, 7)).to.have.lengthOf(2);
  });

  it("sees a gap that only begins or ends in the window", () => {
    expect(() => select(HALT, 0, 3)).to.throw(PriceGapError);
    expect(() => select(HALT, 4, 6)).to.throw(PriceGapError);
    expect(() => select(HALT, 3, 4)).to.throw(PriceGapError);
  });

  it("carries the last close across a gap when allowed", () => {
    expect(select(HALT, 1, 6, true)).to.deep.equal([
      [1, 11],
      [2, 11],
      [3, 11],
      [4, 11],
      [5, 15],
    ]);
  });

  it("carries the close into a window that begins inside the gap", () => {
    expect(select(HALT, 3, 5, true)).to.deep.equal([
      [3, 11],
      [4, 11],
    ]);
  });

  it("throws NoRowsInWindowError with the window asked for and the range there is", () => {
    expect(() => select([10, 11, 12], 48, 72))
      .to.throw(
        NoRowsInWindowError,
        "no rows from 2020-03-14 00:00 to 2020-03-15 00:00 UTC; the file has 2020-03-12 00:00 to 2020-03-12 02:00",
      )
      .that.includes({ from: at(48), to: at(72), first: at(0), last: at(2) });
    expect(() => select([10, 11, 12], 48, 72, true)).to.throw(NoRowsInWindowError);
  });

  it("throws WindowNotCoveredError when the file begins late or ends early", () => {
    expect(() => select([10, 11, 12], -1, 2))
      .to.throw(WindowNotCoveredError, "the file has 2020-03-12 00:00 to 2020-03-12 03:00")
      .that.includes({ first: at(0), end: at(3) });
    expect(() => select([10, 11, 12], 0, 4)).to.throw(WindowNotCoveredError);
  });

  it("cuts the window to the file when gaps are allowed", () => {
    expect(select([10, 11, 12], -5, 2, true)).to.have.lengthOf(2);
    expect(select([10, 11, 12], 1, 9, true)).to.have.lengthOf(2);
  });
});
