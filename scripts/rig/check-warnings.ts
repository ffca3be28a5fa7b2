// SPDX-License-Identifier: MIT
// Our own Solidity compiles without warnings. Read from the build's outputs, where they stay after a cached build has
// stopped printing them. Warnings of packages are their authors' business.
import { z } from "zod";

import { lineAt, readSources, report } from "./source.ts";
import type { Sources, Violation } from "./source.ts";

const buildOutput = z.object({
  output: z.object({
    errors: z
      .array(
        z.object({
          severity: z.string(),
          errorCode: z.string().optional(),
          message: z.string(),
          sourceLocation: z.object({ file: z.string(), start: z.number() }).optional(),
        }),
      )
      .optional(),
  }),
});

/** Hardhat's name for the project root inside the compiler. */
const OWN = "project/";

/** Contract and init code size: a limit for what is deployed, not for a test that deploys everything at once. */
const SIZE_CODES: readonly string[] = ["5574", "3860"];

/**
 * Warnings about the project's own files.
 * @param outputs Contents of the build's output files, by path.
 * @param sources Solidity files by path, to turn the compiler's offsets into lines.
 */
export function ownWarnings(outputs: Sources, sources: Sources): readonly Violation[] {
  const found = new Map<string, Violation>();
  for (const [path, text] of outputs) {
    for (const error of buildOutput.parse(JSON.parse(text)).output.errors ?? []) {
      const location = error.sourceLocation;
      if (location !== undefined && !location.file.startsWith(OWN)) continue;
      const file = location?.file.slice(OWN.length) ?? path;
      if (file.startsWith("test/") && SIZE_CODES.includes(error.errorCode ?? "")) continue;
      const line = location === undefined ? 1 : lineAt(sources.get(file) ?? "", location.start);
      const message = `${error.severity} ${error.errorCode ?? ""}: ${error.message}`;
      found.set(`${file}:${line}:${message}`, { file, line, message });
    }
  }
  return [...found.values()];
}

if (import.meta.main) {
  const isSolidity = (path: string): boolean => path.endsWith(".sol");
  const sources = new Map([...readSources("contracts", isSolidity), ...readSources("test", isSolidity)]);
  const outputs = readSources("artifacts/build-info", (path) => path.endsWith(".output.json"));
  if (!report("compiler warnings", ownWarnings(outputs, sources))) process.exitCode = 1;
}
