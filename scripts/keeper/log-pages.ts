// SPDX-License-Identifier: MIT
import { failureOf } from "./failures.ts";

/** A log, as much of it as the keeper reads. */
export interface LogEntry {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
  readonly blockNumber: number;
  readonly transactionHash: string;
}

export interface LogPage {
  readonly from: number;
  readonly to: number;
  readonly logs: readonly LogEntry[];
}

export type ReadLogs = (from: number, to: number) => Promise<readonly LogEntry[]>;

/** Nodes bound the blocks or the logs of one answer, each by a number of its own. */
const LARGEST_PAGE = 50_000;

/**
 * Reads a range of blocks in pages that fit the node: a page that it refuses is halved, one that it serves lets the next
 * be twice as long. A node that does not answer is not a reason to ask for less, and no answer is never an empty one:
 * both end the reading with the error.
 */
export class LogPages {
  readonly #read: ReadLogs;
  #size: number;

  constructor(read: ReadLogs, firstSize = 10_000) {
    this.#read = read;
    this.#size = firstSize;
  }

  /** The pages from block `from` to block `to`, both included, in order. */
  async *pages(from: number, to: number): AsyncGenerator<LogPage> {
    for (let next = from; next <= to;) {
      const end = Math.min(to, next + this.#size - 1);
      let logs: readonly LogEntry[];
      try {
        logs = await this.#read(next, end);
      } catch (error) {
        if (failureOf(error).kind !== "refused" || end === next) throw error;
        this.#size = Math.max(1, Math.floor((end - next + 1) / 2));
        continue;
      }
      yield { from: next, to: end, logs };
      next = end + 1;
      this.#size = Math.min(LARGEST_PAGE, this.#size * 2);
    }
  }
}
