// SPDX-License-Identifier: MIT
import { KeeperError } from "./errors.ts";
import type { Log } from "./log.ts";

/** How a failed start or an ended run is said: in the log for machines, on standard error for people. */
export function report(error: unknown, log: Log): number {
  if (error instanceof KeeperError) {
    log.error("cannot-run", { error: error.name, message: error.message, exitCode: error.exitCode });
    process.stderr.write(`keeper: ${error.message}\n`);
    return error.exitCode;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log.error("defect", { stack });
  process.stderr.write(`keeper: ${stack}\n`);
  return 1;
}
