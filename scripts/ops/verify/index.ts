// SPDX-License-Identifier: MIT
// npm run verify-deployment -- --network NAME: docs/deployment.md says what it asserts. Exit code 1 on any difference.
import { Command, Option } from "commander";

import { networkParameters } from "../../../deploy/parameters/index.ts";
import { STAGES } from "../../lib/verification/expected.ts";
import type { Stage } from "../../lib/verification/expected.ts";
import { renderChecks } from "../../lib/verification/table.ts";
import { runCommand, withNetworkOptions } from "../command.ts";
import type { NetworkOptions } from "../command.ts";
import { DifferencesFoundError } from "../errors.ts";
import { openNode, readsOf } from "../node.ts";
import { connectFile } from "./chain.ts";
import { verifyDeployment } from "./run.ts";

interface Options extends NetworkOptions {
  readonly stage: Stage;
}

const command = withNetworkOptions(new Command("verify-deployment"))
  .description("Reads a deployment back and compares it with deploy/parameters.")
  .addOption(
    new Option("--stage <stage>", "listed: before the pool has money; open: once the markets are")
      .choices(STAGES)
      .default("open"),
  )
  .allowExcessArguments(false)
  .action(async (options: Options) => {
    const { provider, file, accounts } = await openNode(options);
    try {
      const parameters = networkParameters(options.network, process.env, accounts);
      const chain = connectFile(file, provider, readsOf(provider));
      const checks = await verifyDeployment(chain, parameters, options.stage);
      process.stdout.write(`${renderChecks(checks)}\n`);
      const differences = checks.filter(({ holds }) => !holds).length;
      if (differences > 0) throw new DifferencesFoundError(differences);
    } finally {
      provider.destroy();
    }
  });

process.exitCode = await runCommand(command, process.argv.slice(2));
