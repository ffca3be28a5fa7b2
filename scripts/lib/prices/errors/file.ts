// SPDX-License-Identifier: MIT
// A price file that cannot be read as a table, or an option that names none.
import { InputError } from "./base.ts";

export class PriceFileMissingError extends InputError {
  override readonly name = "PriceFileMissingError";

  constructor(
    readonly file: string,
    cause?: unknown,
  ) {
    super(`${file}: there is no such file; check the path, which is taken from the current directory`, { cause });
  }
}

export class PriceFileUnreadableError extends InputError {
  override readonly name = "PriceFileUnreadableError";

  constructor(
    readonly file: string,
    readonly reason: string,
    cause?: unknown,
  ) {
    super(`${file}: ${reason}; give a CSV file with a header row, plain or gzipped`, { cause });
  }
}

export class MissingColumnError extends InputError {
  override readonly name = "MissingColumnError";

  constructor(
    readonly file: string,
    readonly column: string,
    readonly columns: readonly string[],
  ) {
    super(
      `${file}: the header has no column "${column}" (it has: ${columns.join(", ")}); bars need ` +
        "ts,open,high,low,close and Chainlink rounds need updated_at,round_id,answer",
    );
  }
}

export class RaggedRowError extends InputError {
  override readonly name = "RaggedRowError";

  constructor(
    readonly file: string,
    /** Line in the file; the header is line 1. */
    readonly row: number,
    readonly cells: number,
    readonly expected: number,
  ) {
    super(
      `${file}, row ${row}: ${cells} cells where the header has ${expected}; the row may be cut off: download or ` +
        "export the file again",
    );
  }
}

export class BadPriceArgumentError extends InputError {
  override readonly name = "BadPriceArgumentError";

  constructor(
    readonly argument: string,
    readonly reason: string,
  ) {
    super(`--prices ${argument}: ${reason}; write --prices eth=FILE.csv[.gz] btc=FILE.csv[.gz]`);
  }
}

export class MissingPriceFileError extends InputError {
  override readonly name = "MissingPriceFileError";

  constructor(readonly market: string) {
    super(
      `--prices names no file for ${market}; the replay moves both markets, so add ${market.toLowerCase()}=FILE.csv ` +
        "for the same hours",
    );
  }
}
