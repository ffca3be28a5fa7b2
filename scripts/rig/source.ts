// SPDX-License-Identifier: MIT
// What the checkers share: finding the project's own files and reading Solidity without parsing it.
import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";

/** Files by path from the project root, with forward slashes. */
export type Sources = ReadonlyMap<string, string>;

export interface Violation {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Directories that git ignores; read from there, so that the two lists cannot drift. */
const ignoredDirectories = (): ReadonlySet<string> => {
  const entries = readFileSync(join(ROOT, ".gitignore"), "utf8")
    .split("\n")
    .filter((line) => line.endsWith("/"));
  return new Set([".git", ...entries.map((line) => line.slice(0, -1))]);
};

/** The project's own text files under `under`, whether committed yet or not. */
export function readSources(under: string, accept: (path: string) => boolean): Sources {
  const ignored = ignoredDirectories();
  const found = new Map<string, string>();
  const walk = (directory: string): void => {
    for (const entry of readdirSync(join(ROOT, directory), { withFileTypes: true })) {
      const path = posix.join(directory, entry.name);
      if (entry.isDirectory()) {
        if (!ignored.has(path) && !ignored.has(entry.name)) walk(path);
      } else if (entry.isFile() && accept(path)) {
        found.set(path, readFileSync(join(ROOT, path), "utf8"));
      }
    }
  };
  walk(under);
  return found;
}

/** Comments and string literals, in the order in which the lexer would meet them. */
const COMMENT_OR_STRING = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g;

const blank = (text: string): string => text.replace(/[^\n]/g, " ");

/** Blanks comments; every other character keeps its line and column. */
export const withoutComments = (source: string): string =>
  source.replace(COMMENT_OR_STRING, (match) => (match.startsWith("/") ? blank(match) : match));

/** Blanks comments and the contents of strings: what is left is code. */
export const codeOnly = (source: string): string => source.replace(COMMENT_OR_STRING, blank);

export const lineAt = (source: string, index: number): number => source.slice(0, index).split("\n").length;

export interface Import {
  readonly path: string;
  readonly line: number;
}

/** Import paths of a Solidity file as written, with the line each import begins on. */
export function importsOf(source: string): readonly Import[] {
  const code = withoutComments(source);
  return [...code.matchAll(/^[ \t]*import\b[^;"']*["']([^"']+)["'][^;]*;/gm)].map((match) => ({
    path: match[1] ?? "",
    line: lineAt(code, match.index),
  }));
}

/** Prints what was found; true when there is nothing. */
export function report(title: string, violations: readonly Violation[]): boolean {
  for (const { file, line, message } of violations) console.log(`${file}:${line}  ${message}`);
  console.log(violations.length === 0 ? `${title}: clean` : `${title}: ${violations.length} violation(s)`);
  return violations.length === 0;
}
