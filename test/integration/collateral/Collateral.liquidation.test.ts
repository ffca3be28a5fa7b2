// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { answer, usd } from "../../../deploy/parameters/units.ts";
import { accountOf, INSURANCE_CASH } from "../../fixtures/protocol.ts";
import { collateralFixture, weth, WETH } from "./support.ts";

const connection = await network.create();
const { networkHelpers } = connection;

describe("Collateral: an account below zero", () => {
  /** 10 WETH and a debt of 15,000, flat. */
  async function debtor() {
    const working = await collateralFixture(connection);
    const { vault, trader, keeper, clearingHouse } = working;
    const account = accountOf(trader);
    await vault.connect(trader).depositCollateral(account, WETH, weth("10"));
    await vault.connect(trader).withdraw(account, usd("15,000"), trader.address);
    const system = { insurance: await clearingHouse.insuranceAccount(), main: await clearingHouse.poolAccount() };
    const liquidate = async () => clearingHouse.connect(keeper).liquidate([account], accountOf(keeper));
    return { ...working, account, liquidate, ...system };
  }

  /** 10 WETH against a long of 10 ETH, with little cash. */
  async function holder() {
    const working = await collateralFixture(connection);
    const { vault, trader, keeper, clearingHouse, setPrices, trade, sizeOf } = working;
    const account = accountOf(trader);
    await vault.connect(trader).depositCollateral(account, WETH, weth("1"));
    await setPrices({});
    await trade(trader, "ETH", sizeOf("ETH", "10"));
    const system = { insurance: await clearingHouse.insuranceAccount(), main: await clearingHouse.poolAccount() };
    const liquidate = async () => clearingHouse.connect(keeper).liquidate([account], accountOf(keeper));
    return { ...working, account, liquidate, ...system };
  }

  it("keeps its tokens while its value is not below zero", async () => {
    const { account, liquidate, clearingHouse, balanceOf } = await networkHelpers.loadFixture(debtor);
    await expect(liquidate()).to.be.revertedWithCustomError(clearingHouse, "NothingLiquidated");
    expect(await balanceOf(account, WETH)).to.equal(weth("10"));
  });

  it("without positions gives insurance tokens for its debt at the discount, and keeps the rest", async () => {
    const { account, liquidate, insurance, clearingHouse, balanceOf, cashOf, move, wethFeed, lens } =
      await networkHelpers.loadFixture(debtor);
    await move(wethFeed, "1,700");
    expect((await lens.healthOf([account]))[0]?.liquidatable).to.equal(true);
    await expect(liquidate()).to.emit(clearingHouse, "CollateralSeized").withArgs(account, -usd("40"), 0n);
    // 15,000 USD at 1,615.
    const taken = (usd("15,000") * weth("1")) / usd("1,615");
    expect(await balanceOf(insurance, WETH)).to.equal(taken);
    expect(await balanceOf(account, WETH)).to.equal(weth("10") - taken);
    expect([await cashOf(account), await cashOf(insurance)]).to.deep.equal([0n, INSURANCE_CASH - usd("15,000")]);
    expect((await clearingHouse.collateralDebts())[0]).to.equal(0n);
    expect((await lens.healthOf([account]))[0]?.liquidatable).to.equal(false);
  });

  it("that owes more than its tokens bring ends at zero, without a token (P6)", async () => {
    const { account, liquidate, insurance, clearingHouse, balanceOf, cashOf, move, wethFeed } =
      await networkHelpers.loadFixture(debtor);
    await move(wethFeed, "1,000");
    const missing = usd("15,000") - usd("9,500");
    await expect(liquidate())
      .to.emit(clearingHouse, "BadDebtRealized")
      .withArgs(account, missing, missing, 0n)
      .and.to.emit(clearingHouse, "CollateralSeized")
      .withArgs(account, -usd("6,200"), 0n);
    expect([await cashOf(account), await balanceOf(account, WETH)]).to.deep.equal([0n, 0n]);
    expect((await clearingHouse.accountState(account)).collaterals).to.equal(0n);
    expect(await balanceOf(insurance, WETH)).to.equal(weth("10"));
  });

  it("whose tokens insurance cannot pay gives the rest to main, and LPs' shares count them", async () => {
    const { account, liquidate, insurance, main, clearingHouse, balanceOf, cashOf, move, wethFeed, vault, ...rest } =
      await networkHelpers.loadFixture(debtor);
    await clearingHouse.connect(rest.riskAdmin).setDebtLimit(usd("150,000"));
    await rest.deposit(rest.trader, account, WETH, rest.wethToken, weth("90"));
    await vault.connect(rest.trader).withdraw(account, usd("135,000"), rest.trader.address);
    await move(wethFeed, "1,700");
    const [cashBefore, { markValue }] = [await cashOf(main), await clearingHouse.poolValuation()];
    await liquidate();
    expect([await cashOf(account), await cashOf(insurance)]).to.deep.equal([0n, 0n]);
    expect(await cashOf(main)).to.equal(cashBefore - usd("50,000"));
    const [ofInsurance, ofMain] = [await balanceOf(insurance, WETH), await balanceOf(main, WETH)];
    expect(ofInsurance).to.equal((INSURANCE_CASH * weth("1")) / usd("1,615"));
    expect(ofMain).to.equal((usd("50,000") * weth("1")) / usd("1,615"));
    expect(await balanceOf(account, WETH)).to.equal(weth("100") - ofInsurance - ofMain);
    expect((await clearingHouse.poolValuation()).markValue).to.be.closeTo(markValue, 2n);
  });

  it("what insurance took anyone buys from it at the discount, at any time", async () => {
    const { liquidate, insurance, clearingHouse, balanceOf, cashOf, move, wethFeed, alice, fund } =
      await networkHelpers.loadFixture(debtor);
    await move(wethFeed, "1,000");
    await liquidate();
    const buyer = await fund(alice, usd("20,000"));
    const before = await cashOf(insurance);
    await move(wethFeed, "1,100");
    await clearingHouse.connect(alice).buyCollateral(insurance, WETH, usd("20,000"), weth("10"), buyer);
    expect(await balanceOf(buyer, WETH)).to.equal(weth("10"));
    expect(await balanceOf(insurance, WETH)).to.equal(0n);
    expect(await cashOf(insurance)).to.equal(before + usd("10,450"));
  });

  it("with a dead feed of its tokens is judged and sold at the last price and the jump bound more", async () => {
    const { account, liquidate, insurance, clearingHouse, balanceOf, move, wethFeed } =
      await networkHelpers.loadFixture(debtor);
    await move(wethFeed, "1,300");
    await wethFeed.updateAnswer(0n);
    // 1,300 and 20 % more, at 88 %: 13,728 is less than 15,000.
    await expect(liquidate()).to.emit(clearingHouse, "CollateralSeized").withArgs(account, -usd("1,272"), 0n);
    // 15,000 USD at 1,482: more than there are.
    expect(await balanceOf(insurance, WETH)).to.equal(weth("10"));
  });

  it("with positions sells tokens first, and its markets answer only for what is missing then", async () => {
    const { account, liquidate, insurance, clearingHouse, balanceOf, cashOf, feeds, wethFeed, move, oracle } =
      await networkHelpers.loadFixture(holder);
    for (const price of ["1,950", "1,900", "1,850", "1,800"]) {
      await feeds.ETH.updateAnswer(answer(price));
      await oracle.recordPrice(0n);
      await networkHelpers.time.increase(70);
      await oracle.recordPrice(0n);
    }
    await move(wethFeed, "1,800");
    const insuranceBefore = await cashOf(insurance);
    const receipt = await liquidate();
    // One WETH at 1,710; the position has lost about 2,000.
    await expect(receipt).to.emit(clearingHouse, "CollateralSold");
    expect(await balanceOf(insurance, WETH)).to.equal(weth("1"));
    const { cash, collaterals, markets } = await clearingHouse.accountState(account);
    expect([cash, collaterals, markets]).to.deep.equal([0n, 0n, 0n]);
    expect(await cashOf(insurance)).to.be.below(insuranceBefore - usd("1,710"));
    expect((await clearingHouse.collateralDebts())[0]).to.equal(0n);
  });
});
