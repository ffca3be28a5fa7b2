// SPDX-License-Identifier: MIT

/** No transaction may ask for more (EIP-7825); local nodes hold calls to it as well. */
export const TRANSACTION_GAS_LIMIT = 16_777_216n;

/** Of a limit, what the simulation gets: the 15 % above are for the next block, where an accrual may take another branch. */
export const withoutMargin = (limit: bigint): bigint => (limit * 100n) / 115n;
const withMargin = (gas: bigint): bigint => (gas * 115n + 99n) / 100n;

/** Of one call, whatever its accounts: prices, the markets' own words, and gas that feeds must be left with. */
const CALL_GAS = 700_000n;

/** Before anything was learned: an account with a few markets. */
const FIRST_GAS_PER_ACCOUNT = 150_000n;
const LEAST_GAS_PER_ACCOUNT = 30_000n;

/** From so many accounts on, a receipt tells of them and not of the call. */
const LARGE_BATCH = 8;

/**
 * How many accounts to put into one transaction, and how much gas to give it. Limits are guesses that the simulation
 * proves, learned from receipts: an estimate by the node repeats the call a dozen times, which costs a block.
 */
export class BatchSize {
  #gasPerAccount = FIRST_GAS_PER_ACCOUNT;

  /** Accounts that should fit into one transaction, margin included; at least one. */
  get size(): number {
    const room = withoutMargin(TRANSACTION_GAS_LIMIT) - CALL_GAS;
    return Math.max(1, Number(room / this.#gasPerAccount));
  }

  /** Gas limit to try first. */
  limit(accounts: number): bigint {
    const limit = withMargin(CALL_GAS + BigInt(accounts) * this.#gasPerAccount);
    return limit < TRANSACTION_GAS_LIMIT ? limit : TRANSACTION_GAS_LIMIT;
  }

  /** @param gasUsed Of a receipt: what was refunded, at most a fifth, had to be there first. */
  observe(accounts: number, gasUsed: bigint): void {
    if (accounts < LARGE_BATCH) return;
    const gross = (gasUsed * 5n + 3n) / 4n;
    const each = (gross + BigInt(accounts) - 1n) / BigInt(accounts);
    this.#gasPerAccount = each > LEAST_GAS_PER_ACCOUNT ? each : LEAST_GAS_PER_ACCOUNT;
  }
}
