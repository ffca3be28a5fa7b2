// SPDX-License-Identifier: MIT
import type { DelayCount } from "./report/types.ts";

/**
 * Measures from outside how long accounts stay below the line: from the first block at whose end an account can be
 * liquidated at a usable price to the block that liquidates it. An account that recovers by itself starts anew.
 */
export class Crossings {
  readonly #since = new Map<string, number>();
  readonly #counts = new Map<number, number>();
  #longest = 0;

  /**
   * Takes over a finished block.
   * @param liquidated Accounts that it liquidated, one entry for each liquidation.
   * @param liquidatable Accounts that could be liquidated when it ended.
   */
  close(block: number, liquidated: readonly string[], liquidatable: readonly string[]): void {
    for (const account of liquidated) {
      const delay = block - (this.#since.get(account) ?? block);
      this.#counts.set(delay, (this.#counts.get(delay) ?? 0) + 1);
      this.#since.delete(account);
    }
    const below = new Set(liquidatable);
    for (const account of this.#since.keys()) if (!below.has(account)) this.#since.delete(account);
    for (const account of below) if (!this.#since.has(account)) this.#since.set(account, block);
    for (const since of this.#since.values()) this.#longest = Math.max(this.#longest, block - since);
  }

  /** Blocks from crossing to liquidation, fewest first. */
  get delays(): readonly DelayCount[] {
    return [...this.#counts].map(([blocks, count]) => ({ blocks, count })).toSorted((a, b) => a.blocks - b.blocks);
  }

  /** How many further blocks began and ended with the same account below the line, at most. */
  get longestWait(): number {
    return this.#longest;
  }
}
