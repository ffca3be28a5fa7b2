// SPDX-License-Identifier: MIT
import { setTimeout as sleep } from "node:timers/promises";

export interface MetronomeParts {
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  /** Waits so many milliseconds. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

const WALL_CLOCK: MetronomeParts = {
  now: () => performance.now(),
  wait: async (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
};

/**
 * A fixed wall-clock beat. Work that takes less than a beat does not shift the next one; work that takes longer does, so
 * that blocks never follow each other faster than the beat: who watches the chain has all of it every time.
 */
export class Metronome {
  readonly #beatMs: number;
  readonly #signal: AbortSignal;
  readonly #parts: MetronomeParts;
  #due: number | undefined;

  constructor(beatMs: number, signal: AbortSignal, parts: MetronomeParts = WALL_CLOCK) {
    this.#beatMs = beatMs;
    this.#signal = signal;
    this.#parts = parts;
  }

  /** Until the next beat; the first is at once. Ends with the signal's reason when that is given. */
  async next(): Promise<void> {
    this.#signal.throwIfAborted();
    const now = this.#parts.now();
    const due = Math.max(now, (this.#due ?? now - this.#beatMs) + this.#beatMs);
    this.#due = due;
    if (due > now) await this.#parts.wait(due - now, this.#signal);
  }
}
