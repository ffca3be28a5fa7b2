// SPDX-License-Identifier: MIT
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { gunzipSync } from "node:zlib";

import { CsvError, parse } from "csv-parse/sync";

import { MissingColumnError, PriceFileMissingError, PriceFileUnreadableError, RaggedRowError } from "./errors/file.ts";
import { BadTimestampError, NonPositivePriceError, NotANumberError } from "./errors/row.ts";
import { parsePrice } from "./decimal.ts";

/** A row by column name; `line` counts from the header, which is line 1. */
export interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

export interface Table {
  /** The file's name without its directory, as messages show it. */
  readonly file: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** Gzip is known by its first two bytes, so a renamed file still reads. */
const isGzip = (content: Buffer): boolean => content[0] === 0x1f && content[1] === 0x8b;

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";

function readText(path: string): string {
  const file = basename(path);
  let content: Buffer;
  try {
    content = readFileSync(path);
  } catch (error) {
    if (isMissing(error)) throw new PriceFileMissingError(path, error);
    throw new PriceFileUnreadableError(file, "it cannot be read", error);
  }
  if (!isGzip(content)) return content.toString("utf8");
  try {
    return gunzipSync(content).toString("utf8");
  } catch (error) {
    throw new PriceFileUnreadableError(file, "the gzip data is damaged", error);
  }
}

/** Splits CSV text with a header row; empty lines are passed over. */
export function parseTable(file: string, text: string): Table {
  let records: string[][];
  try {
    records = parse(text, { bom: true, trim: true, relax_column_count: true });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new PriceFileUnreadableError(file, `it is not CSV (${error.message})`, error);
  }
  const [columns = [], ...body] = records;
  const rows = body
    .map((cells, index) => ({ line: index + 2, cells }))
    .filter(({ cells }) => cells.some((cell) => cell !== ""));
  for (const { line, cells } of rows) {
    if (cells.length !== columns.length) throw new RaggedRowError(file, line, cells.length, columns.length);
  }
  return { file, columns, rows };
}

/** Reads a CSV file, gzipped or not. */
export const readTable = (path: string): Table => parseTable(basename(path), readText(path));

/** The text of one column, row by row. */
export function column({ file, columns }: Table, name: string): (row: Row) => string {
  const index = columns.indexOf(name);
  if (index === -1) throw new MissingColumnError(file, name, columns);
  return ({ cells }) => cells[index] ?? "";
}

/** One column as prices above zero, of 8 decimals. */
export function priceColumn(table: Table, name: string): (row: Row) => bigint {
  const cell = column(table, name);
  return (row) => {
    const price = parsePrice(cell(row));
    if (price === undefined) throw new NotANumberError(table.file, row.line, name, cell(row));
    if (price <= 0n) throw new NonPositivePriceError(table.file, row.line, name, price);
    return price;
  };
}

/** Twelve digits are milliseconds: as seconds they would be the year 5138. */
const LATEST = 100_000_000_000;

/** One column as whole unix seconds. */
export function timeColumn(table: Table, name: string): (row: Row) => number {
  const cell = column(table, name);
  return (row) => {
    const text = cell(row);
    if (!/^[+-]?\d+(?:\.\d*)?$/.test(text)) throw new NotANumberError(table.file, row.line, name, text);
    const seconds = Number(text);
    if (!Number.isInteger(seconds) || seconds < 0 || seconds >= LATEST) {
      throw new BadTimestampError(table.file, row.line, name, text);
    }
    return seconds;
  };
}
