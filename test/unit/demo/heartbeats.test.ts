// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { fillSilences } from "../../../scripts/demo/heartbeats.ts";
import type { Beat } from "../../../scripts/lib/prices/beats.ts";

const beat = (timestamp: number, eth: bigint, updated = { ETH: true, BTC: true }): Beat => ({
  timestamp,
  prices: { ETH: eth, BTC: 7n },
  updated,
});
const BOTH = { ETH: true, BTC: true };
const ONLY_ETH = { ETH: true, BTC: false };

describe("silences of the feeds", () => {
  it("beats within the heartbeat stay as they are", () => {
    const beats = [beat(0, 1n), beat(900, 2n), beat(1_800, 3n)];
    expect(fillSilences(beats, 3_600)).to.deep.equal(beats);
  });

  it("blocks further apart than the heartbeat get blocks between that repeat the price", () => {
    const filled = fillSilences([beat(0, 1n), beat(9_000, 2n)], 3_600);
    expect(filled.map(({ timestamp, prices }) => [timestamp, prices.ETH])).to.deep.equal([
      [0, 1n],
      [3_600, 1n],
      [7_200, 1n],
      [9_000, 2n],
    ]);
    expect(filled.every(({ updated }) => updated.ETH && updated.BTC)).to.equal(true);
  });

  it("a gap of exactly the heartbeat is none", () => {
    expect(fillSilences([beat(0, 1n), beat(3_600, 2n)], 3_600)).to.have.lengthOf(2);
  });

  it("a market that would be older than its heartbeat by the next block speaks again", () => {
    const beats = [0, 1_500, 3_000, 4_500].map((time) => beat(time, 1n, time === 0 ? BOTH : ONLY_ETH));
    const spoken = fillSilences(beats, 3_600).map(({ updated }) => updated.BTC);
    expect(spoken).to.deep.equal([true, false, true, false]);
  });
});
