// SPDX-License-Identifier: MIT
import type { Book } from "./book.ts";

/** A market's or token's price as far as an account's health depends on it. */
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
  readonly #sweepBlocks: number;
  #everybody = true;
  #accounts = new Set<string>();
  #below = new Set<string>();
  /** Block of each account's last check, the longest unchecked first. */
  readonly #checked = new Map<string, number>();

  /**
   * @param book The pool's accounts of the markets are in it as anybody's: they are margined, and liquidated, like any other.
   * @param sweepBlocks Funding moves accounts without an event: everybody is checked once in so many blocks.
   */
  constructor(book: Book, sweepBlocks: number) {
    this.#book = book;
    this.#sweepBlocks = sweepBlocks;
  }

  touch(accounts: Iterable<string>): void {
    for (const account of accounts) this.#accounts.add(account);
  }

  /** Everybody, at the next check: after a reorganisation or when something was missed. */
  touchAll(): void {
    this.#everybody = true;
  }

  /**
   * To be checked at once: who changed, who was below the line, and who holds a market with another price, unless it
   * cannot have brought them below the line.
   */
  urgent(pricedMarkets: Iterable<number>, isCovered: (account: string) => boolean): readonly string[] {
    const due = new Set<string>(this.#everybody ? this.#book.accounts() : [...this.#accounts, ...this.#below]);
    for (const market of pricedMarkets) {
      for (const account of this.#book.holders(market)) {
        if (!due.has(account) && !isCovered(account)) due.add(account);
      }
    }
    return [...due].filter((account) => this.#book.has(account));
  }

  /** The part of everybody that is next, of those not checked in this block: whatever the cause, nobody is unchecked for
   * longer than `sweepBlocks` blocks. */
  sweep(block: number): readonly string[] {
    const quota = Math.ceil(this.#book.accountCount / this.#sweepBlocks);
    const due: string[] = [];
    for (const [account, checkedAt] of this.#checked) {
      if (due.length >= quota) break;
      if (!this.#book.has(account)) this.#checked.delete(account);
      else if (checkedAt !== block) due.push(account);
    }
    return due;
  }

  /** The urgent accounts are checked: nothing is owed but those below the line, at the next block. */
  settle(block: number, checked: Iterable<string>, below: Iterable<string>): void {
    this.#everybody = false;
    this.#accounts = new Set();
    this.#below = new Set();
    this.note(block, checked, below);
  }

  /** Further accounts are checked. */
  note(block: number, checked: Iterable<string>, below: Iterable<string>): void {
    for (const account of checked) {
      this.#checked.delete(account);
      this.#checked.set(account, block);
    }
    for (const account of below) this.#below.add(account);
  }
}
