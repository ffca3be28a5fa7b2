// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { answer, usd } from "../../../deploy/parameters/units.ts";
import { PriceValidity } from "../../fixtures/validity.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { collateralFixture, DAY, DEBT_LIMIT, FIRST_FEED, SHARE, wbtc, WBTC, weth, WETH } from "./support.ts";

const connection = await network.create();
const { networkHelpers } = connection;

describe("Collateral: what it counts for", () => {
  const fixture = async () => collateralFixture(connection);

  /** 10 WETH, worth 20,000: 16,000 for initial margin and 17,600 for maintenance; no cash. */
  async function wethAccount() {
    const working = await collateralFixture(connection);
    const account = accountOf(working.trader);
    await working.vault.connect(working.trader).depositCollateral(account, WETH, weth("10"));
    return { ...working, account };
  }

  /** The same with a long of 5 ETH against it, at fresh prices. */
  async function longAccount() {
    const working = await wethAccount();
    await working.setPrices({});
    await working.trade(working.trader, "ETH", working.sizeOf("ETH", "5"));
    return working;
  }

  it("values each token at its price and weights, scaled from its own decimals (A8)", async () => {
    const { vault, trader, clearingHouse } = await networkHelpers.loadFixture(fixture);
    const account = accountOf(trader);
    await vault.connect(trader).depositCollateral(account, WETH, weth("1"));
    await vault.connect(trader).depositCollateral(account, WBTC, wbtc("0.5"));
    await vault.connect(trader).depositCollateral(account, SHARE, weth("2"));
    const each = [usd("2,000"), usd("20,000"), usd("4,000")];
    for (const [id, value] of each.entries()) {
      expect(await clearingHouse.collateralValues(account, 1n << BigInt(id))).to.deep.equal([
        (value * 80n) / 100n,
        (value * 88n) / 100n,
        (value * 80n) / 100n,
      ]);
    }
    expect((await clearingHouse.collateralValues(account, 7n))[0]).to.equal(usd("20,800"));
  });

  it("collateral alone opens a position, and the lens sees it", async () => {
    const { account, lens, cashOf } = await networkHelpers.loadFixture(longAccount);
    const [health] = await lens.healthOf([account]);
    expect(await cashOf(account)).to.be.below(0n);
    expect(health?.accountValueForInitial).to.be.within(usd("15,950"), usd("16,000"));
    expect(health?.accountValue).to.be.within(usd("17,550"), usd("17,600"));
    expect(health?.liquidatable).to.equal(false);
    expect([...(await lens.accountOf(account)).collateral]).to.deep.equal([weth("10"), 0n, 0n, 0n, 0n, 0n, 0n, 0n]);
  });

  it("reverts with InsufficientMargin for a position that only the unweighted value would bear", async () => {
    const { trader, trade, sizeOf, clearingHouse, parameters, setPrices } =
      await networkHelpers.loadFixture(wethAccount);
    await setPrices({});
    const imr = parameters.markets[0]?.tiers.initial[0] ?? 0n;
    // As many ETH as 16,000 USD bear, and one in ten more.
    const tokens = (usd("16,000") * 1_000_000n * 11n) / (imr * usd("2,000") * 10n);
    await expect(trade(trader, "ETH", sizeOf("ETH", tokens.toString()))).to.be.revertedWithCustomError(
      clearingHouse,
      "InsufficientMargin",
    );
  });

  it("an unusable price counts nothing for initial margin and the better one for maintenance", async () => {
    const { account, clearingHouse, wethFeed, oracle } = await networkHelpers.loadFixture(wethAccount);
    await wethFeed.updateAnswer(0n);
    expect((await oracle.readPrice(FIRST_FEED + WETH)).validity).to.equal(PriceValidity.Invalid);
    // Last accepted 2,000 and the jump bound of 20 % more: 24,000, of it 88 %.
    expect(await clearingHouse.collateralValues(account, 1n)).to.deep.equal([0n, usd("21,120"), 0n]);
  });

  it("a share of a slashed vault is worth what is left at once", async () => {
    const { vault, trader, clearingHouse, shareToken, oracle } = await networkHelpers.loadFixture(fixture);
    const account = accountOf(trader);
    await vault.connect(trader).depositCollateral(account, SHARE, weth("10"));
    await shareToken.slash(weth("10"));
    expect((await oracle.readPrice(FIRST_FEED + SHARE)).validity).to.equal(PriceValidity.Valid);
    expect((await clearingHouse.collateralValues(account, 4n))[0]).to.be.closeTo(usd("14,400"), 10n);
  });

  it("a donation to the share's vault buys no margin", async () => {
    const { vault, trader, clearingHouse, shareToken, wethToken } = await networkHelpers.loadFixture(fixture);
    const account = accountOf(trader);
    await vault.connect(trader).depositCollateral(account, SHARE, weth("10"));
    const [before] = await clearingHouse.collateralValues(account, 4n);
    await wethToken.mint(await shareToken.getAddress(), weth("1000"));
    const [after] = await clearingHouse.collateralValues(account, 4n);
    expect(after).to.be.within(before, before + before / 10_000n);
  });

  it("an account with a position takes out what free collateral leaves, and not a unit more", async () => {
    const { vault, trader, account, lens, clearingHouse } = await networkHelpers.loadFixture(longAccount);
    const [health] = await lens.healthOf([account]);
    const free = health?.freeCollateral ?? 0n;
    // Tokens of which the initial value is the free collateral: 1,600 USD per WETH.
    const most = (free * weth("1")) / usd("1,600");
    const floorTokens = weth("0.01");
    await expect(
      vault.connect(trader).withdrawCollateral(account, WETH, most + floorTokens, trader.address),
    ).to.be.revertedWithCustomError(clearingHouse, "InsufficientFreeCollateral");
    await vault.connect(trader).withdrawCollateral(account, WETH, weth("5"), trader.address);
    const [after] = await lens.healthOf([account]);
    expect(after?.accountValueForInitial).to.be.at.least(after?.initialMargin);
  });

  it("a position's price that allows no withdrawal holds tokens back as it holds cash", async () => {
    const { vault, trader, account, clearingHouse, feeds } = await networkHelpers.loadFixture(longAccount);
    await feeds.ETH.updateAnswer(0n);
    await expect(vault.connect(trader).withdrawCollateral(account, WETH, 1n, trader.address))
      .to.be.revertedWithCustomError(clearingHouse, "PriceNotUsable")
      .withArgs(0n, PriceValidity.Invalid);
  });

  it("a token whose price is dead may leave an account that stands without it", async () => {
    const { vault, trader, account, wbtcFeed, clearingHouse, wethFeed } = await networkHelpers.loadFixture(longAccount);
    await vault.connect(trader).depositCollateral(account, WBTC, wbtc("1"));
    await wbtcFeed.updateAnswer(0n);
    await vault.connect(trader).withdrawCollateral(account, WBTC, wbtc("1"), trader.address);
    await wethFeed.updateAnswer(0n);
    await expect(
      vault.connect(trader).withdrawCollateral(account, WETH, 1n, trader.address),
    ).to.be.revertedWithCustomError(clearingHouse, "InsufficientFreeCollateral");
  });

  it("a flat account borrows cash against its tokens, up to what they count for initial margin", async () => {
    const { vault, trader, account, token, clearingHouse, cashOf } = await networkHelpers.loadFixture(wethAccount);
    await expect(vault.connect(trader).withdraw(account, usd("16,000") + 1n, trader.address))
      .to.be.revertedWithCustomError(clearingHouse, "InsufficientFreeCollateral")
      .withArgs(account, usd("16,000") + 1n, usd("16,000"));
    await vault.connect(trader).withdraw(account, usd("16,000"), trader.address);
    expect(await token.balanceOf(trader.address)).to.equal(usd("16,000"));
    expect(await cashOf(account)).to.equal(-usd("16,000"));
    expect(await clearingHouse.collateralDebts()).to.deep.equal([usd("16,000"), DEBT_LIMIT, DEBT_LIMIT]);
  });

  it("while in debt the tokens stay, until it is paid back", async () => {
    const { vault, trader, account, token, clearingHouse, fund } = await networkHelpers.loadFixture(wethAccount);
    await vault.connect(trader).withdraw(account, usd("16,000"), trader.address);
    await expect(
      vault.connect(trader).withdrawCollateral(account, WETH, weth("0.001"), trader.address),
    ).to.be.revertedWithCustomError(clearingHouse, "InsufficientFreeCollateral");
    await fund(trader, usd("16,000"));
    expect((await clearingHouse.collateralDebts())[0]).to.equal(0n);
    await vault.connect(trader).withdrawCollateral(account, WETH, weth("10"), trader.address);
    expect(await token.balanceOf(trader.address)).to.equal(usd("16,000"));
  });

  it("an old price of the tokens lends nothing", async () => {
    const { vault, trader, account, clearingHouse } = await networkHelpers.loadFixture(wethAccount);
    await networkHelpers.time.increase(DAY + 60);
    await expect(vault.connect(trader).withdraw(account, 1n, trader.address))
      .to.be.revertedWithCustomError(clearingHouse, "InsufficientFreeCollateral")
      .withArgs(account, 1n, 0n);
  });

  it("funding and losses of an account with tokens are in the sum of debts to the unit", async () => {
    const { trader, trade, sizeOf, account, clearingHouse, cashOf, feeds } =
      await networkHelpers.loadFixture(longAccount);
    expect((await clearingHouse.collateralDebts())[0]).to.equal(-(await cashOf(account)));
    await feeds.ETH.updateAnswer(answer("1,960"));
    await trade(trader, "ETH", -sizeOf("ETH", "2"));
    expect((await clearingHouse.collateralDebts())[0]).to.equal(-(await cashOf(account)));
    await feeds.ETH.updateAnswer(answer("2,050"));
    await trade(trader, "ETH", -sizeOf("ETH", "3"));
    expect(await cashOf(account)).to.be.above(0n);
    expect((await clearingHouse.collateralDebts())[0]).to.equal(0n);
  });
});
