// SPDX-License-Identifier: MIT
// The demo as a user runs it: a process of its own.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import hre from "hardhat";
import { z } from "zod";

import { isAlive } from "../../../scripts/keeper/lifetime.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const SCRIPT = join(ROOT, "scripts/demo/index.ts");

export interface DemoEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface RunningDemo {
  readonly pid: number;
  /** Until the output has a match; its first group. */
  said(pattern: RegExp): Promise<string>;
  readonly ended: Promise<DemoEnd>;
  readonly output: () => string;
  readonly errors: () => string;
  kill(signal: NodeJS.Signals): void;
}

/** Starts the demo in the project's directory. */
export function startDemo(args: readonly string[]): RunningDemo {
  const child = spawn(process.execPath, ["--import", "tsx", SCRIPT, ...args], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const text = { output: "", errors: "" };
  child.stdout.on("data", (chunk: Buffer) => (text.output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (text.errors += chunk.toString()));
  let running = true;
  const ended = new Promise<DemoEnd>((resolve) => {
    child.once("close", (code, signal) => {
      running = false;
      resolve({ code, signal });
    });
  });
  return {
    pid: child.pid ?? 0,
    ended,
    output: () => text.output,
    errors: () => text.errors,
    kill: (signal) => child.kill(signal),
    said: async (pattern) => {
      for (;;) {
        const match = pattern.exec(text.output);
        if (match !== null) return match[1] ?? match[0];
        if (!running) throw new Error(`the demo ended without saying ${pattern.source}: ${text.output}${text.errors}`);
        await sleep(25);
      }
    },
  };
}

/** Whether the process is gone, or goes within a few seconds. */
export async function isGone(pid: number, milliseconds = 10_000): Promise<boolean> {
  const end = performance.now() + milliseconds;
  while (isAlive(pid)) {
    if (performance.now() > end) return false;
    await sleep(50);
  }
  return true;
}

/** A directory that `after` removes. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-demo-"));
  after(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

const summary = z.object({
  summary: z.object({
    accounts: z.number(),
    invariantChecks: z.number(),
    liquidationsPartial: z.number(),
    liquidationsFull: z.number(),
    blocksToLiquidation: z.array(z.object({ blocks: z.number(), count: z.number() })),
  }),
  benchmarks: z.array(z.object({ leverage: z.number(), firstLiquidation: z.number().nullable() })),
  longestWait: z.number(),
  keeperPid: z.number(),
  blocks: z.number(),
});

/** What the demo wrote for machines. */
export const readSummary = (directory: string) =>
  summary.parse(JSON.parse(readFileSync(join(directory, "summary.json"), "utf8")));

/** The demo builds the contracts for itself, which would replace those that coverage has instrumented. */
export function skipUnderCoverage(context: Mocha.Context): void {
  if (hre.globalOptions.coverage) context.skip();
}
