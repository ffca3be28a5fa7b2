// SPDX-License-Identifier: MIT
// Small habits that reviews should not have to spend time on.
import { lineAt, readSources, report, withoutComments } from "./source.ts";
import type { Sources, Violation } from "./source.ts";

const LICENSE_LINE = "// SPDX-License-Identifier: MIT";

/** Beyond this a file probably has a second subject; said, not enforced. */
const LONG_FILE = 400;

interface TextRule {
  readonly applies: (path: string) => boolean;
  readonly pattern: RegExp;
  readonly message: string;
}

const isSolidity = (path: string): boolean => path.endsWith(".sol");
const isTypeScript = (path: string): boolean => path.endsWith(".ts");
const isTest = (path: string): boolean => isTypeScript(path) && path.startsWith("test/");

const TEXT_RULES: readonly TextRule[] = [
  {
    applies: isTest,
    pattern: /\b(?:describe|context|it|specify|suite|test)\s*\.\s*only\b/g,
    message: "an exclusive test silences all the others",
  },
  {
    applies: isSolidity,
    pattern: /\bimport\b[^;]*\bconsole2?\.sol["']/g,
    message: "a console import is left over from debugging",
  },
  {
    // Absolute paths of one machine; the look-behind lets URLs and globs pass.
    applies: () => true,
    pattern: /(?<![\w.*/-])\/(?:work|home|root|Users)\/[\w.-]/g,
    message: "a path of one machine",
  },
  {
    applies: (path) => path.endsWith("package-lock.json"),
    pattern: /"resolved": "(?!https:\/\/registry\.npmjs\.org\/)/g,
    message: "the lock file must name the public registry only",
  },
];

function checkLicense(file: string, source: string): Violation[] {
  if (!isSolidity(file) && !isTypeScript(file)) return [];
  const [first, second] = source.split("\n");
  const line = first?.startsWith("#!") === true ? second : first;
  return line === LICENSE_LINE ? [] : [{ file, line: 1, message: `the file must begin with "${LICENSE_LINE}"` }];
}

function checkText(file: string, source: string): Violation[] {
  const rules = TEXT_RULES.filter(({ applies }) => applies(file));
  return rules.flatMap(({ pattern, message }) => {
    const text = pattern.source.includes("import") ? withoutComments(source) : source;
    return [...text.matchAll(pattern)].map((match) => ({ file, line: lineAt(text, match.index), message }));
  });
}

/**
 * Private functions, and internal ones of contracts, begin with an underscore; those of libraries and files are used by
 * their plain name. (Solhint's rule cannot tell a file's functions from a contract's.)
 */
function checkUnderscores(file: string, source: string): Violation[] {
  if (!isSolidity(file)) return [];
  const text = withoutComments(source);
  const isLibrary = /^library\s/m.test(text);
  return [...text.matchAll(/\bfunction\s+([a-z]\w*)\s*\([^)]*\)[^{;]*\b(private|internal)\b/g)]
    .filter(([, , visibility]) => visibility === "private" || !isLibrary)
    .map((match) => ({
      file,
      line: lineAt(text, match.index),
      message: `${match[2] ?? ""} function ${match[1] ?? ""} must begin with an underscore`,
    }));
}

/** All violations in the given files. */
export const checkHygiene = (sources: Sources): readonly Violation[] =>
  [...sources].flatMap(([file, source]) => [
    ...checkLicense(file, source),
    ...checkText(file, source),
    ...checkUnderscores(file, source),
  ]);

/** Code files longer than is good for a reader, longest first. */
export const longFiles = (sources: Sources): readonly Violation[] =>
  [...sources]
    .filter(([file]) => isSolidity(file) || isTypeScript(file))
    .map(([file, source]) => ({ file, lines: source.trimEnd().split("\n").length }))
    .filter(({ lines }) => lines > LONG_FILE)
    .toSorted((a, b) => b.lines - a.lines)
    .map(({ file, lines }) => ({ file, line: lines, message: `${lines} lines; look for the second subject in it` }));

if (import.meta.main) {
  const isText = (path: string): boolean => /(?:\.(?:sol|ts|mjs|json|md|ya?ml)|\/run|rc)$/.test(path);
  const sources = readSources(".", isText);
  const long = longFiles(sources);
  if (long.length > 0) {
    console.log(`note: ${long.length} file(s) over ${LONG_FILE} lines`);
    for (const { file, message } of long) console.log(`  ${file}  ${message}`);
  }
  if (!report("hygiene", checkHygiene(sources))) process.exitCode = 1;
}
