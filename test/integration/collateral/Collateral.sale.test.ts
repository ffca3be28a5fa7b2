// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { unitPrice, usd, answer } from "../../../deploy/parameters/units.ts";
import { PriceValidity } from "../../fixtures/validity.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { collateralFixture, DEBT_LIMIT, FIRST_FEED, weth, WETH } from "./support.ts";

const connection = await network.create();
const { networkHelpers } = connection;

/** 1,900 USD for a WETH of 2,000 at 5 % discount. */
const tokensFor = (payment: bigint, price: bigint): bigint => (payment * 100n * weth("1")) / (price * 95n);

describe("Collateral: bought by anyone", () => {
  /** 10 WETH and a debt of 15,000; Alice has 100,000 to buy with. */
  async function debtor() {
    const working = await collateralFixture(connection);
    const { vault, trader, alice, fund } = working;
    const account = accountOf(trader);
    await vault.connect(trader).depositCollateral(account, WETH, weth("10"));
    await vault.connect(trader).withdraw(account, usd("15,000"), trader.address);
    return { ...working, account, buyer: await fund(alice, usd("100,000")) };
  }

  /** The same, after the price has fallen: 10 WETH count for 14,960 at 1,700. */
  async function belowZero() {
    const working = await debtor();
    await working.move(working.wethFeed, "1,700");
    return working;
  }

  it("reverts with CollateralNotForSale while the account is neither liquidatable nor beyond its limit", async () => {
    const { clearingHouse, alice, account, buyer } = await networkHelpers.loadFixture(debtor);
    await expect(clearingHouse.connect(alice).buyCollateral(account, WETH, usd("100"), 0n, buyer))
      .to.be.revertedWithCustomError(clearingHouse, "CollateralNotForSale")
      .withArgs(account, usd("15,000"), DEBT_LIMIT);
  });

  it("sells at the discount for ledger cash: the account is credited what the buyer pays, tokens stay in the vault", async () => {
    const { clearingHouse, alice, account, buyer, cashOf, balanceOf, wethToken, vaultAddress } =
      await networkHelpers.loadFixture(belowZero);
    const inVault = await wethToken.balanceOf(vaultAddress);
    const amount = tokensFor(usd("8,075"), usd("1,700"));
    expect(amount).to.equal(weth("5"));
    await expect(clearingHouse.connect(alice).buyCollateral(account, WETH, usd("8,075"), amount, buyer))
      .to.emit(clearingHouse, "CollateralSold")
      .withArgs(account, buyer, WETH, amount, usd("8,075"), unitPrice(answer("1,700"), 9))
      .and.to.emit(clearingHouse, "CollateralBalances")
      .withArgs(account, buyer, WETH, weth("5"), weth("5"), -usd("6,925"), usd("91,925"));
    expect(await cashOf(account)).to.equal(-usd("6,925"));
    expect(await cashOf(buyer)).to.equal(usd("91,925"));
    expect([await balanceOf(account, WETH), await balanceOf(buyer, WETH)]).to.deep.equal([weth("5"), weth("5")]);
    expect(await wethToken.balanceOf(vaultAddress)).to.equal(inVault);
    expect((await clearingHouse.collateralDebts())[0]).to.equal(usd("6,925"));
  });

  it("the buyer takes his tokens out by the vault's door", async () => {
    const { clearingHouse, vault, alice, account, buyer, wethToken } = await networkHelpers.loadFixture(belowZero);
    await clearingHouse.connect(alice).buyCollateral(account, WETH, usd("8,075"), 0n, buyer);
    await vault.connect(alice).withdrawCollateral(buyer, WETH, weth("5"), alice.address);
    expect(await wethToken.balanceOf(alice.address)).to.equal(weth("5"));
  });

  it("takes no more cash than the debt, and the account keeps the rest of its tokens", async () => {
    const { clearingHouse, alice, account, buyer, cashOf, balanceOf } = await networkHelpers.loadFixture(belowZero);
    await clearingHouse.connect(alice).buyCollateral(account, WETH, usd("90,000"), 0n, buyer);
    expect(await cashOf(account)).to.equal(0n);
    expect(await cashOf(buyer)).to.equal(usd("85,000"));
    expect(await balanceOf(account, WETH)).to.equal(weth("10") - tokensFor(usd("15,000"), usd("1,700")));
  });

  it("a sale never lowers the value that liquidation looks at", async () => {
    const { clearingHouse, alice, account, buyer, lens } = await networkHelpers.loadFixture(belowZero);
    const [before] = await lens.healthOf([account]);
    expect(before?.accountValue).to.equal(-usd("40"));
    await clearingHouse.connect(alice).buyCollateral(account, WETH, usd("100"), 0n, buyer);
    const [after] = await lens.healthOf([account]);
    expect(after?.accountValue).to.be.above(before?.accountValue);
  });

  it("once the account is above its line nothing more is sold", async () => {
    const { clearingHouse, alice, account, buyer } = await networkHelpers.loadFixture(belowZero);
    await clearingHouse.connect(alice).buyCollateral(account, WETH, usd("600"), 0n, buyer);
    await expect(
      clearingHouse.connect(alice).buyCollateral(account, WETH, usd("600"), 0n, buyer),
    ).to.be.revertedWithCustomError(clearingHouse, "CollateralNotForSale");
  });

  it("reverts with PurchaseTooSmall for crumbs (A69)", async () => {
    const { clearingHouse, alice, account, buyer } = await networkHelpers.loadFixture(belowZero);
    await expect(clearingHouse.connect(alice).buyCollateral(account, WETH, usd("10") - 1n, 0n, buyer))
      .to.be.revertedWithCustomError(clearingHouse, "PurchaseTooSmall")
      .withArgs(usd("10") - 1n, usd("10"));
  });

  it("reverts with TooFewTokens where the buyer would get fewer than he asked for", async () => {
    const { clearingHouse, alice, account, buyer } = await networkHelpers.loadFixture(belowZero);
    await expect(clearingHouse.connect(alice).buyCollateral(account, WETH, usd("8,075"), weth("5") + 1n, buyer))
      .to.be.revertedWithCustomError(clearingHouse, "TooFewTokens")
      .withArgs(weth("5"), weth("5") + 1n);
  });

  it("only the buyer's owner spends his cash, and nobody buys from himself", async () => {
    const { clearingHouse, alice, trader, account, buyer } = await networkHelpers.loadFixture(belowZero);
    await expect(clearingHouse.connect(trader).buyCollateral(account, WETH, usd("100"), 0n, buyer))
      .to.be.revertedWithCustomError(clearingHouse, "NotAuthorized")
      .withArgs(buyer, trader.address);
    await expect(clearingHouse.connect(trader).buyCollateral(account, WETH, usd("100"), 0n, account))
      .to.be.revertedWithCustomError(clearingHouse, "SameAccount")
      .withArgs(account);
    const empty = accountOf(alice, 9n);
    await expect(clearingHouse.connect(alice).buyCollateral(account, WETH, usd("100"), 0n, empty))
      .to.be.revertedWithCustomError(clearingHouse, "InsufficientFreeCollateral")
      .withArgs(empty, usd("100"), 0n);
  });

  it("sells at no price that is not usable", async () => {
    const { clearingHouse, alice, account, buyer, wethFeed } = await networkHelpers.loadFixture(belowZero);
    await wethFeed.updateAnswer(0n);
    await expect(clearingHouse.connect(alice).buyCollateral(account, WETH, usd("100"), 0n, buyer))
      .to.be.revertedWithCustomError(clearingHouse, "PriceNotUsable")
      .withArgs(FIRST_FEED + WETH, PriceValidity.Invalid);
  });

  it("a debt beyond its limit is sold down to nine tenths of it, of an account that is well otherwise", async () => {
    const { clearingHouse, riskAdmin, alice, account, buyer, cashOf, setPrices, wethFeed } =
      await networkHelpers.loadFixture(debtor);
    await clearingHouse.connect(riskAdmin).setDebtLimit(usd("10,000"));
    await networkHelpers.time.increase(3 * 86_400);
    await setPrices({});
    await wethFeed.updateAnswer(answer("2,000"));
    // The first price after an outage settles; a sale needs no more.
    await clearingHouse.connect(alice).buyCollateral(account, WETH, usd("90,000"), 0n, buyer);
    expect(await cashOf(account)).to.equal(-usd("9,000"));
    await expect(
      clearingHouse.connect(alice).buyCollateral(account, WETH, usd("90,000"), 0n, buyer),
    ).to.be.revertedWithCustomError(clearingHouse, "CollateralNotForSale");
  });

  it("a lowered limit sells nobody's tokens in the block it lands (P9)", async () => {
    const { clearingHouse, riskAdmin, alice, account, buyer } = await networkHelpers.loadFixture(debtor);
    await clearingHouse.connect(riskAdmin).setDebtLimit(0n);
    const [total, limit, saleLimit] = await clearingHouse.collateralDebts();
    expect([total, limit, saleLimit]).to.deep.equal([usd("15,000"), 0n, DEBT_LIMIT]);
    await expect(
      clearingHouse.connect(alice).buyCollateral(account, WETH, usd("100"), 0n, buyer),
    ).to.be.revertedWithCustomError(clearingHouse, "CollateralNotForSale");
  });

  it("the vault's tokens cover every balance through deposits, sales and withdrawals (P2)", async () => {
    const { clearingHouse, vault, lens, alice, account, buyer } = await networkHelpers.loadFixture(belowZero);
    await clearingHouse.connect(alice).buyCollateral(account, WETH, usd("8,075"), 0n, buyer);
    await vault.connect(alice).withdrawCollateral(buyer, WETH, weth("2"), alice.address);
    const sums = await lens.collateralSumsOf([account, buyer]);
    const { held, vaultBalances } = await lens.collateralTotals();
    expect(sums[0]).to.equal(weth("8"));
    expect([held[0], vaultBalances[0]]).to.deep.equal([weth("8"), weth("8")]);
  });
});
