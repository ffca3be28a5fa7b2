// SPDX-License-Identifier: MIT
import type { Backoffs } from "./backoffs.ts";
import type { Book } from "./book.ts";
import { Candidates, PriceRecords } from "./candidates.ts";
import { decide, shortfallOf } from "./decide.ts";
import type { Decision, Health } from "./decide.ts";
import { causeOf, failureOf } from "./failures.ts";
import type { Flights, Landing } from "./flights.ts";
import type { Advance, Follower } from "./follower.ts";
import type { Header } from "./headers.ts";
import type { LensReader } from "./lens.ts";
import type { Log } from "./log.ts";
import type { Nonces } from "./nonces.ts";
import type { Sender } from "./send.ts";
import type { Tally } from "./tally.ts";

export interface KeeperParts {
  readonly clearingHouse: string;
  /** Who sends: whose liquidations are ours. */
  readonly sender: string;
  readonly sweepBlocks: number;
  readonly book: Book;
  readonly follower: Follower;
  readonly lens: LensReader;
  readonly flights: Flights;
  readonly nonces: Nonces;
  readonly backoffs: Backoffs;
  readonly sending: Sender;
  /** A call of the clearing house by the sender, at the end of a block. */
  readonly replay: (data: string, block: number) => Promise<unknown>;
  readonly tally: Tally;
  readonly log: Log;
}

/** After so many blocks a transaction that is still waiting is spoken of, and again after as many. */
const LONG_FLIGHT = 5;

/** One block at a time: take over what happened, check who may be concerned, liquidate who is below the line. */
export class Keeper {
  readonly #parts: KeeperParts;
  readonly #candidates: Candidates;
  readonly #prices = new PriceRecords();
  /** The first block in which an account that is still below the line could be liquidated. */
  readonly #since = new Map<string, number>();
  #caughtUp = false;

  constructor(parts: KeeperParts) {
    this.#parts = parts;
    const system = parts.clearingHouse.toLowerCase();
    const isSystem = (account: string): boolean => account.slice(0, 42) === system;
    this.#candidates = new Candidates(parts.book, isSystem, parts.sweepBlocks);
  }

  /** Everything that a new head asks for. What a failure leaves undone is due again at the next call. */
  async step(head: Header): Promise<void> {
    const { lens, tally, log, sending, book } = this.#parts;
    const started = performance.now();
    const [, prices] = await both(this.observe(head), lens.prices(head.number));
    this.#candidates.touch([], this.#prices.changed(prices));
    const due = this.#candidates.due(head.number);
    const { healths, unreadable } = await lens.healths(due, head.number);
    for (const { account, failure } of unreadable) {
      tally.fail(causeOf(failure));
      log.warn("account-unreadable", { block: head.number, account, ...failure });
    }
    const { flights, backoffs } = this.#parts;
    const decision = decide(healths, {
      inFlight: (account) => flights.holds(account),
      backingOff: (account) => backoffs.holds(account),
    });
    this.#report(head, healths, decision);
    const below = healths.filter((health) => shortfallOf(health) > 0n).map(({ account }) => account);
    this.#candidates.settle(head.number, [...below, ...unreadable.map(({ account }) => account)]);
    this.#prices.take(prices);
    tally.blocks++;
    tally.checks += healths.length;
    await sending.send(decision.liquidate, head);
    const ms = performance.now() - started;
    if (decision.liquidate.length > 0) tally.slowestMs = Math.max(tally.slowestMs, ms);
    const counts = { accounts: book.accountCount, checked: healths.length, below: below.length };
    log.debug("block", { block: head.number, ...counts, ms: Math.round(ms) });
  }

