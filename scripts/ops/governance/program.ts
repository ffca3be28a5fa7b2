// SPDX-License-Identifier: MIT
import { Command } from "commander";

import { withNetworkOptions } from "../command.ts";
import type { NetworkOptions } from "../command.ts";
import { openNode } from "../node.ts";
import * as commands from "./commands.ts";
import { KEY_VARIABLE, startSession } from "./session.ts";
import type { SenderOptions, Session } from "./session.ts";
import { status } from "./status.ts";

interface Options extends NetworkOptions, SenderOptions {
  readonly all?: boolean;
  readonly delay?: string;
}

type Act = (session: Session, options: Options, words: readonly string[]) => Promise<void>;

/** What a command reads and writes beside the chain. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly say: (line: string) => void;
}

const sending = (command: Command): Command =>
  command
    .option("--from <address>", `who acts; the account of ${KEY_VARIABLE}, else the role's first holder`)
    .option("--dry-run", "print what would be sent, for a multisig or a hardware wallet");

/** Every command. docs/runbooks names them, and a test compares the two. */
export function governanceProgram({ environment, say }: Surroundings): Command {
  const add = (parent: Command, syntax: string, description: string, act: Act): Command => {
    const command = withNetworkOptions(parent.command(syntax).description(description)).allowExcessArguments(false);
    // Commander hands over the arguments in their order, then the options; one that may repeat is a list.
    return command.action(async (...given: unknown[]) => {
      const words = given.slice(0, command.registeredArguments.length).flat().map(String);
      const options = command.opts<Options>();
      const node = await openNode(options);
      try {
        await act(await startSession(node, options, environment[KEY_VARIABLE], say), options, words);
      } finally {
        node.provider.destroy();
      }
    });
  };
  const program = new Command("governance").description("What role holders do to a live deployment; docs/roles.md.");
  add(program, "status", "markets, prices, money, role holders", async (session) => status(session));
  add(program, "list", "what is announced, what it would do, and from when on", async (session) =>
    commands.list(session),
  );
  sending(
    add(
      program,
      "cancel <operation>",
      "veto an announcement (guardian, admin or its maker)",
      async (session, _, words) => commands.cancel(session, words[0] ?? ""),
    ),
  );
  sending(
    add(
      program,
      "restrict [markets...]",
      "let only reductions in (guardian)",
      async (session, { all = false }, words) => commands.restrict(session, words, all),
    ),
  ).option("--all", "every market");
  sending(
    add(program, "open [markets...]", "let all trades in again (governor)", async (session, { all = false }, words) =>
      commands.open(session, words, all),
    ),
  ).option("--all", "every market");
  sending(
    add(program, "revoke <role> <account>", "take a role from an account (admin)", async (session, _, words) =>
      commands.revoke(session, words[0] ?? "", words[1] ?? ""),
    ),
  );
  sending(
    add(program, "grant <role> <account>", "give a role to an account (admin)", async (session, options, words) =>
      commands.grant(session, words[0] ?? "", words[1] ?? "", options.delay ?? ""),
    ),
  ).requiredOption("--delay <seconds>", "how long the account waits between announcing and doing");
  sending(
    add(
      program,
      "call <contract> <function> <json>",
      "any other call, its arguments as a JSON list; announced first where its role waits",
      async (session, _, words) => commands.call(session, words[0] ?? "", words[1] ?? "", words[2] ?? ""),
    ),
  );
  return program;
}
