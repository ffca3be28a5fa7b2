// SPDX-License-Identifier: MIT
import { expect } from "chai";

import type { AccountPlan } from "../../../scripts/demo/accounts.ts";
import { benchmarkPlans } from "../../../scripts/demo/benchmarks.ts";
import { openingFill } from "../../../scripts/demo/fills.ts";
import { planOpenings } from "../../../scripts/demo/openings.ts";
import { demoParameters, ETH_MAINTENANCE } from "../../../scripts/demo/parameters.ts";

const PRICES = { ETH: 19_530_000_000n, BTC: 795_000_000_000n };

const parameters = demoParameters({
  governor: "0x0000000000000000000000000000000000000001",
  riskAdmin: "0x0000000000000000000000000000000000000002",
  guardian: "0x0000000000000000000000000000000000000003",
  answers: PRICES,
});

const isolated = (long: boolean, leverageTenths: number): AccountPlan => ({
  owner: 1,
  subAccount: 1n,
  leverageTenths,
  marginOf: "mark",
  legs: [{ market: "ETH", long, notional: 10_000_000_000n }],
});

describe("what opening an account takes", () => {
  it("the fill of a long without skew costs half its own premium and the spread", () => {
    // 1,000 units at 2 USD in a market of 1,000,000 units: 2,000 × (1 + 0.0005 + 0.001), and a fee of 0.05 %.
    const rules = { skewScale: 1_000_000n, spread: 1_000n, takerFee: 500n };
    expect(openingFill(2n * 10n ** 22n, 0n, 1_000n, rules)).to.deep.equal({
      quote: 2_003_000_000n,
      fee: 1_001_500n,
      value: 2_000_000_000n,
    });
  });

  it("the fill of a short receives less by the same, rounded against it", () => {
    const rules = { skewScale: 1_000_000n, spread: 1_000n, takerFee: 500n };
    const { quote, fee, value } = openingFill(2n * 10n ** 22n, 0n, -1_000n, rules);
    expect([quote, fee, value]).to.deep.equal([-1_997_000_000n, 998_500n, -2_000_000_000n]);
    expect(openingFill(3n, 0n, -1n, rules).quote).to.equal(0n);
    expect(openingFill(3n, 0n, 1n, rules).quote).to.equal(1n);
  });

  it("a benchmark is left with fill notional / leverage after fees", () => {
    const openings = planOpenings(benchmarkPlans(0), PRICES, parameters);
    const [market] = parameters.markets;
    let skew = 0n;
    for (const { deposit, orders, plan } of openings) {
      const size = orders[0]?.size ?? 0n;
      const fill = openingFill(195_300_000_000_000_000n / 100n, skew, size, market?.trade ?? expect.fail("no market"));
      skew += size;
      const margin = (fill.quote * 10n + BigInt(plan.leverageTenths) - 1n) / BigInt(plan.leverageTenths);
      expect(deposit - fill.fee).to.equal(margin);
    }
    expect(skew).to.be.greaterThan(0n);
  });

  it("any other account is worth notional / leverage at mark once it is open", () => {
    for (const long of [true, false]) {
      const [opening] = planOpenings([isolated(long, 200)], PRICES, parameters);
      const [market] = parameters.markets;
      const size = opening?.orders[0]?.size ?? 0n;
      const fill = openingFill(1_953_000_000_000_000n, 0n, size, market?.trade ?? expect.fail("no market"));
      const value = (opening?.deposit ?? 0n) - fill.fee - (fill.quote - fill.value);
      const notional = fill.value < 0n ? -fill.value : fill.value;
      expect(value * 20n - notional).to.be.within(0, 1_000);
      expect(size > 0n).to.equal(long);
    }
  });

  it("an order meets the skew that the orders before it left", () => {
    const alone = planOpenings([isolated(true, 50)], PRICES, parameters)[0];
    const second = planOpenings([isolated(true, 50), isolated(true, 50)], PRICES, parameters)[1];
    const offset = planOpenings([isolated(false, 50), isolated(true, 50)], PRICES, parameters)[1];
    expect(Number(second?.deposit)).to.be.greaterThan(Number(alone?.deposit));
    expect(Number(offset?.deposit)).to.be.lessThan(Number(alone?.deposit));
  });

  it("ETH has a maintenance rate of 2 % in its first tier, and BTC the local network's", () => {
    const rates = parameters.markets.map(({ asset, tiers }) => [asset, tiers.maintenance[0]]);
    expect(rates).to.deep.equal([
      ["ETH", ETH_MAINTENANCE],
      ["BTC", 25_000n],
    ]);
    expect(ETH_MAINTENANCE).to.equal(20_000n);
  });
});
