// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { MissingColumnError } from "../../../scripts/lib/prices/errors/file.ts";
import { NonPositivePriceError, NotANumberError, ReversedTimeError } from "../../../scripts/lib/prices/errors/row.ts";
import { NoRowsInWindowError } from "../../../scripts/lib/prices/errors/window.ts";
import { parseChainlinkRounds, selectRounds } from "../../../scripts/lib/prices/rounds.ts";
import { parseTable } from "../../../scripts/lib/prices/table.ts";

const parse = (...rows: readonly string[]) =>
  parseChainlinkRounds(parseTable("feed.csv", ["updated_at,round_id,answer", ...rows].join("\n")));

describe("rounds of a Chainlink feed", () => {
  const ROUNDS = ["100,1,170505976000", "3700,2,167143644583", "3760,3,165316000000"];

  it("takes an answer as it stands: an integer of 8 decimals", () => {
    expect(parse(...ROUNDS).rounds).to.deep.equal([
      { timestamp: 100, price: 170_505_976_000n },
      { timestamp: 3_700, price: 167_143_644_583n },
      { timestamp: 3_760, price: 165_316_000_000n },
    ]);
  });

  it("accepts rounds that share one second", () => {
    expect(parse("100,1,5", "100,2,6").rounds).to.have.lengthOf(2);
  });

  it("throws ReversedTimeError when a round goes back in time", () => {
    expect(() => parse("100,1,5", "99,2,6"))
      .to.throw(ReversedTimeError)
      .that.includes({ row: 3, current: 99 });
  });

  it("throws NotANumberError for an answer with a decimal point", () => {
    expect(() => parse("100,1,1705.05"))
      .to.throw(NotANumberError)
      .that.includes({ row: 2, column: "answer", value: "1705.05" });
  });

  it("throws NonPositivePriceError for an answer of zero", () => {
    expect(() => parse("100,1,0"))
      .to.throw(NonPositivePriceError)
      .that.includes({ column: "answer" });
  });

  it("throws MissingColumnError without round ids", () => {
    expect(() => parseChainlinkRounds(parseTable("feed.csv", "updated_at,answer\n1,5\n")))
      .to.throw(MissingColumnError)
      .that.includes({ column: "round_id" });
  });

  it("starts a window with the round that still stands there", () => {
    expect(selectRounds(parse(...ROUNDS), { from: 3_600, to: 3_760 }).rounds).to.deep.equal([
      { timestamp: 3_600, price: 170_505_976_000n },
      { timestamp: 3_700, price: 167_143_644_583n },
    ]);
  });

  it("adds nothing before a window that begins with a round or before the first", () => {
    expect(selectRounds(parse(...ROUNDS), { from: 3_700 }).rounds).to.have.lengthOf(2);
    expect(selectRounds(parse(...ROUNDS), { from: 50 }).rounds).to.have.lengthOf(3);
  });

  it("throws NoRowsInWindowError when the feed was silent or not there", () => {
    expect(() => selectRounds(parse(...ROUNDS), { from: 200, to: 300 }))
      .to.throw(NoRowsInWindowError)
      .that.includes({ from: 200, to: 300, first: 100, last: 3_760 });
  });
});
