// SPDX-License-Identifier: MIT
// Runs `hardhat test` with the arguments it was given, passes its output through and ends with one line that a machine
// can count: "N passed, N failed". Hardhat's own summary leaves zeros out and counts mocha's pending tests as passed.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { closingLine, tally } from "./test-summary.ts";

const hardhat = fileURLToPath(new URL("../../node_modules/hardhat/dist/src/cli.js", import.meta.url));
const child = spawn(process.execPath, [hardhat, "test", ...process.argv.slice(2)], {
  stdio: ["inherit", "pipe", "inherit"],
  env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: "1" } : {}) },
});

for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));

const lines: string[] = [];
createInterface({ input: child.stdout }).on("line", (line) => {
  lines.push(line);
  process.stdout.write(`${line}\n`);
});

child.on("close", (code, signal) => {
  const status = code ?? (signal === null ? 1 : 128 + constants.signals[signal]);
  const result = tally(lines, status);
  process.stdout.write(`${closingLine(result)}\n`);
  process.exitCode = status !== 0 ? status : result.failed > 0 ? 1 : 0;
});
