// SPDX-License-Identifier: MIT
import { SingleBar } from "cli-progress";

import { formatPrice } from "../../lib/prices/decimal.ts";
import { MARKETS } from "../../lib/prices/market.ts";
import { compactUsd } from "./format.ts";
import type { DemoBlock } from "./types.ts";

/** Where progress goes; `process.stdout` is one. */
export type ProgressStream = NodeJS.WritableStream & { readonly isTTY?: boolean };

export interface ProgressOptions {
  /** Blocks of the whole replay. */
  readonly total: number;
  readonly stream?: ProgressStream;
  /** Milliseconds between lines where the stream is no terminal. */
  readonly intervalMs?: number;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
}

const LINE_INTERVAL_MS = 5_000;

/** What a watcher wants to know of one block, in a line. */
export function describeBlock({ prices, openInterest, accountsUnderLine, insurance }: DemoBlock): string {
  const interest = MARKETS.reduce((sum, market) => sum + openInterest[market], 0n);
  return [
    ...MARKETS.map((market) => `${market} ${formatPrice(prices[market])}`),
    `open interest ${compactUsd(interest)}`,
    `under the line ${accountsUnderLine}`,
    `insurance ${compactUsd(insurance)}`,
  ].join(" · ");
}

/**
 * Shows how far the replay is: a bar on a terminal; anywhere else, such as a log, a plain line now and then. It sets no
 * timer of its own there, so nothing keeps the process alive.
 */
export class DemoProgress {
  readonly #total: number;
  readonly #stream: ProgressStream;
  readonly #intervalMs: number;
  readonly #now: () => number;
  readonly #bar: SingleBar | undefined;
  #done = 0;
  #nextLine = -Infinity;
  #pending: DemoBlock | undefined;

  constructor({ total, stream, intervalMs, now }: ProgressOptions) {
    this.#total = total;
    this.#stream = stream ?? process.stdout;
    this.#intervalMs = intervalMs ?? LINE_INTERVAL_MS;
    this.#now = now ?? (() => performance.now());
    if (this.#stream.isTTY === true) {
      this.#bar = new SingleBar({
        stream: this.#stream,
        format: "{bar} {value}/{total} · {state}",
        barsize: 24,
        barCompleteChar: "█",
        barIncompleteChar: "░",
        hideCursor: true,
      });
      this.#bar.start(total, 0, { state: "" });
    }
  }

  /** Tells of one more finished block. */
  update(block: DemoBlock): void {
    this.#done += 1;
    if (this.#bar !== undefined) {
      this.#bar.update(this.#done, { state: describeBlock(block) });
      return;
    }
    this.#pending = block;
    if (this.#now() >= this.#nextLine) this.#print();
  }

  /** Ends the bar, or prints the last block if no line told of it. */
  stop(): void {
    this.#bar?.stop();
    this.#print();
  }

  #print(): void {
    if (this.#pending === undefined) return;
    this.#stream.write(`block ${this.#done}/${this.#total} · ${describeBlock(this.#pending)}\n`);
    this.#pending = undefined;
    this.#nextLine = this.#now() + this.#intervalMs;
  }
}
