// SPDX-License-Identifier: MIT
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export interface Outcome {
  readonly lines: readonly string[];
  readonly status: number;
  readonly seconds: number;
}

const CLI = fileURLToPath(new URL("../../node_modules/hardhat/dist/src/cli.js", import.meta.url));

/** Whether a process's output passes through while it runs, or is kept until others do not mix with it. */
type Output = "through" | "kept";

/** Runs hardhat, ends it when this process is told to end, and keeps what it said. */
export async function hardhat(args: readonly string[], output: Output): Promise<Outcome> {
  const started = performance.now();
  const child = spawn(process.execPath, [CLI, ...args], {
    stdio: ["inherit", "pipe", output === "through" ? "inherit" : "pipe"],
    env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: "1" } : {}) },
  });
  const end = (signal: NodeJS.Signals): boolean => child.kill(signal);
  process.on("SIGINT", end).on("SIGTERM", end);
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on("line", (line) => {
      lines.push(line);
      if (output === "through") process.stdout.write(`${line}\n`);
    });
  }
  return await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      process.off("SIGINT", end).off("SIGTERM", end);
      const status = code ?? (signal === null ? 1 : 128 + constants.signals[signal]);
      resolve({ lines, status, seconds: (performance.now() - started) / 1000 });
    });
  });
}
