// SPDX-License-Identifier: MIT
import { expect } from "chai";
import fc from "fast-check";

import { ClockError, SkewScaleError } from "../../../../scripts/lib/market/errors.ts";
import {
  accrueFunding,
  fundingDrift,
  fundingPaymentUp,
  rateAfter,
  twiceIntegral,
} from "../../../../scripts/lib/market/funding.ts";
import type { FundingState } from "../../../../scripts/lib/market/funding.ts";
import { toPrice } from "../../../../scripts/lib/units/price.ts";
import { ZERO_MONEY } from "../../../../scripts/lib/units/money.ts";
import { toSize, ZERO_SIZE } from "../../../../scripts/lib/units/size.ts";
import type { Size } from "../../../../scripts/lib/units/size.ts";
import { at, eth, magnitudes, opposite, prices, scales, sizes } from "../support.ts";

const rates = fc.bigInt(-(2n ** 39n), 2n ** 39n - 1n);
const drifts = fc.bigInt(-(2n ** 19n), 2n ** 19n - 1n);
const maxRates = fc.bigInt(0n, 6_553_500_000n);
const spans = fc.bigInt(0n, 10_000_000n);
const indices = fc.bigInt(-(2n ** 79n), 2n ** 79n - 1n);

const anyState: fc.Arbitrary<FundingState> = fc.record({
  fundingIndex: indices,
  fundingRatePerSecond: rates,
  fundingDrift: drifts,
  accruedAt: fc.bigInt(0n, 2n ** 31n),
});

const paymentOf = (size: Size, snapshot: bigint, index: bigint): bigint =>
  fundingPaymentUp({ size, entryNotional: ZERO_MONEY, fundingIndex: snapshot }, index);

describe("funding drift", () => {
  it("follows the skew up to the scale and is cut towards zero", () => {
    const drift = (skew: bigint): bigint => fundingDrift(toSize(skew), toSize(1_000n), 499n);
    expect([drift(500n), drift(-500n), drift(1_000n), drift(5_000n), drift(-5_000n)]).to.deep.equal([
      249n,
      -249n,
      499n,
      499n,
      -499n,
    ]);
  });

  it("is the same for both sides", () => {
    fc.assert(
      fc.property(sizes, scales, fc.bigInt(0n, 2n ** 20n - 1n), (skew, scale, velocity) => {
        expect(fundingDrift(opposite(skew), scale, velocity)).to.equal(-fundingDrift(skew, scale, velocity));
      }),
    );
  });

  it("throws SkewScaleError where the scale is not above zero", () => {
    expect(() => fundingDrift(eth("1"), ZERO_SIZE, 1n))
      .to.throw(SkewScaleError)
      .that.includes({ skewScale: 0n });
  });
});

describe("the integral of the funding rate", () => {
  it("is that of a line while the rate stays inside its bounds", () => {
    // From 10 to 40 in 10 s: the mean of 25, ten times, twice.
    expect(twiceIntegral(10n, 3n, 10n, 100n)).to.equal(500n);
    expect(twiceIntegral(-10n, 0n, 10n, 100n)).to.equal(-200n);
  });

  it("is that of the bound once the rate has reached it", () => {
    // 10 s from 0 to 100, then 90 s at 100.
    expect(twiceIntegral(0n, 10n, 100n, 100n)).to.equal(2n * (500n + 9_000n));
    expect(twiceIntegral(0n, -10n, 100n, 100n)).to.equal(-2n * (500n + 9_000n));
  });

  it("counts a rate beyond its bounds as the bound, from the start", () => {
    expect(twiceIntegral(500n, 7n, 10n, 100n)).to.equal(2_000n);
    expect(twiceIntegral(500n, 0n, 10n, 100n)).to.equal(2_000n);
    expect(twiceIntegral(-500n, 3n, 10n, 100n)).to.equal(2n * -1_000n + 300n);
  });

  it("is that of the clamped rate, step by step", () => {
    fc.assert(
      fc.property(
        fc.bigInt(-300n, 300n),
        fc.bigInt(-50n, 50n),
        fc.bigInt(0n, 60n),
        fc.bigInt(0n, 250n),
        (r, d, t, m) => {
          // In steps of 1/1000 s with 1000 times the rate, so that the step in which the bound is met weighs little.
          const fine = 1_000n;
          let sum = 0n;
          for (let step = 0n; step < t * fine; step++) {
            const start = rateAfter(r * fine, d, step, m * fine);
            const end = rateAfter(r * fine, d, step + 1n, m * fine);
            sum += start + end;
          }
          const exact = twiceIntegral(r, d, t, m) * fine * fine;
          const gap = exact > sum ? exact - sum : sum - exact;
          // One for the division of the result, and a step's triangle.
          expect(gap <= fine * fine + 100n).to.equal(true);
        },
      ),
      { numRuns: 20 },
    );
  });

  it("is the mirror image for the other side", () => {
    fc.assert(
      fc.property(rates, drifts, spans, maxRates, (rate, drift, seconds, maxRate) => {
        expect(twiceIntegral(-rate, -drift, seconds, maxRate)).to.equal(-twiceIntegral(rate, drift, seconds, maxRate));
      }),
    );
  });

  it("does not depend on how the time is split", () => {
    fc.assert(
      fc.property(rates, drifts, spans, spans, maxRates, (rate, drift, first, second, maxRate) => {
        const middle = rateAfter(rate, drift, first, maxRate);
        const split = twiceIntegral(rate, drift, first, maxRate) + twiceIntegral(middle, drift, second, maxRate);
        expect(split).to.equal(twiceIntegral(rate, drift, first + second, maxRate));
      }),
    );
  });
});

