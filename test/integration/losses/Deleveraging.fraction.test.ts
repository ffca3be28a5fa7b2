// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { divUp } from "../../../scripts/lib/units/rounding.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { lossesFixture, newConnection, SMALL } from "./support.ts";
import type { Seat } from "./support.ts";

const connection = await newConnection();
const { networkHelpers } = connection;

const SHORTS = ["5", "7.3", "11.1", "0.9", "40"] as const;

describe("deleveraging", () => {
  /** A long of 30 ETH below zero that nobody insures, shorts of 64.3 ETH, and a hedged pair of 13 ETH. */
  async function victimFixture() {
    const losses = await lossesFixture(connection, { ...SMALL, insuranceBudget: "0" });
    const { alice, bob, carol, seat, setPrice } = losses;
    const shorts: Seat[] = SHORTS.map((tokens, index) => ({
      owner: bob,
      subAccount: BigInt(index),
      cash: "30,000",
      legs: { ETH: `-${tokens}` },
    }));
    const accounts = await seat([
      { owner: alice, subAccount: 0n, cash: "3,200", legs: { ETH: "30" } },
      { owner: alice, subAccount: 1n, cash: "60,000", legs: { ETH: "34.3" } },
      ...shorts,
      { owner: carol, subAccount: 0n, cash: "10,000", legs: { ETH: "13" } },
      { owner: carol, subAccount: 1n, cash: "10,000", legs: { ETH: "-13" } },
    ]);
    await setPrice("ETH", "1,880");
    const [victim = "", long = "", ...rest] = accounts;
    const [hedgedLong = "", hedgedShort = ""] = rest.slice(SHORTS.length);
    return { ...losses, accounts, victim, long, shorts: rest.slice(0, SHORTS.length), hedgedLong, hedgedShort };
  }

  it("shrinks every position of the opposite side by the same fraction, a hedged one too, and closes none whole (A70)", async () => {
    const { clearingHouse, victim, shorts, hedgedShort, liquidate, liquidator, sizeAt, sizeOf } =
      await networkHelpers.loadFixture(victimFixture);
    const all = [...shorts, hedgedShort];
    const before = await Promise.all(all.map(async (account) => sizeAt(account, "ETH")));
    await liquidate(liquidator, [victim]);
    const [units, of] = [sizeOf("ETH", "30"), sizeOf("ETH", "77.3")];
    for (const [index, account] of all.entries()) {
      const size = -(before[index] ?? 0n);
      // Up to the next unit, and two in 2^96 parts of the scale.
      const exact = divUp(size * (of - units), of);
      expect(-(await sizeAt(account, "ETH")), account).to.be.within(exact, exact + 1n);
    }
    const [event] = await clearingHouse.queryFilter(clearingHouse.filters.SideDeleveraged(0n), -1);
    expect([event?.args.long, event?.args.units, event?.args.epoch]).to.deep.equal([false, units, 1n]);
  });

  it("leaves the account's own side alone", async () => {
    const { victim, long, hedgedLong, liquidate, liquidator, clearingHouse } =
      await networkHelpers.loadFixture(victimFixture);
    const before = await Promise.all([long, hedgedLong].map(async (account) => clearingHouse.fullState(account)));
    await liquidate(liquidator, [victim]);
    for (const [index, account] of [long, hedgedLong].entries()) {
      const [{ cash }, , [position]] = await clearingHouse.fullState(account);
      const was = before[index]?.[0];
      const held = before[index]?.[2][0];
      expect([cash, position?.size, position?.entryNotional]).to.deep.equal([
        was?.cash,
        held?.size,
        held?.entryNotional,
      ]);
    }
  });

  it("pays each its fraction at the event's price: what it gives up in size it has in cash, to the rounding (A74)", async () => {
    const { clearingHouse, victim, shorts, liquidate, liquidator } = await networkHelpers.loadFixture(victimFixture);
    const before = await Promise.all(shorts.map(async (account) => clearingHouse.fullState(account)));
    await liquidate(liquidator, [victim]);
    const [event] = await clearingHouse.queryFilter(clearingHouse.filters.SideDeleveraged(0n), -1);
    const price = event?.args.price ?? 0n;
    for (const [index, account] of shorts.entries()) {
      const [{ cash: cashBefore }, , [was]] = before[index] ?? [{ cash: 0n }, [], []];
      const [{ cash }, , [is]] = await clearingHouse.fullState(account);
      const closed = (is?.size ?? 0n) - (was?.size ?? 0n);
      const paid = divUp(closed * price, 10n ** 16n);
      const released = (was?.entryNotional ?? 0n) - (is?.entryNotional ?? 0n);
      // A short never gains by rounding, and pays for less than a unit that it keeps.
      expect(released - paid - (cash - cashBefore), account).to.be.within(0n, 4n);
    }
  });

  it("conserves value: nothing is made, and what is lost is dust", async () => {
    const { victim, accounts, liquidate, liquidator, ledger, settleAll } =
      await networkHelpers.loadFixture(victimFixture);
    const everyone = [...accounts, accountOf(liquidator)];
    const before = await ledger(everyone);
    await liquidate(liquidator, [victim]);
    const stale = await ledger(everyone);
    expect(stale.surplus).to.be.within(0n, before.surplus + 30n);
    expect(stale.sizes[0]).to.be.within(-BigInt(accounts.length), 0n);
    await settleAll(accounts);
    const after = await ledger(everyone);
    expect(after.sizes).to.deep.equal([0n, 0n]);
    expect(after.surplus).to.be.within(0n, before.surplus + 30n);
  });

  it("an account that catches up after many deleveragings is where one is that caught up after each", async () => {
    const { clearingHouse, alice, seat, shorts, setPrice, liquidate, liquidator } =
      await networkHelpers.loadFixture(victimFixture);
    const [short = ""] = shorts;
    await setPrice("ETH", "2,000");
    const victims: string[] = [];
    for (let index = 0; index < 4; index++) {
      const [account = ""] = await seat([
        { owner: alice, subAccount: BigInt(10 + index), cash: "1,080", legs: { ETH: "10" } },
      ]);
      victims.push(account);
    }
    await setPrice("ETH", "1,880");
    const run = async (sync: boolean) => {
      for (const account of victims) {
        await liquidate(liquidator, [account]);
        // As many seconds either way: insurance's hour goes on.
        await clearingHouse.syncAccount(sync ? short : account);
      }
      return clearingHouse.fullState(short);
    };
    const start = await networkHelpers.takeSnapshot();
    const [{ cash: cashNever }, , [left]] = await run(false);
    await start.restore();
    const [{ cash: cashOften }, , [kept]] = await run(true);
    // Each catching up rounds once more against the account.
    expect((kept?.size ?? 0n) - (left?.size ?? 0n)).to.be.within(-4n, 0n);
    expect(cashNever - cashOften).to.be.within(-8n, 8n);
  });
});
