// SPDX-License-Identifier: MIT
import { expect } from "chai";
import fc from "fast-check";

import { accountValue, maintenanceMargin, marginRatio } from "../../../../scripts/lib/margin/account.ts";
import {
  closeNotional,
  closeNotionalWithReward,
  liquidationClose,
} from "../../../../scripts/lib/margin/liquidation-close.ts";
import type { CloseEquation, CloseInput } from "../../../../scripts/lib/margin/liquidation-close.ts";
import { marginUp } from "../../../../scripts/lib/margin/tiers.ts";
import { applyFill } from "../../../../scripts/lib/market/position.ts";
import { compare, fraction } from "../../../../scripts/lib/units/fraction.ts";
import { toMoney, usd, ZERO_MONEY } from "../../../../scripts/lib/units/money.ts";
import { notionalUp, shareUp, valueDown } from "../../../../scripts/lib/units/products.ts";
import { percent, ratioOf } from "../../../../scripts/lib/units/ratio.ts";
import { toSize } from "../../../../scripts/lib/units/size.ts";
import { at, eth, flat, holding, opposite, schedule, TIERS } from "../support.ts";

const EQUATION: CloseEquation = {
  notional: usd("20000"),
  maintenance: TIERS.maintenance,
  accountValue: usd("450"),
  maintenanceMargin: usd("503"),
  targetMarginRatio: ratioOf("1.1"),
  penalty: percent("1.2"),
  extraCharge: ZERO_MONEY,
};

/** Ten times the rate from 10,000 on: below that, the penalty takes more than closing frees. */
const STEEP: CloseEquation = {
  ...EQUATION,
  maintenance: schedule(["10000"], ["1", "10"]),
  maintenanceMargin: usd("1103"),
  penalty: percent("2"),
};

const INPUT: CloseInput = {
  size: eth("10"),
  price: at("2000"),
  maintenance: TIERS.maintenance,
  accountValue: usd("450"),
  maintenanceMargin: usd("503"),
  targetMarginRatio: ratioOf("1.1"),
  penalty: percent("1.2"),
  minReward: usd("3"),
  minSize: eth("0.5"),
};

const solved = (equation: CloseEquation) => {
  const found = closeNotional(equation);
  if (found === undefined) throw new Error("the equation has a solution");
  return found;
};

describe("the notional that a liquidation closes", () => {
  it("is (k MM - E + r) / (k m - p) within one tier", () => {
    // (1.1 x 503 - 450) / (1.1 x 0.025 - 0.012)
    expect(compare(solved(EQUATION), fraction(usd("103.3") * 10_000n, 155n))).to.equal(0n);
    expect(compare(solved({ ...EQUATION, extraCharge: usd("3") }), fraction(usd("106.3") * 10_000n, 155n))).to.equal(
      0n,
    );
  });

  it("is solved in the tier in which the remainder ends", () => {
    // 1.2 million requires 25,000 + 10,000 + 3; the remainder of 800,000 will require 20,000 + 3.
    // 1.1 x 20,003 + 0.012 x 400,000 = 26,803.3.
    const equation: CloseEquation = {
      ...EQUATION,
      notional: usd("1200000"),
      accountValue: usd("26803.3"),
      maintenanceMargin: usd("35003"),
    };
    expect(compare(solved(equation), fraction(usd("400000")))).to.equal(0n);
    // Half a tier less: the remainder of 1.1 million stays in the upper tier.
    const upper = { ...equation, accountValue: toMoney(usd("33003.3") + usd("1200")) };
    expect(compare(solved(upper), fraction(usd("100000")))).to.equal(0n);
  });

  it("leaves what other markets require as it is", () => {
    const alone = solved(EQUATION);
    const withOthers = { ...EQUATION, accountValue: usd("1550"), maintenanceMargin: usd("1503") };
    expect(compare(solved(withOthers), alone)).to.equal(0n);
  });

  it("is zero where the target is reached already", () => {
    expect(solved({ ...EQUATION, accountValue: usd("554") }).numerator).to.equal(0n);
  });

  it("does not exist where the penalty takes as much as closing frees", () => {
    expect(closeNotional({ ...EQUATION, penalty: percent("2.75") })).to.equal(undefined);
    // Nor where that holds in a lower tier that would have to be reached.
    expect(closeNotional({ ...STEEP, accountValue: usd("250") })).to.equal(undefined);
  });

  it("does not exist where closing everything is not enough", () => {
    expect(closeNotional({ ...EQUATION, accountValue: usd("200") })).to.equal(undefined);
  });
});

