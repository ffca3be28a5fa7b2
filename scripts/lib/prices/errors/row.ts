// SPDX-License-Identifier: MIT
// A row that says something no market can have said. `row` is the line in the file; the header is line 1.
import { formatPrice } from "../decimal.ts";
import { formatUtc } from "../utc.ts";
import { InputError } from "./base.ts";

export class NotANumberError extends InputError {
  override readonly name = "NotANumberError";

  constructor(
    readonly file: string,
    readonly row: number,
    readonly column: string,
    readonly value: string,
  ) {
    super(
      `${file}, row ${row}, column "${column}": "${value}" is not a number; write it with a decimal point and without ` +
        "separators or a currency, or take the row out",
    );
  }
}

export class BadTimestampError extends InputError {
  override readonly name = "BadTimestampError";

  constructor(
    readonly file: string,
    readonly row: number,
    readonly column: string,
    readonly value: string,
  ) {
    super(
      `${file}, row ${row}, column "${column}": ${value} is no time in whole unix seconds; milliseconds have to be ` +
        "divided by 1,000 first",
    );
  }
}

export class NonPositivePriceError extends InputError {
  override readonly name = "NonPositivePriceError";

  constructor(
    readonly file: string,
    readonly row: number,
    readonly column: string,
    /** 8 decimals. */
    readonly price: bigint,
  ) {
    super(
      `${file}, row ${row}, column "${column}": the price ${formatPrice(price, 8)} is not above zero; put it right or ` +
        "take the row out and pass --allow-gaps",
    );
  }
}

export class BarBoundsError extends InputError {
  override readonly name = "BarBoundsError";

  constructor(
    readonly file: string,
    readonly row: number,
    /** 8 decimals, as the next three. */
    readonly open: bigint,
    readonly high: bigint,
    readonly low: bigint,
    readonly close: bigint,
  ) {
    super(
      `${file}, row ${row}: high ${formatPrice(high)} and low ${formatPrice(low)} do not bracket open ` +
        `${formatPrice(open)} and close ${formatPrice(close)}; check that the columns stand under their own names`,
    );
  }
}

export class ReversedTimeError extends InputError {
  override readonly name = "ReversedTimeError";

  constructor(
    readonly file: string,
    readonly row: number,
    /** Unix seconds, as the next. */
    readonly previous: number,
    readonly current: number,
  ) {
    super(
      `${file}, row ${row}: ${formatUtc(current)} comes after ${formatUtc(previous)}; sort the rows by time, oldest ` +
        "first",
    );
  }
}

export class RepeatedTimeError extends InputError {
  override readonly name = "RepeatedTimeError";

  constructor(
    readonly file: string,
    readonly row: number,
    /** Unix seconds. */
    readonly time: number,
  ) {
    super(`${file}, row ${row}: a second bar for ${formatUtc(time)}; keep one row for each time`);
  }
}

export class IrregularBarError extends InputError {
  override readonly name = "IrregularBarError";

  constructor(
    readonly file: string,
    /** Unix seconds, as the next. */
    readonly previous: number,
    readonly current: number,
    /** Seconds from one bar to the next in most of the file. */
    readonly interval: number,
  ) {
    super(
      `${file}: the bar at ${formatUtc(current)} begins ${current - previous} s after the one before it, which is no ` +
        `whole number of the file's ${interval} s bars; give a file with bars of one length`,
    );
  }
}

export class BarIntervalError extends InputError {
  override readonly name = "BarIntervalError";

  constructor(
    readonly file: string,
    readonly rows: number,
    /** Seconds; undefined where a single row tells none. */
    readonly interval: number | undefined,
  ) {
    super(
      interval === undefined
        ? `${file}: ${rows} row(s) do not tell how long a bar is; give at least two`
        : `${file}: bars of ${interval} s have no room for four rounds; give bars of 4 s or longer`,
    );
  }
}
