// SPDX-License-Identifier: MIT
import { expect } from "chai";
import fc from "fast-check";

import { isLiquidatable } from "../../../../scripts/lib/margin/account.ts";
import type { Holding } from "../../../../scripts/lib/margin/account.ts";
import {
  accountLiquidationPrice,
  liquidationBand,
  liquidationPrice,
  onlyStake,
} from "../../../../scripts/lib/margin/liquidation-price.ts";
import { compare, fraction } from "../../../../scripts/lib/units/fraction.ts";
import { toMoney, usd, ZERO_MONEY } from "../../../../scripts/lib/units/money.ts";
import { MAX_PRICE, toPrice } from "../../../../scripts/lib/units/price.ts";
import { ZERO_SIZE } from "../../../../scripts/lib/units/size.ts";
import {
  anyWidth,
  at,
  eth,
  flat,
  holding,
  money,
  openSizes,
  plainTiers,
  prices,
  schedule,
  schedules,
  TIERS,
} from "../support.ts";

const anyHolding: fc.Arbitrary<Holding> = fc
  .tuple(openSizes, money, prices, schedules(999_999n), fc.bigInt(0n, 500_000_000n))
  .map(([size, entry, price, maintenance, minReward]) =>
    holding(size, entry, price, { ...plainTiers(maintenance), minReward: toMoney(minReward) }),
  );

describe("the liquidation price of a position", () => {
  it("solves value = maintenance margin + least reward exactly", () => {
    // 1,003 + 10 P - 20,000 = 0.25 P + 3
    const long = holding(eth("10"), usd("-20000"), at("2000"));
    const found = liquidationPrice(onlyStake(usd("1003"), long));
    if (found.when !== "below") throw new Error("a long is liquidated below its price");
    expect(compare(found.price, fraction(19_000n * 10n ** 13n * 4n, 39n))).to.equal(0n);
  });

  it("is solved in the tier that the notional then lies in", () => {
    // At 6,000 USD a notional of 6 million is in the third tier: margin 0.1 N - 275,000.
    const backing = toMoney(usd("-6000000") + usd("325000"));
    const found = liquidationPrice({ size: eth("1000"), backing, maintenance: TIERS.maintenance });
    if (found.when !== "below") throw new Error("a long is liquidated below its price");
    expect(compare(found.price, fraction(at("6000")))).to.equal(0n);
  });

  it("counts funding that is owed", () => {
    const stake = onlyStake(usd("1000"), {
      ...holding(eth("10"), usd("-20000"), at("2000"), plainTiers(flat("2"))),
      fundingIndex: 50_000_000_000_000n,
    });
    expect(stake.backing).to.equal(usd("-19050"));
  });

  it("does not exist for a long that is paid for, and a short without anything behind it is always below its line", () => {
    const maintenance = flat("2");
    expect(liquidationPrice({ size: eth("1"), backing: ZERO_MONEY, maintenance })).to.deep.equal({ when: "never" });
    expect(liquidationPrice({ size: eth("-1"), backing: ZERO_MONEY, maintenance })).to.deep.equal({ when: "always" });
    expect(liquidationPrice({ size: ZERO_SIZE, backing: usd("-1"), maintenance })).to.deep.equal({ when: "never" });
  });

  it("does not exist for a long whose margin grows as fast as its value", () => {
    expect(liquidationPrice({ size: eth("1"), backing: usd("-1"), maintenance: flat("100") })).to.deep.equal({
      when: "always",
    });
  });

  it("of an account is that of its only position, and of no account with two", () => {
    const long = holding(eth("10"), usd("-20000"), at("2000"));
    const closed = holding(ZERO_SIZE, ZERO_MONEY, at("1"));
    const cash = usd("1003");
    expect(accountLiquidationPrice({ cash, holdings: [closed, long] })).to.deep.equal(
      liquidationPrice(onlyStake(cash, long)),
    );
    expect(accountLiquidationPrice({ cash, holdings: [long, long] })).to.equal(undefined);
    expect(accountLiquidationPrice({ cash, holdings: [] })).to.deep.equal({ when: "never" });
  });
});

describe("the band of prices around it", () => {
  /** No price is zero: a short with nothing behind it would be at its line there, and is below it everywhere else. */
  const clamped = (price: bigint): bigint => (price < 1n ? 1n : price > MAX_PRICE ? MAX_PRICE : price);

  /** Cash with which the price lies near the holding's own, so that both of its sides occur. */
  const nearItsLine = (held: Holding, cash: bigint, offset: bigint): bigint => {
    const value = (held.position.size * held.price) / 10n ** 16n + held.position.entryNotional;
    return offset % 2n === 0n ? cash : offset - value;
  };

  it("parts prices at which the account is below its line from those at which it is not, as integers decide", () => {
    let [below, safe] = [0, 0];
    fc.assert(
      fc.property(anyHolding, money, anyWidth(2n ** 60n), anyWidth(MAX_PRICE), (held, anyCash, offset, distance) => {
        const cash = toMoney(nearItsLine(held, anyCash, offset));
        const band = liquidationBand(onlyStake(cash, held));
        const check = (price: bigint, expected: boolean): void => {
          if (price !== clamped(price)) return;
          if (expected) below++;
          else safe++;
          expect(isLiquidatable({ cash, holdings: [{ ...held, price: toPrice(price) }] })).to.equal(expected);
        };
        if (band.when === "never") return check(clamped(distance), false);
        if (band.when === "always") return check(clamped(distance), true);
        const worse = band.when === "below" ? -1n : 1n;
        if (band.certain !== undefined) {
          check(band.certain, true);
          check(band.certain + worse * distance, true);
        }
        if (band.safe !== undefined) {
          check(band.safe, false);
          check(band.safe - worse * distance, false);
        }
      }),
      { numRuns: 500 },
    );
    // Both sides were met.
    expect(Math.min(below, safe) > 50).to.equal(true);
  });

  it("is a few units of money wide", () => {
    let measured = 0;
    fc.assert(
      fc.property(anyHolding, money, (held, cash) => {
        const band = liquidationBand(onlyStake(cash, held));
        if (band.when === "never" || band.when === "always") return;
        if (band.certain === undefined || band.safe === undefined) return;
        measured++;
        const { size } = held.position;
        const width = band.when === "below" ? band.safe - band.certain : band.certain - band.safe;
        const magnitude = size < 0n ? 0n - size : size + 0n;
        // Three units over the slope of value less margin, which for a long may be as small as a millionth.
        const slope = size > 0n ? 1_000_000n : 1n;
        expect(width > 0n && width <= (3n * 10n ** 16n * slope) / magnitude + 3n).to.equal(true);
      }),
    );
    expect(measured > 0).to.equal(true);
  });

  it("promises a long nothing where a tier asks for all of its value", () => {
    const maintenance = schedule(["100"], ["2", "100"]);
    const band = liquidationBand({ size: eth("1"), backing: usd("-10"), maintenance });
    expect(band.when === "below" && band.safe).to.equal(undefined);
  });
});
