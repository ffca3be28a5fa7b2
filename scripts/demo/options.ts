// SPDX-License-Identifier: MIT
import { Command, CommanderError } from "commander";

import { parsePriceArguments } from "../lib/prices/load.ts";
import type { PriceFiles } from "../lib/prices/load.ts";
import { parseWindow } from "../lib/prices/window.ts";
import type { TimeWindow } from "../lib/prices/window.ts";
import { BadArgumentsError, OptionConflictError, OptionOutOfRangeError } from "./errors.ts";
import { BENCHMARK_LEVERAGES } from "./benchmarks.ts";
import { DEFAULT_SCENARIO } from "./scenarios/load.ts";

/** What to replay. */
export type PriceChoice =
  | { readonly kind: "scenario"; readonly name: string }
  | {
      readonly kind: "files";
      readonly files: PriceFiles;
      readonly window: TimeWindow;
      readonly allowGaps: boolean;
    };

export interface DemoOptions {
  readonly prices: PriceChoice;
  /** Ledger accounts, the benchmark accounts included. */
  readonly accounts: number;
  readonly seed: string;
  /** Wall-clock beat of a block, milliseconds. */
  readonly blockMs: number;
  readonly out: string;
}

export const DEFAULTS = { accounts: 300, seed: "1", blockMs: 250, out: "out/demo" } as const;

/** Fewer are not a market; of more the keeper's first look would take longer than a beat. */
const ACCOUNTS = { least: BENCHMARK_LEVERAGES.length + 1, most: 2_000 };
const BLOCK_MS = { least: 20, most: 60_000 };

/** Asked for help, which is printed: not an error. */
export class HelpShown extends Error {
  override readonly name = "HelpShown";
}

interface Given {
  readonly scenario?: string;
  readonly prices?: string[];
  readonly from?: string;
  readonly to?: string;
  readonly allowGaps?: boolean;
  readonly accounts: string;
  readonly seed: string;
  readonly blockMs: string;
  readonly out: string;
}

function command(write: (text: string) => void): Command {
  return new Command("npm run demo --")
    .description("Replays a crash against a local deployment, with the keeper as a process of its own.")
    .option("--scenario <name>", `a crash that is shipped with the project (default: ${DEFAULT_SCENARIO})`)
    .option("--prices <market=file...>", "files of bars or Chainlink rounds: eth=FILE.csv[.gz] btc=FILE.csv[.gz]")
    .option("--from <utc>", "first moment of the files to replay, such as 2020-03-12")
    .option("--to <utc>", "first moment left out")
    .option("--allow-gaps", "carry the last price across missing bars")
    .option("--accounts <count>", "ledger accounts to open", String(DEFAULTS.accounts))
    .option("--seed <text>", "fixes accounts and scenario", DEFAULTS.seed)
    .option("--block-ms <ms>", "wall-clock time of a block", String(DEFAULTS.blockMs))
    .option("--out <directory>", "where report.html goes", DEFAULTS.out)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: () => undefined });
}

/**
 * Reads the command line.
 * @param args Without the runtime and the script.
 * @param write Takes the text of --help.
 * @throws InputError; HelpShown after --help.
 */
export function readOptions(
  args: readonly string[],
  write: (text: string) => void = (text) => process.stdout.write(text),
): DemoOptions {
  const parsed = command(write);
  try {
    parsed.parse([...args], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) throw new HelpShown();
    throw new BadArgumentsError(error.message.replace(/^error: /, "").replaceAll("\n", " "));
  }
  const given = parsed.opts<Given>();
  return {
    prices: choice(given),
    accounts: wholeNumber("--accounts", given.accounts, ACCOUNTS),
    seed: given.seed,
    blockMs: wholeNumber("--block-ms", given.blockMs, BLOCK_MS),
    out: given.out,
  };
}

function choice({ scenario, prices, from, to, allowGaps }: Given): PriceChoice {
  if (prices !== undefined) {
    if (scenario !== undefined) throw new OptionConflictError("--scenario", "the prices come from --prices already");
    return {
      kind: "files",
      files: parsePriceArguments(prices),
      window: parseWindow(from, to),
      allowGaps: allowGaps === true,
    };
  }
  const alone = { "--from": from, "--to": to, "--allow-gaps": allowGaps };
  for (const [option, value] of Object.entries(alone)) {
    if (value !== undefined)
      throw new OptionConflictError(option, "it goes with --prices; a scenario is replayed whole");
  }
  return { kind: "scenario", name: scenario ?? DEFAULT_SCENARIO };
}

function wholeNumber(option: string, text: string, { least, most }: { least: number; most: number }): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) throw new OptionOutOfRangeError(option, text, least, most);
  return value;
}
