// SPDX-License-Identifier: MIT
// npm run governance -- COMMAND --network NAME: docs/runbooks say when to use which.
import { runCommand } from "../command.ts";
import { governanceProgram } from "./program.ts";

process.exitCode = await runCommand(governanceProgram(), process.argv.slice(2));
