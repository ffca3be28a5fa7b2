// SPDX-License-Identifier: MIT
// One compiler input as several whose outputs add up to the same: each sees all sources, so a contract's code does not
// depend on the part that it is in, and generates code for its own files only.
import { posix } from "node:path";

import type { CompilerInput, CompilerOutput } from "hardhat/types/solidity";

import { importsOf, withoutComments } from "../source.ts";

/** Hardhat's name for the project's tests inside the compiler. */
const TESTS = "project/test/";

/** What an analysis costs anyway; everything else is code generation. */
const ANALYSIS = ["ast"];

/** Files whose code is wanted. Those of a test's imports are not: tests get contracts from the contracts' own build. */
export function filesWithCode(input: CompilerInput): readonly string[] {
  const files = Object.keys(input.sources);
  const tests = files.filter((file) => file.startsWith(TESTS));
  return tests.length > 0 ? tests : files;
}

/** A file with all that it imports. Imports of packages are left out: they say little about what a file costs. */
function closureOf(input: CompilerInput, file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const { path } of importsOf(input.sources[file]?.content ?? "")) {
    const target = posix.join(posix.dirname(file), path);
    if (path.startsWith(".") && target in input.sources) closureOf(input, target, seen);
  }
  return seen;
}

/** Grows with the time that a file's code takes; 0 for one that has none. */
function costOf(input: CompilerInput, file: string): number {
  const code = withoutComments(input.sources[file]?.content ?? "");
  if (!/^contract\s/m.test(code)) return 0;
  let characters = 0;
  for (const each of closureOf(input, file)) characters += input.sources[each]?.content.length ?? 0;
  return characters;
}

/** The files in at most `most` groups of about the same cost, the dearest group first. */
export function groupFiles(
  input: CompilerInput,
  files: readonly string[],
  most: number,
): readonly (readonly string[])[] {
  const priced = files.map((file) => ({ file, cost: costOf(input, file) }));
  const dear = priced.filter(({ cost }) => cost > 0).length;
  const groups = Array.from({ length: Math.max(1, Math.min(most, dear)) }, () => ({ cost: 0, files: Array<string>() }));
  for (const { file, cost } of priced.toSorted((a, b) => b.cost - a.cost)) {
    const least = groups.reduce((a, b) => (b.cost < a.cost ? b : a));
    least.files.push(file);
    least.cost += cost;
  }
  return groups.toSorted((a, b) => b.cost - a.cost).map((group) => group.files);
}

/** The input, with code for `files` only. Asking for a file's syntax tree next to any code means code for it as well. */
export function select(input: CompilerInput, files: readonly string[]): CompilerInput {
  const code = input.settings.outputSelection["*"]?.["*"] ?? [];
  const outputSelection = Object.fromEntries(files.map((file) => [file, { "": ANALYSIS, "*": code }]));
  return { ...input, settings: { ...input.settings, outputSelection } };
}

/** The input, with the syntax trees of all files and no code. */
export const analysisOnly = (input: CompilerInput): CompilerInput => ({
  ...input,
  settings: { ...input.settings, outputSelection: { "*": { "": ANALYSIS } } },
});

/** A part names every source, and has the syntax trees of its own. */
const withTree = (sources: CompilerOutput["sources"]) =>
  Object.entries(sources).filter(([, source]) => "ast" in source && source.ast !== undefined);

/** One output out of those of the parts; what every part had to say is said once. */
export function merge(outputs: readonly CompilerOutput[]): CompilerOutput {
  const errors = new Map(
    outputs.flatMap(({ errors: all = [] }) => all.map((error) => [error.formattedMessage ?? error.message, error])),
  );
  return {
    ...(errors.size === 0 ? {} : { errors: [...errors.values()] }),
    sources: Object.fromEntries([
      ...outputs.flatMap(({ sources }) => Object.entries(sources)),
      ...outputs.flatMap(({ sources }) => withTree(sources)),
    ]),
    contracts: Object.fromEntries(outputs.flatMap(({ contracts = {} }) => Object.entries(contracts))),
  };
}

/** The file in which the older code generator ran out of stack slots. */
export function tooDeepIn({ errors = [] }: CompilerOutput): string | undefined {
  const message = errors.find(({ severity, message: text }) => severity === "error" && /stack too deep/i.test(text));
  return message === undefined ? undefined : /-->\s*([^\s:]+):/.exec(message.formattedMessage ?? "")?.[1];
}

export const reaches = (input: CompilerInput, file: string, target: string): boolean =>
  closureOf(input, file).has(target);
