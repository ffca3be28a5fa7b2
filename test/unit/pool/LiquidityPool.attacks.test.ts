// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { MaxUint256 } from "ethers";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { DELAY, Lapse, emptyPoolFixture, workingPoolFixture } from "./support.ts";

const connection = await network.create();
const { networkHelpers } = connection;

describe("LiquidityPool: attacks", () => {
  const emptyPool = async () => emptyPoolFixture(connection);
  const workingPool = async () => workingPoolFixture(connection);

  it("A75: the first depositor takes nothing from the second, whatever lies in the vault", async () => {
    const { pool, token, vault, alice, bob, askToJoin, askToLeave, waitForWindow, execute, ...claims } =
      await networkHelpers.loadFixture(emptyPool);
    const first = await askToJoin(alice, 1n);
    await waitForWindow();
    await execute(first);
    await token.mint(await vault.getAddress(), usd("10,000"));
    const second = await askToJoin(bob, usd("15,000"));
    await waitForWindow();
    await execute(second);
    const leaving = [
      await askToLeave(alice, await claims.claimShares(alice)),
      await askToLeave(bob, await claims.claimShares(bob)),
    ] as const;
    await waitForWindow();
    for (const id of leaving) await execute(id);
    expect(await pool.maxWithdraw(alice.address)).to.be.at.most(1n);
    expect(await pool.maxWithdraw(bob.address)).to.be.at.least(usd("15,000") - 2n);
  });

  it("A77: who leaves before traders take their profit leaves his part of it behind", async () => {
    const { pool, clearingHouse, provider, bob, fund, trade, askToLeave, waitForWindow, outcomeOf, execute, ...rest } =
      await networkHelpers.loadFixture(workingPool);
    const shares = await rest.claimShares(provider);
    await fund(bob, usd("1,000,000"));
    await trade(bob, "ETH", "2,000");
    const id = await askToLeave(provider, shares / 10n);
    await waitForWindow({ ETH: "2,200" });
    const { assets } = await outcomeOf(execute(id));
    await trade(bob, "ETH", "2,000", true);
    // The others' shares are worth what they were: a tenth each of what stayed, but for the closing fee and spread.
    const { markValue } = await clearingHouse.poolValuation();
    expect(assets).to.be.at.most(markValue / 9n);
    expect(assets).to.be.greaterThan((markValue * 999n) / 9_000n);
    expect(await pool.totalSupply()).to.equal(shares - shares / 10n);
  });

  it("A80: while an account of the pool has no value left nobody joins or leaves, traders close, and then both go on", async () => {
    const { pool, clearingHouse, provider, alice, bob, fund, trade, setPrice, execute, walletOf, ...rest } =
      await networkHelpers.loadFixture(workingPool);
    const shares = await rest.claimShares(provider);
    await fund(bob, usd("2,000,000"));
    await trade(bob, "ETH", "8,000");
    const [joining, leaving] = [await rest.askToJoin(alice, usd("1,000")), await rest.askToLeave(provider, shares)];
    await rest.waitForWindow();
    // The trader gains 11,200,000 of a pool of 10,000,000.
    await setPrice("ETH", "3,400");
    expect((await clearingHouse.poolValuation()).markValue).to.be.lessThan(0n);
    expect(await pool.totalAssets()).to.equal(0n);
    for (const id of [joining, leaving]) {
      await expect(execute(id)).to.be.revertedWithCustomError(pool, "PricesNotValid");
    }
    // The pool's account of ETH is closed before anything is filled: it pays all it has, insurance up to its budget.
    const insurance = await clearingHouse.insuranceAccount();
    const setAside = await clearingHouse.poolMarketAccount(rest.marketOf("ETH"));
    const purse = async () => {
      const { cash, insuranceOwed } = await clearingHouse.accountState(setAside);
      return [await walletOf(bob), cash, (await rest.cashOf(insurance)) + insuranceOwed] as const;
    };
    const others = async () => [await rest.mainCash(), await rest.marketCash("BTC")];
    const [[wallet, committed, insured], elsewhere] = [await purse(), await others()];
    await clearingHouse.connect(bob).closeAccount(accountOf(bob), [0n], MaxUint256);
    expect((await clearingHouse.positionState(accountOf(bob), rest.marketOf("ETH"))).size).to.equal(0n);
    const [paid, left, insuredStill] = await purse();
    expect(left).to.equal(0n);
    // Rounding leaves at most a unit with the protocol.
    expect(paid).to.be.within(
      wallet + committed + insured - insuredStill - 1n,
      wallet + committed + insured - insuredStill,
    );
    expect(paid).to.be.greaterThan(usd("5,000,000"));
    expect(await others()).to.deep.equal(elsewhere);
    // What main and BTC have is worth something again, and that is what both get.
    const { markValue } = await clearingHouse.poolValuation();
    await execute(joining);
    expect(await pool.convertToAssets(await pool.maxMint(alice.address))).to.be.within(usd("999"), usd("1,000"));
    await execute(leaving);
    expect(await pool.maxWithdraw(provider.address)).to.be.lessThan(markValue);
  });

  it("A80: a little value for many shares buys none of them before a bounce", async () => {
    const { pool, clearingHouse, liquidator, alice, bob, carol, fund, trade, setPrices, askToJoin, ...steps } =
      await networkHelpers.loadFixture(workingPool);
    const [account, reward] = [await fund(bob, usd("4,000,000")), await fund(liquidator, 1n)];
    await fund(carol, usd("8,000,000"));
    const id = await askToJoin(alice, usd("1,000"));
    await steps.waitForWindow();
    // A loss in ETH against a gain in BTC that goes again: main pays what no market answers for.
    await trade(bob, "ETH", "8,000");
    await trade(bob, "BTC", "390");
    await setPrices({ ETH: "1,040", BTC: "60,000" });
    await trade(bob, "ETH", "8,000", true);
    await setPrices({ BTC: "40,000" });
    await clearingHouse.connect(liquidator).liquidate([account], reward);
    // Then traders gain nearly all that the markets have.
    await trade(carol, "ETH", "8,000");
    await trade(carol, "BTC", "380");
    await setPrices({ ETH: "2,360", BTC: "47,800" });
    expect((await clearingHouse.poolValuation()).pricesValid).to.equal(true);
    expect(await pool.totalAssets()).to.be.within(1n, usd("1,000,000"));
    await expect(steps.execute(id))
      .to.emit(pool, "RequestLapsed")
      .withArgs(id, alice.address, Lapse.ShareValueTooLow, usd("1,000"));
  });

  it("A83: nobody is in and out around a fill: between asking and joining lies the delay", async () => {
    const { pool, alice, askToJoin, setPrices } = await networkHelpers.loadFixture(workingPool);
    const id = await askToJoin(alice, usd("1,000"));
    await expect(pool.executeRequest(id)).to.be.revertedWithCustomError(pool, "RequestNotOpen");
    await networkHelpers.time.increase(DELAY - 300);
    await setPrices({});
    await expect(pool.executeRequest(id)).to.be.revertedWithCustomError(pool, "RequestNotOpen");
  });

  it("A83: a realisation that is known beforehand is in the price before it, so it changes no share", async () => {
    const { clearingHouse, bob, trade } = await networkHelpers.loadFixture(gainFixture);
    const { markValue: before } = await clearingHouse.poolValuation();
    // The pool's paper profit of about 100,000 becomes cash.
    await trade(bob, "ETH", "1,000", true);
    const { markValue } = await clearingHouse.poolValuation();
    // Fee and spread of a fill of 1,900,000 at 0.05 % each, and the premium, are all that is new.
    expect(markValue - before).to.be.within(0n, usd("2,300"));
  });

  it("A19: what joins and leaves with nothing in between gets at most what it brought", async () => {
    const { pool, alice, bob, fund, trade, askToJoin, askToLeave, waitForWindow, execute, ...claims } =
      await networkHelpers.loadFixture(workingPool);
    await fund(bob, usd("1,000,000"));
    await trade(bob, "ETH", "2,000");
    const joining = await askToJoin(alice, usd("100,000"));
    await waitForWindow();
    await execute(joining);
    const leaving = await askToLeave(alice, await claims.claimShares(alice));
    await waitForWindow();
    await execute(leaving);
    // Funding that the trader pays in two hours, and the premium that who leaves forgoes.
    const back = await pool.maxWithdraw(alice.address);
    expect(back).to.be.lessThan(usd("100,000"));
    expect(back).to.be.greaterThan(usd("99,900"));
  });

  it("A88: a donation to vault, pool or clearing house moves no quote and no limit", async () => {
    const { pool, clearingHouse, token, vault, stranger } = await networkHelpers.loadFixture(workingPool);
    const before = await clearingHouse.poolValuation();
    const quotes = async () => [
      await pool.totalAssets(),
      await pool.convertToShares(usd("1")),
      await pool.convertToAssets(10n ** 12n),
    ];
    const quoted = await quotes();
    for (const target of [vault, pool, clearingHouse]) {
      await token.connect(stranger).mint(await target.getAddress(), usd("1,000,000"));
    }
    expect(await clearingHouse.poolValuation()).to.deep.equal(before);
    expect(await quotes()).to.deep.equal(quoted);
  });

  /** The pool has about 100,000 of paper profit. */
  async function gainFixture() {
    const working = await workingPool();
    const { bob, fund, trade, setPrice } = working;
    await fund(bob, usd("1,000,000"));
    await trade(bob, "ETH", "1,000");
    await setPrice("ETH", "1,900");
    return working;
  }
});
