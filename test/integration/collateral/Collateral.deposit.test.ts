// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { network } from "hardhat";

import { accountOf } from "../../fixtures/protocol.ts";
import { PriceValidity } from "../../fixtures/validity.ts";
import { collateralFixture, FIRST_FEED, SHARE, TERMS, wbtc, WBTC, weth, WETH } from "./support.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

describe("Collateral: deposits and withdrawals of a flat account", () => {
  const fixture = async () => collateralFixture(connection);

  it("credits tokens of any decimals to the owner's account, and the vault has them", async () => {
    const { vault, trader, clearingHouse, wethToken, wbtcToken, shareToken, vaultAddress } =
      await networkHelpers.loadFixture(fixture);
    const account = accountOf(trader, 7n);
    await expect(vault.connect(trader).depositCollateral(account, WETH, weth("3")))
      .to.emit(clearingHouse, "CollateralDeposited")
      .withArgs(account, WETH, trader.address, weth("3"), weth("3"));
    await vault.connect(trader).depositCollateral(account, WBTC, wbtc("0.5"));
    await vault.connect(trader).depositCollateral(account, SHARE, weth("2"));
    expect(await clearingHouse.collateralBalances(account)).to.deep.equal([
      weth("3"),
      wbtc("0.5"),
      weth("2"),
      0n,
      0n,
      0n,
      0n,
      0n,
    ]);
    expect(await wethToken.balanceOf(vaultAddress)).to.equal(weth("3"));
    expect(await wbtcToken.balanceOf(vaultAddress)).to.equal(wbtc("0.5"));
    expect(await shareToken.balanceOf(vaultAddress)).to.equal(weth("2"));
    expect((await clearingHouse.accountState(account)).collaterals).to.equal(7n);
  });

  it("reverts with NotAuthorized when a stranger deposits into somebody's account", async () => {
    const { vault, trader, alice, clearingHouse } = await networkHelpers.loadFixture(fixture);
    const account = accountOf(alice);
    await expect(vault.connect(trader).depositCollateral(account, WETH, 1n))
      .to.be.revertedWithCustomError(clearingHouse, "NotAuthorized")
      .withArgs(account, trader.address);
  });

  it("reverts with UnknownCollateral for a token that is not listed, whatever its number", async () => {
    const { vault, trader, clearingHouse } = await networkHelpers.loadFixture(fixture);
    for (const id of [3n, 7n, 8n, 255n]) {
      await expect(vault.connect(trader).depositCollateral(accountOf(trader), id, 1n))
        .to.be.revertedWithCustomError(clearingHouse, "UnknownCollateral")
        .withArgs(id);
      await expect(vault.connect(trader).withdrawCollateral(accountOf(trader), id, 1n, trader.address))
        .to.be.revertedWithCustomError(clearingHouse, "UnknownCollateral")
        .withArgs(id);
    }
  });

  it("reverts with DepositCapExceeded when all accounts together would hold more", async () => {
    const { deposit, trader, alice, wethToken, clearingHouse } = await networkHelpers.loadFixture(fixture);
    await deposit(trader, accountOf(trader), WETH, wethToken, weth("999"));
    await expect(deposit(alice, accountOf(alice), WETH, wethToken, weth("1") + 1n))
      .to.be.revertedWithCustomError(clearingHouse, "DepositCapExceeded")
      .withArgs(WETH, weth("1000") + 1n, TERMS.depositCap);
    await deposit(alice, accountOf(alice), WETH, wethToken, weth("1"));
  });

  it("reverts with PriceNotUsable while the token's feed is dead; another token's does not matter", async () => {
    const { clearingHouse, vault, trader, wethFeed, balanceOf } = await networkHelpers.loadFixture(fixture);
    await wethFeed.updateAnswer(0n);
    await expect(vault.connect(trader).depositCollateral(accountOf(trader), WETH, weth("1")))
      .to.be.revertedWithCustomError(clearingHouse, "PriceNotUsable")
      .withArgs(FIRST_FEED + WETH, PriceValidity.Invalid);
    await vault.connect(trader).depositCollateral(accountOf(trader), WBTC, wbtc("1"));
    expect(await balanceOf(accountOf(trader), WBTC)).to.equal(wbtc("1"));
  });

  it("a flat account without debt withdraws every token with every feed dead, to whom its owner names (P5)", async () => {
    const { vault, trader, alice, wethFeed, wbtcFeed, feeds, wethToken, wbtcToken, shareToken, clearingHouse } =
      await networkHelpers.loadFixture(fixture);
    const account = accountOf(trader);
    await vault.connect(trader).depositCollateral(account, WETH, weth("3"));
    await vault.connect(trader).depositCollateral(account, WBTC, wbtc("1"));
    await vault.connect(trader).depositCollateral(account, SHARE, weth("2"));
    for (const feed of [wethFeed, wbtcFeed, feeds.ETH, feeds.BTC]) await feed.updateAnswer(0n);
    const out = vault.connect(trader);
    await expect(out.withdrawCollateral(account, WETH, weth("3"), alice.address))
      .to.emit(clearingHouse, "CollateralWithdrawn")
      .withArgs(account, WETH, alice.address, weth("3"), 0n);
    await out.withdrawCollateral(account, WBTC, wbtc("1"), alice.address);
    await out.withdrawCollateral(account, SHARE, weth("2"), alice.address);
    expect(await wethToken.balanceOf(alice.address)).to.equal(weth("3"));
    expect(await wbtcToken.balanceOf(alice.address)).to.equal(wbtc("1"));
    expect(await shareToken.balanceOf(alice.address)).to.equal(weth("2"));
    expect((await clearingHouse.accountState(account)).collaterals).to.equal(0n);
    expect((await clearingHouse.collateralState(WETH))[1]).to.equal(TERMS.depositCap << 112n);
  });

  it("only the owner withdraws, no more than the balance, and not to where tokens would be lost", async () => {
    const { vault, trader, alice, clearingHouse, vaultAddress } = await networkHelpers.loadFixture(fixture);
    const account = accountOf(trader);
    await vault.connect(trader).depositCollateral(account, WETH, weth("1"));
    await expect(vault.connect(alice).withdrawCollateral(account, WETH, 1n, alice.address))
      .to.be.revertedWithCustomError(clearingHouse, "NotAuthorized")
      .withArgs(account, alice.address);
    await expect(vault.connect(trader).withdrawCollateral(account, WETH, weth("1") + 1n, trader.address))
      .to.be.revertedWithCustomError(clearingHouse, "InsufficientCollateral")
      .withArgs(account, WETH, weth("1") + 1n, weth("1"));
    for (const receiver of [ZeroAddress, vaultAddress, await clearingHouse.getAddress()]) {
      await expect(vault.connect(trader).withdrawCollateral(account, WETH, 1n, receiver))
        .to.be.revertedWithCustomError(vault, "InvalidReceiver")
        .withArgs(receiver);
    }
    await expect(
      vault.connect(trader).withdrawCollateral(account, WETH, 0n, trader.address),
    ).to.be.revertedWithCustomError(vault, "ZeroAmount");
  });

  it("only the vault credits and debits", async () => {
    const { trader, clearingHouse } = await networkHelpers.loadFixture(fixture);
    const [account, own] = [accountOf(trader), trader.address];
    const house = clearingHouse.connect(trader);
    for (const call of [
      async () => house.creditCollateral(account, own, WETH, 1n),
      async () => house.debitCollateral(account, own, own, WETH, 1n),
      async () => house.refreshSettlementPrice(),
      async () => house.requireDebtAllowed(account, 1n, 1n),
    ]) {
      await expect(call()).to.be.revertedWithCustomError(clearingHouse, "NotLockHolder").withArgs(own);
    }
  });

  it("credits what arrived of a token that takes a fee (A87)", async () => {
    const { list, vault, trader, balanceOf, wethFeed, vaultAddress } = await networkHelpers.loadFixture(fixture);
    const fee = await ethers.deployContract("FeeOnTransferToken", [100n]);
    await list(3n, await fee.getAddress(), await wethFeed.getAddress(), await wethFeed.latestAnswer(), 9);
    await fee.mint(trader.address, weth("1"));
    await fee.connect(trader).approve(vaultAddress, weth("1"));
    await vault.connect(trader).depositCollateral(accountOf(trader), 3n, weth("1"));
    expect(await balanceOf(accountOf(trader), 3n)).to.equal(weth("0.99"));
    expect(await fee.balanceOf(vaultAddress)).to.equal(weth("0.99"));
  });

  it("a donation to the vault changes no balance and no value (A88)", async () => {
    const { vault, trader, wethToken, clearingHouse, vaultAddress } = await networkHelpers.loadFixture(fixture);
    const account = accountOf(trader);
    await vault.connect(trader).depositCollateral(account, WETH, weth("1"));
    const before = await clearingHouse.collateralValues(account, 1n);
    await wethToken.mint(vaultAddress, weth("500"));
    expect(await clearingHouse.collateralValues(account, 1n)).to.deep.equal(before);
    await vault.connect(trader).depositCollateral(account, WETH, 1n);
    expect((await clearingHouse.collateralBalances(account))[0]).to.equal(weth("1") + 1n);
  });
});