  /** Takes over what happened up to the head, transactions under way included, and decides nothing. */
  async observe(head: Header): Promise<void> {
    const { follower } = this.#parts;
    await both(
      follower.advance(head).then((advance) => this.#take(advance)),
      this.#land(head),
    );
  }

  #take(advance: Advance): void {
    const { log, tally, book, backoffs, sender } = this.#parts;
    this.#candidates.touch(advance.accounts, advance.markets);
    if (advance.rewoundTo !== undefined) {
      tally.reorganisations++;
      this.#candidates.touchAll();
      this.#parts.nonces.forget();
      log.warn("chain-reorganised", { rewoundTo: advance.rewoundTo });
    }
    if (!this.#caughtUp) {
      this.#caughtUp = true;
      log.info("caught-up", {
        block: this.#parts.follower.cursor?.number,
        logs: advance.logs,
        accounts: book.accountCount,
      });
      return;
    }
    for (const liquidation of advance.liquidations) {
      const { account, block, transaction, accountValue, penalty, reward } = liquidation;
      const ours = liquidation.liquidator.toLowerCase() === sender.toLowerCase();
      const lateBlocks = block - (this.#since.get(account) ?? block - 1);
      this.#since.delete(account);
      backoffs.clear(account);
      if (accountValue < 0n) tally.belowZero++;
      if (ours) {
        tally.liquidatedByUs++;
        tally.rewards += reward;
        tally.latestBlocks = Math.max(tally.latestBlocks, lateBlocks);
      } else {
        tally.liquidatedByOthers++;
      }
      log.info("account-liquidated", { block, account, ours, transaction, accountValue, penalty, reward, lateBlocks });
    }
  }

  async #land(head: Header): Promise<void> {
    const { flights, log } = this.#parts;
    for await (const landing of flights.settle()) await this.#reportLanding(landing);
    for (const { nonce, hash, block } of flights.since(head.number - LONG_FLIGHT)) {
      if ((head.number - block) % LONG_FLIGHT === 0) log.warn("still-waiting", { block: head.number, nonce, hash });
    }
  }

  async #reportLanding(landing: Landing): Promise<void> {
    const { log, tally } = this.#parts;
    const { nonce, hash, accounts } = landing.flight;
    if (landing.kind !== "mined") {
      this.#parts.nonces.forget();
      tally[landing.kind]++;
      log.warn(`transaction-${landing.kind}`, { nonce, hash, accounts });
      return;
    }
    const { succeeded, block, gasUsed, gasPrice } = landing.receipt;
    tally.gasUsed += gasUsed;
    tally.gasCost += gasUsed * gasPrice;
    if (succeeded) {
      tally.mined++;
      log.info("liquidation-mined", { block, nonce, hash, accounts: accounts.length, gasUsed, gasPrice });
      return;
    }
    const cause = await this.#causeOfRevert(landing.flight.data, block);
    tally.reverted++;
    tally.fail(cause);
    // Nothing was lost but gas to whoever was quicker; anything else is the accounts' own.
    if (cause !== "NothingLiquidated") for (const account of accounts) this.#parts.backoffs.fail(account);
    log.warn("liquidation-reverted", { block, nonce, hash, accounts, gasUsed, gasPrice, error: cause });
  }

  /** A receipt has no reason: the same call at the end of its block has. */
  async #causeOfRevert(data: string, block: number): Promise<string> {
    try {
      await this.#parts.replay(data, block);
      return "unknown";
    } catch (error) {
      const failure = failureOf(error);
      return failure.kind === "reverted" ? failure.error : causeOf(failure);
    }
  }

  #report(head: Header, healths: readonly Health[], decision: Decision): void {
    const { log, backoffs, book } = this.#parts;
    const said = (health: Health) => ({
      opp: `${health.account}:${head.number}`,
      accountValue: health.accountValue,
      maintenanceMargin: health.maintenanceMargin,
      shortfall: shortfallOf(health),
    });
    for (const health of healths) {
      if (health.liquidatable) {
        if (!this.#since.has(health.account)) this.#since.set(health.account, head.number);
      } else if (shortfallOf(health) <= 0n) {
        this.#since.delete(health.account);
        backoffs.clear(health.account);
      }
    }
    for (const account of this.#since.keys()) if (!book.has(account)) this.#since.delete(account);
    for (const health of decision.liquidate) log.info("decision", { decision: "liquidate", ...said(health) });
    for (const { health, reason } of decision.leave) log.info("decision", { decision: reason, ...said(health) });
  }
}

/** Both, and only then the first error: nothing goes on in the background when the caller tries again. */
async function both<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([a, b]);
  return Promise.all([a, b]);
}
