// SPDX-License-Identifier: MIT

/**
 * The only place that gives out nonces of the sender's. After a send that failed or whose answer was lost it no longer
 * trusts its own count: what the node holds, pending ones included, decides whether that nonce is used.
 */
export class Nonces {
  readonly #pendingCount: () => Promise<number>;
  #next: number | undefined;

  /** @param pendingCount The sender's transactions, mined and waiting. */
  constructor(pendingCount: () => Promise<number>) {
    this.#pendingCount = pendingCount;
  }

  async take(): Promise<number> {
    const nonce = this.#next ?? (await this.#pendingCount());
    this.#next = nonce + 1;
    return nonce;
  }

  /** What was counted may be wrong. */
  forget(): void {
    this.#next = undefined;
  }
}
