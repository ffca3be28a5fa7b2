// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../deploy/parameters/units.ts";
import { accountOf } from "../fixtures/protocol.ts";
import { collateralFixture, wbtc, WBTC } from "../integration/collateral/support.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const BORROWED = usd("2,000,000");

describe("S12: borrowed cash that joins the pool, whose cash stands behind all debts", () => {
  /** Bob borrows 2,000,000 on 80 WBTC and is an LP with them. */
  async function joined() {
    const working = await collateralFixture(connection);
    const { clearingHouse, riskAdmin, bob, pool, deposit, wbtcToken, parameters, setPrices } = working;
    await clearingHouse.connect(riskAdmin).setDebtLimit(usd("10,000,000"));
    const account = accountOf(bob);
    await deposit(bob, account, WBTC, wbtcToken, wbtc("80"));
    const backing = async (): Promise<bigint> =>
      (await working.cashOf(await clearingHouse.insuranceAccount())) +
      (await working.cashOf(await clearingHouse.poolAccount()));
    const before = await backing();
    await pool.connect(bob).requestDeposit(BORROWED, bob.address, bob.address);
    await networkHelpers.time.increase(parameters.pool.requestDelay);
    await setPrices({});
    await pool.executeRequest(await pool.lastRequestId());
    const shares = await pool.maxMint(bob.address);
    await pool.connect(bob)["mint(uint256,address)"](shares, bob.address);
    return { ...working, account, shares, before, backing };
  }

  it("grows the backing by no more than the debt: what others could borrow and take out stays as it was", async () => {
    const { clearingHouse, before, backing } = await networkHelpers.loadFixture(joined);
    const [total] = await clearingHouse.collateralDebts();
    expect(total).to.equal(BORROWED);
    expect((await backing()) - total).to.equal(before);
  });

  it("shares are no margin, and leave only by the way they came: nothing more is borrowed on them", async () => {
    const { clearingHouse, vault, pool, bob, account } = await networkHelpers.loadFixture(joined);
    await vault.connect(bob).withdraw(account, usd("560,000"), bob.address);
    await expect(vault.connect(bob).withdraw(account, 1n, bob.address))
      .to.be.revertedWithCustomError(clearingHouse, "InsufficientFreeCollateral")
      .withArgs(account, 1n, 0n);
    await expect(pool.connect(bob).requestDeposit(1n, bob.address, bob.address)).to.be.revertedWithCustomError(
      clearingHouse,
      "InsufficientFreeCollateral",
    );
  });
});
