// SPDX-License-Identifier: MIT
import type { CompilerInput, CompilerOutput } from "hardhat/types/solidity";

/** Hardhat's input for these sources, by path. */
export const inputOf = (sources: Readonly<Record<string, string>>, viaIR = false): CompilerInput => ({
  language: "Solidity",
  sources: Object.fromEntries(Object.entries(sources).map(([file, content]) => [file, { content }])),
  settings: {
    viaIR,
    optimizer: { enabled: true, runs: 1 },
    outputSelection: { "*": { "": ["ast"], "*": ["abi", "evm.bytecode.object"] } },
  },
});

/** The files whose code an input asks for. */
export const asked = ({ settings }: CompilerInput): readonly string[] =>
  Object.entries(settings.outputSelection)
    .filter(([, selection]) => selection["*"] !== undefined)
    .map(([file]) => file);

/** What a compiler would say to an input: an empty contract for each file that was asked for. */
export const outputOf = (input: CompilerInput): CompilerOutput => ({
  sources: Object.fromEntries(asked(input).map((file, id) => [file, { id, ast: {} }])),
  contracts: Object.fromEntries(asked(input).map((file) => [file, { A: { abi: [] } }])),
});
