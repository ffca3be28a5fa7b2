// SPDX-License-Identifier: MIT
import { parseBars } from "./bars.ts";
import { alignRounds } from "./beats.ts";
import type { Beat } from "./beats.ts";
import { BadPriceArgumentError, MissingPriceFileError } from "./errors/file.ts";
import { selectBars } from "./gaps.ts";
import { MARKETS, marketNamed, perMarket } from "./market.ts";
import type { Market } from "./market.ts";
import { barsToRounds, parseChainlinkRounds, selectRounds } from "./rounds.ts";
import type { Round } from "./rounds.ts";
import { readTable } from "./table.ts";
import { isWithin } from "./window.ts";
import type { TimeWindow } from "./window.ts";

export interface LoadOptions {
  readonly window: TimeWindow;
  /** Carry the last close across missing bars instead of refusing the file. */
  readonly allowGaps: boolean;
}

/** A path for some of the markets. */
export type PriceFiles = Readonly<Partial<Record<Market, string>>>;

/** Rounds of one market out of a file of exchange bars or Chainlink rounds; the header tells which. */
export function loadRounds(path: string, { window, allowGaps }: LoadOptions): readonly Round[] {
  const table = readTable(path);
  if (table.columns.includes("updated_at")) return selectRounds(parseChainlinkRounds(table), window).rounds;
  const rounds = barsToRounds(selectBars(parseBars(table), window, allowGaps));
  // A window may end inside a bar; what comes after the end is left out.
  return rounds.filter(({ timestamp }) => isWithin(timestamp, window));
}

/** Blocks of a replay from one file for each market. */
export function loadBeats(files: PriceFiles, options: LoadOptions): readonly Beat[] {
  const paths = perMarket((market) => {
    const path = files[market];
    if (path === undefined) throw new MissingPriceFileError(market);
    return path;
  });
  return alignRounds(perMarket((market) => loadRounds(paths[market], options)));
}

/** Reads the values of `--prices`, each `market=FILE`. */
export function parsePriceArguments(values: readonly string[]): PriceFiles {
  const files: Partial<Record<Market, string>> = {};
  for (const value of values) {
    const split = value.indexOf("=");
    if (split === -1) throw new BadPriceArgumentError(value, "there is no market in front of the file");
    const market = marketNamed(value.slice(0, split));
    if (market === undefined) {
      throw new BadPriceArgumentError(value, `the markets are ${MARKETS.join(" and ").toLowerCase()}`);
    }
    const path = value.slice(split + 1);
    if (path === "") throw new BadPriceArgumentError(value, "the file is missing");
    if (files[market] !== undefined) throw new BadPriceArgumentError(value, `${market} has a file already`);
    files[market] = path;
  }
  return files;
}
