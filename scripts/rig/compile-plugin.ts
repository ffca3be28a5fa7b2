// SPDX-License-Identifier: MIT
// Hardhat compiles together what has one settings object, however many are equal, and leaves a core idle. Here equal settings
// make a few compilations and not one for each file, and every core has one.
import { availableParallelism } from "node:os";

import type { SolidityCompilerConfig } from "hardhat/types/config";
import type { HardhatPlugin } from "hardhat/types/plugins";

/** Compilations for files of equal settings: enough that the last ones end at about the same time. */
const PARTS = 3;

/** Makes files whose settings are equal share one of `parts` objects in turn. */
export function shareSettings(overrides: Record<string, SolidityCompilerConfig>, parts = PARTS): void {
  const shared = new Map<string, SolidityCompilerConfig[]>();
  const seen = new Map<string, number>();
  for (const [file, config] of Object.entries(overrides)) {
    const key = JSON.stringify(config);
    const [configs, count] = [shared.get(key) ?? [], seen.get(key) ?? 0];
    const chosen = configs[count % parts] ?? config;
    if (configs.length < parts) configs.push(config);
    shared.set(key, configs);
    seen.set(key, count + 1);
    overrides[file] = chosen;
  }
}

export const compilePlugin: HardhatPlugin = {
  id: "plimsoll-compile",
  hookHandlers: {
    config: async () => ({
      default: async () => ({
        resolveUserConfig: async (userConfig, resolveVariable, next) => {
          const resolved = await next(userConfig, resolveVariable);
          for (const { overrides } of Object.values(resolved.solidity.profiles)) shareSettings(overrides);
          return resolved;
        },
      }),
    }),
    solidity: async () => ({
      default: async () => ({
        build: async (context, roots, options, next) =>
          await next(context, roots, { ...options, concurrency: availableParallelism() }),
      }),
    }),
  },
};
