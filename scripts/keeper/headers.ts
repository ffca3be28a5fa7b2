// SPDX-License-Identifier: MIT

/** A block as far as the keeper looks at one. */
export interface Header {
  readonly number: number;
  readonly hash: string;
  readonly parentHash: string;
  /** Unix seconds. */
  readonly timestamp: number;
  readonly gasLimit: bigint;
  /** Wei; zero on a chain without one. */
  readonly baseFee: bigint;
}

/** A place in one history: the number alone may mean another block after a reorganisation. */
export type Cursor = Pick<Header, "number" | "hash">;

/** The newest blocks that were taken over, oldest first: how far back a reorganisation can be followed. */
export class RecentHeaders {
  readonly #depth: number;
  #cursors: Cursor[] = [];

  /** @param depth How many to keep, at least one. */
  constructor(depth: number) {
    this.#depth = depth;
  }

  get newest(): Cursor | undefined {
    return this.#cursors.at(-1);
  }

  get oldest(): Cursor | undefined {
    return this.#cursors[0];
  }

  /** Takes one that follows the newest, not necessarily at once. */
  add({ number, hash }: Cursor): void {
    this.#cursors.push({ number, hash });
    if (this.#cursors.length > this.#depth) this.#cursors.shift();
  }

  /** The newest one that `isCanonical` affirms; nothing is dropped. */
  async newestThat(isCanonical: (cursor: Cursor) => Promise<boolean>): Promise<Cursor | undefined> {
    for (const cursor of this.#cursors.toReversed()) {
      if (await isCanonical(cursor)) return cursor;
    }
    return undefined;
  }

  /** Drops those after a block. */
  dropAfter(number: number): void {
    this.#cursors = this.#cursors.filter((cursor) => cursor.number <= number);
  }
}
