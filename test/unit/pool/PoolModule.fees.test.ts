// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { Reason, workingPoolFixture } from "./support.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const ETH = 0;

describe("PoolModule: fees", () => {
  /** A fill of about 2,000,000 at a fee of 0.05 %: about 1,000, of which insurance has 20 % and the treasury 10 %. */
  async function tradedFixture() {
    const working = await workingPoolFixture(connection);
    const { clearingHouse, bob, fund, trade } = working;
    await fund(bob, usd("1,000,000"));
    await trade(bob, "ETH", "1,000");
    const poolAccount = await clearingHouse.poolMarketAccount(ETH);
    const { insuranceOwed, treasuryOwed } = await clearingHouse.accountState(poolAccount);
    return { ...working, poolAccount, insuranceOwed, treasuryOwed };
  }

  it("owed fees go to insurance and treasury on anybody's call, and the pool's cash stays as it is", async () => {
    const { clearingHouse, stranger, poolAccount, insuranceOwed, treasuryOwed, cashOf } =
      await networkHelpers.loadFixture(tradedFixture);
    expect(insuranceOwed).to.be.greaterThan(usd("199"));
    expect(treasuryOwed).to.equal(insuranceOwed / 2n);
    const [insurance, treasury] = [await clearingHouse.insuranceAccount(), await clearingHouse.treasuryAccount()];
    const [cash, fund] = [await cashOf(poolAccount), await cashOf(insurance)];
    const sweep = clearingHouse.connect(stranger).sweepFees(ETH);
    await expect(sweep)
      .to.emit(clearingHouse, "CashMoved")
      .withArgs(poolAccount, insurance, Reason.FeeSweep, insuranceOwed, cash, fund + insuranceOwed);
    await expect(sweep)
      .to.emit(clearingHouse, "CashMoved")
      .withArgs(poolAccount, treasury, Reason.FeeSweep, treasuryOwed, cash, treasuryOwed);
    expect(await cashOf(poolAccount)).to.equal(cash);
    const swept = await clearingHouse.accountState(poolAccount);
    expect([swept.insuranceOwed, swept.treasuryOwed]).to.deep.equal([0n, 0n]);
  });

  it("sweeping keeps the account's position, and again there is nothing to sweep", async () => {
    const { clearingHouse, poolAccount } = await networkHelpers.loadFixture(tradedFixture);
    const position = await clearingHouse.positionState(poolAccount, ETH);
    const before = await clearingHouse.accountState(poolAccount);
    await clearingHouse.sweepFees(ETH);
    expect(await clearingHouse.positionState(poolAccount, ETH)).to.deep.equal(position);
    expect((await clearingHouse.accountState(poolAccount)).markets).to.equal(before.markets);
    await expect(clearingHouse.sweepFees(ETH)).not.to.emit(clearingHouse, "CashMoved");
  });

  it("what is owed is no part of the pool's value, before or after a sweep", async () => {
    const { clearingHouse } = await networkHelpers.loadFixture(tradedFixture);
    const { markValue: before } = await clearingHouse.poolValuation();
    await clearingHouse.sweepFees(ETH);
    const { markValue } = await clearingHouse.poolValuation();
    // One second of funding on 2,000,000 at less than 0.001 % an hour.
    expect(markValue - before).to.be.within(-usd("0.01"), usd("0.01"));
  });

  it("the treasury's cash goes where its role says, as a ledger credit", async () => {
    const { clearingHouse, governor, carol, treasuryOwed, walletOf } = await networkHelpers.loadFixture(tradedFixture);
    await clearingHouse.sweepFees(ETH);
    const treasury = await clearingHouse.treasuryAccount();
    const asGovernor = clearingHouse.connect(governor);
    await expect(asGovernor.collectTreasury(accountOf(carol), treasuryOwed + 1n))
      .to.be.revertedWithCustomError(clearingHouse, "InsufficientFreeCollateral")
      .withArgs(treasury, treasuryOwed + 1n, treasuryOwed);
    await expect(asGovernor.collectTreasury(accountOf(carol), treasuryOwed))
      .to.emit(clearingHouse, "CashMoved")
      .withArgs(treasury, accountOf(carol), Reason.TreasuryCollection, treasuryOwed, 0n, treasuryOwed);
    expect(await walletOf(carol)).to.equal(treasuryOwed);
  });

  it("nobody else collects, nothing is no amount, and no system account receives", async () => {
    const { clearingHouse, oracle, governor, stranger, poolAccount } = await networkHelpers.loadFixture(tradedFixture);
    await clearingHouse.sweepFees(ETH);
    await expect(clearingHouse.connect(stranger).collectTreasury(accountOf(stranger), 1n))
      .to.be.revertedWithCustomError(oracle, "AccessManagedUnauthorized")
      .withArgs(stranger.address);
    const asGovernor = clearingHouse.connect(governor);
    for (const amount of [0n, -1n]) {
      await expect(asGovernor.collectTreasury(accountOf(governor), amount))
        .to.be.revertedWithCustomError(clearingHouse, "AmountOutOfRange")
        .withArgs(amount);
    }
    await expect(asGovernor.collectTreasury(poolAccount, 1n))
      .to.be.revertedWithCustomError(clearingHouse, "SystemAccount")
      .withArgs(poolAccount);
  });
});
