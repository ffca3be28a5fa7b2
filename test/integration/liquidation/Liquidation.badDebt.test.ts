// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { liquidationFixture, networkHelpers, receiptOf } from "./support.ts";

/** IClearingHouseEvents.CashReason.BadDebt. */
const BAD_DEBT = 8n;

describe("liquidate: an account below zero", () => {
  it("is closed whole and ends at exactly zero; insurance bears the deficit and the reward", async () => {
    const { clearingHouse, alice, liquidator, open, setPrice, liquidate, cashOf, insuranceCash, sweptInsurance } =
      await networkHelpers.loadFixture(liquidationFixture);
    const account = await open(alice, { cash: usd("2,200"), tokens: "20" });
    const insured = await sweptInsurance();
    await setPrice("ETH", "1,850");
    const response = await liquidate(liquidator, [account]);
    const { value, penalty, reward, topUp, cash } = await receiptOf(clearingHouse, response);
    expect(value < 0n).to.equal(true);
    expect({ penalty, reward, topUp, cash }).to.deep.equal({
      penalty: 0n,
      reward: usd("3"),
      topUp: usd("3"),
      cash: 0n,
    });
    await expect(response).to.emit(clearingHouse, "BadDebtRealized").withArgs(account, -value, -value, 0n);
    const left = insured - usd("3") + value;
    await expect(response).to.emit(clearingHouse, "InsuranceFundDrawn").withArgs(-value, left);
    expect(await insuranceCash()).to.equal(left);
    expect(await cashOf(account)).to.equal(0n);
    expect((await clearingHouse.accountState(account)).markets).to.equal(0n);
  });

  it("draws on what the market owes insurance as well, swept or not", async () => {
    const { clearingHouse, alice, liquidator, open, setPrice, liquidate, insuranceCash, marketIds } =
      await networkHelpers.loadFixture(liquidationFixture);
    const account = await open(alice, { cash: usd("2,200"), tokens: "20" });
    const poolMarket = await clearingHouse.poolMarketAccount(marketIds.ETH);
    const { insuranceOwed } = await clearingHouse.accountState(poolMarket);
    expect(insuranceOwed > 0n).to.equal(true);
    const before = await insuranceCash();
    await setPrice("ETH", "1,850");
    const { value, topUp } = await receiptOf(clearingHouse, await liquidate(liquidator, [account]));
    expect(await insuranceCash()).to.equal(before + insuranceOwed - topUp + value);
    expect((await clearingHouse.accountState(poolMarket)).insuranceOwed).to.equal(0n);
  });

  it("takes insurance to zero and the rest from the pool's main account", async () => {
    const { clearingHouse, alice, liquidator, open, setPrice, liquidate, cashOf, insuranceCash, sweptInsurance } =
      await networkHelpers.loadFixture(liquidationFixture);
    const main = await clearingHouse.poolAccount();
    const mainBefore = await cashOf(main);
    const account = await open(alice, { cash: usd("120,000"), tokens: "1,000" });
    const insured = await sweptInsurance();
    await setPrice("ETH", "1,700");
    const response = await liquidate(liquidator, [account]);
    const { value, topUp, cash } = await receiptOf(clearingHouse, response);
    const fromInsurance = insured - topUp;
    const fromPool = -value - fromInsurance;
    expect(fromPool > 0n).to.equal(true);
    await expect(response).to.emit(clearingHouse, "BadDebtRealized").withArgs(account, -value, fromInsurance, fromPool);
    await expect(response)
      .to.emit(clearingHouse, "CashMoved")
      .withArgs(main, account, BAD_DEBT, fromPool, mainBefore - fromPool, 0n);
    expect(await insuranceCash()).to.equal(0n);
    expect(await cashOf(main)).to.equal(mainBefore - fromPool);
    expect([cash, await cashOf(account)]).to.deep.equal([0n, 0n]);
  });

  it("leaves what main cannot pay as main's debt, and the account at exactly zero all the same", async () => {
    const { clearingHouse, alice, liquidator, open, setPrice, liquidate, cashOf, vault, token, sweptInsurance } =
      await networkHelpers.loadFixture(liquidationFixture);
    const main = await clearingHouse.poolAccount();
    const mainBefore = await cashOf(main);
    const account = await open(alice, { cash: usd("1,600,000"), tokens: "8500" });
    const insured = await sweptInsurance();
    // Of a short's gain the pool's account of ETH has it, main has the debt.
    await setPrice("ETH", "1,250");
    const vaultBefore = await token.balanceOf(await vault.getAddress());
    const response = await liquidate(liquidator, [account]);
    const { value, topUp, cash } = await receiptOf(clearingHouse, response);
    const fromInsurance = insured - topUp;
    const fromPool = -value - fromInsurance;
    expect(fromPool > mainBefore).to.equal(true);
    await expect(response).to.emit(clearingHouse, "BadDebtRealized").withArgs(account, -value, fromInsurance, fromPool);
    expect(await cashOf(main)).to.equal(mainBefore - fromPool);
    expect([cash, await cashOf(account)]).to.deep.equal([0n, 0n]);
    expect(await token.balanceOf(await vault.getAddress())).to.equal(vaultBefore);
  });
});
