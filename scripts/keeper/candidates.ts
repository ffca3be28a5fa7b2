// SPDX-License-Identifier: MIT
import type { Book } from "./book.ts";

/** A market's price as far as an account's health depends on it. */
export interface MarketPrice {
  readonly market: number;
  readonly mark: bigint;
  readonly low: bigint;
  readonly high: bigint;
  readonly validity: bigint;
}

/** Says which markets have another price, or another use for it, than when they were last taken over. */
export class PriceRecords {
  readonly #records = new Map<number, string>();

  changed(prices: readonly MarketPrice[]): readonly number[] {
    return prices.filter((price) => this.#records.get(price.market) !== recordOf(price)).map(({ market }) => market);
  }

  /** Only after the accounts were checked at these prices: a check that failed is due again. */
  take(prices: readonly MarketPrice[]): void {
    for (const price of prices) this.#records.set(price.market, recordOf(price));
  }
}

/** A new round at the same price changes nobody's health. */
const recordOf = ({ mark, low, high, validity }: MarketPrice): string => `${mark}:${low}:${high}:${validity}`;

/**
 * Which accounts have to be checked. What was found is owed until a check has succeeded: `settle` is called after it, and
 * not when it failed.
 */
export class Candidates {
  readonly #book: Book;
  readonly #isSystem: (account: string) => boolean;
  readonly #sweepBlocks: number;
  #accounts = new Set<string>();
  #markets = new Set<number>();
  #below = new Set<string>();
  #sweptAt: number | undefined;

  /**
   * @param isSystem Accounts of the protocol itself, which nobody can liquidate.
   * @param sweepBlocks Funding moves accounts without an event: everybody is checked once in so many blocks.
   */
  constructor(book: Book, isSystem: (account: string) => boolean, sweepBlocks: number) {
    this.#book = book;
    this.#isSystem = isSystem;
    this.#sweepBlocks = sweepBlocks;
  }

  touch(accounts: Iterable<string>, markets: Iterable<number>): void {
    for (const account of accounts) this.#accounts.add(account);
    for (const market of markets) this.#markets.add(market);
  }

  /** Everybody, at the next check: after a reorganisation or when something was missed. */
  touchAll(): void {
    this.#sweptAt = undefined;
  }

  /** Whether a check of everybody is due. */
  isSweep(block: number): boolean {
    return this.#sweptAt === undefined || block >= this.#sweptAt + this.#sweepBlocks || block < this.#sweptAt;
  }

  /** Accounts with a position that changed, hold a changed market, were below the line, or are due for a sweep. */
  due(block: number): readonly string[] {
    const due = new Set<string>();
    if (this.isSweep(block)) {
      for (const account of this.#book.accounts()) due.add(account);
    } else {
      for (const account of this.#accounts) if (this.#book.has(account)) due.add(account);
      for (const account of this.#below) if (this.#book.has(account)) due.add(account);
      for (const market of this.#markets) for (const account of this.#book.holders(market)) due.add(account);
    }
    return [...due].filter((account) => !this.#isSystem(account));
  }

  /** The accounts that were due at the block are checked; those below the line are due again at the next one. */
  settle(block: number, below: Iterable<string>): void {
    if (this.isSweep(block)) this.#sweptAt = block;
    this.#accounts = new Set();
    this.#markets = new Set();
    this.#below = new Set(below);
  }
}
