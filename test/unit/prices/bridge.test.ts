// SPDX-License-Identifier: MIT
import { expect } from "chai";
import fc from "fast-check";

import { bridgeLevels, keepsStep } from "../../../scripts/lib/prices/bridge.ts";
import type { Level } from "../../../scripts/lib/prices/bridge.ts";
import { MARKETS } from "../../../scripts/lib/prices/market.ts";
import { createRandom } from "../../../scripts/lib/random.ts";
import { usd } from "./support.ts";

const LEVELS: readonly Level[] = [
  { timestamp: 0, prices: { ETH: usd(195), BTC: usd(7_950) } },
  { timestamp: 6_000, prices: { ETH: usd(140), BTC: usd(6_100) } },
  { timestamp: 12_000, prices: { ETH: usd(90), BTC: usd(3_900) } },
  { timestamp: 18_000, prices: { ETH: usd(130), BTC: usd(5_600) } },
];
const OPTIONS = { stepSeconds: 300, volatilityBps: 60, maxStepBps: 400 };
const bridge = (seed: string, levels = LEVELS, options = OPTIONS) => bridgeLevels(levels, options, createRandom(seed));

const seeds = fc.string({ maxLength: 8 });

describe("a bridge between levels", () => {
  it("meets every level exactly, whatever the seed", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const beats = new Map(bridge(seed).map(({ timestamp, prices }) => [timestamp, prices]));
        for (const { timestamp, prices } of LEVELS) expect(beats.get(timestamp)).to.deep.equal(prices);
      }),
      { numRuns: 50 },
    );
  });

  it("has one block per step, every feed with a round in it", () => {
    const beats = bridge("a");
    expect(beats.map(({ timestamp }) => timestamp)).to.deep.equal(Array.from({ length: 61 }, (_, step) => step * 300));
    expect(beats.every(({ updated }) => updated.ETH && updated.BTC)).to.equal(true);
  });

  it("never steps further than the bound and never leaves the range of the levels", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 300 }), (seed, volatilityBps) => {
        const beats = bridge(seed, LEVELS, { ...OPTIONS, volatilityBps });
        for (const market of MARKETS) {
          const path = beats.map(({ prices }) => prices[market]);
          expect(keepsStep(path, OPTIONS.maxStepBps)).to.equal(true);
          const [low, high] = market === "ETH" ? [usd(90), usd(195)] : [usd(3_900), usd(7_950)];
          expect(path.every((price) => price >= low && price <= high)).to.equal(true);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("is the same for the same seed and another for another", () => {
    expect(bridge("a")).to.deep.equal(bridge("a"));
    expect(bridge("a")).not.to.deep.equal(bridge("b"));
  });

  it("gives these prices for this seed, on every machine", () => {
    expect(
      bridge("2020")
        .slice(1, 4)
        .map(({ prices }) => [prices.ETH, prices.BTC]),
    ).to.deep.equal([
      [19_101_553_534n, 783_801_427_285n],
      [18_927_048_687n, 778_466_581_985n],
      [18_721_368_347n, 771_820_836_616n],
    ]);
  });

  it("is the straight line without volatility", () => {
    const levels = LEVELS.slice(0, 2);
    const beats = bridge("a", levels, { ...OPTIONS, volatilityBps: 0 });
    expect(beats[10]?.prices).to.deep.equal({ ETH: 16_750_000_000n, BTC: usd(7_025) });
  });
});
