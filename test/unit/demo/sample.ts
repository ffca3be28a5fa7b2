// SPDX-License-Identifier: MIT
import { loadScenario, scenarioBeats } from "../../../scripts/demo/scenarios/load.ts";
import type { DemoBlock, DemoSummary } from "../../../scripts/demo/report/types.ts";
import { MARKETS, perMarket } from "../../../scripts/lib/prices/market.ts";
import { createRandom } from "../../../scripts/lib/random.ts";

/** A replay made up from a scenario's prices: plausible to look at, and nothing more. */
export function sampleBlocks(scenario = "2020-03-12", seed = "1"): readonly DemoBlock[] {
  const random = createRandom(seed);
  const beats = scenarioBeats(loadScenario(scenario), seed);
  let insurance = 250_000_000_000n;
  let poolValue = 20_000_000_000_000n;
  let previous = beats[0];
  return beats.map((beat, index) => {
    const before = previous?.prices.ETH ?? beat.prices.ETH;
    const fallBps = Number(((before - beat.prices.ETH) * 10_000n) / before);
    previous = beat;
    const crossed = fallBps > 40 ? Math.floor(fallBps / 25) : 0;
    const full = crossed > 4 ? random.integer(0, Math.floor(crossed / 3)) : 0;
    insurance += BigInt(crossed) * 180_000_000n - BigInt(full) * 95_000_000n;
    poolValue += (before - beat.prices.ETH) * 2_000n;
    return {
      number: 100 + index,
      timestamp: beat.timestamp,
      prices: beat.prices,
      openInterest: perMarket((market) => beat.prices[market] * (market === "ETH" ? 900n : 30n)),
      skew: perMarket((market) => beat.prices[market] * (market === "ETH" ? -120n : 4n)),
      accountsUnderLine: crossed > 6 ? random.integer(1, crossed) : 0,
      liquidationsPartial: crossed - full,
      liquidationsFull: full,
      insurance,
      poolValue,
      badDebt: 0n,
      gasUsed: BigInt(250_000 + crossed * 110_000),
    };
  });
}

/** The summary that goes with them. */
export function sampleSummary(blocks = sampleBlocks(), changes: Partial<DemoSummary> = {}): DemoSummary {
  const [first, last] = [blocks[0], blocks.at(-1)];
  const sum = (value: (block: DemoBlock) => number): number => blocks.reduce((total, block) => total + value(block), 0);
  const liquidationsPartial = sum((block) => block.liquidationsPartial);
  const liquidationsFull = sum((block) => block.liquidationsFull);
  return {
    source: { kind: "scenario", name: "2020-03-12", title: "Black Thursday" },
    seed: "1",
    accounts: 300,
    liquidationsPartial,
    liquidationsFull,
    blocksToLiquidation: [
      { blocks: 1, count: liquidationsPartial },
      { blocks: 2, count: liquidationsFull },
    ],
    badDebt: last?.badDebt ?? 0n,
    insuranceBefore: first?.insurance ?? 0n,
    insuranceAfter: last?.insurance ?? 0n,
    poolBefore: first?.poolValue ?? 0n,
    poolAfter: last?.poolValue ?? 0n,
    gasTotal: blocks.reduce((total, { gasUsed }) => total + gasUsed, 0n),
    gasLiquidations: BigInt(liquidationsPartial + liquidationsFull) * 104_321n,
    durationMs: 56_400,
    blockMs: 250,
    invariantChecks: blocks.length * MARKETS.length,
    ...changes,
  };
}
