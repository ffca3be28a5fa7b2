// SPDX-License-Identifier: MIT
import { expect } from "chai";
import fc from "fast-check";

import {
  accountValue,
  initialMargin,
  isLiquidatable,
  maintenanceMargin,
  marginRatio,
  marketsMaintenance,
  rewardReserve,
  unrealizedPnl,
} from "../../../../scripts/lib/margin/account.ts";
import { initialPrice, maintenancePrice } from "../../../../scripts/lib/margin/prices.ts";
import { toMoney, usd, ZERO_MONEY } from "../../../../scripts/lib/units/money.ts";
import { toPrice } from "../../../../scripts/lib/units/price.ts";
import { toSize, ZERO_SIZE } from "../../../../scripts/lib/units/size.ts";
import { at, eth, holding, money, openSizes, opposite, prices, TIERS } from "../support.ts";

const LONG = holding(eth("10"), usd("-20000"), at("2100"));
const SHORT = holding(eth("-1000"), usd("2000000"), at("1900"), { ...TIERS, minReward: usd("5") });

describe("the value of an account", () => {
  it("is cash, unrealized profit and loss, less funding owed", () => {
    expect(unrealizedPnl(LONG)).to.equal(usd("1000"));
    expect(unrealizedPnl(SHORT)).to.equal(usd("100000"));
    // 1e10 units at 1e12 per unit owe a millionth of a dollar for each 1e4 of them.
    const owing = { ...LONG, fundingIndex: 1_000_000_000_000n };
    expect(accountValue({ cash: usd("-500"), holdings: [owing, SHORT] })).to.equal(usd("100499"));
  });

  it("is its cash where it holds nothing", () => {
    expect(accountValue({ cash: usd("-3.5"), holdings: [] })).to.equal(usd("-3.5"));
  });

  it("is rounded against the account: two that mirror each other are worth their cash or less", () => {
    fc.assert(
      fc.property(openSizes, money, prices, (size, entry, price) => {
        const one = accountValue({ cash: ZERO_MONEY, holdings: [holding(size, entry, price)] });
        const other = accountValue({
          cash: ZERO_MONEY,
          holdings: [holding(opposite(size), toMoney(0n - entry), price)],
        });
        expect(one + other === 0n || one + other === -1n).to.equal(true);
      }),
    );
  });
});

describe("the margins of an account", () => {
  it("add up over its markets, each rounded up", () => {
    const dust = holding(toSize(1n), ZERO_MONEY, toPrice(1n));
    expect(initialMargin([LONG, SHORT])).to.equal(usd("141050"));
    expect(marketsMaintenance([LONG, SHORT])).to.equal(usd("70525"));
    expect(marketsMaintenance([dust, dust])).to.equal(2n);
  });

  it("keep back the largest least reward of the markets held, for maintenance only", () => {
    const closed = holding(ZERO_SIZE, ZERO_MONEY, at("2000"), { ...TIERS, minReward: usd("100") });
    expect(rewardReserve([LONG, SHORT, closed])).to.equal(usd("5"));
    expect(maintenanceMargin([LONG, SHORT, closed])).to.equal(usd("70530"));
    expect(initialMargin([LONG, SHORT, closed])).to.equal(usd("141050"));
    expect(maintenanceMargin([closed])).to.equal(ZERO_MONEY);
    expect(maintenanceMargin([])).to.equal(ZERO_MONEY);
  });
});

describe("the margin ratio", () => {
  it("is value over maintenance margin in parts per million, towards minus infinity", () => {
    expect(marginRatio(usd("1.5"), usd("1"))).to.equal(1_500_000n);
    expect(marginRatio(usd("2"), usd("3"))).to.equal(666_666n);
    expect(marginRatio(usd("-2"), usd("3"))).to.equal(-666_667n);
  });

  it("does not exist where nothing is required", () => {
    expect(marginRatio(usd("1"), ZERO_MONEY)).to.equal(undefined);
  });
});

describe("an account is liquidatable", () => {
  // Maintenance margin of LONG: 525 + 3.
  const withValue = (value: string) => ({ cash: toMoney(usd(value) - usd("1000")), holdings: [LONG] });

  it("below its maintenance margin and not at it", () => {
    expect(isLiquidatable(withValue("528"))).to.equal(false);
    expect(isLiquidatable(withValue("527.999999"))).to.equal(true);
  });

  it("only if it has a position", () => {
    expect(isLiquidatable({ cash: usd("-1"), holdings: [] })).to.equal(false);
    expect(isLiquidatable({ cash: usd("-1"), holdings: [holding(ZERO_SIZE, ZERO_MONEY, at("1"))] })).to.equal(false);
  });
});

describe("of two prices", () => {
  const range = { mark: at("2000"), low: at("1990"), high: at("2020") };

  it("maintenance margin takes the one that is better for the position", () => {
    expect(maintenancePrice(eth("1"), range)).to.equal(range.high);
    expect(maintenancePrice(eth("-1"), range)).to.equal(range.low);
  });

  it("initial margin takes the one that is worse for it", () => {
    expect(initialPrice(eth("1"), range)).to.equal(range.low);
    expect(initialPrice(eth("-1"), range)).to.equal(range.high);
  });
});
