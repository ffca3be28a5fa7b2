// SPDX-License-Identifier: MIT
import type { Fields } from "./log.ts";

/** What the keeper did since it began, for the closing line. */
export class Tally {
  blocks = 0;
  checks = 0;
  /** Below the line and found only by the sweep: something else should have found them. */
  foundBySweep = 0;
  reorganisations = 0;
  sent = 0;
  mined = 0;
  reverted = 0;
  dropped = 0;
  superseded = 0;
  /** Wei. */
  gasCost = 0n;
  gasUsed = 0n;
  liquidatedByUs = 0;
  liquidatedByOthers = 0;
  /** Of those, below zero before they were liquidated. */
  belowZero = 0;
  /** How often the pool's account of a market gave up some of its position, whoever had it done. */
  poolDeleveragings = 0;
  /** How often an account below zero gave up tokens, whoever had it done. */
  collateralSeizures = 0;
  /** 1e-6 USD. */
  rewards = 0n;
  /** Blocks from the first in which the account could be liquidated to the one in which it was. */
  mostLateBlocks = 0;
  /** From seeing a block to having handed over its last transaction, milliseconds. */
  slowestMs = 0;
  readonly #failures = new Map<string, number>();

  fail(cause: string): void {
    this.#failures.set(cause, this.failures(cause) + 1);
  }

  failures(cause: string): number {
    return this.#failures.get(cause) ?? 0;
  }

  fields(): Fields {
    return {
      blocks: this.blocks,
      checks: this.checks,
      foundBySweep: this.foundBySweep,
      reorganisations: this.reorganisations,
      liquidatedByUs: this.liquidatedByUs,
      liquidatedByOthers: this.liquidatedByOthers,
      belowZero: this.belowZero,
      poolDeleveragings: this.poolDeleveragings,
      collateralSeizures: this.collateralSeizures,
      rewards: this.rewards,
      sent: this.sent,
      mined: this.mined,
      reverted: this.reverted,
      dropped: this.dropped,
      superseded: this.superseded,
      gasUsed: this.gasUsed,
      gasCost: this.gasCost,
      mostLateBlocks: this.mostLateBlocks,
      slowestMs: Math.round(this.slowestMs),
      failures: Object.fromEntries(this.#failures),
    };
  }
}
