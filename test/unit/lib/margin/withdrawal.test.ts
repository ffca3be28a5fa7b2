// SPDX-License-Identifier: MIT
import { expect } from "chai";
import fc from "fast-check";

import { accountValue, initialMargin } from "../../../../scripts/lib/margin/account.ts";
import { freeCollateral, maxWithdrawal, withdrawalFloor } from "../../../../scripts/lib/margin/withdrawal.ts";
import { toMoney, usd, ZERO_MONEY } from "../../../../scripts/lib/units/money.ts";
import { toPrice } from "../../../../scripts/lib/units/price.ts";
import { toSize, ZERO_SIZE } from "../../../../scripts/lib/units/size.ts";
import { at, eth, holding, money, openSizes, prices } from "../support.ts";

const LONG = holding(eth("10"), usd("-20000"), at("2000"));

describe("free collateral", () => {
  it("is what cash exceeds initial margin by, whatever the paper profit", () => {
    expect(freeCollateral(usd("3000"), usd("9000"), usd("1000"))).to.equal(usd("2000"));
  });

  it("is what account value exceeds initial margin by where there is a loss", () => {
    expect(freeCollateral(usd("3000"), usd("1500"), usd("1000"))).to.equal(usd("500"));
  });

  it("is never below zero", () => {
    expect(freeCollateral(usd("3000"), usd("500"), usd("1000"))).to.equal(ZERO_MONEY);
  });
});

describe("what may leave an account", () => {
  it("is all its cash where it is flat", () => {
    expect(maxWithdrawal({ cash: usd("12.34"), holdings: [] })).to.equal(usd("12.34"));
    const closed = holding(ZERO_SIZE, ZERO_MONEY, at("2000"));
    expect(maxWithdrawal({ cash: usd("12.34"), holdings: [closed] })).to.equal(usd("12.34"));
  });

  it("is nothing where it owes", () => {
    expect(maxWithdrawal({ cash: usd("-1"), holdings: [] })).to.equal(ZERO_MONEY);
  });

  it("leaves the withdrawal floor of the notional, where that is more than initial margin", () => {
    // Initial margin 5 %, floor 10 % of 20,000.
    expect(withdrawalFloor([LONG])).to.equal(usd("2000"));
    expect(maxWithdrawal({ cash: usd("5000"), holdings: [LONG] })).to.equal(usd("3000"));
  });

  it("leaves initial margin, where that is more than the floor", () => {
    const large = holding(eth("50000"), usd("-100000000"), at("2000"));
    expect(initialMargin([large])).to.equal(usd("35450000"));
    expect(maxWithdrawal({ cash: usd("40000000"), holdings: [large] })).to.equal(usd("4550000"));
  });

  it("never includes paper profit", () => {
    const winning = holding(eth("10"), usd("-10000"), at("2000"));
    expect(maxWithdrawal({ cash: usd("1500"), holdings: [winning] })).to.equal(usd("500"));
    expect(maxWithdrawal({ cash: usd("900"), holdings: [winning] })).to.equal(ZERO_MONEY);
  });

  it("takes the floor up, per market", () => {
    const dust = holding(toSize(1n), ZERO_MONEY, toPrice(1n));
    expect(withdrawalFloor([dust, dust])).to.equal(2n);
  });

  it("is never below zero, and what is left still meets both bounds", () => {
    fc.assert(
      fc.property(money, openSizes, money, prices, (cash, size, entry, price) => {
        const held = holding(size, entry, price);
        const account = { cash, holdings: [held] };
        const amount = maxWithdrawal(account);
        expect(amount >= 0n).to.equal(true);
        if (amount === 0n) return;
        const left = accountValue({ ...account, cash: toMoney(cash - amount) });
        expect(left >= initialMargin([held]) && left >= withdrawalFloor([held])).to.equal(true);
        expect(cash - amount >= initialMargin([held])).to.equal(true);
      }),
    );
  });
});
