// SPDX-License-Identifier: MIT
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { formatUtc } from "../lib/prices/utc.ts";
import { renderReport } from "./report/render.ts";
import type { DemoSummary } from "./report/types.ts";
import type { OpenedAccount } from "./traders.ts";
import type { WatchedBlock } from "./watch.ts";

/** What became of a benchmark account. */
export interface BenchmarkOutcome {
  readonly leverage: number;
  /** Unix seconds of the block of the first liquidation; null if there was none. */
  readonly firstLiquidation: number | null;
}

/** What a replay came to, beside what the report shows. */
export interface Outcome {
  readonly summary: DemoSummary;
  readonly benchmarks: readonly BenchmarkOutcome[];
  /** Accounts below maintenance margin at the end. */
  readonly accountsUnderLine: number;
  /** Most blocks that one account stayed liquidatable after the block in which it became so, liquidated or not. */
  readonly longestWait: number;
  readonly keeperPid: number | null;
  readonly blocks: number;
}

/** The isolated longs that are opened first, each with the block that first liquidated it. */
export const benchmarkOutcomes = (
  accounts: readonly OpenedAccount[],
  blocks: readonly WatchedBlock[],
): readonly BenchmarkOutcome[] =>
  accounts
    .filter(({ plan }) => plan.marginOf === "fill")
    .map(({ id, plan }) => ({
      leverage: plan.leverageTenths / 10,
      firstLiquidation: blocks.find(({ liquidated }) => liquidated.includes(id))?.timestamp ?? null,
    }));

/** A line for each benchmark account. */
export const benchmarkLines = (benchmarks: readonly BenchmarkOutcome[]): readonly string[] =>
  benchmarks.map(({ leverage, firstLiquidation }) => {
    const when =
      firstLiquidation === null ? "not liquidated" : `first liquidated at ${formatUtc(firstLiquidation)} UTC`;
    return `isolated ETH long at ${leverage}x, opened at the first price: ${when}`;
  });

/** Writes report.html for people and summary.json for machines; amounts are strings, for JSON has no such integers. */
export function writeOutcome(directory: string, blocks: readonly WatchedBlock[], outcome: Outcome): string {
  const page = join(directory, "report.html");
  writeFileSync(page, renderReport(blocks, outcome.summary));
  const json = JSON.stringify(
    outcome,
    (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value),
    2,
  );
  writeFileSync(join(directory, "summary.json"), `${json}\n`);
  return page;
}
