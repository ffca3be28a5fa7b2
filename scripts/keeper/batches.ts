// SPDX-License-Identifier: MIT

/** No transaction may ask for more (EIP-7825); local nodes hold calls to it as well. */
export const TRANSACTION_GAS_LIMIT = 16_777_216n;

/** An estimate of one block can fall short in the next, where an accrual takes another branch. */
export const withMargin = (gas: bigint): bigint => (gas * 115n + 99n) / 100n;

/** Before any estimate: the cost of an account with a few markets. */
const FIRST_GAS_PER_ACCOUNT = 150_000n;

/** From so many on, an estimate is the accounts' and not the call's own cost. */
const LARGE_BATCH = 8;

/** How many accounts to try in one transaction: learned from the estimates of those before. */
export class BatchSize {
  #gasPerAccount = FIRST_GAS_PER_ACCOUNT;

  /** Accounts that should fit under a gas limit, margin included; at least one. */
  size(limit: bigint = TRANSACTION_GAS_LIMIT): number {
    return Math.max(1, Number(limit / withMargin(this.#gasPerAccount)));
  }

  observe(accounts: number, gas: bigint): void {
    if (accounts >= LARGE_BATCH) this.#gasPerAccount = (gas + BigInt(accounts) - 1n) / BigInt(accounts);
  }

  /**
   * The batch needs more than fits.
   * @param gas Its estimate, if there is one.
   * @returns How many accounts to try instead: fewer, and none if it was one.
   */
  shrink(accounts: number, gas?: bigint, limit: bigint = TRANSACTION_GAS_LIMIT): number {
    const half = Math.floor(accounts / 2);
    if (gas !== undefined) {
      this.observe(accounts, gas);
      const fitting = Number((BigInt(accounts) * limit) / withMargin(gas));
      return Math.min(accounts - 1, Math.max(half, fitting));
    }
    if (half > 0) this.#gasPerAccount = limit / BigInt(half);
    return half;
  }
}
