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
    await this.#until(due);
  }

  /** Until the middle of the beat. */
  async half(): Promise<void> {
    this.#signal.throwIfAborted();
    if (this.#due !== undefined) await this.#until(this.#due + this.#beatMs / 2);
  }

  async #until(due: number): Promise<void> {
    const left = due - this.#parts.now();
    if (left <= 0) return;
    try {
      await this.#parts.wait(left, this.#signal);
    } catch (error) {
      // A timer that is called off says only that; why is the signal's to say.
      this.#signal.throwIfAborted();
      throw error;
    }
  }
}
