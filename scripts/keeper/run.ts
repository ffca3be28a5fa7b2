// SPDX-License-Identifier: MIT
import { KeeperError, NodeUnreachable } from "./errors.ts";
import { causeOf, failureOf } from "./failures.ts";
import type { Flights } from "./flights.ts";
import type { Header } from "./headers.ts";
import type { Log } from "./log.ts";
import { pause, waitAfter } from "./retry.ts";
import type { Waits } from "./retry.ts";
import type { Tally } from "./tally.ts";

/** The head of the chain, and whether it is still the same chain. */
export interface Heads {
  readonly endpoint: string;
  blockNumber(): Promise<number>;
  header(number: number): Promise<Header | null>;
  confirmChain(): Promise<void>;
}

/** What is done at each head: `Keeper`. */
export interface Steps {
  step(head: Header): Promise<void>;
  observe(head: Header): Promise<void>;
}

export interface RunParts {
  readonly heads: Heads;
  readonly keeper: Steps;
  readonly flights: Pick<Flights, "count">;
  readonly tally: Tally;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly pollMs: number;
  readonly once: boolean;
  /** In a run of one block, failures in a row before giving up. */
  readonly attempts: number;
  readonly waits?: Waits;
}

const WAITS: Waits = { first: 100, longest: 5_000 };

/** How long one run of `--once` waits for what it sent, milliseconds. */
const LANDING_TIME = 60_000;

/**
 * Steps at each new head until the signal. A failure never ends it, whatever it is: it is counted, spoken of, and the
 * same head is tried again after a growing wait. Only a node on another chain does, and in a run of one block a node that
 * stays away.
 * @throws ChainChanged, NodeUnreachable
 */
export async function run(parts: RunParts): Promise<void> {
  const { heads, keeper, signal, pollMs, once } = parts;
  const trouble = new Trouble(parts);
  let done: Header | undefined;
  while (!signal.aborted) {
    try {
      if (trouble.count > 0) await heads.confirmChain();
      const head = await newHead(heads, done?.number);
      if (head !== undefined) {
        await keeper.step(head);
        done = head;
      }
      trouble.over();
    } catch (error) {
      if (error instanceof KeeperError) throw error;
      await trouble.wait(error);
      continue;
    }
    if (once && done !== undefined) return awaitLandings(parts, done);
    await pause(pollMs, signal);
  }
}

async function newHead(heads: Heads, done: number | undefined): Promise<Header | undefined> {
  const number = await heads.blockNumber();
  return number === done ? undefined : ((await heads.header(number)) ?? undefined);
}

/** Looks on until everything sent has ended; what has not by then is left to the chain. */
async function awaitLandings({ heads, keeper, flights, signal, pollMs }: RunParts, first: Header): Promise<void> {
  const deadline = performance.now() + LANDING_TIME;
  let done = first.number;
  while (flights.count > 0 && !signal.aborted && performance.now() < deadline) {
    await pause(pollMs, signal);
    const head = await newHead(heads, done);
    if (head === undefined) continue;
    await keeper.observe(head);
    done = head.number;
  }
}

/** Failures in a row: each said, with its wait, and the end of them too. */
class Trouble {
  readonly #parts: RunParts;
  #since = 0;
  count = 0;

  constructor(parts: RunParts) {
    this.#parts = parts;
  }

  async wait(error: unknown): Promise<void> {
    const { log, tally, signal, once, attempts, heads, waits = WAITS } = this.#parts;
    const failure = failureOf(error);
    if (++this.count === 1) this.#since = performance.now();
    tally.fail(causeOf(failure));
    if (once && this.count >= attempts) throw new NodeUnreachable(heads.endpoint, this.count, error);
    const waitMs = waitAfter(this.count, waits);
    const said = { attempt: this.count, waitMs, ...failure };
    if (failure.kind === "node") log.warn("node-away", { endpoint: heads.endpoint, ...said });
    else log.error("block-failed", said);
    await pause(waitMs, signal);
  }

  over(): void {
    if (this.count === 0) return;
    const awayMs = Math.round(performance.now() - this.#since);
    this.#parts.log.info("node-back", { endpoint: this.#parts.heads.endpoint, attempts: this.count, awayMs });
    this.count = 0;
  }
}
