// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf, INSURANCE_CASH } from "../../fixtures/protocol.ts";
import { collateralFixture, DEBT_LIMIT, weth, WETH } from "./support.ts";

const connection = await network.create();
const { networkHelpers } = connection;

describe("Collateral: what may be owed against it", () => {
  async function rich() {
    const working = await collateralFixture(connection);
    const account = accountOf(working.trader);
    await working.vault.connect(working.trader).depositCollateral(account, WETH, weth("100"));
    const backing = INSURANCE_CASH + (await working.cashOf(await working.clearingHouse.poolAccount()));
    return { ...working, account, backing };
  }

  /** A debt that uses all that insurance and main answer for: 2,900 WETH bear it. */
  async function exhausted() {
    const working = await rich();
    const { clearingHouse, governor, riskAdmin, trader, deposit, wethToken, vault, account, backing } = working;
    await clearingHouse.connect(riskAdmin).setDebtLimit(usd("100,000,000"));
    await clearingHouse.connect(governor).setCollateralParameters(WETH, {
      initialWeight: 800_000n,
      maintenanceWeight: 880_000n,
      discount: 50_000n,
      depositCap: weth("100000"),
    });
    await deposit(trader, account, WETH, wethToken, weth("10000"));
    await vault.connect(trader).withdraw(account, backing, trader.address);
    return working;
  }

  it("reverts with DebtLimitExceeded one unit beyond an account's limit", async () => {
    const { vault, trader, account, clearingHouse, cashOf } = await networkHelpers.loadFixture(rich);
    await expect(vault.connect(trader).withdraw(account, DEBT_LIMIT + 1n, trader.address))
      .to.be.revertedWithCustomError(clearingHouse, "DebtLimitExceeded")
      .withArgs(account, DEBT_LIMIT + 1n, DEBT_LIMIT);
    await vault.connect(trader).withdraw(account, DEBT_LIMIT, trader.address);
    expect(await cashOf(account)).to.equal(-DEBT_LIMIT);
  });

  it("a transfer to another account is a debt like any other", async () => {
    const { clearingHouse, trader, account } = await networkHelpers.loadFixture(rich);
    const other = accountOf(trader, 1n);
    await expect(clearingHouse.connect(trader).transferCash(account, other, DEBT_LIMIT + 1n))
      .to.be.revertedWithCustomError(clearingHouse, "DebtLimitExceeded")
      .withArgs(account, DEBT_LIMIT + 1n, DEBT_LIMIT);
  });

  it("reverts with DebtsExceedBacking where all debts would be more than insurance and main have", async () => {
    const { vault, trader, account, clearingHouse, backing } = await networkHelpers.loadFixture(exhausted);
    await expect(vault.connect(trader).withdraw(account, 1n, trader.address))
      .to.be.revertedWithCustomError(clearingHouse, "DebtsExceedBacking")
      .withArgs(backing + 1n, backing);
  });

  it("an LP's exit is paid no cash that debts ask of main", async () => {
    const { clearingHouse } = await networkHelpers.loadFixture(exhausted);
    const { 3: payable } = await clearingHouse.poolValuation();
    expect(payable).to.equal(0n);
  });

  it("an increase that adds to such a debt reverts, a reduction that does so passes", async () => {
    const { clearingHouse, trader, trade, sizeOf, setPrices, cashOf, account, riskAdmin } =
      await networkHelpers.loadFixture(rich);
    await setPrices({});
    await trade(trader, "ETH", sizeOf("ETH", "5"));
    expect(await cashOf(account)).to.be.below(0n);
    await clearingHouse.connect(riskAdmin).setDebtLimit(0n);
    await expect(trade(trader, "ETH", sizeOf("ETH", "1"))).to.be.revertedWithCustomError(
      clearingHouse,
      "DebtLimitExceeded",
    );
    const before = await cashOf(account);
    await trade(trader, "ETH", -sizeOf("ETH", "5"));
    expect(await cashOf(account)).to.be.below(before);
  });

  it("an account that owes nothing may increase while the sum of debts is exhausted", async () => {
    const { alice, fund, trade, sizeOf, setPrices, cashOf } = await networkHelpers.loadFixture(exhausted);
    const account = await fund(alice, usd("10,000"));
    await setPrices({});
    await trade(alice, "ETH", sizeOf("ETH", "1"));
    expect(await cashOf(account)).to.be.above(0n);
  });
});
