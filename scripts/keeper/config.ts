// SPDX-License-Identifier: MIT
import { Command, CommanderError, Option } from "commander";
import { isAddress, isHexString } from "ethers";
import { z } from "zod";

import { InvalidConfiguration } from "./errors.ts";
import { Secret } from "./secret.ts";

const address = z.string().refine(isAddress, "must be an address, 0x and 40 hexadecimal digits");
const count = (least: number, most: number) =>
  z.coerce
    .number(`must be a whole number from ${least} to ${most}`)
    .int(`must be a whole number from ${least} to ${most}`)
    .min(least, `must be at least ${least}`)
    .max(most, `must be at most ${most}`);

/** What the keeper runs by. Unknown keys are refused. */
const schema = z.strictObject({
  rpc: z.url({ protocol: /^https?$/, error: "must be an http or https URL" }),
  deployment: z.string().min(1, "must be a file").optional(),
  clearingHouse: address.optional(),
  lens: address.optional(),
  fromBlock: count(0, Number.MAX_SAFE_INTEGER).optional(),
  /** The value must not be repeated in a message. */
  privateKey: z
    .string()
    .refine((key) => isHexString(key, 32), "must be 0x and 64 hexadecimal digits")
    .transform((key) => new Secret(key))
    .optional(),
  account: count(-1000, 1000),
  beneficiary: z
    .string()
    .refine((id) => isAddress(id) || isHexString(id, 32), "must be an address or an account id of 32 bytes")
    .optional(),
  once: z.boolean(),
  dryRun: z.boolean(),
  pollMs: count(1, 60_000),
  deadlineMs: count(50, 120_000),
  connectAttempts: count(1, 1000),
  sweepBlocks: count(1, 1_000_000),
  priorityFeeGwei: z.string().regex(/^\d{1,6}(\.\d{1,9})?$/, "must be a decimal number of gwei"),
  logLevel: z.enum(["debug", "info", "warn", "error"]),
  parentPid: count(1, 2 ** 31).optional(),
  endWithStdin: z.boolean(),
});

export type Config = z.infer<typeof schema>;

/** Each option's key in the schema, as the operator wrote it. */
const NAMES: Readonly<Record<string, string>> = { privateKey: "KEEPER_PRIVATE_KEY" };
const nameOf = (key: string): string =>
  NAMES[key] ?? `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

interface Choice {
  readonly flags: string;
  readonly description: string;
  /** Named in the environment as well; the command line wins. */
  readonly environment?: string;
  readonly byDefault?: string | boolean;
}

/** Every option. docs/keeper.md has the same table, and a test compares the two. */
export const CHOICES: readonly Choice[] = [
  {
    flags: "--rpc <url>",
    description: "JSON-RPC endpoint of the node",
    environment: "KEEPER_RPC_URL",
    byDefault: "http://127.0.0.1:8545",
  },
  { flags: "--deployment <file>", description: "JSON file of a deployment", environment: "KEEPER_DEPLOYMENT" },
  { flags: "--clearing-house <address>", description: "the clearing house", environment: "KEEPER_CLEARING_HOUSE" },
  { flags: "--lens <address>", description: "its account lens", environment: "KEEPER_LENS" },
  { flags: "--from-block <number>", description: "block of the deployment", environment: "KEEPER_FROM_BLOCK" },
  {
    flags: "--account <index>",
    description: "unlocked account of a local node, counted from the end if negative",
    byDefault: "-1",
  },
  {
    flags: "--beneficiary <account>",
    description: "ledger account that takes the rewards; the sender's by default",
    environment: "KEEPER_BENEFICIARY",
  },
  { flags: "--once", description: "check one block, wait for what was sent, and end", byDefault: false },
  { flags: "--dry-run", description: "do everything but send", byDefault: false },
  { flags: "--poll-ms <ms>", description: "how often to ask for a new block", byDefault: "25" },
  { flags: "--deadline-ms <ms>", description: "longest wait for one answer of the node", byDefault: "2000" },
  { flags: "--connect-attempts <count>", description: "attempts at the start before giving up", byDefault: "5" },
  { flags: "--sweep-blocks <count>", description: "check every account once in so many blocks", byDefault: "20" },
  { flags: "--priority-fee-gwei <gwei>", description: "tip per gas", byDefault: "1" },
  {
    flags: "--log-level <level>",
    description: "debug, info, warn or error",
    environment: "KEEPER_LOG_LEVEL",
    byDefault: "info",
  },
  { flags: "--parent-pid <pid>", description: "end when this process is gone" },
  { flags: "--end-with-stdin", description: "end when standard input closes", byDefault: false },
];

/** Asked for help, which is printed: not an error. */
export class HelpShown extends Error {}

/**
 * The configuration from command line and environment; the command line wins.
 * @param args Arguments without the runtime and the script.
 * @param write Takes the text of --help.
 * @throws InvalidConfiguration with every problem; HelpShown after --help.
 */
export function readConfig(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  write: (text: string) => void = (text) => process.stdout.write(text),
): Config {
  const command = new Command("keeper")
    .description("Liquidates accounts below maintenance margin.")
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: () => undefined });
  for (const { flags, description, environment: variable, byDefault } of CHOICES) {
    const text = variable === undefined ? description : `${description} (or ${variable})`;
    command.option(flags, text, byDefault);
  }
  try {
    command.parse(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) throw new HelpShown();
    throw new InvalidConfiguration([error.message.replace(/^error: /, "")]);
  }
  const given: Record<string, unknown> = command.opts();
  for (const { flags, environment: variable } of CHOICES) {
    const value = variable === undefined ? undefined : environment[variable];
    const key = new Option(flags).attributeName();
    if (value !== undefined && value !== "" && command.getOptionValueSource(key) !== "cli") given[key] = value;
  }
  const key = environment["KEEPER_PRIVATE_KEY"];
  const result = schema.safeParse({ ...given, ...(key === undefined || key === "" ? {} : { privateKey: key }) });
  if (result.success) return checked(result.data);
  throw new InvalidConfiguration(
    result.error.issues.map(({ path, message }) => `${nameOf(path.map(String).join("."))} ${message}`),
  );
}

/** What no single key can be blamed for. */
function checked(config: Config): Config {
  const problems: string[] = [];
  if (config.deployment !== undefined && (config.clearingHouse !== undefined || config.lens !== undefined)) {
    problems.push("--deployment and --clearing-house or --lens name the contracts twice");
  }
  if (config.lens !== undefined && config.clearingHouse === undefined) {
    problems.push("--lens needs --clearing-house beside it");
  }
  if (problems.length > 0) throw new InvalidConfiguration(problems);
  return config;
}
