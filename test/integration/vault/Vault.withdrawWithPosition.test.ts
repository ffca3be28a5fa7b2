// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { PriceValidity } from "../../fixtures/validity.ts";
import { EXPIRED, longFixture, STALE } from "./support.ts";

const connection = await network.create();
const { networkHelpers } = connection;

describe("Vault.withdraw from an account with positions", () => {
  /** 10 ETH of 20,000 USD notional: initial margin 1,000, withdrawal floor 2,000. */
  async function openedFixture() {
    return opened("5,000", "10");
  }

  /** A39's account: 1,000 ETH of 2,000,000 USD notional on 105,000 USD, initial margin 100,000. */
  async function largeFixture() {
    return opened("105,000", "1,000");
  }

  async function opened(money: string, tokens: string) {
    const working = await longFixture(connection, money, tokens);
    const { lens, account, vault, trader, setPrice } = working;
    const health = async () => {
      const [one] = await lens.healthOf([account]);
      if (one === undefined) throw new Error("the lens left the account out");
      return one;
    };
    const withdraw = async (amount: bigint) => vault.connect(trader).withdraw(account, amount, trader.address);
    return { ...working, health, withdraw, setEth: async (price: string) => setPrice("ETH", price) };
  }

  it("leaves accountValue at the withdrawal floor and reverts with BelowWithdrawFloor one unit beyond", async () => {
    const { clearingHouse, account, health, withdraw, cashOf } = await networkHelpers.loadFixture(openedFixture);
    const floor = usd("2,000");
    const before = await health();
    expect(before.initialMargin).to.equal(usd("1,000"));
    const most = before.accountValue - floor;
    await expect(withdraw(most + 1n))
      .to.be.revertedWithCustomError(clearingHouse, "BelowWithdrawFloor")
      .withArgs(account, floor - 1n, floor);
    const cash = await cashOf(account);
    await withdraw(most);
    expect(await cashOf(account)).to.equal(cash - most);
    expect((await health()).accountValue).to.equal(floor);
  });

  it("reverts with InsufficientFreeCollateral one unit beyond min(cash, accountValue) - initialMargin", async () => {
    const { clearingHouse, account, health, withdraw, setEth } = await networkHelpers.loadFixture(openedFixture);
    await setEth("2,300");
    const { cash, initialMargin, freeCollateral, accountValue } = await health();
    expect(accountValue).to.be.greaterThan(cash);
    expect(freeCollateral).to.equal(cash - initialMargin);
    await expect(withdraw(freeCollateral + 1n))
      .to.be.revertedWithCustomError(clearingHouse, "InsufficientFreeCollateral")
      .withArgs(account, freeCollateral + 1n, freeCollateral);
    await withdraw(freeCollateral);
    expect((await health()).freeCollateral).to.equal(0n);
  });

  it("A39: paper profit never leaves, however large; realised by a close it does", async () => {
    const { clearingHouse, trader, account, health, withdraw, setEth, trade, sizeOf, cashOf } =
      await networkHelpers.loadFixture(largeFixture);
    await setEth("2,100");
    const { cash, accountValue, initialMargin, freeCollateral } = await health();
    // Profit of nearly 100,000 on top of 105,000 less the fee; the naive rule would let 94,000 out.
    expect(accountValue - initialMargin).to.be.greaterThan(usd("94,000"));
    expect([cash < initialMargin, freeCollateral]).to.deep.equal([true, 0n]);
    await expect(withdraw(1n))
      .to.be.revertedWithCustomError(clearingHouse, "InsufficientFreeCollateral")
      .withArgs(account, 1n, 0n);
    await trade(trader, "ETH", -sizeOf("ETH", "1,000"));
    const realised = await cashOf(account);
    expect(realised).to.be.greaterThan(usd("190,000"));
    await withdraw(realised);
    expect(await cashOf(account)).to.equal(0n);
  });

  it("A40: a loss counts, also where initial margin alone would leave room", async () => {
    const { clearingHouse, account, health, withdraw, setEth } = await networkHelpers.loadFixture(openedFixture);
    // 10 ETH bought at about 2,000: minus 4,000 of 5,000.
    await setEth("1,600");
    const { cash, accountValue, initialMargin, freeCollateral } = await health();
    expect(cash - initialMargin).to.be.greaterThan(usd("4,000"));
    expect(freeCollateral).to.equal(accountValue - initialMargin);
    await expect(withdraw(freeCollateral + 1n))
      .to.be.revertedWithCustomError(clearingHouse, "InsufficientFreeCollateral")
      .withArgs(account, freeCollateral + 1n, freeCollateral);
  });

  it("reverts with PriceNotUsable at a stale price and at an expired one", async () => {
    const { clearingHouse, withdraw, setPrices, marketIds } = await networkHelpers.loadFixture(openedFixture);
    await setPrices({});
    for (const [age, validity] of [
      [STALE, PriceValidity.Stale],
      [EXPIRED - STALE, PriceValidity.Expired],
    ] as const) {
      await networkHelpers.time.increase(age);
      await expect(withdraw(1n))
        .to.be.revertedWithCustomError(clearingHouse, "PriceNotUsable")
        .withArgs(marketIds.ETH, validity);
    }
  });

  it("reverts with PriceNotUsable at an invalid price, and asks no feed of a market that it does not hold", async () => {
    const { clearingHouse, feeds, withdraw, marketIds } = await networkHelpers.loadFixture(openedFixture);
    await feeds.BTC.updateAnswer(0n);
    await withdraw(1n);
    await feeds.ETH.updateAnswer(0n);
    await expect(withdraw(1n))
      .to.be.revertedWithCustomError(clearingHouse, "PriceNotUsable")
      .withArgs(marketIds.ETH, PriceValidity.Invalid);
  });

  it("the guardian's restriction does not stop it", async () => {
    const { clearingHouse, guardian, withdraw, marketIds, cashOf, account } =
      await networkHelpers.loadFixture(openedFixture);
    await clearingHouse.connect(guardian).restrictMarket(marketIds.ETH);
    const cash = await cashOf(account);
    await withdraw(100n);
    expect(await cashOf(account)).to.equal(cash - 100n);
  });
});
