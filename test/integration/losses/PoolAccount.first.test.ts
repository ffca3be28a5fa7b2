// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { orderOf } from "../clearing/trading.ts";
import { lossesFixture, newConnection, SMALL } from "./support.ts";

const connection = await newConnection();
const { networkHelpers } = connection;

describe("the pool's account of a market below zero is closed before anything else happens there", () => {
  /** Longs of 400 ETH; at 2,560 the pool's account, which is short as much, lacks about 122,000 USD and nobody insures it. */
  async function insolventFixture() {
    const losses = await lossesFixture(connection, { ...SMALL, insuranceBudget: "0" });
    const { alice, bob, seat, setPrices, poolOf, lens } = losses;
    const [cross = "", long = ""] = await seat([
      { owner: alice, subAccount: 0n, cash: "26,000", legs: { ETH: "50", BTC: "-1.6" } },
      { owner: alice, subAccount: 1n, cash: "400,000", legs: { ETH: "350" } },
      { owner: bob, cash: "400,000", legs: { BTC: "1" } },
    ]);
    await setPrices({ ETH: "2,560", BTC: "72,600" });
    const [health] = await lens.healthOf([poolOf.ETH]);
    expect((health?.accountValue ?? 0n) < 0n).to.equal(true);
    return { ...losses, cross, long };
  }

  /** The same, and a quarter of the shorts is a trader's. */
  async function sharedFixture() {
    const losses = await lossesFixture(connection, { ...SMALL, insuranceBudget: "0" });
    const { alice, bob, seat, setPrice } = losses;
    const [one = "", other = "", short = ""] = await seat([
      { owner: alice, subAccount: 0n, cash: "400,000", legs: { ETH: "120" } },
      { owner: alice, subAccount: 1n, cash: "400,000", legs: { ETH: "280" } },
      { owner: bob, cash: "400,000", legs: { ETH: "-100" } },
    ]);
    await setPrice("ETH", "2,760");
    return { ...losses, longs: [one, other], short };
  }

  it("an account with value that the closing takes below zero is closed in the same call (P4)", async () => {
    const { cross, lens, liquidate, liquidator, clearingHouse, cashOf } =
      await networkHelpers.loadFixture(insolventFixture);
    const [health] = await lens.healthOf([cross]);
    expect(health?.liquidatable).to.equal(true);
    expect((health?.accountValue ?? 0n) > 0n).to.equal(true);
    await liquidate(liquidator, [cross]);
    expect((await clearingHouse.accountState(cross)).markets).to.equal(0n);
    expect((await cashOf(cross)) >= 0n).to.equal(true);
  });

  it("an owner's close succeeds where the closing has taken the position: it never becomes an opening", async () => {
    const { alice, long, clearingHouse, sizeAt, marketIds } = await networkHelpers.loadFixture(insolventFixture);
    const size = await sizeAt(long, "ETH");
    await clearingHouse.connect(alice).trade(orderOf(long, BigInt(marketIds.ETH), -size));
    expect(await sizeAt(long, "ETH")).to.equal(0n);
  });

  it("and so a reduce-only close", async () => {
    const { alice, long, clearingHouse, sizeAt, marketIds } = await networkHelpers.loadFixture(insolventFixture);
    const size = await sizeAt(long, "ETH");
    await clearingHouse.connect(alice).trade(orderOf(long, BigInt(marketIds.ETH), -size, { reduceOnly: true }));
    expect(await sizeAt(long, "ETH")).to.equal(0n);
  });

  it("and closeAccount", async () => {
    const { alice, long, closeAccount, sizeAt } = await networkHelpers.loadFixture(insolventFixture);
    await closeAccount(alice, long);
    expect(await sizeAt(long, "ETH")).to.equal(0n);
  });

  it("at the price at which it ends at exactly zero, by the whole opposite side, before a trader's order is filled (A68)", async () => {
    const losses = await networkHelpers.loadFixture(sharedFixture);
    const { alice, clearingHouse, cashOf, poolOf, poolSize, ledger, longs, short, order, sizeOf, sizeAt } = losses;
    const everyone = [...longs, short];
    const { surplus } = await ledger(everyone);
    const held = await poolSize("ETH");
    const [health] = await losses.lens.healthOf([poolOf.ETH]);
    const entry = (await clearingHouse.positionState(poolOf.ETH, 0n)).entryNotional;
    const cash = await cashOf(poolOf.ETH);
    const sizes = await Promise.all(longs.map(async (account) => sizeAt(account, "ETH")));
    await order(alice, longs[0] ?? "", "ETH", "-5");
    const [event] = await clearingHouse.queryFilter(clearingHouse.filters.PoolDeleveraged(0n), -1);
    expect(event?.args.sizeClosed).to.equal(held);
    const [shared] = await clearingHouse.queryFilter(clearingHouse.filters.BadDebtShared(poolOf.ETH), -1);
    // A quarter of what the market's own fees have paid in: insurance had no other budget.
    const insured = shared?.args.fromInsurance ?? 0n;
    expect(insured > 0n && insured < usd("50")).to.equal(true);
    // Its cash and what it received for the short are all that it can pay beside.
    expect(event?.args.quote).to.be.within(entry + cash + insured - 1n, entry + cash + insured);
    expect(shared?.args.badDebt).to.equal(-(health?.accountValue ?? 0n));
    expect(shared?.args.fromOppositeSide).to.equal(-(health?.accountValue ?? 0n) - insured);
    // Both longs shrink by the same fraction, 300 of 400; then five are sold to the pool.
    const left = await Promise.all(longs.map(async (account) => sizeAt(account, "ETH")));
    expect((left[0] ?? 0n) + sizeOf("ETH", "5")).to.be.within((sizes[0] ?? 0n) / 4n - 1n, (sizes[0] ?? 0n) / 4n);
    expect(left[1]).to.be.within((sizes[1] ?? 0n) / 4n - 1n, (sizes[1] ?? 0n) / 4n);
    expect((await ledger(everyone)).surplus).to.be.within(surplus - 4n, surplus + 20n);
  });
});
