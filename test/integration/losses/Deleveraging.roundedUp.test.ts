// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { orderOf } from "../clearing/trading.ts";
import { lossesFixture, newConnection, SMALL } from "./support.ts";

const connection = await newConnection();
const { networkHelpers } = connection;

describe("shorts that rounding has made one unit larger than open interest", () => {
  /** After a deleveraging two shorts hold a unit more together than the longs; the pool has taken both over. */
  async function roundedUpFixture() {
    const losses = await lossesFixture(connection, { ...SMALL, insuranceBudget: "0" });
    const { alice, bob, seat, setPrice, liquidate, clearingHouse, liquidator, sizeAt, openInterest } = losses;
    const [victim = "", long = "", first = "", second = ""] = await seat([
      { owner: alice, subAccount: 0n, cash: "10,500", legs: { ETH: "100" } },
      { owner: alice, subAccount: 1n, cash: "400,000", legs: { ETH: "400" } },
      { owner: bob, subAccount: 0n, cash: "400,000", legs: { ETH: "-233.000000001" } },
      { owner: bob, subAccount: 1n, cash: "400,000", legs: { ETH: "-267" } },
    ]);
    await setPrice("ETH", "1,880");
    await liquidate(liquidator, [victim]);
    for (const account of [first, second]) await clearingHouse.syncAccount(account);
    const shorts = -(await sizeAt(first, "ETH")) - (await sizeAt(second, "ETH"));
    expect(shorts - (await openInterest("ETH"))).to.equal(1n);
    return { ...losses, victim, long, first, second };
  }

  /** The pool holds all of them and its account is worth less than nothing. */
  async function insolventPoolFixture() {
    const losses = await roundedUpFixture();
    const { bob, first, second, close, setPrice } = losses;
    await close(bob, first, "ETH");
    await close(bob, second, "ETH");
    await setPrice("ETH", "2,260");
    return losses;
  }

  it("the pool's account that holds all of them can be closed below zero", async () => {
    const { liquidate, liquidator, poolOf, poolSize } = await networkHelpers.loadFixture(insolventPoolFixture);
    await liquidate(liquidator, [poolOf.ETH]);
    expect(await poolSize("ETH")).to.be.within(0n, 1n);
  });

  it("a trade there is refused for what the pool then lacks, and not for the unit", async () => {
    const { clearingHouse, carol, seat } = await networkHelpers.loadFixture(insolventPoolFixture);
    await expect(seat([{ owner: carol, cash: "5,000", legs: { ETH: "0.6" } }])).to.be.revertedWithCustomError(
      clearingHouse,
      "InsufficientPoolMargin",
    );
  });

  it("a trader's short that is larger than open interest can be closed below zero", async () => {
    const losses = await networkHelpers.loadFixture(roundedUpFixture);
    const { clearingHouse, bob, alice, first, second, long, setPrice, liquidate, liquidator, sizeAt, openInterest } =
      losses;
    const { close, poolSize, vault, marketIds } = losses;
    // The pool takes the first short over, and a long that reduces by as much takes it from the pool.
    const size = await sizeAt(first, "ETH");
    await close(bob, first, "ETH");
    await clearingHouse.connect(alice).trade(orderOf(long, BigInt(marketIds.ETH), size));
    expect(await poolSize("ETH")).to.equal(1n);
    expect(-(await sizeAt(second, "ETH")) - (await openInterest("ETH"))).to.equal(1n);
    const { cash } = await clearingHouse.accountState(second);
    await vault.connect(bob).withdraw(second, (cash * 8n) / 10n, bob.address);
    await setPrice("ETH", "2,400");
    await liquidate(liquidator, [second]);
    expect(await sizeAt(second, "ETH")).to.equal(0n);
  });
});
