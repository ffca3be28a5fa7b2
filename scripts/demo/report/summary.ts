// SPDX-License-Identifier: MIT
import Table from "cli-table3";

import { describeSource, formatChange, formatDuration, formatUsd, plural, thousands } from "./format.ts";
import { delayStatistics, gasPerLiquidation } from "./types.ts";
import type { DemoSummary } from "./types.ts";

/** Delays shown one by one; a longer list says less. */
const MOST_DELAYS = 6;

function delayText(summary: DemoSummary): string {
  const statistics = delayStatistics(summary);
  if (statistics === undefined) return "–";
  const rows = summary.blocksToLiquidation.filter(({ count }) => count > 0).toSorted((a, b) => a.blocks - b.blocks);
  const shown = rows.slice(0, MOST_DELAYS).map(({ blocks, count }) => `${blocks}: ${thousands(count)}`);
  const rest = rows.slice(MOST_DELAYS).reduce((sum, { count }) => sum + count, 0);
  const later = rest === 0 ? [] : [`later: ${thousands(rest)}`];
  return `${[...shown, ...later].join(", ")} (slowest ${plural(statistics.slowest, "block")})`;
}

const change = (before: bigint, after: bigint): string =>
  `${formatUsd(before)} → ${formatUsd(after)} (${formatChange(after - before)})`;

/** The outcome as pairs of name and value; terminal and page show the same. */
export function summaryRows(summary: DemoSummary): readonly (readonly [name: string, value: string])[] {
  const gas = gasPerLiquidation(summary);
  return [
    ["Prices", describeSource(summary.source)],
    ["Seed", summary.seed],
    ["Accounts", thousands(summary.accounts)],
    ["Partial liquidations", thousands(summary.liquidationsPartial)],
    ["Full liquidations", thousands(summary.liquidationsFull)],
    ["Blocks from crossing to liquidation", delayText(summary)],
    ["Bad debt", formatUsd(summary.badDebt)],
    ["Insurance", change(summary.insuranceBefore, summary.insuranceAfter)],
    ["Pool", change(summary.poolBefore, summary.poolAfter)],
    ["Gas, all transactions", thousands(summary.gasTotal)],
    ["Gas per liquidation", gas === undefined ? "–" : thousands(gas)],
    ["Invariant checks", thousands(summary.invariantChecks)],
    ["Duration", formatDuration(summary.durationMs)],
  ];
}

/** Control characters could move a terminal's cursor; a file name or a seed may hold them. */
const printable = (text: string): string => text.replace(/\p{Cc}/gu, "?");

/** The outcome as a table for the terminal. */
export function summaryTable(summary: DemoSummary): string {
  const table = new Table({ style: { head: [], border: [] } });
  for (const [name, value] of summaryRows(summary)) table.push([name, printable(value)]);
  return table.toString();
}
