// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { BadDateError, EmptyWindowError } from "../../../scripts/lib/prices/errors/window.ts";
import { formatUtc } from "../../../scripts/lib/prices/utc.ts";
import { isWithin, parseUtc, parseWindow } from "../../../scripts/lib/prices/window.ts";
import { HOUR, MIDNIGHT } from "./support.ts";

describe("the window of a replay", () => {
  for (const [text, seconds] of [
    ["2020-03-12", MIDNIGHT],
    ["2020-03-12T10:30", MIDNIGHT + 10.5 * HOUR],
    ["2020-03-12 10:30", MIDNIGHT + 10.5 * HOUR],
    ["2020-03-12T10:30:15Z", MIDNIGHT + 10.5 * HOUR + 15],
    ["2020-03-12T10:30:00.000Z", MIDNIGHT + 10.5 * HOUR],
    ["2020-03-12T01:00+01:00", MIDNIGHT],
    ["2020-03-11T19:30-0430", MIDNIGHT],
    ["2020-02-29", MIDNIGHT - 12 * 24 * HOUR],
  ] as const) {
    it(`reads ${text} as UTC unless it names a zone`, () => {
      expect(parseUtc(text)).to.equal(seconds);
    });
  }

  for (const text of ["", "yesterday", "2020-3-12", "12.03.2020", "2020-13-01", "2021-02-29", "2020-03-12T24:01"]) {
    it(`throws BadDateError for "${text}"`, () => {
      expect(() => parseUtc(text))
        .to.throw(BadDateError, "write 2020-03-12")
        .that.includes({ value: text });
    });
  }

  it("throws EmptyWindowError when from is at or after to", () => {
    expect(() => parseWindow("2020-03-12", "2020-03-12"))
      .to.throw(EmptyWindowError, "--to is the first moment left out")
      .that.includes({ from: MIDNIGHT, to: MIDNIGHT });
    expect(() => parseWindow("2020-03-13", "2020-03-12")).to.throw(EmptyWindowError);
  });

  it("holds its first second and not its last", () => {
    const window = parseWindow("2020-03-12", "2020-03-13");
    expect(isWithin(MIDNIGHT, window)).to.equal(true);
    expect(isWithin(MIDNIGHT + 24 * HOUR - 1, window)).to.equal(true);
    expect(isWithin(MIDNIGHT + 24 * HOUR, window)).to.equal(false);
    expect(isWithin(MIDNIGHT - 1, window)).to.equal(false);
  });

  it("is open on a side that nothing bounds", () => {
    expect(parseWindow(undefined, undefined)).to.deep.equal({});
    expect(isWithin(0, parseWindow(undefined, "2020-03-13"))).to.equal(true);
  });

  it("shows seconds only where there are any", () => {
    expect(formatUtc(MIDNIGHT)).to.equal("2020-03-12 00:00");
    expect(formatUtc(MIDNIGHT + 61)).to.equal("2020-03-12 00:01:01");
  });
});
