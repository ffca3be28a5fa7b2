// SPDX-License-Identifier: MIT

interface Undo {
  readonly block: number;
  readonly account: string;
  readonly market: number;
  /** Before the change; zero if there was no position. */
  readonly size: bigint;
}

/**
 * Who holds what: every account with an open position or with tokens, from events alone. Balances of a token stand under the
 * number of its feed, beside the markets'. A journal of the newest blocks lets a reorganised chain be taken back.
 */
export class Book {
  readonly #positions = new Map<string, Map<number, bigint>>();
  readonly #holders = new Map<number, Set<string>>();
  #journal: Undo[] = [];

  /** Takes over a position or balance as it stands after a change, in the market's or the token's units; zero ends it. */
  set(account: string, market: number, size: bigint, block: number): void {
    this.#journal.push({ block, account, market, size: this.size(account, market) });
    this.#write(account, market, size);
  }

  /**
   * Shrinks every position of one side of a market to `scale / scaleBefore` of what it was, as a deleveraging does; no event
   * tells of each. Rounded as the ledger rounds, which does so once for all that a position has missed: until its next event a
   * long may stand here a unit lower for each of them, and a short higher, but for the last unit of a long, which stays.
   */
  shrink(
    side: { readonly market: number; readonly long: boolean },
    scale: bigint,
    scaleBefore: bigint,
    block: number,
  ): void {
    for (const account of this.holders(side.market)) {
      const size = this.size(account, side.market);
      if (size > 0n !== side.long) continue;
      this.set(account, side.market, shrunk(size, scale, scaleBefore), block);
    }
  }

  /** Undoes every change of a block after `block`. */
  rewind(block: number): void {
    for (let last = this.#journal.at(-1); last !== undefined && last.block > block; last = this.#journal.at(-1)) {
      this.#journal.pop();
      this.#write(last.account, last.market, last.size);
    }
  }

  /** Changes of blocks up to `block` become final. */
  forget(block: number): void {
    const kept = this.#journal.findIndex((undo) => undo.block > block);
    this.#journal = kept === -1 ? [] : this.#journal.slice(kept);
  }

  clear(): void {
    this.#positions.clear();
    this.#holders.clear();
    this.#journal = [];
  }

  size(account: string, market: number): bigint {
    return this.#positions.get(account)?.get(market) ?? 0n;
  }

  /** Markets and sizes of an account. */
  positions(account: string): Iterable<readonly [number, bigint]> {
    return this.#positions.get(account) ?? [];
  }

  has(account: string): boolean {
    return this.#positions.has(account);
  }

  accounts(): Iterable<string> {
    return this.#positions.keys();
  }

  holders(market: number): Iterable<string> {
    return this.#holders.get(market) ?? [];
  }

  get accountCount(): number {
    return this.#positions.size;
  }

  #write(account: string, market: number, size: bigint): void {
    const markets = this.#positions.get(account) ?? new Map<number, bigint>();
    const holders = this.#holders.get(market) ?? new Set<string>();
    if (size === 0n) {
      markets.delete(market);
      holders.delete(account);
    } else {
      markets.set(market, size);
      holders.add(account);
    }
    if (markets.size === 0) this.#positions.delete(account);
    else this.#positions.set(account, markets);
    this.#holders.set(market, holders);
  }
}

/** A long down to a unit at least, while anything is left of its side: the chain may keep that one. A short up. */
function shrunk(size: bigint, scale: bigint, scaleBefore: bigint): bigint {
  if (scale === 0n) return 0n;
  if (size < 0n) return -((-size * scale + scaleBefore - 1n) / scaleBefore);
  const left = (size * scale) / scaleBefore;
  return left === 0n ? 1n : left;
}
