// SPDX-License-Identifier: MIT
import Table from "cli-table3";

import type { Check } from "./facts.ts";

/** Wider cells wrap: an address fits. */
const COLUMN_WIDTH = 46;

/** What was checked, as a table for people: what differs is marked, and said once more below it. */
export function renderChecks(checks: readonly Check[]): string {
  const table = new Table({
    head: ["", "checked", "expected", "on the chain"],
    style: { head: [], border: [], compact: true },
  });
  for (const { what, expected, actual, holds } of checks) {
    table.push([holds ? "ok" : "DIFFERS", ...[what, expected, actual].map(wrapped)]);
  }
  const differences = checks.filter(({ holds }) => !holds);
  const summary = differences.map(({ what, expected, actual }) => `${what}: expected ${expected}, found ${actual}`);
  const count =
    differences.length === 0
      ? `${checks.length} facts checked: all as configured`
      : `${checks.length} facts checked: ${differences.length} differ`;
  return [table.toString(), ...summary, count].join("\n");
}

const wrapped = (text: string): string => text.replace(new RegExp(`(.{${COLUMN_WIDTH}})(?=.)`, "g"), "$1\n");
