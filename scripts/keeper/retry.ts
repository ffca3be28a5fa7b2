// SPDX-License-Identifier: MIT
import { setTimeout as timer } from "node:timers/promises";

/** Waits that double from `first` to `longest`, milliseconds. */
export interface Waits {
  readonly first: number;
  readonly longest: number;
}

/**
 * The wait before attempt `attempt` + 1, milliseconds: doubled each time, never above `longest`, and of that the upper
 * half at random, so that keepers that lost one node together do not return together.
 * @param attempt Failures so far, from 1.
 */
export function waitAfter(attempt: number, { first, longest }: Waits, random: () => number = Math.random): number {
  const full = Math.min(longest, first * 2 ** Math.min(attempt - 1, 30));
  return Math.round(full / 2 + (full / 2) * random());
}

/** Sleeps for `milliseconds`, or until the signal: which of the two is the signal's to say. */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  try {
    await timer(milliseconds, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    if (signal?.aborted !== true) throw error;
  }
}

export interface Attempts extends Waits {
  /** How often to try, at least once. */
  readonly attempts: number;
  readonly signal?: AbortSignal;
  /** Whether another attempt can end otherwise; always, by default. */
  readonly worthwhile?: (error: unknown) => boolean;
  /** Told of each failure that another attempt follows. */
  readonly onFailure?: (error: unknown, attempt: number, waitMs: number) => void;
}

/** The first answer of `task` within the attempts, else the last error. The signal ends the attempts early. */
export async function retry<T>(
  task: () => Promise<T>,
  { attempts, signal, worthwhile, onFailure, ...waits }: Attempts,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await task();
    } catch (error) {
      if (attempt >= attempts || signal?.aborted === true || worthwhile?.(error) === false) throw error;
      const waitMs = waitAfter(attempt, waits);
      onFailure?.(error, attempt, waitMs);
      await pause(waitMs, signal);
    }
  }
}
