// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { formatUtc } from "../../../scripts/lib/prices/utc.ts";
import { describeWithData } from "../../unit/prices/support.ts";
import { isGone, readSummary, skipUnderCoverage, startDemo, temporaryDirectory } from "./process.ts";

const HOUR = 3_600;

/** Bars in which isolated ETH longs that are opened at the first price are first liquidated, by leverage. */
const V59 = new Map([
  [2, "2020-03-13 01:00"],
  [3, "2020-03-12 10:00"],
  [5, "2020-03-12 10:00"],
  [10, "2020-03-12 04:00"],
]);

describeWithData("the crash of 2020-03-12 on chain", { ETH: "ethusd_kraken_1h_2019-01_2020-09.csv.gz" }, (path) => {
  const out = temporaryDirectory();

  it("V59: liquidates the isolated longs in their bars, nobody later than in the block after the next", async function () {
    this.timeout(300_000);
    skipUnderCoverage(this);
    const window = ["--from", "2020-03-12", "--to", "2020-03-14"];
    const demo = startDemo([
      "--prices",
      `eth=${path("ETH")}`,
      ...window,
      "--accounts",
      "30",
      "--block-ms",
      "200",
      "--out",
      out,
    ]);
    expect(await demo.ended, demo.errors()).to.deep.equal({ code: 0, signal: null });
    const { benchmarks, longestWait, blocks, keeperPid } = readSummary(out);
    expect(blocks).to.be.greaterThan(193);
    for (const { leverage, firstLiquidation } of benchmarks) {
      const bar = firstLiquidation === null ? "never" : formatUtc(firstLiquidation - (firstLiquidation % HOUR));
      expect(bar, `${leverage}x`).to.equal(V59.get(leverage));
    }
    expect(benchmarks).to.have.lengthOf(V59.size);
    expect(longestWait).to.be.lessThan(2);
    expect(await isGone(keeperPid)).to.equal(true);
  });
});
