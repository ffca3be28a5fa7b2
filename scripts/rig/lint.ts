// SPDX-License-Identifier: MIT
// Everything that can be said about the code without running it. The build comes first, because the type checker needs
// the generated contract types; the rest runs two at a time and each step's output stays together.
import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";

import { ROOT, readSources } from "./source.ts";

interface Step {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

/** npm does the same for its scripts; here, so that the file also works when started by hand. */
const PATH = [join(ROOT, "node_modules", ".bin"), process.env["PATH"] ?? ""].join(delimiter);

const bin = (name: string): string => join(ROOT, "node_modules", ".bin", name);
const script = (name: string): Step => ({ name, command: process.execPath, args: [`scripts/rig/${name}.ts`] });

const BUILD: Step = { name: "compile", command: bin("hardhat"), args: ["build"] };
const SOLHINT_TESTS: Step = {
  name: "solhint tests",
  command: bin("solhint"),
  args: ["--disc", "--noPoster", "-c", ".solhint.test.json", "test/**/*.sol"],
};
const CHECKS: readonly Step[] = [
  { name: "types", command: bin("tsc"), args: ["--noEmit"] },
  { name: "oxlint", command: bin("oxlint"), args: ["--type-aware", "--deny-warnings"] },
  { name: "prettier", command: bin("prettier"), args: ["--check", "."] },
  {
    name: "solhint",
    command: bin("solhint"),
    args: ["--disc", "--noPoster", "contracts/**/*.sol"],
  },
  // Solhint calls it an error when there is nothing to read.
  ...(readSources("test", (path) => path.endsWith(".sol")).size === 0 ? [] : [SOLHINT_TESTS]),
  script("check-warnings"),
  script("check-layers"),
  script("check-hygiene"),
];

const AT_ONCE = 2;

/** What a step that passed has to say: our checkers' notes and solhint's warnings. */
const remarks = (name: string, text: string): string => {
  if (name.startsWith("solhint")) return text;
  if (!name.startsWith("check-")) return "";
  return text
    .split("\n")
    .filter((line) => /^(?:note:| {2}\S)/.test(line))
    .join("\n");
};

async function run({ name, command, args }: Step): Promise<boolean> {
  const started = performance.now();
  const output: Buffer[] = [];
  const code = await new Promise<number>((resolve) => {
    const child = spawn(command, [...args], {
      cwd: ROOT,
      env: { ...process.env, PATH },
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => output.push(chunk));
    child.on("error", (error) => {
      output.push(Buffer.from(`${error.message}\n`));
      resolve(1);
    });
    child.on("close", (status) => resolve(status ?? 1));
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${code === 0 ? "ok  " : "FAIL"} ${name} (${seconds} s)`);
  const text = Buffer.concat(output).toString().trim();
  const spoken = code === 0 ? remarks(name, text) : text;
  if (spoken !== "") console.log(spoken);
  return code === 0;
}

const failed: string[] = [];
if (!(await run(BUILD))) failed.push(BUILD.name);

const queue = [...CHECKS];
const worker = async (): Promise<void> => {
  for (let step = queue.shift(); step !== undefined; step = queue.shift()) {
    if (!(await run(step))) failed.push(step.name);
  }
};
await Promise.all(Array.from({ length: AT_ONCE }, worker));

console.log(failed.length === 0 ? "lint: clean" : `lint: failed in ${failed.join(", ")}`);
if (failed.length > 0) process.exitCode = 1;
