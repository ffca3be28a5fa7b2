// SPDX-License-Identifier: MIT
import type { Book } from "./book.ts";
import type { MarketPrice } from "./candidates.ts";
import { shortfallOf } from "./decide.ts";
import type { Health } from "./decide.ts";

/** How far a market's rules let an account's health move. */
export interface MarketBounds {
  /** The largest maintenance rate of its tiers, 1e-6. */
  readonly maintenanceRate: bigint;
  /** Bound of the funding rate, 1e-15 per second. */
  readonly fundingRatePerSecond: bigint;
  /** A raise of maintenance margin that is on its way. */
  readonly phase?: MarginRise | undefined;
}

/** What time alone may add to the maintenance margins of a market. */
export interface MarginRise {
  /** When all of it counts, unix seconds. */
  readonly endsAt: number;
  /** What the rate of any tier rises by at most, 1e-6, and the least reward, 1e-6 USD. */
  readonly rate: bigint;
  readonly reward: bigint;
}

/** Prices and time that something was seen at. */
export interface Moment {
  readonly prices: ReadonlyMap<number, MarketPrice>;
  /** Unix seconds. */
  readonly timestamp: number;
}

interface Seen {
  readonly moment: Moment;
  /** Account value above maintenance margin then, 1e-6 USD. */
  readonly surplus: bigint;
}

const PRICE_SCALE = 10n ** 16n;
const RATIO_ONE = 10n ** 6n;
const FUNDING_SCALE = 10n ** 15n;

/** Roundings of the contract and of this file, with room: 1e-6 USD. */
const GUARD = 1_000n;

/**
 * What an account could afford when it was last checked, against the most that can have happened since. Value is linear
 * in price, maintenance margin grows no faster than its largest rate, funding no faster than its bound, so the answer
 * only ever errs towards a check: it saves the node the accounts that no price so far can have brought below the line.
 */
export class Slack {
  readonly #book: Book;
  readonly #bounds: ReadonlyMap<number, MarketBounds>;
  readonly #seen = new Map<string, Seen>();

  constructor(book: Book, bounds: ReadonlyMap<number, MarketBounds>) {
    this.#book = book;
    this.#bounds = bounds;
  }

  remember(health: Health, moment: Moment): void {
    this.#seen.set(health.account, { moment, surplus: -shortfallOf(health) });
  }

  /** After anything of the account's own changed. */
  forget(account: string): void {
    this.#seen.delete(account);
  }

  clear(): void {
    this.#seen.clear();
  }

  /** Whether the account is certainly above its line at that moment; false where it is not known. */
  covers(account: string, now: Moment): boolean {
    const seen = this.#seen.get(account);
    if (seen === undefined) return false;
    // In 1e-16 of 1e-6 USD, so that nothing is rounded in between.
    let left = (seen.surplus - GUARD) * PRICE_SCALE;
    for (const [market, size] of this.#book.positions(account)) {
      const most = this.#mostLost(market, size, seen.moment, now);
      if (most === undefined) return false;
      left -= most;
    }
    return left > 0n;
  }

  #mostLost(market: number, size: bigint, then: Moment, now: Moment): bigint | undefined {
    const bounds = this.#bounds.get(market);
    const before = certain(then.prices.get(market));
    const after = certain(now.prices.get(market));
    if (bounds === undefined || before === undefined || after === undefined) return undefined;
    const units = size < 0n ? -size : size;
    const rise = after - before;
    const loss = -size * rise;
    const maintenance = rise > 0n ? ceilDiv(units * rise * bounds.maintenanceRate, RATIO_ONE) : 0n;
    // In between the price may have been higher than at either end.
    const price = 2n * (rise > 0n ? after : before);
    const seconds = BigInt(Math.max(0, now.timestamp - then.timestamp));
    const funding = ceilDiv(units * price * bounds.fundingRatePerSecond * seconds, FUNDING_SCALE);
    return loss + maintenance + funding + mostRisen(bounds.phase, units * (rise > 0n ? after : before), then.timestamp);
  }
}

/** All of a raise, for whoever was seen before it was over: few accounts are so near their line, and it is for days alone. */
function mostRisen(phase: MarginRise | undefined, notional: bigint, seenAt: number): bigint {
  if (phase === undefined || seenAt >= phase.endsAt) return 0n;
  return ceilDiv(notional * phase.rate, RATIO_ONE) + phase.reward * PRICE_SCALE;
}

/** A mark that maintenance margin is valued at; where the price is in doubt, another one is. */
function certain(price: MarketPrice | undefined): bigint | undefined {
  return price !== undefined && price.low === price.mark && price.high === price.mark ? price.mark : undefined;
}

const ceilDiv = (a: bigint, b: bigint): bigint => (a + b - 1n) / b;
