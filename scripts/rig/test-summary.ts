// SPDX-License-Identifier: MIT
import { stripVTControlCharacters } from "node:util";

export interface TestTally {
  readonly passed: number;
  readonly failed: number;
}

/** Hardhat's line over all runners, as in "12 passing (4 solidity, 8 mocha)". */
const COMBINED = /^(\d+) (passing|failing) \((?:\d+ (?:solidity|mocha)(?:, )?)+\)$/;

/** What a single runner prints, as in "  8 passing (2s)" or "4 passing". */
const SINGLE = /^\s*(\d+) (passing|failing)(?: \([^)]*\))?$/;

const PENDING = /^\s+(\d+) pending$/;

const sum = (lines: readonly string[], pattern: RegExp, kind?: string): number => {
  let total = 0;
  for (const line of lines) {
    const match = pattern.exec(line);
    if (match !== null && (kind === undefined || match[2] === kind)) total += Number(match[1]);
  }
  return total;
};

/**
 * Counts the results in the output of `hardhat test`. A run that ended badly without naming a failure, or that ran
 * nothing, counts as one failure: silence must never look like success.
 */
export function tally(output: readonly string[], exitCode: number): TestTally {
  const lines = output.map(stripVTControlCharacters);
  const combined = lines.some((line) => COMBINED.test(line));
  const pattern = combined ? COMBINED : SINGLE;
  const counted = sum(lines, pattern, "passing");
  // Only the combined line counts pending tests among the passed ones.
  const passed = combined ? Math.max(0, counted - sum(lines, PENDING)) : counted;
  const named = sum(lines, pattern, "failing");
  const silent = named === 0 && (exitCode !== 0 || counted === 0);
  return { passed, failed: silent ? 1 : named };
}

export const closingLine = ({ passed, failed }: TestTally): string => `${passed} passed, ${failed} failed`;

/** Over several runs. */
export function total(tallies: readonly TestTally[]): TestTally {
  let [passed, failed] = [0, 0];
  for (const tallied of tallies) {
    passed += tallied.passed;
    failed += tallied.failed;
  }
  return { passed, failed };
}

/** Dealt like cards, into at most so many parts: neighbours cost about the same, so every part gets some of each kind. */
export const deal = <T>(items: readonly T[], most: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.min(most, items.length) }, (_, part) =>
    items.filter((_item, index) => index % most === part),
  );
