// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { planAccounts } from "../../../scripts/demo/accounts.ts";
import type { AccountPlan } from "../../../scripts/demo/accounts.ts";
import { BENCHMARK_LEVERAGES } from "../../../scripts/demo/benchmarks.ts";
import { createRandom } from "../../../scripts/lib/random.ts";

const plans = (seed = "1", count = 300): readonly AccountPlan[] => planAccounts(count, createRandom(seed));
const drawn = (seed = "1"): readonly AccountPlan[] => plans(seed).slice(BENCHMARK_LEVERAGES.length);

describe("the accounts of the demo", () => {
  it("are as many as were asked for, and no account is opened twice", () => {
    for (const count of [5, 6, 50, 300]) {
      const ids = plans("1", count).map(({ owner, subAccount }) => `${owner}/${subAccount.toString()}`);
      expect(new Set(ids).size).to.equal(count);
    }
  });

  it("are the same for the same seed and others for another", () => {
    expect(plans("7")).to.deep.equal(plans("7"));
    expect(drawn("7")).to.not.deep.equal(drawn("8"));
  });

  it("begin with the isolated ETH longs, whatever the seed", () => {
    for (const seed of ["1", "2"]) {
      const first = plans(seed).slice(0, BENCHMARK_LEVERAGES.length);
      expect(first.map(({ leverageTenths }) => leverageTenths)).to.deep.equal([20, 30, 50, 100]);
      for (const { subAccount, marginOf, legs } of first) {
        expect(subAccount).to.not.equal(0n);
        expect(marginOf).to.equal("fill");
        expect(legs).to.deep.equal([{ market: "ETH", long: true, notional: 20_000_000_000n }]);
      }
    }
  });

  it("hold both markets where they are cross-margined and one where they are isolated", () => {
    for (const { subAccount, legs } of drawn()) {
      const markets = legs.map(({ market }) => market);
      if (subAccount === 0n) expect(markets).to.deep.equal(["ETH", "BTC"]);
      else expect(markets).to.have.lengthOf(1);
    }
    expect(drawn().some(({ subAccount }) => subAccount === 0n)).to.equal(true);
    expect(drawn().some(({ subAccount }) => subAccount > 1n)).to.equal(true);
  });

  it("are long and short in both markets at 2x to 20x", () => {
    const legs = drawn().flatMap((plan) => plan.legs);
    for (const market of ["ETH", "BTC"] as const) {
      for (const long of [true, false]) {
        expect(legs.filter((leg) => leg.market === market && leg.long === long).length).to.be.greaterThan(30);
      }
    }
    const leverages = drawn().map(({ leverageTenths }) => leverageTenths);
    expect(Math.min(...leverages)).to.be.within(20, 25);
    expect(Math.max(...leverages)).to.be.within(180, 200);
  });
});
