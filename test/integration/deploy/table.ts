// SPDX-License-Identifier: MIT
import { readFileSync } from "node:fs";

/** A page of docs/. */
export const page = (name: string): string => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), "utf8");

/** Rows of the table whose first column has this heading, as cells without back quotes. */
export function tableOf(text: string, heading: string): readonly string[][] {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.split("|")[1]?.trim() === heading);
  const rows: string[][] = [];
  for (const line of start === -1 ? [] : lines.slice(start + 2)) {
    if (!line.startsWith("|")) break;
    rows.push(
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll("`", "")),
    );
  }
  return rows;
}
