// SPDX-License-Identifier: MIT
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Seconds of the examples: midnight UTC of 2020-03-12. */
export const MIDNIGHT = 1_583_971_200;
export const HOUR = 3_600;

/** A price of 8 decimals from a whole number of dollars. */
export const usd = (dollars: number): bigint => BigInt(dollars) * 100_000_000n;

/** CSV text of hourly bars with these closes, flat inside each bar; `undefined` leaves the bar out. */
export function hourly(closes: readonly (number | undefined)[], start = MIDNIGHT): string {
  const rows = closes.flatMap((close, hour) =>
    close === undefined ? [] : [`${start + hour * HOUR},${close},${close},${close},${close}`],
  );
  return ["ts,open,high,low,close", ...rows, ""].join("\n");
}

/** Writes files of one test file into a directory that `after` removes. */
export function temporaryFiles(): (name: string, content: string | Buffer) => string {
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-"));
  after(() => {
    rmSync(directory, { recursive: true, force: true });
  });
  return (name, content) => {
    const path = join(directory, name);
    writeFileSync(path, content);
    return path;
  };
}

/** Where the market data lie: PLIMSOLL_DATA, else beside the project. */
const DATA = process.env["PLIMSOLL_DATA"] ?? fileURLToPath(new URL("../../../../shared/data/", import.meta.url));

/**
 * A suite over real market data, which this repository does not hold. Without the files it is skipped and says which
 * are missing; in CI that is a failure.
 */
export function describeWithData<Name extends string>(
  title: string,
  files: Readonly<Record<Name, string>>,
  body: (path: (name: Name) => string) => void,
): void {
  const path = (name: Name): string => join(DATA, files[name]);
  const missing = Object.values<string>(files).filter((file) => !existsSync(join(DATA, file)));
  describe(title, () => {
    if (missing.length === 0) {
      body(path);
      return;
    }
    const notice = `needs market data: ${missing.join(", ")} (set PLIMSOLL_DATA to their directory)`;
    if (process.env["CI"] === "true") {
      it(notice, () => {
        throw new Error(notice);
      });
    } else {
      it.skip(notice);
    }
  });
}
