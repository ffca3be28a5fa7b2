// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { EXPIRED, MAX_AMOUNT, workingFixture } from "./support.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

const MONEY = usd("1,000");
/** Every permission that there is. */
const ALL_PERMISSIONS = 255n;

describe("Vault.withdraw from an account without positions", () => {
  async function flatFixture() {
    const working = await workingFixture(connection);
    const account = await working.fund(working.trader, MONEY);
    return { ...working, account };
  }

  it("pays the receiver that the owner names, and emits Withdrawn", async () => {
    const { vault, vaultAddress, clearingHouse, token, trader, alice, account, cashOf } =
      await networkHelpers.loadFixture(flatFixture);
    const withdrawn = vault.connect(trader).withdraw(account, 400n, alice.address);
    await expect(withdrawn)
      .to.emit(clearingHouse, "Withdrawn")
      .withArgs(account, alice.address, 400n, MONEY - 400n);
    await expect(withdrawn).to.changeTokenBalances(ethers, token, [vaultAddress, alice.address], [-400n, 400n]);
    expect(await cashOf(account)).to.equal(MONEY - 400n);
  });

  it("reverts with NotAuthorized for whoever is not the owner", async () => {
    const { vault, clearingHouse, account, stranger, governor, guardian, deployer } =
      await networkHelpers.loadFixture(flatFixture);
    for (const caller of [stranger, governor, guardian, deployer]) {
      await expect(vault.connect(caller).withdraw(account, 1n, caller.address))
        .to.be.revertedWithCustomError(clearingHouse, "NotAuthorized")
        .withArgs(account, caller.address);
    }
  });

  it("reverts with NotAuthorized for an operator with every permission (A94)", async () => {
    const { vault, clearingHouse, trader, alice, account } = await networkHelpers.loadFixture(flatFixture);
    await clearingHouse.connect(trader).setOperator(account, alice.address, ALL_PERMISSIONS, 2n ** 40n - 1n);
    await expect(vault.connect(alice).withdraw(account, 1n, trader.address))
      .to.be.revertedWithCustomError(clearingHouse, "NotAuthorized")
      .withArgs(account, alice.address);
    await expect(clearingHouse.connect(alice).transferCash(account, accountOf(alice), 1n))
      .to.be.revertedWithCustomError(clearingHouse, "NotAuthorized")
      .withArgs(account, alice.address);
  });

  it("reverts with NotAuthorized for a system account, even for who governs", async () => {
    const { vault, clearingHouse, governor } = await networkHelpers.loadFixture(flatFixture);
    const insurance = await clearingHouse.insuranceAccount();
    await expect(vault.connect(governor).withdraw(insurance, 1n, governor.address))
      .to.be.revertedWithCustomError(clearingHouse, "NotAuthorized")
      .withArgs(insurance, governor.address);
  });

  it("reverts with InvalidReceiver for zero, the vault and the clearing house", async () => {
    const { vault, vaultAddress, clearingHouse, trader, account } = await networkHelpers.loadFixture(flatFixture);
    for (const receiver of [ethers.ZeroAddress, vaultAddress, await clearingHouse.getAddress()]) {
      await expect(vault.connect(trader).withdraw(account, 1n, receiver))
        .to.be.revertedWithCustomError(vault, "InvalidReceiver")
        .withArgs(receiver);
    }
  });

  it("pays all the cash and reverts with InsufficientFreeCollateral for one unit more", async () => {
    const { vault, clearingHouse, trader, account, cashOf } = await networkHelpers.loadFixture(flatFixture);
    await expect(vault.connect(trader).withdraw(account, MONEY + 1n, trader.address))
      .to.be.revertedWithCustomError(clearingHouse, "InsufficientFreeCollateral")
      .withArgs(account, MONEY + 1n, MONEY);
    await vault.connect(trader).withdraw(account, MONEY, trader.address);
    expect(await cashOf(account)).to.equal(0n);
    await expect(vault.connect(trader).withdraw(account, 1n, trader.address))
      .to.be.revertedWithCustomError(clearingHouse, "InsufficientFreeCollateral")
      .withArgs(account, 1n, 0n);
  });

  it("reverts with ZeroAmount for nothing and AmountOutOfRange beyond what can be held", async () => {
    const { vault, trader, account } = await networkHelpers.loadFixture(flatFixture);
    const asOwner = vault.connect(trader);
    await expect(asOwner.withdraw(account, 0n, trader.address)).to.be.revertedWithCustomError(vault, "ZeroAmount");
    await expect(asOwner.withdraw(account, MAX_AMOUNT + 1n, trader.address))
      .to.be.revertedWithCustomError(vault, "AmountOutOfRange")
      .withArgs(MAX_AMOUNT + 1n, MAX_AMOUNT);
  });

  it("P5, A102: pays everything with every feed dead and every market restricted", async () => {
    const { vault, clearingHouse, guardian, token, trader, account, killFeeds, marketIds } =
      await networkHelpers.loadFixture(flatFixture);
    for (const market of [marketIds.ETH, marketIds.BTC]) await clearingHouse.connect(guardian).restrictMarket(market);
    await killFeeds();
    await vault.connect(trader).withdraw(account, MONEY, trader.address);
    expect(await token.balanceOf(trader.address)).to.equal(MONEY);
  });

  it("P5: pays everything to who has closed his positions, once every price has expired", async () => {
    const { vault, trader, account, trade, setPrices, sizeOf, cashOf, token } =
      await networkHelpers.loadFixture(flatFixture);
    await setPrices({});
    await trade(trader, "ETH", sizeOf("ETH", "1"));
    await trade(trader, "ETH", -sizeOf("ETH", "1"));
    await networkHelpers.time.increase(EXPIRED);
    const left = await cashOf(account);
    await vault.connect(trader).withdraw(account, left, trader.address);
    expect(await token.balanceOf(trader.address)).to.equal(left);
  });
});
