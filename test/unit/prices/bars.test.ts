// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { parseBars } from "../../../scripts/lib/prices/bars.ts";
import { MissingColumnError } from "../../../scripts/lib/prices/errors/file.ts";
import {
  BadTimestampError,
  BarBoundsError,
  BarIntervalError,
  IrregularBarError,
  NonPositivePriceError,
  NotANumberError,
  RepeatedTimeError,
  ReversedTimeError,
} from "../../../scripts/lib/prices/errors/row.ts";
import { NoRowsInWindowError } from "../../../scripts/lib/prices/errors/window.ts";
import { parseTable } from "../../../scripts/lib/prices/table.ts";
import { hourly, HOUR, MIDNIGHT, usd } from "./support.ts";

const HEADER = "ts,open,high,low,close";
const parse = (...rows: readonly string[]) => parseBars(parseTable("eth.csv", [HEADER, ...rows].join("\n")));

describe("bars of an exchange", () => {
  it("reads columns by name in any order and passes over others", () => {
    const text = "volume,close,low,high,open,ts\n9,103,99,105,100,60\n9,104,102,104,103,120\n";
    expect(parseBars(parseTable("eth.csv", text))).to.deep.equal({
      file: "eth.csv",
      interval: 60,
      bars: [
        { timestamp: 60, open: usd(100), high: usd(105), low: usd(99), close: usd(103) },
        { timestamp: 120, open: usd(103), high: usd(104), low: usd(102), close: usd(104) },
      ],
    });
  });

  it("takes the step that most rows keep for the interval", () => {
    const series = parseBars(parseTable("eth.csv", hourly([1, 2, undefined, undefined, 3, 4])));
    expect(series.interval).to.equal(HOUR);
  });

  it("throws MissingColumnError when a price column is missing", () => {
    expect(() => parseBars(parseTable("eth.csv", "ts,open,high,close\n60,1,1,1\n")))
      .to.throw(MissingColumnError)
      .that.includes({ column: "low" });
  });

  it("throws NotANumberError with row, column and value for text", () => {
    expect(() => parse("60,100,105,99,103", "120,100,halted,99,103"))
      .to.throw(NotANumberError, 'eth.csv, row 3, column "high": "halted" is not a number')
      .that.includes({ row: 3, column: "high", value: "halted" });
    expect(() => parse("60,100,105,,103")).to.throw(NotANumberError, '"" is not a number');
    expect(() => parse("noon,100,105,99,103"))
      .to.throw(NotANumberError)
      .that.includes({ column: "ts" });
  });

  it("throws BadTimestampError for milliseconds and for parts of a second", () => {
    expect(() => parse("1583971200000,100,105,99,103"))
      .to.throw(BadTimestampError, "milliseconds have to be divided by 1,000")
      .that.includes({ row: 2, value: "1583971200000" });
    expect(() => parse("60.5,100,105,99,103")).to.throw(BadTimestampError);
    expect(() => parse("-60,100,105,99,103")).to.throw(BadTimestampError);
  });

  it("throws NonPositivePriceError for zero and below", () => {
    expect(() => parse("60,100,105,0,103"))
      .to.throw(NonPositivePriceError, 'column "low"')
      .that.includes({ row: 2, column: "low", price: 0n });
    expect(() => parse("60,100,105,-1,103"))
      .to.throw(NonPositivePriceError)
      .that.includes({ price: usd(-1) });
  });

  for (const [title, row] of [
    ["the high below the open", "60,106,105,99,103"],
    ["the high below the close", "60,100,105,99,106"],
    ["the low above the open", "60,98,105,99,103"],
    ["the low above the close", "60,100,105,99,98"],
  ] as const) {
    it(`throws BarBoundsError with ${title}`, () => {
      expect(() => parse("0,100,100,100,100", row))
        .to.throw(BarBoundsError, "high 105.00 and low 99.00 do not bracket")
        .that.includes({ row: 3, high: usd(105), low: usd(99) });
    });
  }

  it("throws ReversedTimeError when a row goes back in time", () => {
    expect(() => parse(`${MIDNIGHT + HOUR},1,1,1,1`, `${MIDNIGHT},1,1,1,1`))
      .to.throw(ReversedTimeError, "2020-03-12 00:00 comes after 2020-03-12 01:00; sort the rows")
      .that.includes({ row: 3, previous: MIDNIGHT + HOUR, current: MIDNIGHT });
  });

  it("throws RepeatedTimeError when two rows have one time", () => {
    expect(() => parse(`${MIDNIGHT},1,1,1,1`, `${MIDNIGHT},2,2,2,2`))
      .to.throw(RepeatedTimeError, "a second bar for 2020-03-12 00:00")
      .that.includes({ row: 3, time: MIDNIGHT });
  });

  it("throws IrregularBarError when a bar begins off the grid", () => {
    expect(() => parse("0,1,1,1,1", "60,1,1,1,1", "120,1,1,1,1", "150,1,1,1,1"))
      .to.throw(IrregularBarError, "no whole number of the file's 60 s bars")
      .that.includes({ previous: 120, current: 150, interval: 60 });
  });

  it("throws BarIntervalError when the rows tell no length, or one too short for four rounds", () => {
    expect(() => parse("60,1,1,1,1"))
      .to.throw(BarIntervalError, "give at least two")
      .that.includes({ rows: 1 });
    expect(() => parse("60,1,1,1,1", "63,1,1,1,1"))
      .to.throw(BarIntervalError)
      .that.includes({ interval: 3 });
  });

  it("throws NoRowsInWindowError for a header alone", () => {
    expect(() => parse()).to.throw(NoRowsInWindowError, "there are no rows below the header");
  });
});
