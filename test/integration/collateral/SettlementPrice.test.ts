// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { answer, unitPrice, usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { PriceValidity } from "../../fixtures/validity.ts";
import { collateralFixture, DAY, feedOf, SETTLEMENT_FEED, weth, WETH } from "./support.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

const DECIMALS = 6;
const LEAST = unitPrice(answer("0.98"), DECIMALS);

describe("The settlement token's own price", () => {
  async function unruled() {
    const working = await collateralFixture(connection);
    const { trader, fund, setPrices } = working;
    const account = await fund(trader, usd("100,000"));
    await setPrices({});
    return { ...working, account };
  }

  /** With a feed, recorded at 1.00 USD. */
  async function ruled() {
    const working = await unruled();
    const usdcFeed = await ethers.deployContract("MockV3Aggregator", [8n, answer("1.00")]);
    await working.oracle
      .connect(working.governor)
      .setFeed(SETTLEMENT_FEED, feedOf(await usdcFeed.getAddress(), answer("1.00"), DECIMALS));
    await working.clearingHouse.recordSettlementPrice();
    return { ...working, usdcFeed };
  }

  /** The same at 0.97, recorded. */
  async function depegged() {
    const working = await ruled();
    await working.usdcFeed.updateAnswer(answer("0.97"));
    await working.clearingHouse.recordSettlementPrice();
    return working;
  }

  const notSound = [PriceValidity.Valid, unitPrice(answer("0.97"), DECIMALS), LEAST] as const;

  it("stops nothing where the oracle has no feed of it, and nobody can record one", async () => {
    const { clearingHouse, oracle, trader, trade, sizeOf } = await networkHelpers.loadFixture(unruled);
    await expect(clearingHouse.recordSettlementPrice())
      .to.be.revertedWithCustomError(oracle, "UnknownFeed")
      .withArgs(SETTLEMENT_FEED);
    expect(await clearingHouse.settlementPriceSound()).to.equal(true);
    await trade(trader, "ETH", sizeOf("ETH", "1"));
  });

  it("anyone records a fall at once, and from then on nobody opens (A17)", async () => {
    const { clearingHouse, usdcFeed, stranger, trader, trade, sizeOf } = await networkHelpers.loadFixture(ruled);
    await trade(trader, "ETH", sizeOf("ETH", "1"));
    await usdcFeed.updateAnswer(answer("0.97"));
    await expect(clearingHouse.connect(stranger).recordSettlementPrice())
      .to.emit(clearingHouse, "SettlementPriceRecorded")
      .withArgs(PriceValidity.Valid, unitPrice(answer("0.97"), DECIMALS), false);
    await expect(trade(trader, "ETH", sizeOf("ETH", "1")))
      .to.be.revertedWithCustomError(clearingHouse, "SettlementPriceNotSound")
      .withArgs(...notSound);
  });

  it("what was found sound stands for five minutes at most, whoever records nothing", async () => {
    const { clearingHouse, usdcFeed, trader, trade, sizeOf } = await networkHelpers.loadFixture(ruled);
    await usdcFeed.updateAnswer(answer("0.97"));
    await trade(trader, "ETH", sizeOf("ETH", "1"));
    await networkHelpers.time.increase(301);
    await expect(trade(trader, "ETH", sizeOf("ETH", "1"))).to.be.revertedWithCustomError(
      clearingHouse,
      "SettlementPriceNotSound",
    );
    expect(await clearingHouse.settlementPriceSound()).to.equal(false);
  });

  it("0.98 is sound and anything below is not", async () => {
    const { clearingHouse, usdcFeed } = await networkHelpers.loadFixture(ruled);
    await usdcFeed.updateAnswer(answer("0.98"));
    expect(await clearingHouse.recordSettlementPrice.staticCall()).to.equal(true);
    await usdcFeed.updateAnswer(answer("0.98") - 1n);
    expect(await clearingHouse.recordSettlementPrice.staticCall()).to.equal(false);
  });

  it("a feed that is not Valid stops like a low price", async () => {
    const { clearingHouse, trader, trade, sizeOf, setPrices } = await networkHelpers.loadFixture(ruled);
    await networkHelpers.time.increase(DAY + 60);
    await setPrices({});
    await clearingHouse.accrueFunding(0n);
    await networkHelpers.time.increase(120);
    await expect(trade(trader, "ETH", sizeOf("ETH", "1")))
      .to.be.revertedWithCustomError(clearingHouse, "SettlementPriceNotSound")
      .withArgs(PriceValidity.Stale, unitPrice(answer("1.00"), DECIMALS), LEAST);
  });

  it("an opening finds it sound again by itself", async () => {
    const { usdcFeed, trader, trade, sizeOf, clearingHouse } = await networkHelpers.loadFixture(depegged);
    await usdcFeed.updateAnswer(answer("0.99"));
    await expect(trade(trader, "ETH", sizeOf("ETH", "1"))).to.emit(clearingHouse, "SettlementPriceRecorded");
  });

  it("stops LP entry and new debt", async () => {
    const { clearingHouse, vault, pool, trader, account } = await networkHelpers.loadFixture(depegged);
    await expect(pool.connect(trader).requestDeposit(usd("1,000"), trader.address, trader.address))
      .to.be.revertedWithCustomError(clearingHouse, "SettlementPriceNotSound")
      .withArgs(...notSound);
    await vault.connect(trader).depositCollateral(account, WETH, weth("10"));
    await expect(vault.connect(trader).withdraw(account, usd("100,001"), trader.address))
      .to.be.revertedWithCustomError(clearingHouse, "SettlementPriceNotSound")
      .withArgs(...notSound);
  });

  it("stops no reduction, withdrawal, deposit or purchase of collateral, and no LP's exit", async () => {
    const { clearingHouse, vault, pool, provider, trader, account, usdcFeed, trade, sizeOf, fund } =
      await networkHelpers.loadFixture(ruled);
    await trade(trader, "ETH", sizeOf("ETH", "2"));
    await usdcFeed.updateAnswer(answer("0.50"));
    await clearingHouse.recordSettlementPrice();
    await trade(trader, "ETH", -sizeOf("ETH", "1"));
    await vault.connect(trader).withdraw(account, usd("1,000"), trader.address);
    await fund(trader, usd("1"));
    await trade(trader, "ETH", -sizeOf("ETH", "1"));
    await vault.connect(trader).withdraw(account, usd("90,000"), trader.address);
    await pool.connect(provider)["deposit(uint256,address)"](usd("1,000"), provider.address);
    const shares = await pool.balanceOf(provider.address);
    await pool.connect(provider).requestRedeem(shares, provider.address, provider.address);
    expect((await clearingHouse.accountState(accountOf(trader))).markets).to.equal(0n);
  });
});
