// SPDX-License-Identifier: MIT
// The keeper's process: docs/keeper.md says what it does, `--help` what it takes.
import { HelpShown, readConfig } from "./config.ts";
import { ContractsNotBuilt } from "./errors.ts";
import { lifetime } from "./lifetime.ts";
import { createLog } from "./log.ts";
import { report } from "./report.ts";

/** The rest needs the generated contract types, which a fresh checkout does not have. */
async function loadServe() {
  try {
    return (await import("./main.ts")).serve;
  } catch (error) {
    if (error instanceof Error && error.message.includes("typechain")) throw new ContractsNotBuilt(error);
    throw error;
  }
}

async function start(): Promise<number> {
  let log = createLog("info");
  try {
    const config = readConfig(process.argv.slice(2), process.env);
    log = createLog(config.logLevel);
    const serve = await loadServe();
    const life = lifetime(config);
    try {
      await serve(config, log, life.signal);
    } finally {
      life.close();
    }
    return 0;
  } catch (error) {
    return error instanceof HelpShown ? 0 : report(error, log);
  }
}

process.exit(await start());
