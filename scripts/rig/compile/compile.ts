// SPDX-License-Identifier: MIT
import type { CompilerInput, CompilerOutput } from "hardhat/types/solidity";

import { analysisOnly, filesWithCode, groupFiles, merge, reaches, select, tooDeepIn } from "./parts.ts";

type Compile = (input: CompilerInput) => Promise<CompilerOutput>;

/** Settings under which nothing is too deep, at the least price. The optimizer's first steps make the rest of it faster. */
const throughIr = (input: CompilerInput): CompilerInput => ({
  ...input,
  settings: {
    ...input.settings,
    viaIR: true,
    optimizer: { enabled: true, runs: 1, details: { yulDetails: { optimizerSteps: "dhfoDgvuln:" } } },
  },
});

/** A part; where the older generator cannot do a file, all that reach it go through the newer one. */
async function compilePart(input: CompilerInput, files: readonly string[], run: Compile): Promise<CompilerOutput[]> {
  const output = await run(select(input, files));
  const deep = input.settings.viaIR === true ? undefined : tooDeepIn(output);
  if (deep === undefined) return [output];
  const through = files.filter((file) => reaches(input, file, deep));
  if (through.length === 0) return [output];
  const others = files.filter((file) => !through.includes(file));
  console.warn(`note: a function in ${deep} is too deep for the fast code generator; what imports it compiles slowly`);
  const outputs = await Promise.all([
    compilePart(throughIr(input), through, run),
    ...(others.length === 0 ? [] : [compilePart(input, others, run)]),
  ]);
  return outputs.flat();
}

/** What `run` makes of the input, by several calls at once. */
export async function compileInParts(input: CompilerInput, most: number, run: Compile): Promise<CompilerOutput> {
  const files = filesWithCode(input);
  const groups = groupFiles(input, files, most);
  const needsAnalysis = files.length < Object.keys(input.sources).length;
  if (groups.length === 1 && !needsAnalysis) return await run(input);
  const outputs = await Promise.all([
    ...groups.map(async (group) => await compilePart(input, group, run)),
    ...(needsAnalysis ? [run(analysisOnly(input)).then((output) => [output])] : []),
  ]);
  return merge(outputs.flat());
}
