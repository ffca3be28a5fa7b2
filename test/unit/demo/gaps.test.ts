// SPDX-License-Identifier: MIT
import { expect } from "chai";
import fc from "fast-check";

import { fillGaps } from "../../../scripts/demo/gaps.ts";
import type { Beat } from "../../../scripts/lib/prices/beats.ts";

const BOUNDS = { ETH: 50_000n, BTC: 50_000n };
const BOTH = { ETH: true, BTC: true };
const beat = (timestamp: number, eth: bigint, btc = 1_000_000n): Beat => ({
  timestamp,
  prices: { ETH: eth, BTC: btc },
  updated: BOTH,
});

/** Whether the oracle believes the second price after the first. */
const isBelieved = (from: bigint, to: bigint): boolean =>
  (from > to ? from - to : to - from) * 1_000_000n <= (from < to ? from : to) * BOUNDS.ETH;

describe("prices that go further than the oracle believes of one round", () => {
  it("a move within the bound stays one step", () => {
    const beats = [beat(0, 100_000n), beat(900, 104_800n), beat(1_800, 100_000n)];
    expect(fillGaps(beats, BOUNDS)).to.deep.equal(beats);
  });

  it("a fall of a tenth is told in three steps, evenly in time and price; the ends stay", () => {
    const filled = fillGaps([beat(0, 100_000n), beat(900, 90_000n)], BOUNDS);
    expect(filled.map(({ timestamp, prices }) => [timestamp, prices.ETH])).to.deep.equal([
      [0, 100_000n],
      [300, 96_667n],
      [600, 93_334n],
      [900, 90_000n],
    ]);
  });

  it("a market that stands still has no round on the way", () => {
    const [, between] = fillGaps([beat(0, 100_000n), beat(900, 90_000n)], BOUNDS);
    expect(between?.updated).to.deep.equal({ ETH: true, BTC: false });
  });

  it("a move that has no time stays a jump", () => {
    const filled = fillGaps([beat(0, 100_000n), beat(2, 50_000n)], BOUNDS);
    expect(filled.map(({ timestamp }) => timestamp)).to.deep.equal([0, 1, 2]);
  });

  it("every step of any move is believed, and every second is used once", () => {
    const price = fc.bigInt({ min: 1_000_000n, max: 100_000_000n });
    fc.assert(
      fc.property(price, price, (from, to) => {
        const filled = fillGaps([beat(0, from), beat(3_600, to)], BOUNDS);
        for (const [index, { timestamp, prices }] of filled.entries()) {
          const next = filled[index + 1];
          if (next === undefined) break;
          expect(next.timestamp).to.be.greaterThan(timestamp);
          expect(isBelieved(prices.ETH, next.prices.ETH), `${prices.ETH} to ${next.prices.ETH}`).to.equal(true);
        }
      }),
    );
  });
});
