// SPDX-License-Identifier: MIT
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { expect } from "chai";

import {
  MissingColumnError,
  PriceFileMissingError,
  PriceFileUnreadableError,
  RaggedRowError,
} from "../../../scripts/lib/prices/errors/file.ts";
import { column, parseTable, readTable } from "../../../scripts/lib/prices/table.ts";
import { temporaryFiles } from "./support.ts";

describe("reading a price file", () => {
  const write = temporaryFiles();
  const TEXT = "ts,close\n1,10\n2,20\n";

  it("reads plain and gzipped CSV alike, whatever the name says", () => {
    const expected = readTable(write("plain.csv", TEXT)).rows;
    expect(expected.map(({ line, cells }) => [line, ...cells])).to.deep.equal([
      [2, "1", "10"],
      [3, "2", "20"],
    ]);
    expect(readTable(write("packed.csv.gz", gzipSync(TEXT))).rows).to.deep.equal(expected);
    expect(readTable(write("misnamed.csv", gzipSync(TEXT))).rows).to.deep.equal(expected);
  });

  it("finds columns by name, past a byte order mark and stray spaces", () => {
    const table = parseTable("a.csv", "\uFEFFclose, ts\r\n10, 1\r\n");
    expect(table.rows.map(column(table, "ts"))).to.deep.equal(["1"]);
  });

  it("passes over empty lines without losing count", () => {
    const { rows } = parseTable("a.csv", "ts,close\n\n1,10\n\n2,20\n\n");
    expect(rows.map(({ line }) => line)).to.deep.equal([3, 5]);
  });

  it("throws PriceFileMissingError when there is no file", () => {
    const path = join(tmpdir(), "plimsoll-nowhere", "eth.csv");
    expect(() => readTable(path))
      .to.throw(PriceFileMissingError, "check the path")
      .that.includes({ file: path });
  });

  it("throws PriceFileUnreadableError for a directory, keeping the cause", () => {
    expect(() => readTable(tmpdir()))
      .to.throw(PriceFileUnreadableError, "cannot be read")
      .with.property("cause")
      .that.is.instanceOf(Error);
  });

  it("throws PriceFileUnreadableError for damaged gzip data", () => {
    const path = write("cut.csv.gz", gzipSync(TEXT).subarray(0, 15));
    expect(() => readTable(path)).to.throw(PriceFileUnreadableError, "cut.csv.gz: the gzip data is damaged");
  });

  it("throws PriceFileUnreadableError for text that is not CSV", () => {
    expect(() => parseTable("a.csv", 'ts,close\n1,"10\n')).to.throw(PriceFileUnreadableError, "it is not CSV");
  });

  it("throws RaggedRowError for a row that is cut off", () => {
    expect(() => parseTable("a.csv", "ts,open,close\n1,10,10\n2,20\n"))
      .to.throw(RaggedRowError, "a.csv, row 3: 2 cells where the header has 3")
      .that.includes({ row: 3, cells: 2, expected: 3 });
  });

  it("throws MissingColumnError and names what the header has", () => {
    const table = parseTable("a.csv", "time,price\n1,10\n");
    expect(() => column(table, "ts"))
      .to.throw(MissingColumnError, 'no column "ts" (it has: time, price); bars need ts,open,high,low,close')
      .that.includes({ file: "a.csv", column: "ts" });
  });

  it("throws MissingColumnError for an empty file", () => {
    expect(() => column(parseTable("a.csv", ""), "ts")).to.throw(MissingColumnError);
  });
});
