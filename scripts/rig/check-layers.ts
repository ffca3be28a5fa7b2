// SPDX-License-Identifier: MIT
// The rooms of contracts/ and the one direction in which they may import each other, as a check that an auditor can
// run: tokens move only in vault/, feeds are read only in oracle/, division happens only in math/.
import { posix } from "node:path";

import { codeOnly, importsOf, lineAt, readSources, report } from "./source.ts";
import type { Sources, Violation } from "./source.ts";

/** What each room may import besides itself. Everybody may name an interface, except the types that it is made of. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  types: [],
  interfaces: ["types"],
  math: ["types", "interfaces"],
  risk: ["types", "interfaces", "math"],
  oracle: ["types", "interfaces", "math"],
  vault: ["types", "interfaces", "math"],
  clearing: ["types", "interfaces", "math", "risk", "oracle", "vault"],
  governance: ["types", "interfaces", "math", "risk", "oracle", "vault", "clearing"],
  pool: ["types", "interfaces", "math", "risk", "oracle", "vault", "clearing"],
  lens: ["types", "interfaces", "math", "risk", "oracle", "vault", "clearing", "governance", "pool"],
};

/** Doubles for tests: they may do anything, and nobody may use them. */
const MOCKS = "mocks";

interface CodeRule {
  readonly pattern: RegExp;
  readonly only: string;
  readonly message: string;
}

/** Calls and operators that belong to one room. Declarations carry no dot, so an interface may still declare them. */
const CODE_RULES: readonly CodeRule[] = [
  {
    // A share token calls `super.transfer`: that moves an entry of its own ledger, not a token it holds.
    pattern: /(?<!\bsuper)\s*\.\s*(?:transfer|transferFrom|safeTransfer|safeTransferFrom|trySafeTransfer\w*)\b/g,
    only: "vault",
    message: "tokens move only in vault/ (a ledger movement needs a name of its own)",
  },
  {
    pattern: /\.\s*(?:latestRoundData|getRoundData|latestAnswer|latestRound|latestTimestamp)\b/g,
    only: "oracle",
    message: "feeds are read only in oracle/",
  },
  {
    pattern: /[/%]|\b(?:div|sdiv|mod|smod)\s*\(/g,
    only: "math",
    message: "division happens only in math/, where the rounding stands in the function's name",
  },
];

/** The room of a file, or undefined for a file that is in none. */
const roomOf = (file: string): string | undefined => /^contracts\/([^/]+)\//.exec(file)?.[1];

/** The project file that an import names, or undefined for one of a package. */
function resolveImport(from: string, path: string): string | undefined {
  if (path.startsWith(".")) return posix.normalize(posix.join(posix.dirname(from), path));
  return path.startsWith("contracts/") ? path : undefined;
}

/** A package's interface (IERC20.sol) is a fair part of ours; any other code of a package is not. */
const isPackageInterface = (path: string): boolean => /^I[A-Z]|^AggregatorV3Interface\.sol$/.test(posix.basename(path));

function checkImports(file: string, room: string, source: string): Violation[] {
  const found: Violation[] = [];
  for (const { path, line } of importsOf(source)) {
    const target = resolveImport(file, path);
    if (target === undefined) {
      if (room === "interfaces" && !isPackageInterface(path)) {
        found.push({ file, line, message: `interfaces/ may import only types and interfaces, not ${path}` });
      }
      continue;
    }
    const other = roomOf(target);
    if (room === MOCKS || other === room) continue;
    if (other === undefined || !(MAY_IMPORT[room] ?? []).includes(other)) {
      const what = other === undefined ? "a file outside the rooms" : `${other}/`;
      found.push({ file, line, message: `${room}/ must not import ${what} (${path})` });
    }
  }
  return found;
}

function checkCode(file: string, room: string, source: string): Violation[] {
  if (room === MOCKS) return [];
  const code = codeOnly(source);
  return CODE_RULES.filter(({ only }) => only !== room).flatMap(({ pattern, message }) =>
    [...code.matchAll(pattern)].map((match) => {
      const start = match.index + match[0].search(/\S/);
      return { file, line: lineAt(code, start), message };
    }),
  );
}

/** Every import cycle once, reported at the import that closes it. */
function checkCycles(sources: Sources): Violation[] {
  const found: Violation[] = [];
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    if (done.has(file)) return;
    const here = [...trail, file];
    for (const { path, line } of importsOf(sources.get(file) ?? "")) {
      const target = resolveImport(file, path);
      if (target === undefined) continue;
      const start = here.indexOf(target);
      if (start >= 0) {
        found.push({ file, line, message: `import cycle: ${[...here.slice(start), target].join(" -> ")}` });
      } else {
        visit(target, here);
      }
    }
    done.add(file);
  };
  for (const file of sources.keys()) visit(file, []);
  return found;
}

/** All violations in the Solidity files of contracts/. */
export function checkLayers(sources: Sources): readonly Violation[] {
  const found: Violation[] = [];
  for (const [file, source] of sources) {
    const room = roomOf(file);
    if (room === undefined || (room !== MOCKS && !(room in MAY_IMPORT))) {
      found.push({ file, line: 1, message: "not in one of the rooms; see the map in the README" });
      continue;
    }
    found.push(...checkImports(file, room, source), ...checkCode(file, room, source));
  }
  return [...found, ...checkCycles(sources)];
}

if (import.meta.main) {
  const sources = readSources("contracts", (path) => path.endsWith(".sol"));
  if (!report("layers", checkLayers(sources))) process.exitCode = 1;
}
