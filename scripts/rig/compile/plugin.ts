// SPDX-License-Identifier: MIT
// Hardhat gives each set of compiler settings one process and leaves a core idle. Here every core compiles, and test
// contracts have cheaper settings than what is deployed.
import { availableParallelism } from "node:os";

import type { HardhatPlugin } from "hardhat/types/plugins";
import type { SolidityCompilerConfig } from "hardhat/types/config";

import { compileInParts } from "./compile.ts";
import { limit } from "./limit.ts";

const CORES = availableParallelism();

/** More parts than cores, so that a part which took longer than estimated holds up less. */
const PARTS = 2 * CORES;

/** The limit below holds, whatever Hardhat starts. */
const JOBS_AT_ONCE = 64;

const onACore = limit(CORES);

/** Hardhat compiles files together whose settings are one object; equal ones are not enough for it. */
function shareEqual(overrides: Record<string, SolidityCompilerConfig>): void {
  const first = new Map<string, SolidityCompilerConfig>();
  for (const [file, config] of Object.entries(overrides)) {
    const key = JSON.stringify(config);
    overrides[file] = first.get(key) ?? config;
    if (!first.has(key)) first.set(key, config);
  }
}

export const compilePlugin: HardhatPlugin = {
  id: "plimsoll-compile",
  hookHandlers: {
    config: async () => ({
      default: async () => ({
        resolveUserConfig: async (userConfig, resolveVariable, next) => {
          const resolved = await next(userConfig, resolveVariable);
          for (const { overrides } of Object.values(resolved.solidity.profiles)) shareEqual(overrides);
          return resolved;
        },
      }),
    }),
    solidity: async () => ({
      default: async () => ({
        build: async (context, roots, options, next) =>
          await next(context, roots, { ...options, concurrency: JOBS_AT_ONCE }),
        invokeSolc: async (context, compiler, input, config, next) =>
          await compileInParts(
            input,
            PARTS,
            async (part) => await onACore(async () => await next(context, compiler, part, config)),
          ),
      }),
    }),
  },
};
