// SPDX-License-Identifier: MIT
import { stripVTControlCharacters } from "node:util";

import { expect } from "chai";

import { summaryTable } from "../../../scripts/demo/report/summary.ts";
import { delayStatistics, gasPerLiquidation } from "../../../scripts/demo/report/types.ts";
import { sampleBlocks, sampleSummary } from "./sample.ts";

describe("the table at the end of a replay", () => {
  const summary = sampleSummary(sampleBlocks(), {
    accounts: 1_300,
    liquidationsPartial: 120,
    liquidationsFull: 43,
    blocksToLiquidation: [
      { blocks: 2, count: 31 },
      { blocks: 0, count: 12 },
      { blocks: 1, count: 120 },
    ],
    badDebt: 1_250_000n,
    insuranceBefore: 250_000_000_000n,
    insuranceAfter: 249_000_000_000n,
    gasTotal: 87_910_000n,
    gasLiquidations: 163n * 104_321n + 5n,
  });
  const lines = stripVTControlCharacters(summaryTable(summary)).split("\n");
  const value = (name: string): string | undefined =>
    lines.map((line) => line.split("│").map((cell) => cell.trim())).find(([, cell]) => cell === name)?.[2];

  for (const [name, text] of [
    ["Accounts", "1,300"],
    ["Partial liquidations", "120"],
    ["Full liquidations", "43"],
    ["Blocks from crossing to liquidation", "0: 12, 1: 120, 2: 31 (slowest 2 blocks)"],
    ["Bad debt", "$1.25"],
    ["Insurance", "$250,000.00 → $249,000.00 (-$1,000.00)"],
    ["Gas, all transactions", "87,910,000"],
    ["Gas per liquidation", "104,321"],
    ["Seed", "1"],
  ] as const) {
    it(`shows ${name}: ${text}`, () => {
      expect(value(name)).to.equal(text);
    });
  }

  it("shows a dash where there was nothing to average", () => {
    const calm = sampleSummary([], { liquidationsPartial: 0, liquidationsFull: 0, blocksToLiquidation: [] });
    expect(gasPerLiquidation(calm)).to.equal(undefined);
    expect(delayStatistics(calm)).to.equal(undefined);
    expect(summaryTable(calm)).to.match(/Gas per liquidation\s+│ –/);
  });

  it("takes the median over liquidations, not over delays", () => {
    expect(delayStatistics(summary)).to.deep.equal({ median: 1, slowest: 2 });
  });

  it("sums up a long tail of delays", () => {
    const tail = Array.from({ length: 10 }, (_, blocks) => ({ blocks, count: 2 }));
    expect(summaryTable({ ...summary, blocksToLiquidation: tail })).to.include("5: 2, later: 8 (slowest 9 blocks)");
  });

  it("keeps control characters of a seed off the terminal", () => {
    expect(summaryTable({ ...summary, seed: "a\u001b[2Jb" })).to.include("a?[2Jb");
  });
});
