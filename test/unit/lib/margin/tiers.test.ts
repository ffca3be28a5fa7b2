// SPDX-License-Identifier: MIT
import { expect } from "chai";
import fc from "fast-check";

import { MalformedTiersError } from "../../../../scripts/lib/margin/errors.ts";
import { marginalRate, marginUp, scheduleOf } from "../../../../scripts/lib/margin/tiers.ts";
import type { Schedule } from "../../../../scripts/lib/margin/tiers.ts";
import { toMoney, usd } from "../../../../scripts/lib/units/money.ts";
import { percent, RATIO_ONE, toRatio } from "../../../../scripts/lib/units/ratio.ts";
import { anyWidth, notionals, schedule, schedules, TIERS } from "../support.ts";

const anySchedule = schedules(6_553_500n);

/** The margin as the sum of its parts: what lies inside each tier at that tier's rate, in money times ppm. */
const partsPpm = (notional: bigint, tiers: Schedule): bigint => {
  let sum = 0n;
  for (const [index, { lower, rate }] of tiers.entries()) {
    const upper = tiers[index + 1]?.lower ?? notional;
    const end = notional < upper ? notional : upper;
    if (end > lower) sum += (end - lower) * rate;
  }
  return sum;
};

describe("margin tiers", () => {
  it("charge each part of the notional the rate of its tier", () => {
    expect(marginUp(usd("1000000"), TIERS.maintenance)).to.equal(usd("25000"));
    expect(marginUp(usd("2000000"), TIERS.maintenance)).to.equal(usd("75000"));
    expect(marginUp(usd("30000000"), TIERS.initial)).to.equal(usd("7450000"));
  });

  it("are rounded up once, over all tiers", () => {
    const tiers = scheduleOf([toMoney(1n)], [toRatio(300_000n), toRatio(400_000n)]);
    // 0.3 + 0.4, where rounding each part would give 2.
    expect(marginUp(toMoney(2n), tiers)).to.equal(1n);
    expect(marginUp(toMoney(0n), tiers)).to.equal(0n);
  });

  it("equal notional x rate - deduction and the sum over their parts", () => {
    fc.assert(
      fc.property(anySchedule, notionals, (tiers, notional) => {
        const exact = partsPpm(notional, tiers);
        const margin = marginUp(notional, tiers) * RATIO_ONE;
        expect(margin >= exact && margin - exact < RATIO_ONE).to.equal(true);
      }),
    );
  });

  it("are continuous: a unit of notional never changes the margin by more than the largest rate, rounded up", () => {
    fc.assert(
      fc.property(anySchedule, fc.nat(), (tiers, choice) => {
        const { lower } = tiers[choice % tiers.length] ?? tiers[0];
        const largest = tiers.reduce((found, { rate }) => (rate > found ? rate : found), 0n);
        for (const offset of [-1n, 0n, 1n]) {
          if (lower + offset < 0n) continue;
          const step = marginUp(toMoney(lower + offset + 1n), tiers) - marginUp(toMoney(lower + offset), tiers);
          expect(step >= 0n && step <= (largest + RATIO_ONE - 1n) / RATIO_ONE).to.equal(true);
        }
      }),
    );
  });

  it("never fall as the notional grows", () => {
    fc.assert(
      fc.property(anySchedule, notionals, anyWidth(2n ** 90n), (tiers, notional, growth) => {
        expect(marginUp(toMoney(notional + growth), tiers) >= marginUp(notional, tiers)).to.equal(true);
      }),
    );
  });

  it("have the lower tier's rate at a bound and the upper one's above it", () => {
    expect(marginalRate(usd("1000000"), TIERS.maintenance)).to.equal(percent("2.5"));
    expect(marginalRate(usd("1000000.000001"), TIERS.maintenance)).to.equal(percent("5"));
    expect(marginalRate(usd("0"), TIERS.maintenance)).to.equal(percent("2.5"));
  });

  it("may be empty: the tier after them begins at the same bound", () => {
    const tiers = schedule(["0", "100", "100"], ["1", "2", "3", "4"]);
    expect(marginalRate(usd("50"), tiers)).to.equal(percent("2"));
    expect(marginUp(usd("200"), tiers)).to.equal(usd("6"));
  });

  it("throws MalformedTiersError where rates do not fit bounds, or either decreases", () => {
    expect(() => scheduleOf([usd("1")], [percent("1")]))
      .to.throw(MalformedTiersError, "one rate more than bounds")
      .that.includes({ actual: 1n, bound: 2n });
    expect(() => schedule(["2", "1"], ["1", "2", "3"]))
      .to.throw(MalformedTiersError, "bounds that do not decrease")
      .that.includes({ actual: usd("1"), bound: usd("2") });
    expect(() => schedule(["1"], ["2", "1"]))
      .to.throw(MalformedTiersError, "rates that do not decrease")
      .that.includes({ actual: percent("1"), bound: percent("2") });
  });
});
