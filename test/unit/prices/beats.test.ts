// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { alignRounds } from "../../../scripts/lib/prices/beats.ts";
import { NoOverlapError } from "../../../scripts/lib/prices/errors/window.ts";
import type { Round } from "../../../scripts/lib/prices/rounds.ts";

const rounds = (...pairs: readonly (readonly [number, bigint])[]): readonly Round[] =>
  pairs.map(([timestamp, price]) => ({ timestamp, price }));

const align = (eth: readonly Round[], btc: readonly Round[]) =>
  alignRounds({ ETH: eth, BTC: btc }).map(({ timestamp, prices, updated }) => [
    timestamp,
    prices.ETH,
    prices.BTC,
    updated.ETH,
    updated.BTC,
  ]);

describe("two feeds on shared blocks", () => {
  it("shares every block when the seconds are the same", () => {
    expect(align(rounds([10, 1n], [20, 2n]), rounds([10, 7n], [20, 8n]))).to.deep.equal([
      [10, 1n, 7n, true, true],
      [20, 2n, 8n, true, true],
    ]);
  });

  it("keeps a market's price in blocks where only the other moves", () => {
    expect(align(rounds([10, 1n], [20, 2n]), rounds([10, 7n], [13, 6n], [17, 5n], [20, 8n]))).to.deep.equal([
      [10, 1n, 7n, true, true],
      [13, 1n, 6n, false, true],
      [17, 1n, 5n, false, true],
      [20, 2n, 8n, true, true],
    ]);
  });

  it("keeps to the range that both cover and starts with what stands there", () => {
    expect(align(rounds([10, 1n], [20, 2n], [30, 3n]), rounds([15, 7n], [25, 8n]))).to.deep.equal([
      [15, 1n, 7n, true, true],
      [20, 2n, 7n, true, false],
      [25, 2n, 8n, false, true],
    ]);
  });

  it("takes the last of several rounds in one second", () => {
    expect(align(rounds([10, 1n], [10, 2n]), rounds([10, 7n]))).to.deep.equal([[10, 2n, 7n, true, true]]);
  });

  it("throws NoOverlapError with the range of each file", () => {
    expect(() => align(rounds([0, 1n], [60, 1n]), rounds([120, 1n], [180, 1n])))
      .to.throw(NoOverlapError, "ETH 1970-01-01 00:00 to 1970-01-01 00:01, BTC 1970-01-01 00:02")
      .with.deep.property("ranges", { ETH: [0, 60], BTC: [120, 180] });
  });
});
