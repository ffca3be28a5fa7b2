// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { BTC, settlementOf } from "./settled.ts";
import { lossesFixture, newConnection, SMALL } from "./support.ts";
import type { Losses } from "./support.ts";

const connection = await newConnection();
const { networkHelpers } = connection;

/** Rounding of one closed position, 1e-6 USD. */
const DUST = 2n;

describe("In a settled market (A106)", () => {
  async function settled(losses: Losses) {
    const { alice, bob, carol, seat, setPrices } = losses;
    const accounts = await seat([
      { owner: alice, cash: "40,000", legs: { BTC: "3", ETH: "5" } },
      { owner: bob, cash: "40,000", legs: { BTC: "-2" } },
      { owner: carol, cash: "20,000", legs: { BTC: "0.5" } },
    ]);
    const [long = "", short = "", small = ""] = accounts;
    const steps = settlementOf(connection, losses);
    await setPrices({ BTC: "41,000" });
    await steps.die();
    await steps.announce();
    await steps.execute();
    await steps.passHour();
    return { ...losses, accounts, long, short, small };
  }
  const plain = async () => settled(await lossesFixture(connection));
  const withFunding = async () => settled(await lossesFixture(connection, { ...SMALL, funding: true }));

  it("everybody closes at its price, in any order, and sizes and money sum to zero", async () => {
    const losses = await networkHelpers.loadFixture(plain);
    const { alice, bob, carol, accounts, long, short, small, close, ledger, openInterest, poolSize } = losses;
    const { surplus } = await ledger(accounts);
    await close(carol, small, BTC);
    await close(alice, long, BTC);
    await close(bob, short, BTC);
    expect(await openInterest(BTC)).to.equal(0n);
    expect(await poolSize(BTC)).to.equal(0n);
    const after = await ledger(accounts);
    expect(after.sizes).to.deep.equal([0n, 0n]);
    expect(after.surplus >= surplus).to.equal(true);
    expect(after.surplus - surplus <= 6n * DUST).to.equal(true);
  });

  it("a close is at the price itself: no spread, no premium, no fee, however much it moves the skew", async () => {
    const losses = await networkHelpers.loadFixture(plain);
    const { alice, long, close, cashOf, clearingHouse, markOf, marketIds, sizeAt } = losses;
    const size = await sizeAt(long, BTC);
    const { entryNotional } = await clearingHouse.positionState(long, marketIds.BTC);
    const cash = await cashOf(long);
    const sent = await close(alice, long, BTC);
    const [traded] = await clearingHouse.queryFilter(clearingHouse.filters.Traded(long), sent.blockNumber ?? undefined);
    expect(traded?.args.fee).to.equal(0n);
    // In 1e-22 USD per unit, rounded against the account by at most one unit of money.
    const proceeds = (size * (await markOf(BTC))) / 10n ** 16n;
    const gained = (await cashOf(long)) - cash;
    expect(proceeds + entryNotional - gained >= 0n && proceeds + entryNotional - gained <= 1n).to.equal(true);
  });

  it("a part is closed like the whole", async () => {
    const { alice, long, order, sizeAt, sizeOf } = await networkHelpers.loadFixture(plain);
    await order(alice, long, BTC, "-1");
    expect(await sizeAt(long, BTC)).to.equal(sizeOf(BTC, "2"));
  });

  it("no funding accrues, however long somebody waits", async () => {
    const { clearingHouse, marketIds, long, lens } = await networkHelpers.loadFixture(withFunding);
    const indexOf = async () => (await clearingHouse.marketState(marketIds.BTC)).state.fundingIndex;
    const index = await indexOf();
    const [before] = await lens.healthOf([long]);
    await networkHelpers.time.increase(30n * 86_400n);
    await clearingHouse.accrueFunding(marketIds.BTC);
    expect(await indexOf()).to.equal(index);
    const [after] = await lens.healthOf([long]);
    // Its ETH pays: only that part may have moved.
    expect((await clearingHouse.marketState(marketIds.BTC)).state.fundingFrozen).to.equal(true);
    expect((after?.accountValue ?? 0n) <= (before?.accountValue ?? 0n)).to.equal(true);
  });

  it("whoever holds a position there trades, closes and withdraws in other markets as ever", async () => {
    const { alice, vault, token, long, order, sizeAt, sizeOf } = await networkHelpers.loadFixture(plain);
    await order(alice, long, "ETH", "5");
    await order(alice, long, "ETH", "-10");
    expect(await sizeAt(long, "ETH")).to.equal(0n);
    await vault.connect(alice).withdraw(long, usd("10,000"), alice.address);
    expect(await token.balanceOf(alice.address)).to.equal(usd("10,000"));
    expect(await sizeAt(long, BTC)).to.equal(sizeOf(BTC, "3"));
  });

  it("closeAccount closes it with the other markets", async () => {
    const { alice, long, clearingHouse, closeAccount } = await networkHelpers.loadFixture(plain);
    await closeAccount(alice, long);
    expect((await clearingHouse.accountState(long)).markets).to.equal(0n);
  });

  it("the preview of a close says what it does", async () => {
    const { alice, clearingHouse, long, cashOf, marketIds, sizeAt } = await networkHelpers.loadFixture(plain);
    const size = await sizeAt(long, BTC);
    const order = {
      account: long,
      market: marketIds.BTC,
      sizeDelta: -size,
      worstPrice: 0n,
      deadline: 2n ** 40n,
      reduceOnly: true,
    };
    const { filled } = await clearingHouse.connect(alice).previewTrade.staticCall(order);
    const before = await cashOf(long);
    await clearingHouse.connect(alice).trade(order);
    expect(filled.fee).to.equal(0n);
    expect((await cashOf(long)) - before).to.equal(filled.realizedPnl - filled.fundingPayment);
  });
});
