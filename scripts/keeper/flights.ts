// SPDX-License-Identifier: MIT

/** What became of a transaction that is in a block. */
export interface Receipt {
  readonly succeeded: boolean;
  readonly block: number;
  readonly gasUsed: bigint;
  /** Wei per gas. */
  readonly gasPrice: bigint;
}

export interface Flight {
  readonly nonce: number;
  /** Unknown where the answer to a send was lost. */
  readonly hash: string | undefined;
  readonly accounts: readonly string[];
  readonly data: string;
  /** Head of the chain when it was sent. */
  readonly block: number;
}

export type Landing =
  | { readonly kind: "mined"; readonly flight: Flight; readonly receipt: Receipt }
  /** Another transaction of this nonce was mined, or this one under a hash that was never heard. */
  | { readonly kind: "superseded"; readonly flight: Flight }
  /** The node no longer has it, or never had. */
  | { readonly kind: "dropped"; readonly flight: Flight };

export interface Ledger {
  readonly receipt: (hash: string) => Promise<Receipt | null>;
  readonly transactionCount: (tag: "latest" | "pending") => Promise<number>;
}

/** Transactions whose end is not known yet. Their accounts are not sent again meanwhile. */
export class Flights {
  readonly #ledger: Ledger;
  #flights: Flight[] = [];

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  get count(): number {
    return this.#flights.length;
  }

  holds(account: string): boolean {
    return this.#flights.some(({ accounts }) => accounts.includes(account));
  }

  add(flight: Flight): void {
    this.#flights.push(flight);
  }

  /** Those that have been under way since `block` or longer. */
  since(block: number): readonly Flight[] {
    return this.#flights.filter((flight) => flight.block <= block);
  }

  /** Takes out those that have ended, one by one: what was yielded stays settled if a later question fails. */
  async *settle(): AsyncGenerator<Landing> {
    for (const flight of this.#flights.slice()) {
      const landing = await this.#landingOf(flight);
      if (landing === undefined) continue;
      this.#flights = this.#flights.filter((other) => other !== flight);
      yield landing;
    }
  }

  async #landingOf(flight: Flight): Promise<Landing | undefined> {
    const mined = await this.#minedOf(flight);
    if (mined !== undefined) return mined;
    const [latest, pending] = [
      await this.#ledger.transactionCount("latest"),
      await this.#ledger.transactionCount("pending"),
    ];
    // Mined between the two questions: the nonce is gone, so the receipt is there now.
    if (latest > flight.nonce) return (await this.#minedOf(flight)) ?? { kind: "superseded", flight };
    return pending <= flight.nonce ? { kind: "dropped", flight } : undefined;
  }

  async #minedOf(flight: Flight): Promise<Landing | undefined> {
    const receipt = flight.hash === undefined ? null : await this.#ledger.receipt(flight.hash);
    return receipt === null ? undefined : { kind: "mined", flight, receipt };
  }
}
