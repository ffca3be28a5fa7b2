// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../deploy/parameters/units.ts";
import { accountOf } from "../fixtures/protocol.ts";
import { collateralFixture, wbtc, WBTC } from "../integration/collateral/support.ts";

const connection = await network.create();
const { networkHelpers } = connection;

/** 80 WBTC at 40,000 USD and 80 %. */
const LENDABLE = usd("2,560,000");

describe("S2: cash that is borrowed for a moment cuts an LP's exit short", () => {
  /** The provider asks for two fifths of the pool in the first second of the window; Bob has 80 WBTC. */
  async function asked() {
    const working = await collateralFixture(connection);
    const { pool, provider, bob, deposit, wbtcToken, clearingHouse, riskAdmin, parameters, setPrices } = working;
    await clearingHouse.connect(riskAdmin).setDebtLimit(usd("10,000,000"));
    await pool.connect(provider)["mint(uint256,address)"](await pool.maxMint(provider.address), provider.address);
    const shares = ((await pool.totalSupply()) * 2n) / 5n;
    await pool.connect(provider).requestRedeem(shares, provider.address, provider.address);
    const account = accountOf(bob);
    await deposit(bob, account, WBTC, wbtcToken, wbtc("80"));
    await networkHelpers.time.increase(parameters.pool.requestDelay);
    await setPrices({});
    return { ...working, account, shares, requestId: await pool.lastRequestId() };
  }

  it("by no more than the tokens' deposit caps lend, and the shares that were not paid go back whole", async () => {
    const { pool, vault, provider, bob, account, shares, requestId, token, vaultAddress, clearingHouse } =
      await networkHelpers.loadFixture(asked);
    const { payable_: payable, unwindingValue } = await clearingHouse.poolValuation();
    const supply = await pool.totalSupply();
    await vault.connect(bob).withdraw(account, LENDABLE, bob.address);
    await pool.connect(bob).executeRequest(requestId);
    // Paid back in the same transaction, if Bob is a contract: it has cost him nothing.
    await token.connect(bob).approve(vaultAddress, LENDABLE);
    await vault.connect(bob).deposit(account, LENDABLE);
    await vault.connect(bob).withdrawCollateral(account, WBTC, wbtc("80"), bob.address);
    const paid = await pool.maxWithdraw(provider.address);
    const insurance = usd("100,000");
    expect(paid).to.be.at.least(payable + insurance - LENDABLE);
    const left = await pool.balanceOf(provider.address);
    expect(left).to.be.at.least(supply - shares);
    // What a share is worth has not changed for anybody.
    const after = await clearingHouse.poolValuation();
    expect((after.unwindingValue * supply) / (await pool.totalSupply())).to.be.closeTo(unwindingValue, 10n);
  });
});
