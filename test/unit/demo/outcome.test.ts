// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { benchmarkPlans } from "../../../scripts/demo/benchmarks.ts";
import { benchmarkLines, benchmarkOutcomes } from "../../../scripts/demo/outcome.ts";
import { planAccounts } from "../../../scripts/demo/accounts.ts";
import { createRandom } from "../../../scripts/lib/random.ts";
import { sampleBlocks } from "./sample.ts";

describe("what became of the benchmark accounts", () => {
  const accounts = planAccounts(8, createRandom("1")).map((plan, index) => ({ id: `account ${index}`, plan }));
  const [first, second, third] = sampleBlocks();
  const blocks = [
    { block: first, liquidated: ["account 3", "account 7"] },
    { block: second, liquidated: ["account 1"] },
    { block: third, liquidated: ["account 1", "account 3"] },
  ].flatMap(({ block, liquidated }) => (block === undefined ? [] : [{ ...block, liquidated, liquidatable: 0 }]));
  const outcomes = benchmarkOutcomes(accounts, blocks);

  it("is the time of the block that first liquidated each, and of no other account", () => {
    expect(outcomes).to.have.lengthOf(benchmarkPlans(0).length);
    expect(outcomes).to.deep.equal([
      { leverage: 2, firstLiquidation: null },
      { leverage: 3, firstLiquidation: second?.timestamp },
      { leverage: 5, firstLiquidation: null },
      { leverage: 10, firstLiquidation: first?.timestamp },
    ]);
  });

  it("is said in a line each", () => {
    expect(benchmarkLines(outcomes)).to.deep.equal([
      "isolated ETH long at 2x, opened at the first price: not liquidated",
      "isolated ETH long at 3x, opened at the first price: first liquidated at 2020-03-12 00:10 UTC",
      "isolated ETH long at 5x, opened at the first price: not liquidated",
      "isolated ETH long at 10x, opened at the first price: first liquidated at 2020-03-12 00:00 UTC",
    ]);
  });
});
