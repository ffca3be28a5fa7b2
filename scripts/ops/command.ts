// SPDX-License-Identifier: MIT
// What the commands of this folder have in common: how a command line is read, and how a command ends.
import { CommanderError } from "commander";
import type { Command } from "commander";
import { ZodError } from "zod";

import { TooFewAccountsError, UnknownNetworkError } from "../../deploy/parameters/index.ts";
import { InvalidAddressFileError } from "../lib/deployment/address-file.ts";
import { NotPermittedError } from "../lib/governance/next-step.ts";
import { BadUseError, OpsError } from "./errors.ts";

/** Asked for help, which is printed: not an error. */
class HelpShown extends Error {}

/** Options by which every command finds the deployment. */
export interface NetworkOptions {
  readonly network: string;
  readonly rpc?: string;
  readonly addresses?: string;
}

export const withNetworkOptions = (command: Command): Command =>
  command
    .requiredOption("--network <name>", "a network of hardhat.config.ts")
    .option("--rpc <url>", "JSON-RPC endpoint; the network's own by default")
    .option("--addresses <file>", "address file; deploy/addresses/<network>.json by default");

/** Reads the command line and runs what it names. @throws BadUseError, HelpShown */
async function dispatch(command: Command, args: readonly string[]): Promise<void> {
  const quiet = (each: Command): void => {
    each.exitOverride().configureOutput({ writeErr: () => undefined });
    each.commands.forEach(quiet);
  };
  quiet(command);
  try {
    await command.parseAsync([...args], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) throw new HelpShown();
    // With no command at all commander prints its help as an error of one word.
    const problem = error.code === "commander.help" ? "no command" : error.message.replace(/^error: /, "");
    throw new BadUseError(problem.replaceAll("\n", " "));
  }
}

const isBadUse = (error: unknown): boolean =>
  error instanceof UnknownNetworkError ||
  error instanceof TooFewAccountsError ||
  error instanceof InvalidAddressFileError;

/**
 * Runs a command to its end.
 * @param write Takes what went wrong, for people.
 * @returns The exit code; what a command finds it may say by throwing DifferencesFoundError.
 */
export async function runCommand(
  command: Command,
  args: readonly string[],
  write: (text: string) => void = (text) => void process.stderr.write(text),
): Promise<number> {
  const say = (text: string): void => write(`${command.name()}: ${text}\n`);
  try {
    await dispatch(command, args);
    return 0;
  } catch (error) {
    if (error instanceof HelpShown) return 0;
    if (error instanceof OpsError) {
      say(error.message);
      return error.exitCode;
    }
    if (error instanceof ZodError) {
      say(error.issues.map(({ path, message }) => `${path.map(String).join(".")}: ${message}`).join("; "));
      return 2;
    }
    if (error instanceof NotPermittedError) {
      say(error.message);
      return 1;
    }
    if (isBadUse(error) && error instanceof Error) {
      say(error.message);
      return 2;
    }
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return 3;
  }
}
