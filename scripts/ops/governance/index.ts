// SPDX-License-Identifier: MIT
// npm run governance -- COMMAND --network NAME: docs/runbooks say when to use which.
import { runCommand } from "../command.ts";
import { governanceProgram } from "./program.ts";

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const program = governanceProgram({ environment: process.env, say });

process.exitCode = await runCommand(program, process.argv.slice(2));
