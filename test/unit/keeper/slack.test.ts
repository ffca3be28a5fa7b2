// SPDX-License-Identifier: MIT
import { expect } from "chai";
import fc from "fast-check";

import { Book } from "../../../scripts/keeper/book.ts";
import type { Health } from "../../../scripts/keeper/decide.ts";
import { Slack } from "../../../scripts/keeper/slack.ts";
import type { MarketBounds, Moment } from "../../../scripts/keeper/slack.ts";
import { account } from "./support.ts";

const PRICE_SCALE = 10n ** 16n;
/** 10 % and 1e-7 per second. */
const BOUNDS = { maintenanceRate: 100_000n, fundingRatePerSecond: 100_000_000n };

const moment = (timestamp: number, ...marks: readonly bigint[]): Moment => ({
  timestamp,
  prices: new Map(marks.map((mark, market) => [market, { market, mark, low: mark, high: mark, validity: 0n }])),
});

/** Account 1 with these positions, last seen with this surplus. */
function seen(sizes: readonly bigint[], surplus: bigint, then: Moment, bounds: MarketBounds = BOUNDS) {
  const book = new Book();
  for (const [market, size] of sizes.entries()) book.set(account(1), market, size, 1);
  const slack = new Slack(book, new Map(sizes.map((_, market) => [market, bounds])));
  const health: Health = {
    account: account(1),
    accountValue: surplus + 500n,
    maintenanceMargin: 500n,
    liquidatable: false,
  };
  slack.remember(health, then);
  return slack;
}

describe("keeper: slack", () => {
  const DOLLAR = 1_000_000n;
  /** One unit is worth 1e-6 USD at this price. */
  const PAR = PRICE_SCALE;

  it("covers an account while its surplus is more than the price can have taken", () => {
    const slack = seen([1_000n * DOLLAR], 50n * DOLLAR, moment(0, PAR));
    expect(slack.covers(account(1), moment(0, (PAR * 951n) / 1000n))).to.equal(true);
    expect(slack.covers(account(1), moment(0, (PAR * 950n) / 1000n))).to.equal(false);
    expect(slack.covers(account(1), moment(0, PAR / 2n))).to.equal(false);
  });

  it("counts the growth of maintenance margin against a short when the price rises", () => {
    const slack = seen([-1_000n * DOLLAR], 55n * DOLLAR, moment(0, PAR));
    expect(slack.covers(account(1), moment(0, (PAR * 1049n) / 1000n))).to.equal(true);
    expect(slack.covers(account(1), moment(0, (PAR * 1050n) / 1000n))).to.equal(false);
  });

  it("counts all of a raise of maintenance margin for whoever was seen before its end", () => {
    // 0.3 % of 1,000 USD, and 2 USD of least reward.
    const phase = { endsAt: 1_000, rate: 3_000n, reward: 2n * DOLLAR };
    const bounds = { ...BOUNDS, phase };
    for (const size of [1_000n * DOLLAR, -1_000n * DOLLAR]) {
      for (const [surplus, at, covered] of [
        [5_010_000n, 0, true],
        [5_000_000n, 0, false],
        [5_000_000n, 999, false],
        [10_000n, 1_000, true],
      ] as const) {
        const slack = seen([size], surplus, moment(at, PAR), bounds);
        expect(slack.covers(account(1), moment(at, PAR)), `${surplus} at ${at}`).to.equal(covered);
      }
    }
  });

  it("lets the most that funding can take grow with time, on either side", () => {
    for (const size of [1_000n * DOLLAR, -1_000n * DOLLAR]) {
      const slack = seen([size], DOLLAR, moment(0, PAR));
      expect(slack.covers(account(1), moment(4_900, PAR))).to.equal(true);
      expect(slack.covers(account(1), moment(5_000, PAR))).to.equal(false);
    }
  });

  it("covers nobody whom it has not seen, whose own state changed, or whose price is in doubt", () => {
    const slack = seen([DOLLAR], 50n * DOLLAR, moment(0, PAR));
    const now = moment(0, PAR);
    expect(slack.covers(account(1), now)).to.equal(true);
    expect(slack.covers(account(2), now)).to.equal(false);
    const doubtful = new Map([[0, { market: 0, mark: PAR, low: PAR - 1n, high: PAR, validity: 4n }]]);
    expect(slack.covers(account(1), { ...now, prices: doubtful })).to.equal(false);
    expect(slack.covers(account(1), moment(0))).to.equal(false);
    slack.forget(account(1));
    expect(slack.covers(account(1), now)).to.equal(false);
  });

  it("covers nobody in a market whose bounds are unknown", () => {
    const book = new Book();
    book.set(account(1), 0, 1n, 1);
    const slack = new Slack(book, new Map());
    slack.remember(
      { account: account(1), accountValue: 9n, maintenanceMargin: 0n, liquidatable: false },
      moment(0, PAR),
    );
    expect(slack.covers(account(1), moment(0, PAR))).to.equal(false);
  });

  /** Value minus margin by the rules, with tiers of 2.5 % and above 1,000 USD of 10 %, and a rate within the bound. */
  const surplusAt = (sizes: readonly bigint[], base: bigint, now: Moment, fundingShare: bigint): bigint =>
    sizes.reduce((total, size, market) => {
      const mark = now.prices.get(market)?.mark ?? 0n;
      const units = size < 0n ? -size : size;
      const notional = (units * mark) / PRICE_SCALE;
      const above = notional > 1_000n * DOLLAR ? notional - 1_000n * DOLLAR : 0n;
      const margin = ((notional - above) * 25_000n + above * 100_000n) / 1_000_000n;
      const funding = (notional * BigInt(now.timestamp) * BOUNDS.fundingRatePerSecond * fundingShare) / 10n ** 17n;
      return total + (size * mark) / PRICE_SCALE - margin - funding;
    }, base);

  it("covers no account that the rules put below the line", () => {
    const size = fc.bigInt({ min: -3_000n * DOLLAR, max: 3_000n * DOLLAR });
    const mark = fc.bigInt({ min: PAR / 4n, max: 2n * PAR });
    const base = fc.bigInt({ min: -2_000n * DOLLAR, max: 4_000n * DOLLAR });
    const world = fc.tuple(
      size,
      size,
      mark,
      mark,
      mark,
      mark,
      base,
      fc.integer({ min: 0, max: 100_000 }),
      fc.bigInt({ min: -100n, max: 100n }),
    );
    let covered = 0;
    fc.assert(
      fc.property(world, ([a, b, a0, b0, a1, b1, cash, seconds, share]) => {
        const [sizes, then, now] = [[a, b], moment(0, a0, b0), moment(seconds, a1, b1)];
        const slack = seen(sizes, surplusAt(sizes, cash, then, 0n), then);
        if (!slack.covers(account(1), now)) return;
        covered++;
        expect(surplusAt(sizes, cash, now, share) >= 0n).to.equal(true);
      }),
      { numRuns: 3_000, seed: 7 },
    );
    expect(covered).to.be.greaterThan(300);
  });
});
