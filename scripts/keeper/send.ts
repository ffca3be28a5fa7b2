// SPDX-License-Identifier: MIT
import { IClearingHouse__factory } from "../../typechain/factories/contracts/interfaces/IClearingHouse__factory.ts";
import type { Backoffs } from "./backoffs.ts";
import { TRANSACTION_GAS_LIMIT, withoutMargin } from "./batches.ts";
import type { BatchSize } from "./batches.ts";
import type { Broadcaster, Prepared } from "./broadcast.ts";
import type { Health } from "./decide.ts";
import { causeOf, failureOf } from "./failures.ts";
import type { Failure } from "./failures.ts";
import type { Flights } from "./flights.ts";
import type { Header } from "./headers.ts";
import type { Log } from "./log.ts";
import type { Nonces } from "./nonces.ts";
import type { Tally } from "./tally.ts";

/** The end of a block, or the block that the node would build now. */
export type At = number | "pending";

/** What a call of `liquidate` by the keeper would do. */
export interface Simulator {
  /** How many accounts it would liquidate with that much gas. */
  readonly liquidate: (accounts: readonly string[], gas: bigint, at: At) => Promise<bigint>;
}

export interface SenderParts {
  readonly clearingHouse: string;
  readonly beneficiary: string;
  /** Wei per gas. */
  readonly priorityFee: bigint;
  readonly simulator: Simulator;
  readonly broadcaster: Broadcaster;
  readonly nonces: Nonces;
  readonly flights: Flights;
  readonly backoffs: Backoffs;
  readonly batchSize: BatchSize;
  readonly tally: Tally;
  readonly log: Log;
}

interface Plan {
  readonly accounts: readonly string[];
  readonly data: string;
  readonly gasLimit: bigint;
  /** Accounts that the simulation liquidated. */
  readonly expected: number;
}

const contract = IClearingHouse__factory.createInterface();

/** A node may need a moment for each; what is left over is decided again in the next block. */
const MOST_BATCHES = 8;

/** Simulates, sizes and sends batches. The only part that has the broadcaster. */
export class Sender {
  readonly #parts: SenderParts;

  constructor(parts: SenderParts) {
    this.#parts = parts;
  }

  /**
   * Sends what can be sent in the next block, in this order. A node that fails ends it with the error.
   * @param justLiquidated Accounts that this very block has liquidated. Of what pace has left of them a second bite closes
   * nothing before the clock moves on, so they come last and are simulated in the block to come.
   */
  async send(ordered: readonly Health[], head: Header, justLiquidated: ReadonlySet<string> = new Set()): Promise<void> {
    const accounts = ordered.map(({ account }) => account);
    const groups: readonly (readonly [rest: readonly string[], at: At])[] = [
      [accounts.filter((account) => !justLiquidated.has(account)), head.number],
      [accounts.filter((account) => justLiquidated.has(account)), "pending"],
    ];
    let room = head.gasLimit;
    let batches = 0;
    for (const [group, at] of groups) {
      let rest = group;
      for (; rest.length > 0 && batches < MOST_BATCHES; batches++) {
        const { plan, passed } = await this.#plan(rest, head.number, at);
        if (plan !== undefined) {
          if (plan.gasLimit > room) return;
          room -= plan.gasLimit;
          if (!(await this.#broadcast(plan, head))) return;
        }
        rest = rest.slice(passed);
      }
    }
  }

  /**
   * The longest batch from the front that passes simulation within a gas limit, and how many accounts it disposes of.
   * Where it does not pass, the limit is raised as far as it may be, and then halves find the account to blame.
   */
  async #plan(rest: readonly string[], block: number, at: At): Promise<{ plan?: Plan; passed: number }> {
    const { batchSize, simulator, beneficiary, log, tally } = this.#parts;
    let count = Math.min(rest.length, batchSize.size);
    let gasLimit = batchSize.limit(count);
    for (;;) {
      const accounts = rest.slice(0, count);
      try {
        const expected = await simulator.liquidate(accounts, withoutMargin(gasLimit), at);
        const data = contract.encodeFunctionData("liquidate", [accounts, beneficiary]);
        return { plan: { accounts, data, gasLimit, expected: Number(expected) }, passed: count };
      } catch (error) {
        const failure = failureOf(error);
        if (failure.kind !== "reverted" && failure.kind !== "out-of-gas") throw error;
        if (failure.kind === "reverted" && failure.error === "NothingLiquidated") {
          // Healthy again, somebody was quicker, or the clock stands still: the next block's check says.
          tally.fail(failure.error);
          log.info("simulation-found-nothing", { block, accounts });
          return { passed: count };
        }
        if (gasLimit < TRANSACTION_GAS_LIMIT) {
          // Want of gas inside the call looks like any other revert, so the limit is not excused by the error's name.
          gasLimit = gasLimit * 2n < TRANSACTION_GAS_LIMIT ? gasLimit * 2n : TRANSACTION_GAS_LIMIT;
          continue;
        }
        if (count === 1) {
          this.#hold(rest[0], failure, block);
          return { passed: 1 };
        }
        count = Math.floor(count / 2);
        gasLimit = batchSize.limit(count);
      }
    }
  }

  #hold(account: string | undefined, failure: Failure, block: number): void {
    if (account === undefined) return;
    const waitMs = this.#parts.backoffs.fail(account);
    this.#parts.tally.fail(causeOf(failure));
    this.#parts.log.warn("account-held-back", { block, account, waitMs, ...failure });
  }

  /** @returns Whether the node took it: if not, what follows it cannot be sent either. */
  async #broadcast(plan: Plan, head: Header): Promise<boolean> {
    const { broadcaster, nonces, flights, log, tally, priorityFee, clearingHouse } = this.#parts;
    const { accounts, gasLimit, expected, data } = plan;
    const said = { block: head.number, accounts, expected, gasLimit };
    if (broadcaster.prepare === undefined) {
      log.info("would-liquidate", said);
      return true;
    }
    const nonce = await nonces.take();
    let prepared: Prepared | undefined;
    try {
      prepared = await broadcaster.prepare({
        to: clearingHouse,
        data,
        nonce,
        gasLimit,
        maxFeePerGas: 2n * head.baseFee + priorityFee,
        maxPriorityFeePerGas: priorityFee,
      });
      const hash = await prepared.send();
      flights.add({ nonce, hash, accounts, data, block: head.number });
      tally.sent++;
      log.info("liquidation-sent", { ...said, nonce, hash });
      return true;
    } catch (error) {
      nonces.forget();
      const failure = failureOf(error);
      // Without an answer it may be under way all the same: its accounts wait until the nonce tells.
      if (failure.kind === "node" && prepared !== undefined) {
        flights.add({ nonce, hash: prepared.hash, accounts, data, block: head.number });
      }
      tally.fail(causeOf(failure));
      log.error("send-failed", { ...said, nonce, ...failure });
      return false;
    }
  }
}
