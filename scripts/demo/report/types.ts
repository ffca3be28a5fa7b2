// SPDX-License-Identifier: MIT
import type { Market, PerMarket } from "../../lib/prices/market.ts";

/** The state after one block of the replay. Dollars are integers of 1e-6 USD. */
export interface DemoBlock {
  readonly number: number;
  /** Unix seconds of the replayed past. */
  readonly timestamp: number;
  /** Mark prices, 8 decimals. */
  readonly prices: PerMarket<bigint>;
  /** Both sides together at mark, 1e-6 USD. */
  readonly openInterest: PerMarket<bigint>;
  /** Long minus short open interest at mark, 1e-6 USD, either sign. */
  readonly skew: PerMarket<bigint>;
  /** Accounts below maintenance margin when the block ended. */
  readonly accountsUnderLine: number;
  /** Liquidations in this block that left the account a position. */
  readonly liquidationsPartial: number;
  /** Liquidations in this block that closed the account. */
  readonly liquidationsFull: number;
  /** Insurance fund, 1e-6 USD, either sign. */
  readonly insurance: bigint;
  /** Value of the liquidity pool, 1e-6 USD, either sign. */
  readonly poolValue: bigint;
  /** Since the replay began, 1e-6 USD. */
  readonly badDebt: bigint;
  /** All transactions of the block. */
  readonly gasUsed: bigint;
}

/** Where the prices came from. */
export type ReplaySource =
  | { readonly kind: "scenario"; readonly name: string; readonly title: string }
  | { readonly kind: "files"; readonly files: Readonly<Partial<Record<Market, string>>> };

/** How many liquidations came so many blocks after their account crossed the line. */
export interface DelayCount {
  /** 0: in the very block of the crossing. */
  readonly blocks: number;
  readonly count: number;
}

/** What the replay came to. Dollars are integers of 1e-6 USD. */
export interface DemoSummary {
  readonly source: ReplaySource;
  readonly seed: string;
  readonly accounts: number;
  readonly liquidationsPartial: number;
  readonly liquidationsFull: number;
  readonly blocksToLiquidation: readonly DelayCount[];
  readonly badDebt: bigint;
  readonly insuranceBefore: bigint;
  readonly insuranceAfter: bigint;
  readonly poolBefore: bigint;
  readonly poolAfter: bigint;
  /** Gas of every transaction in the replay. */
  readonly gasTotal: bigint;
  /** Gas of the transactions that liquidated. */
  readonly gasLiquidations: bigint;
  /** Wall clock, milliseconds. */
  readonly durationMs: number;
  /** Wall-clock beat of a block, milliseconds. */
  readonly blockMs: number;
  /** How often an invariant was checked; a check that fails ends the replay. */
  readonly invariantChecks: number;
}

export const liquidationCount = ({ liquidationsPartial, liquidationsFull }: DemoSummary): number =>
  liquidationsPartial + liquidationsFull;

/** Average over all liquidations, rounded down; undefined where there were none. */
export function gasPerLiquidation(summary: DemoSummary): bigint | undefined {
  const count = liquidationCount(summary);
  return count === 0 ? undefined : summary.gasLiquidations / BigInt(count);
}

export interface DelayStatistics {
  readonly median: number;
  readonly slowest: number;
}

/** Over all liquidations; of an even number the median is the later of the middle two. */
export function delayStatistics({ blocksToLiquidation }: DemoSummary): DelayStatistics | undefined {
  const sorted = blocksToLiquidation.filter(({ count }) => count > 0).toSorted((a, b) => a.blocks - b.blocks);
  const total = sorted.reduce((sum, { count }) => sum + count, 0);
  let seen = 0;
  const median = sorted.find(({ count }) => (seen += count) > total / 2);
  const slowest = sorted.at(-1);
  return median === undefined || slowest === undefined ? undefined : { median: median.blocks, slowest: slowest.blocks };
}
