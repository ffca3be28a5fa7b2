// SPDX-License-Identifier: MIT
// A window that the files do not fill. Times are unix seconds.
import { formatUtc } from "../utc.ts";
import { bars, InputError } from "./base.ts";

const bound = (time: number | undefined, open: string): string => (time === undefined ? open : formatUtc(time));

export class BadDateError extends InputError {
  override readonly name = "BadDateError";

  constructor(readonly value: string) {
    super(`"${value}" is not a date; write 2020-03-12 or 2020-03-12T10:30 (UTC)`);
  }
}

export class EmptyWindowError extends InputError {
  override readonly name = "EmptyWindowError";

  constructor(
    readonly from: number,
    readonly to: number,
  ) {
    super(
      `--from ${formatUtc(from)} is not before --to ${formatUtc(to)}; --to is the first moment left out, so one day ` +
        "needs the next day there",
    );
  }
}

export class NoRowsInWindowError extends InputError {
  override readonly name = "NoRowsInWindowError";

  constructor(
    readonly file: string,
    readonly from: number | undefined,
    readonly to: number | undefined,
    /** First and last time in the file; undefined where it has no rows at all. */
    readonly first: number | undefined,
    readonly last: number | undefined,
  ) {
    super(
      first === undefined || last === undefined
        ? `${file}: there are no rows below the header; give a file with prices`
        : `${file}: no rows from ${bound(from, "the beginning")} to ${bound(to, "the end")} UTC; the file has ` +
            `${formatUtc(first)} to ${formatUtc(last)}, so move --from and --to into it`,
    );
  }
}

export class WindowNotCoveredError extends InputError {
  override readonly name = "WindowNotCoveredError";

  constructor(
    readonly file: string,
    readonly from: number | undefined,
    readonly to: number | undefined,
    /** Open of the first bar in the file, and end of its last. */
    readonly first: number,
    readonly end: number,
  ) {
    super(
      `${file}: the file has ${formatUtc(first)} to ${formatUtc(end)} and not all of ${bound(from, "its beginning")} ` +
        `to ${bound(to, "its end")} UTC; move --from and --to into it, or pass --allow-gaps to replay what there is`,
    );
  }
}

export class PriceGapError extends InputError {
  override readonly name = "PriceGapError";

  constructor(
    readonly file: string,
    /** Opens of the bars on either side of the gap. */
    readonly before: number,
    readonly after: number,
    readonly missingBars: number,
    /** Gaps in the window, this one included. */
    readonly gaps: number,
  ) {
    super(
      `${file}: ${bars(missingBars)} missing between ${formatUtc(before)} and ${formatUtc(after)} UTC` +
        `${gaps > 1 ? ` (the first of ${gaps} gaps in the window)` : ""}; move --from or --to, or pass --allow-gaps to ` +
        "carry the last close across",
    );
  }
}

export class NoOverlapError extends InputError {
  override readonly name = "NoOverlapError";

  constructor(
    /** First and last round of each market, by name. */
    readonly ranges: Readonly<Record<string, readonly [first: number, last: number]>>,
  ) {
    const spans = Object.entries(ranges).map(
      ([market, [first, last]]) => `${market} ${formatUtc(first)} to ${formatUtc(last)}`,
    );
    super(`the price files share no time (${spans.join(", ")}); give files that cover the same hours`);
  }
}
