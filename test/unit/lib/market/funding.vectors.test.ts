// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { accrueFunding, fundingDrift, fundingPaymentUp, RATE_SCALE } from "../../../../scripts/lib/market/funding.ts";
import { usd, ZERO_MONEY } from "../../../../scripts/lib/units/money.ts";
import { at, eth, near } from "../support.ts";

const PRICE = at("2000");
const SKEW_SCALE = eth("1000000");
const HELD = { size: eth("100"), entryNotional: ZERO_MONEY, fundingIndex: 0n };
/** No bound that a rate of the source reaches. */
const MAX_RATE = 1_000n * RATE_SCALE;

describe("funding against a published example", () => {
  it("V16: a day at a skew of 100 costs 100 tokens 30 USD, with the clock counting days", () => {
    // The source's rates are per day and its velocity per day squared; the rule knows no second, only ticks of a clock.
    const drift = fundingDrift(eth("100"), SKEW_SCALE, 3n * RATE_SCALE);
    expect(drift).to.equal((3n * RATE_SCALE) / 10_000n);
    const start = { fundingIndex: 0n, fundingRatePerSecond: 0n, fundingDrift: drift, accruedAt: 0n };
    const { fundingIndex, fundingRatePerSecond } = accrueFunding(start, PRICE, 1n, MAX_RATE);
    expect(fundingRatePerSecond).to.equal((3n * RATE_SCALE) / 10_000n);
    expect(fundingPaymentUp(HELD, fundingIndex)).to.equal(usd("30"));
  });

  it("V16: in seconds and at a skew of the whole scale the payment is ten thousand times that, to a millionth", () => {
    // 3 per day squared is 401,877.57 of our velocity's unit: the fraction is what is lost.
    const day = 86_400n;
    const drift = fundingDrift(SKEW_SCALE, SKEW_SCALE, (3n * RATE_SCALE) / (day * day));
    const start = { fundingIndex: 0n, fundingRatePerSecond: 0n, fundingDrift: drift, accruedAt: 0n };
    const { fundingIndex } = accrueFunding(start, PRICE, day, MAX_RATE);
    const payment = fundingPaymentUp(HELD, fundingIndex);
    expect(payment < usd("300000") && near(payment, usd("300000"), usd("0.5"))).to.equal(true);
  });
});
