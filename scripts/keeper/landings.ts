// SPDX-License-Identifier: MIT
import type { Backoffs } from "./backoffs.ts";
import type { BatchSize } from "./batches.ts";
import { causeOf, failureOf } from "./failures.ts";
import type { Flight, Flights, Landing, Receipt } from "./flights.ts";
import type { Header } from "./headers.ts";
import type { Log } from "./log.ts";
import type { Nonces } from "./nonces.ts";
import type { Tally } from "./tally.ts";

export interface LandingParts {
  readonly flights: Flights;
  readonly nonces: Nonces;
  readonly backoffs: Backoffs;
  readonly batchSize: BatchSize;
  readonly tally: Tally;
  readonly log: Log;
  /** A call of the clearing house by the sender, at the end of a block. */
  readonly replay: (data: string, block: number) => Promise<unknown>;
}

/** After so many blocks a transaction that is still waiting is spoken of, and again after as many. */
const LONG_FLIGHT = 5;

/** What became of the transactions under way: counted, said, and drawn conclusions from. */
export class Landings {
  readonly #parts: LandingParts;

  constructor(parts: LandingParts) {
    this.#parts = parts;
  }

  async settle(head: Header): Promise<void> {
    const { flights, log } = this.#parts;
    for await (const landing of flights.settle()) await this.#take(landing);
    for (const { nonce, hash, block } of flights.since(head.number - LONG_FLIGHT)) {
      if ((head.number - block) % LONG_FLIGHT === 0) log.warn("still-waiting", { block: head.number, nonce, hash });
    }
  }

  async #take(landing: Landing): Promise<void> {
    const { nonces, tally, log } = this.#parts;
    if (landing.kind === "mined") return this.#takeReceipt(landing.flight, landing.receipt);
    const { nonce, hash, accounts } = landing.flight;
    nonces.forget();
    tally[landing.kind]++;
    log.warn(`transaction-${landing.kind}`, { nonce, hash, accounts });
  }

  async #takeReceipt({ nonce, hash, accounts, data }: Flight, receipt: Receipt): Promise<void> {
    const { tally, log, batchSize, backoffs } = this.#parts;
    const { succeeded, block, gasUsed, gasPrice } = receipt;
    tally.gasUsed += gasUsed;
    tally.gasCost += gasUsed * gasPrice;
    if (succeeded) {
      tally.mined++;
      batchSize.observe(accounts.length, gasUsed);
      log.info("liquidation-mined", { block, nonce, hash, accounts, gasUsed, gasPrice });
      return;
    }
    const error = await this.#causeOfRevert(data, block);
    tally.reverted++;
    tally.fail(error);
    // Nothing was lost but gas to whoever was quicker; anything else is the accounts' own.
    if (error !== "NothingLiquidated") for (const account of accounts) backoffs.fail(account);
    log.warn("liquidation-reverted", { block, nonce, hash, accounts, gasUsed, gasPrice, error });
  }

  /** A receipt has no reason: the same call at the end of its block has. */
  async #causeOfRevert(data: string, block: number): Promise<string> {
    try {
      await this.#parts.replay(data, block);
      return "unknown";
    } catch (error) {
      return causeOf(failureOf(error));
    }
  }
}
