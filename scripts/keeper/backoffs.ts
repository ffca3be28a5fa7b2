// SPDX-License-Identifier: MIT
import type { Waits } from "./retry.ts";

/** Seconds at first, minutes at most: an account that failed once is not forgotten for an hour. */
const WAITS: Waits = { first: 5_000, longest: 300_000 };

/** Accounts whose liquidation failed for a reason of their own, each with its wait. */
export class Backoffs {
  readonly #now: () => number;
  readonly #failures = new Map<string, { readonly count: number; readonly until: number }>();

  /** @param now Milliseconds that only grow. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** @returns The wait, milliseconds. */
  fail(account: string): number {
    const count = (this.#failures.get(account)?.count ?? 0) + 1;
    const wait = Math.min(WAITS.longest, WAITS.first * 2 ** Math.min(count - 1, 30));
    this.#failures.set(account, { count, until: this.#now() + wait });
    return wait;
  }

  /** It was liquidated, or stands above the line again. */
  clear(account: string): void {
    this.#failures.delete(account);
  }

  holds(account: string): boolean {
    const failure = this.#failures.get(account);
    return failure !== undefined && this.#now() < failure.until;
  }
}