describe("accruing funding", () => {
  const STATE: FundingState = { fundingIndex: 7n, fundingRatePerSecond: 2n, fundingDrift: 0n, accruedAt: 100n };

  it("adds rate x time x price to the index, towards minus infinity", () => {
    const price = at("2000");
    // 2e-15 x 10 s x 2e16.
    expect(accrueFunding(STATE, price, 110n, 5n)).to.deep.equal({ ...STATE, fundingIndex: 407n, accruedAt: 110n });
    const tiny = toPrice(1n);
    expect(accrueFunding(STATE, tiny, 110n, 5n).fundingIndex).to.equal(7n);
    expect(accrueFunding({ ...STATE, fundingRatePerSecond: -2n }, tiny, 110n, 5n).fundingIndex).to.equal(6n);
  });

  it("moves the rate along its drift and stops it at the bound", () => {
    const drifting = { ...STATE, fundingDrift: 3n };
    expect(accrueFunding(drifting, at("2000"), 101n, 10n).fundingRatePerSecond).to.equal(5n);
    expect(accrueFunding(drifting, at("2000"), 200n, 10n).fundingRatePerSecond).to.equal(10n);
    expect(accrueFunding({ ...STATE, fundingDrift: -3n }, at("2000"), 200n, 10n).fundingRatePerSecond).to.equal(-10n);
  });

  it("changes nothing when no time has passed", () => {
    expect(accrueFunding(STATE, at("2000"), 100n, 5n)).to.deep.equal(STATE);
  });

  it("in n steps ends at most n - 1 below one step, never above, at the same rate", () => {
    fc.assert(
      fc.property(
        anyState,
        prices,
        maxRates,
        fc.array(spans, { minLength: 1, maxLength: 8 }),
        (state, price, maxRate, steps) => {
          let split = state;
          for (const seconds of steps) split = accrueFunding(split, price, split.accruedAt + seconds, maxRate);
          const once = accrueFunding(state, price, split.accruedAt, maxRate);
          const lost = once.fundingIndex - split.fundingIndex;
          expect(lost >= 0n && lost < BigInt(steps.length)).to.equal(true);
          expect(split).to.deep.equal({ ...once, fundingIndex: split.fundingIndex });
        },
      ),
    );
  });

  it("throws ClockError for a time before the last accrual", () => {
    expect(() => accrueFunding(STATE, at("2000"), 99n, 5n))
      .to.throw(ClockError)
      .that.includes({ now: 99n, accruedAt: 100n });
  });
});

describe("a funding payment", () => {
  it("is paid by a long when the index has grown, and rounded up", () => {
    expect(paymentOf(eth("1"), 0n, 10_000_000_000_000n)).to.equal(1_000_000n);
    expect(paymentOf(eth("-1"), 0n, 10_000_000_000_000n)).to.equal(-1_000_000n);
    expect([paymentOf(toSize(1n), 0n, 1n), paymentOf(toSize(-1n), 0n, 1n)]).to.deep.equal([1n, 0n]);
  });

  it("of a long and a short of equal size leaves between nothing and a unit with the protocol", () => {
    fc.assert(
      fc.property(magnitudes, indices, indices, (size, snapshot, index) => {
        const dust = paymentOf(size, snapshot, index) + paymentOf(opposite(size), snapshot, index);
        expect(dust === 0n || dust === 1n).to.equal(true);
      }),
    );
  });
});
