// SPDX-License-Identifier: MIT
// Entry point of `npm run demo`; docs/demo.md says what it shows. Contracts are built first: the rest needs their types.
import { accessSync, constants as modes, mkdirSync } from "node:fs";
import { constants } from "node:os";

import { InputError } from "../lib/prices/errors/base.ts";
import { OutputNotWritableError } from "./errors.ts";
import { HelpShown, readOptions } from "./options.ts";
import { chooseReplay } from "./prices.ts";

/** Told to end by a signal, which is no failure of the demo. */
class Interrupted extends Error {
  override readonly name = "Interrupted";

  constructor(readonly exitCode: number) {
    super("interrupted");
  }
}

const controller = new AbortController();
/** Whether there is anything yet that has to be cleared away. */
let running = false;
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(name, () => {
    const interrupted = new Interrupted(128 + constants.signals[name]);
    // Who asks twice does not want to wait. The keeper ends by itself once this process is gone.
    if (!running || controller.signal.aborted) process.exit(interrupted.exitCode);
    controller.abort(interrupted);
  });
}

function prepareOutput(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true });
    accessSync(directory, modes.W_OK);
  } catch (error) {
    throw new OutputNotWritableError(directory, error);
  }
}

async function start(): Promise<number> {
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  try {
    const options = readOptions(process.argv.slice(2));
    const replay = chooseReplay(options.prices, options.seed);
    prepareOutput(options.out);
    const { default: hre } = await import("hardhat");
    await hre.tasks.getTask("build").run({ noTests: true, quiet: true });
    const { runDemo } = await import("./run.ts");
    running = true;
    await runDemo({ options, replay, signal: controller.signal, say });
    return 0;
  } catch (error) {
    return report(error);
  }
}

function report(error: unknown): number {
  if (error instanceof HelpShown) return 0;
  const reason: unknown = controller.signal.reason;
  if (controller.signal.aborted && reason instanceof Interrupted) return reason.exitCode;
  // What a user can put right needs no stack.
  const text = error instanceof InputError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`demo: ${text ?? "failed"}\n`);
  return 1;
}

process.exit(await start());
