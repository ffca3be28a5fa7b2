// SPDX-License-Identifier: MIT
import type { Backoffs } from "./backoffs.ts";
import type { Book } from "./book.ts";
import { Candidates, PriceRecords } from "./candidates.ts";
import type { MarketPrice } from "./candidates.ts";
import { decide, shortfallOf } from "./decide.ts";
import type { Decision, Health } from "./decide.ts";
import { isCollateral } from "./events.ts";
import { causeOf } from "./failures.ts";
import type { Flights } from "./flights.ts";
import type { Advance, Follower } from "./follower.ts";
import type { Header } from "./headers.ts";
import type { Landings } from "./landings.ts";
import type { LensReader } from "./lens.ts";
import type { Log } from "./log.ts";
import type { Nonces } from "./nonces.ts";
import type { Sender } from "./send.ts";
import { Slack } from "./slack.ts";
import type { MarketBounds, Moment } from "./slack.ts";
import type { Tally } from "./tally.ts";

export interface KeeperParts {
  /** Who sends: whose liquidations are ours. */
  readonly sender: string;
  readonly sweepBlocks: number;
  readonly book: Book;
  readonly follower: Follower;
  readonly lens: LensReader;
  readonly flights: Flights;
  readonly landings: Landings;
  readonly nonces: Nonces;
  readonly backoffs: Backoffs;
  readonly sending: Sender;
  /** A market's rules at the end of a block. */
  readonly boundsOf: (market: number, block: number) => Promise<MarketBounds>;
  readonly tally: Tally;
  readonly log: Log;
}

/** One block at a time: take over what happened, check who may be concerned, liquidate who is below the line. */
export class Keeper {
  readonly #parts: KeeperParts;
  readonly #candidates: Candidates;
  readonly #prices = new PriceRecords();
  /** The first block in which an account that is still below the line could be liquidated. */
  readonly #since = new Map<string, number>();
  readonly #bounds = new Map<number, MarketBounds>();
  readonly #slack: Slack;
  /** Liquidated in the newest block: pace gives what is left of them more only as time goes on. */
  #justLiquidated: ReadonlySet<string> = new Set();
  #begun = false;

  constructor(parts: KeeperParts) {
    this.#parts = parts;
    this.#slack = new Slack(parts.book, this.#bounds);
    this.#candidates = new Candidates(parts.book, parts.sweepBlocks);
  }

  /** Everything that a new head asks for. What a failure leaves undone is due again at the next call. */
  async step(head: Header): Promise<void> {
    const { lens, tally, log, book } = this.#parts;
    const started = performance.now();
    const [, prices] = await both(this.observe(head), lens.prices(head.number));
    await this.#loadBounds(prices, head);
    const now = { prices: new Map(prices.map((price) => [price.market, price])), timestamp: head.timestamp };

    const isCovered = (account: string): boolean => this.#slack.covers(account, now);
    const urgent = this.#candidates.urgent(this.#prices.changed(prices), isCovered);
    const check = await this.#check(urgent, head, now);
    this.#candidates.settle(head.number, urgent, check.owed);
    this.#prices.take(prices);
    await this.#parts.sending.send(check.liquidate, head, this.#justLiquidated);
    const ms = performance.now() - started;
    if (check.liquidate.length > 0) tally.slowestMs = Math.max(tally.slowestMs, ms);

    const rest = this.#candidates.sweep(head.number);
    const found = await this.#check(rest, head, now);
    this.#candidates.note(head.number, rest, found.owed);
    tally.foundBySweep += found.liquidate.length;
    await this.#parts.sending.send(found.liquidate, head, this.#justLiquidated);
    tally.blocks++;
    const counts = {
      accounts: book.accountCount,
      checked: urgent.length,
      swept: rest.length,
      below: check.owed.length,
    };
    log.debug("block", { block: head.number, ...counts, ms: Math.round(ms) });
    if (!this.#begun) log.info("caught-up", { block: head.number, accounts: book.accountCount });
    this.#begun = true;
  }

  /** Reads and sorts the accounts; says what was decided. `owed` are those to look at again in the next block. */
  async #check(accounts: readonly string[], head: Header, now: Moment) {
    const { lens, tally, log, flights, backoffs } = this.#parts;
    const { healths, unreadable } = await lens.healths(accounts, head.number);
    for (const health of healths) this.#slack.remember(health, now);
    for (const { account, failure } of unreadable) {
      tally.fail(causeOf(failure));
      log.warn("account-unreadable", { block: head.number, account, ...failure });
    }
    const decision = decide(healths, {
      inFlight: (account) => flights.holds(account),
      backingOff: (account) => backoffs.holds(account),
    });
    this.#report(head, healths, decision);
    tally.checks += healths.length;
    const below = [...decision.liquidate, ...decision.leave.map(({ health }) => health)];
    return { liquidate: decision.liquidate, owed: [...below, ...unreadable].map(({ account }) => account) };
  }

  async #loadBounds(prices: readonly MarketPrice[], head: Header): Promise<void> {
    for (const { market } of prices) {
      // A token's weight has no bound here: who holds one is checked whenever a price of his moves.
      if (this.#bounds.has(market) || isCollateral(market)) continue;
      this.#bounds.set(market, await this.#parts.boundsOf(market, head.number));
    }
  }

  /** Takes over what happened up to the head, transactions under way included, and decides nothing. */
  async observe(head: Header): Promise<void> {
    const { follower, landings } = this.#parts;
    await both(
      follower.advance(head).then((advance) => this.#take(advance, head)),
      landings.settle(head),
    );
  }

  #take(advance: Advance, head: Header): void {
    const { log, tally, book, backoffs, sender } = this.#parts;
    const newest = advance.liquidations.filter(({ block }) => block === head.number);
    this.#justLiquidated = new Set(newest.map(({ account }) => account));
    this.#candidates.touch(advance.accounts);
    for (const account of advance.accounts) this.#slack.forget(account);
    for (const market of advance.markets) {
      this.#bounds.delete(market);
      this.#candidates.touch(book.holders(market));
    }
    if (advance.rewoundTo !== undefined) {
      tally.reorganisations++;
      this.#candidates.touchAll();
      this.#slack.clear();
      this.#parts.nonces.forget();
      log.warn("chain-reorganised", { rewoundTo: advance.rewoundTo });
    }
    // What was done before the keeper began is not of its time.
    if (!this.#begun) return;
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
        tally.mostLateBlocks = Math.max(tally.mostLateBlocks, lateBlocks);
      } else {
        tally.liquidatedByOthers++;
      }
      log.info("account-liquidated", { block, account, ours, transaction, accountValue, penalty, reward, lateBlocks });
    }
    for (const { account, accountValue, block, transaction } of advance.seizures) {
      tally.collateralSeizures++;
      log.info("collateral-seized", { block, account, accountValue, transaction });
    }
    for (const { market, sizeClosed, block, transaction } of advance.poolDeleveragings) {
      tally.poolDeleveragings++;
      log.info("pool-deleveraged", { block, market, sizeClosed, transaction });
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
