// SPDX-License-Identifier: MIT
import type { Book } from "./book.ts";
import { readLog } from "./events.ts";
import type { Event } from "./events.ts";
import { RecentHeaders } from "./headers.ts";
import type { Cursor, Header } from "./headers.ts";
import { LogPages } from "./log-pages.ts";
import type { LogPage, ReadLogs } from "./log-pages.ts";

/** What the follower reads the chain through. */
export interface ChainReader {
  readonly header: (number: number) => Promise<Header | null>;
  /** Logs of the clearing house. */
  readonly logs: ReadLogs;
}

/** The pool's account of a market gave up some of its position. */
export type PoolDeleveraging = Extract<Event, { kind: "pool" }> & {
  readonly block: number;
  readonly transaction: string;
};

/** An account below zero gave up tokens. */
export type Seizure = Extract<Event, { kind: "seizure" }> & { readonly block: number; readonly transaction: string };

export type Liquidation = Extract<Event, { kind: "liquidation" }> & {
  readonly block: number;
  readonly transaction: string;
};

/** What came about since the last advance. */
export interface Advance {
  readonly accounts: ReadonlySet<string>;
  /** Markets whose rules changed or a side of which was deleveraged: everybody in them is concerned. */
  readonly markets: ReadonlySet<number>;
  readonly liquidations: readonly Liquidation[];
  readonly poolDeleveragings: readonly PoolDeleveraging[];
  readonly seizures: readonly Seizure[];
  readonly logs: number;
  /** The block that the chain was taken back to, if it was reorganised. */
  readonly rewoundTo: number | undefined;
}

/** What is not told yet. */
class News implements Advance {
  readonly accounts = new Set<string>();
  readonly markets = new Set<number>();
  readonly liquidations: Liquidation[] = [];
  readonly poolDeleveragings: PoolDeleveraging[] = [];
  readonly seizures: Seizure[] = [];
  logs = 0;
  rewoundTo: number | undefined = undefined;
}

/** How far back a reorganisation is followed without reading everything again. */
export const REORG_DEPTH = 128;

/** Keeps the book at the head of the chain: logs in pages, a cursor of number and hash that moves with the book. */
export class Follower {
  readonly #chain: ChainReader;
  readonly #book: Book;
  readonly #start: number;
  readonly #headers = new RecentHeaders(REORG_DEPTH);
  readonly #pages: LogPages;
  #news = new News();

  /** @param start The block to read from: no position is older. */
  constructor(chain: ChainReader, book: Book, start: number) {
    this.#chain = chain;
    this.#book = book;
    this.#start = start;
    this.#pages = new LogPages(chain.logs);
  }

  get cursor(): Cursor | undefined {
    return this.#headers.newest;
  }

  /**
   * Brings the book to `head`. If it throws, book and cursor stand where the last page left them; the next call goes on
   * from there, and what came about until then is told by the first one that succeeds.
   */
  async advance(head: Header): Promise<Advance> {
    const news = this.#news;
    if (!(await this.#continues(head))) news.rewoundTo = (await this.#rewind()) ?? news.rewoundTo;
    for await (const page of this.#pages.pages((this.cursor?.number ?? this.#start - 1) + 1, head.number)) {
      const end = page.to === head.number ? head : await this.#headerAt(page.to);
      this.#apply(page);
      this.#headers.add(end);
      this.#book.forget((this.#headers.oldest ?? end).number);
    }
    this.#news = new News();
    return news;
  }

  #apply({ logs }: LogPage): void {
    const news = this.#news;
    news.logs += logs.length;
    for (const log of logs) {
      const { event, positions, accounts } = readLog(log);
      for (const account of accounts) news.accounts.add(account);
      for (const { account, market, size } of positions) this.#book.set(account, market, size, log.blockNumber);
      if (event.kind === "side") this.#book.shrink(event, event.scale, event.scaleBefore, log.blockNumber);
      if (event.kind === "market" || event.kind === "side") news.markets.add(event.market);
      const place = { block: log.blockNumber, transaction: log.transactionHash };
      if (event.kind === "liquidation") news.liquidations.push({ ...event, ...place });
      if (event.kind === "seizure") news.seizures.push({ ...event, ...place });
      if (event.kind === "pool") news.poolDeleveragings.push({ ...event, ...place });
    }
  }

  /** Whether the cursor's block is still below `head`. */
  async #continues(head: Header): Promise<boolean> {
    const cursor = this.cursor;
    if (cursor === undefined) return true;
    if (head.number === cursor.number) return head.hash === cursor.hash;
    if (head.number === cursor.number + 1) return head.parentHash === cursor.hash;
    return head.number > cursor.number && this.#isCanonical(cursor);
  }

  /**
   * To the newest block that both histories share; if it is none of those remembered, to before the first. Headers and
   * book move together and only once the block is known, so that a node which fails meanwhile leaves both as they were.
   */
  async #rewind(): Promise<number | undefined> {
    const shared = await this.#headers.newestThat(async (cursor) => this.#isCanonical(cursor));
    // A node that is a block behind another of the same name is no reorganisation.
    if (shared !== undefined && shared === this.cursor) return undefined;
    const number = shared?.number ?? this.#start - 1;
    this.#headers.dropAfter(number);
    if (shared === undefined) this.#book.clear();
    else this.#book.rewind(number);
    return number;
  }

  async #isCanonical({ number, hash }: Cursor): Promise<boolean> {
    return (await this.#chain.header(number))?.hash === hash;
  }

  async #headerAt(number: number): Promise<Cursor> {
    const header = await this.#chain.header(number);
    if (header === null) throw new Error(`block ${number} was there and is gone: the chain is being reorganised`);
    return header;
  }
}
