// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { PriceValidity } from "../../fixtures/validity.ts";
import { longFixture, STALE, TRANSFER, workingFixture } from "./support.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

const MONEY = usd("1,000");

describe("ClearingHouse.transferCash", () => {
  async function flatFixture() {
    const working = await workingFixture(connection);
    const account = await working.fund(working.trader, MONEY);
    return { ...working, account };
  }

  async function openedFixture() {
    return longFixture(connection, "5,000", "10");
  }

  it("moves cash to a sub-account and to another person, and emits CashMoved with both balances", async () => {
    const { clearingHouse, trader, alice, account, cashOf } = await networkHelpers.loadFixture(flatFixture);
    const sub = accountOf(trader, 1n);
    await expect(clearingHouse.connect(trader).transferCash(account, sub, 300n))
      .to.emit(clearingHouse, "CashMoved")
      .withArgs(account, sub, TRANSFER, 300n, MONEY - 300n, 300n);
    await clearingHouse.connect(trader).transferCash(sub, accountOf(alice), 300n);
    expect([await cashOf(account), await cashOf(sub), await cashOf(accountOf(alice))]).to.deep.equal([
      MONEY - 300n,
      0n,
      300n,
    ]);
  });

  it("reverts with NotAuthorized for whoever is not the sender's owner", async () => {
    const { clearingHouse, stranger, account } = await networkHelpers.loadFixture(flatFixture);
    await expect(clearingHouse.connect(stranger).transferCash(account, accountOf(stranger), 1n))
      .to.be.revertedWithCustomError(clearingHouse, "NotAuthorized")
      .withArgs(account, stranger.address);
  });

  it("reverts with SameAccount to itself", async () => {
    const { clearingHouse, trader, account } = await networkHelpers.loadFixture(flatFixture);
    await expect(clearingHouse.connect(trader).transferCash(account, account, 1n))
      .to.be.revertedWithCustomError(clearingHouse, "SameAccount")
      .withArgs(account);
  });

  it("reverts with SystemAccount to every system account, insurance too, and InvalidAccount to nobody's", async () => {
    const { clearingHouse, trader, account, marketIds } = await networkHelpers.loadFixture(flatFixture);
    const asOwner = clearingHouse.connect(trader);
    for (const to of [
      await clearingHouse.insuranceAccount(),
      await clearingHouse.treasuryAccount(),
      await clearingHouse.poolAccount(),
      await clearingHouse.poolEscrowAccount(),
      await clearingHouse.poolMarketAccount(marketIds.BTC),
    ]) {
      await expect(asOwner.transferCash(account, to, 1n))
        .to.be.revertedWithCustomError(clearingHouse, "SystemAccount")
        .withArgs(to);
    }
    await expect(asOwner.transferCash(account, ethers.ZeroHash, 1n))
      .to.be.revertedWithCustomError(clearingHouse, "InvalidAccount")
      .withArgs(ethers.ZeroHash);
  });

  it("reverts with AmountOutOfRange for nothing and for less than nothing", async () => {
    const { clearingHouse, trader, account } = await networkHelpers.loadFixture(flatFixture);
    for (const amount of [0n, -1n, -MONEY, -(2n ** 255n)]) {
      await expect(clearingHouse.connect(trader).transferCash(account, accountOf(trader, 1n), amount))
        .to.be.revertedWithCustomError(clearingHouse, "AmountOutOfRange")
        .withArgs(amount);
    }
  });

  it("reverts with InsufficientFreeCollateral for one unit more than a flat account has, and for the largest integer", async () => {
    const { clearingHouse, trader, account } = await networkHelpers.loadFixture(flatFixture);
    for (const amount of [MONEY + 1n, 2n ** 255n - 1n]) {
      await expect(clearingHouse.connect(trader).transferCash(account, accountOf(trader, 1n), amount))
        .to.be.revertedWithCustomError(clearingHouse, "InsufficientFreeCollateral")
        .withArgs(account, amount, MONEY);
    }
  });

  it("works for a flat account with every feed dead", async () => {
    const { clearingHouse, trader, account, killFeeds, cashOf } = await networkHelpers.loadFixture(flatFixture);
    await killFeeds();
    await clearingHouse.connect(trader).transferCash(account, accountOf(trader, 1n), MONEY);
    expect(await cashOf(accountOf(trader, 1n))).to.equal(MONEY);
  });

  it("is a withdrawal for a sender with positions: the floor binds to the unit", async () => {
    const { clearingHouse, trader, account, lens } = await networkHelpers.loadFixture(openedFixture);
    const [health] = await lens.healthOf([account]);
    const floor = usd("2,000");
    const most = (health?.accountValue ?? 0n) - floor;
    const asOwner = clearingHouse.connect(trader);
    await expect(asOwner.transferCash(account, accountOf(trader, 1n), most + 1n))
      .to.be.revertedWithCustomError(clearingHouse, "BelowWithdrawFloor")
      .withArgs(account, floor - 1n, floor);
    await asOwner.transferCash(account, accountOf(trader, 1n), most);
  });

  it("reverts with PriceNotUsable for a sender whose price is stale; a flat sender to him may", async () => {
    const { clearingHouse, trader, alice, account, fund, setPrices, marketIds, cashOf } =
      await networkHelpers.loadFixture(openedFixture);
    const other = await fund(alice, 10n);
    await setPrices({});
    await networkHelpers.time.increase(STALE);
    await expect(clearingHouse.connect(trader).transferCash(account, other, 1n))
      .to.be.revertedWithCustomError(clearingHouse, "PriceNotUsable")
      .withArgs(marketIds.ETH, PriceValidity.Stale);
    const cash = await cashOf(account);
    await clearingHouse.connect(alice).transferCash(other, account, 10n);
    expect(await cashOf(account)).to.equal(cash + 10n);
  });
});
