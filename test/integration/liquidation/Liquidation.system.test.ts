// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { receiptsOf } from "./receipts.ts";
import { liquidationFixture, networkHelpers } from "./support.ts";

describe("liquidate: accounts of the system", () => {
  async function underWaterFixture() {
    const fixture = await liquidationFixture();
    const { clearingHouse, open, setPrice, alice, bob, marketIds } = fixture;
    // The traders' gain is the pool's loss: its account of ETH is worth less than nothing at 3,000.
    await open(alice, { cash: usd("1,000,000"), tokens: "6000" });
    const victim = await open(bob, { cash: usd("2,200"), tokens: "-20" });
    await setPrice("ETH", "3,000");
    const poolMarket = await clearingHouse.poolMarketAccount(marketIds.ETH);
    const system = [
      poolMarket,
      await clearingHouse.insuranceAccount(),
      await clearingHouse.treasuryAccount(),
      await clearingHouse.poolAccount(),
      await clearingHouse.poolEscrowAccount(),
    ];
    return { ...fixture, victim, poolMarket, system };
  }

  it("the pool's account of a market is closed below zero, without a penalty and without a reward", async () => {
    const { clearingHouse, liquidator, liquidate, lens, poolMarket, cashOf } =
      await networkHelpers.loadFixture(underWaterFixture);
    const { accountValue } = (await lens.accountOf(poolMarket)).health;
    expect(accountValue < 0n).to.equal(true);
    const response = await liquidate(liquidator, [poolMarket]);
    await expect(response).to.emit(clearingHouse, "PoolDeleveraged");
    await expect(response).not.to.emit(clearingHouse, "AccountLiquidated");
    await expect(response).not.to.emit(clearingHouse, "LiquidationRewarded");
    expect((await clearingHouse.accountState(poolMarket)).markets).to.equal(0n);
    expect(await cashOf(poolMarket)).to.be.within(0n, 1n);
  });

  it("insurance, treasury, main and escrow are passed over (A66)", async () => {
    const { clearingHouse, liquidator, liquidate, system } = await networkHelpers.loadFixture(underWaterFixture);
    await expect(liquidate(liquidator, system.slice(1))).to.be.revertedWithCustomError(
      clearingHouse,
      "NothingLiquidated",
    );
  });

  it("in a batch they hold afterwards what the batch gave them", async () => {
    const { clearingHouse, liquidator, liquidate, system, victim, cashOf, insuranceCash, sweptInsurance } =
      await networkHelpers.loadFixture(underWaterFixture);
    const insuranceBefore = await sweptInsurance();
    const others = system.slice(2);
    const before = await Promise.all(others.map(cashOf));
    const response = await liquidate(liquidator, [...system, victim]);
    const receipts = await receiptsOf(clearingHouse, response);
    expect(receipts.map(({ account }) => account)).to.deep.equal([victim.toLowerCase()]);
    // Treasury, main and escrow have no part in it; insurance paid its shares of two deficits and the reward, no more.
    expect(await Promise.all(others.map(cashOf))).to.deep.equal(before);
    const shares = await clearingHouse.queryFilter(clearingHouse.filters.BadDebtShared(), -1);
    expect(shares).to.have.length(2);
    const insured = shares.reduce((sum, { args }) => sum + args.fromInsurance, 0n);
    expect(insuranceBefore - (await insuranceCash())).to.equal(insured + (receipts[0]?.topUp ?? 0n));
  });

  it("a reward cannot go to one of them: SystemAccount", async () => {
    const { clearingHouse, liquidator, liquidate, system, victim } =
      await networkHelpers.loadFixture(underWaterFixture);
    for (const account of system) {
      await expect(liquidate(liquidator, [victim], account))
        .to.be.revertedWithCustomError(clearingHouse, "SystemAccount")
        .withArgs(account);
    }
  });

  it("nor to an account without an owner: InvalidAccount", async () => {
    const { clearingHouse, liquidator, liquidate, victim } = await networkHelpers.loadFixture(underWaterFixture);
    const nobody = `0x${"0".repeat(63)}1`;
    await expect(liquidate(liquidator, [victim], nobody))
      .to.be.revertedWithCustomError(clearingHouse, "InvalidAccount")
      .withArgs(nobody);
  });
});