describe("the least reward", () => {
  it("charges nothing more where the penalty reaches it", () => {
    expect(closeNotionalWithReward(EQUATION, usd("3"))).to.deep.equal(closeNotional(EQUATION));
  });

  it("is charged in place of a penalty that does not reach it", () => {
    // (1.1 x 503 - 450 + 100) / (1.1 x 0.025), of which a penalty would be 88.71.
    const found = closeNotionalWithReward(EQUATION, usd("100"));
    if (found === undefined) throw new Error("the equation has a solution");
    expect(compare(found, fraction(usd("203.3") * 10_000n, 275n))).to.equal(0n);
    // Which is the equation's own solution for r = minReward - p x.
    const penalty = fraction(found.numerator * 12n, found.denominator * 1_000n);
    const r = usd("100") * penalty.denominator - penalty.numerator;
    const k = fraction((usd("103.3") * penalty.denominator + r) * 10_000n, penalty.denominator * 155n);
    expect(compare(found, k)).to.equal(0n);
  });

  it("leaves no solution where the account cannot bear it", () => {
    expect(closeNotionalWithReward(EQUATION, usd("1000"))).to.equal(undefined);
  });

  it("leaves none where the penalty passes it before the target is reached", () => {
    // A remainder of 10,010 meets the target with the penalty of 199.80. 210 alone would meet it at 9,172.73, where the
    // penalty is 216.55.
    const equation = { ...STEEP, accountValue: usd("314.2") };
    expect(compare(solved(equation), fraction(usd("9990")))).to.equal(0n);
    expect(closeNotionalWithReward(equation, usd("210"))).to.equal(undefined);
  });
});

describe("the size that a liquidation closes", () => {
  it("is the notional in whole units, rounded up, signed as the position is", () => {
    // 6,664.516129... / 2,000 = 3.3322580645...
    expect(liquidationClose(INPUT)).to.deep.equal({ sizeClosed: eth("3.332258065"), whole: false });
    expect(liquidationClose({ ...INPUT, size: eth("-10") })).to.deep.equal({
      sizeClosed: eth("-3.332258065"),
      whole: false,
    });
  });

  it("is everything where the remainder would be below the minimum", () => {
    const minSize = eth("6.667741935");
    expect(liquidationClose({ ...INPUT, minSize }).whole).to.equal(false);
    expect(liquidationClose({ ...INPUT, minSize: toSize(minSize + 1n) })).to.deep.equal({
      sizeClosed: eth("10"),
      whole: true,
    });
  });

  it("is everything where the equation has no solution", () => {
    expect(liquidationClose({ ...INPUT, accountValue: usd("200") })).to.deep.equal({
      sizeClosed: eth("10"),
      whole: true,
    });
  });

  it("is everything where the account is worth less than nothing", () => {
    const below = { ...INPUT, accountValue: toMoney(-1n), maintenanceMargin: ZERO_MONEY, maintenance: flat("0") };
    expect(liquidationClose(below).whole).to.equal(true);
  });

  it("is nothing where the target is reached", () => {
    expect(liquidationClose({ ...INPUT, accountValue: usd("600") })).to.deep.equal({ sizeClosed: 0n, whole: false });
  });

  it("brings the account to the target ratio and no further, to within rounding", () => {
    let partial = 0;
    fc.assert(
      fc.property(
        fc.bigInt(10n ** 10n, 3n * 10n ** 13n),
        fc.boolean(),
        fc.bigInt(1n, 999_999n),
        (units, long, healthPpm) => {
          const size = toSize(long ? units : -units);
          const price = at("2000");
          const notional = notionalUp(size, price);
          const maintenance = toMoney(marginUp(notional, TIERS.maintenance) + TIERS.minReward);
          const cash = toMoney((maintenance * healthPpm) / 1_000_000n);
          // Entered at mark, so that cash is the value.
          const held = holding(size, toMoney(0n - valueDown(size, price)), price);
          const close = liquidationClose({ ...INPUT, size, accountValue: cash, maintenanceMargin: maintenance });
          if (close.whole) return;
          partial++;

          /** Value and maintenance margin after closing `closed` at mark, the penalty or least reward paid. */
          const after = (closed: bigint) => {
            const delta = opposite(toSize(closed));
            const filled = applyFill(held.position, delta, valueDown(delta, price));
            const charge = shareUp(notionalUp(delta, price), INPUT.penalty);
            const paid = charge > INPUT.minReward ? charge : INPUT.minReward;
            const holdings = [{ ...held, position: filled.position }];
            const value = accountValue({ cash: toMoney(cash + filled.realizedPnl - paid), holdings });
            return { value, margin: maintenanceMargin(holdings) };
          };
          const { value, margin } = after(close.sizeClosed);
          // Value, charge and margins are each rounded to a unit: within four of the target.
          expect((value + 4n) * 1_000_000n >= margin * INPUT.targetMarginRatio).to.equal(true);
          // A thousandth of a token less (two dollars) leaves it below, by more than rounding.
          const step = long ? 1_000_000n : -1_000_000n;
          const less = after(close.sizeClosed - step);
          expect((less.value + 4n) * 1_000_000n < less.margin * INPUT.targetMarginRatio).to.equal(true);
          const before = marginRatio(cash, maintenance);
          const reached = marginRatio(value, margin);
          expect(before !== undefined && reached !== undefined && reached > before).to.equal(true);
        },
      ),
      { numRuns: 300 },
    );
    expect(partial > 50).to.equal(true);
  });
});
