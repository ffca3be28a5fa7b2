// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf, INSURANCE_CASH } from "../../fixtures/protocol.ts";
import { MAX_AMOUNT, workingFixture } from "./support.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

describe("Vault.deposit", () => {
  async function open() {
    return workingFixture(connection);
  }

  it("credits any person's account with what a stranger pays in, and emits Deposited", async () => {
    const { vault, vaultAddress, clearingHouse, token, trader, stranger, approved, cashOf } =
      await networkHelpers.loadFixture(open);
    const account = accountOf(trader, 7n);
    await approved(stranger, 5n);
    const deposited = vault.connect(stranger).deposit(account, 3n);
    await expect(deposited).to.emit(clearingHouse, "Deposited").withArgs(account, stranger.address, 3n, 3n);
    await expect(deposited).to.changeTokenBalances(ethers, token, [stranger.address, vaultAddress], [-3n, 3n]);
    expect([await cashOf(account), await cashOf(accountOf(stranger))]).to.deep.equal([3n, 0n]);
  });

  it("answers with what it credited", async () => {
    const { vault, trader, approved } = await networkHelpers.loadFixture(open);
    await approved(trader, 5n);
    expect(await vault.connect(trader).deposit.staticCall(accountOf(trader), 5n)).to.equal(5n);
  });

  it("credits insurance, the one system account that takes money from outside", async () => {
    const { vault, clearingHouse, stranger, approved, cashOf } = await networkHelpers.loadFixture(open);
    await approved(stranger, 9n);
    await vault.connect(stranger).deposit(await clearingHouse.insuranceAccount(), 9n);
    expect(await cashOf(await clearingHouse.insuranceAccount())).to.equal(INSURANCE_CASH + 9n);
  });

  it("reverts with SystemAccount for treasury, main, escrow, a market's account and any other of the system", async () => {
    const { vault, clearingHouse, token, stranger, approved, marketIds } = await networkHelpers.loadFixture(open);
    const unnamed = ethers.solidityPacked(["address", "uint96"], [await clearingHouse.getAddress(), 4n]);
    await approved(stranger, 1n);
    for (const account of [
      await clearingHouse.treasuryAccount(),
      await clearingHouse.poolAccount(),
      await clearingHouse.poolEscrowAccount(),
      await clearingHouse.poolMarketAccount(marketIds.ETH),
      unnamed,
    ]) {
      await expect(vault.connect(stranger).deposit(account, 1n))
        .to.be.revertedWithCustomError(clearingHouse, "SystemAccount")
        .withArgs(account);
    }
    expect(await token.balanceOf(stranger.address)).to.equal(1n);
  });

  it("reverts with InvalidAccount where the owner is the zero address", async () => {
    const { vault, clearingHouse, stranger, approved } = await networkHelpers.loadFixture(open);
    const account = ethers.solidityPacked(["address", "uint96"], [ethers.ZeroAddress, 1n]);
    await approved(stranger, 1n);
    await expect(vault.connect(stranger).deposit(account, 1n))
      .to.be.revertedWithCustomError(clearingHouse, "InvalidAccount")
      .withArgs(account);
  });

  it("reverts with ZeroAmount for nothing", async () => {
    const { vault, trader } = await networkHelpers.loadFixture(open);
    await expect(vault.connect(trader).deposit(accountOf(trader), 0n)).to.be.revertedWithCustomError(
      vault,
      "ZeroAmount",
    );
  });

  it("takes 2^88 - 1 units at once and reverts with AmountOutOfRange for one more", async () => {
    const { vault, trader, approved, cashOf } = await networkHelpers.loadFixture(open);
    await approved(trader, MAX_AMOUNT + 1n);
    await expect(vault.connect(trader).deposit(accountOf(trader), MAX_AMOUNT + 1n))
      .to.be.revertedWithCustomError(vault, "AmountOutOfRange")
      .withArgs(MAX_AMOUNT + 1n, MAX_AMOUNT);
    await vault.connect(trader).deposit(accountOf(trader), MAX_AMOUNT);
    expect(await cashOf(accountOf(trader))).to.equal(MAX_AMOUNT);
  });

  it("reverts with the token's own error where the allowance or the balance is short", async () => {
    const { vault, vaultAddress, token, trader, approved } = await networkHelpers.loadFixture(open);
    await approved(trader, 10n);
    await expect(vault.connect(trader).deposit(accountOf(trader), 11n))
      .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
      .withArgs(vaultAddress, 10n, 11n);
    await token.connect(trader).approve(vaultAddress, 11n);
    await expect(vault.connect(trader).deposit(accountOf(trader), 11n))
      .to.be.revertedWithCustomError(token, "ERC20InsufficientBalance")
      .withArgs(trader.address, 10n, 11n);
  });

  it("works with every feed dead and every market restricted", async () => {
    const { vault, clearingHouse, guardian, trader, approved, cashOf, killFeeds, marketIds } =
      await networkHelpers.loadFixture(open);
    for (const market of [marketIds.ETH, marketIds.BTC]) await clearingHouse.connect(guardian).restrictMarket(market);
    await killFeeds();
    await approved(trader, usd("1"));
    await vault.connect(trader).deposit(accountOf(trader), usd("1"));
    expect(await cashOf(accountOf(trader))).to.equal(usd("1"));
  });
});
