// SPDX-License-Identifier: MIT
// Runs the tests and ends with one line that a machine can count: "N passed, N failed". Without arguments everything, on
// every core: Solidity tests and parts of the others in processes of their own. With arguments one `hardhat test` with them.
import { globSync } from "node:fs";
import { availableParallelism } from "node:os";

import pLimit from "p-limit";

import { hardhat } from "./hardhat-process.ts";
import type { Outcome } from "./hardhat-process.ts";
import { ROOT } from "./source.ts";
import { closingLine, deal, tally, total } from "./test-summary.ts";

const CORES = availableParallelism();

/** One Solidity process and these; an odd one out holds up the end less when the parts are more than the cores. */
const PARTS = 2 * CORES - 1;

interface Run {
  readonly name: string;
  readonly args: readonly string[];
}

const runs = (): readonly Run[] => [
  { name: "Solidity tests", args: ["test", "solidity", "--no-compile"] },
  ...deal(globSync("test/**/*.test.ts", { cwd: ROOT }).toSorted(), PARTS).map((files, part) => ({
    name: `TypeScript tests, part ${part + 1} of ${PARTS}`,
    args: ["test", "mocha", "--no-compile", ...files],
  })),
];

async function everything(): Promise<readonly Outcome[]> {
  const built = await hardhat(["build"], "through");
  if (built.status !== 0) return [built];
  const onACore = pLimit(CORES);
  return await Promise.all(
    runs().map(async ({ name, args }) => {
      const outcome = await onACore(async () => await hardhat(args, "kept"));
      process.stdout.write(`\n=== ${name} (${outcome.seconds.toFixed(0)} s)\n${outcome.lines.join("\n")}\n`);
      return outcome;
    }),
  );
}

const args = process.argv.slice(2);
const outcomes = args.length === 0 && CORES > 1 ? await everything() : [await hardhat(["test", ...args], "through")];
const result = total(outcomes.map(({ lines, status }) => tally(lines, status)));
process.stdout.write(`${closingLine(result)}\n`);
process.exitCode = outcomes.find(({ status }) => status !== 0)?.status ?? (result.failed > 0 ? 1 : 0);
