// SPDX-License-Identifier: MIT
import { z } from "zod";

const confirmed = z.object({ receipt: z.object({ blockNumber: z.number().int().nonnegative() }) });

/** The first block in which Ignition's journal (JSON lines) has a transaction confirmed; none in an empty journal. */
export function firstBlockOf(journal: string): number | undefined {
  let first: number | undefined;
  for (const line of journal.split("\n")) {
    if (line.trim() === "") continue;
    const entry: unknown = JSON.parse(line);
    const { success, data } = confirmed.safeParse(entry);
    if (success && (first === undefined || data.receipt.blockNumber < first)) first = data.receipt.blockNumber;
  }
  return first;
}
