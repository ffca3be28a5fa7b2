// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { divUp } from "../../../scripts/lib/units/rounding.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { lossesFixture, newConnection } from "./support.ts";

const connection = await newConnection();
const { networkHelpers } = connection;

/** Percent that the price has moved against the pool's inventory, one step at a time. */
const STEPS = Array.from({ length: 30 }, (_, index) => index + 1);

/** k = 1.1, in units and money rounded once each. */
function expectAtTarget(
  health: { readonly accountValue: bigint; readonly maintenanceMargin: bigint } | undefined,
): void {
  if (health === undefined) throw new Error("the lens tells nothing");
  expect(health.accountValue * 10n - health.maintenanceMargin * 11n).to.be.within(-60n, 200n);
}

for (const { name, own, sign } of [
  { name: "long", own: "", sign: 1 },
  { name: "short", own: "-", sign: -1 },
] as const) {
  describe(`the pool's account of a market in which traders are ${name}, driven 30 % against it in steps of 1 %`, () => {
    /** 480 ETH net of the cap of 500: 960,000 USD on a commitment of 100,000. */
    async function fullFixture() {
      const losses = await lossesFixture(connection);
      const { alice, bob, seat, poolSize, sizeOf } = losses;
      const other = own === "" ? "-" : "";
      const accounts = await seat([
        { owner: alice, subAccount: 0n, cash: "300,000", legs: { ETH: `${own}240` } },
        { owner: alice, subAccount: 1n, cash: "300,000", legs: { ETH: `${own}250` } },
        { owner: bob, cash: "100,000", legs: { ETH: `${other}10` } },
      ]);
      expect(await poolSize("ETH")).to.equal(BigInt(-sign) * sizeOf("ETH", "480"));
      return { ...losses, accounts };
    }

    it("liquidate([its account]) brings it to its target each time it is below maintenance, and main pays nothing", async () => {
      const losses = await networkHelpers.loadFixture(fullFixture);
      const { accounts, clearingHouse, lens, liquidate, liquidator, poolOf, setPrice, cashOf, poolSize, ledger } =
        losses;
      const main = await cashOf(await clearingHouse.poolAccount());
      const table: { readonly percent: number; readonly before: bigint; readonly after: bigint }[] = [];
      for (const percent of STEPS) {
        await setPrice("ETH", (20 * (100 + sign * percent)).toFixed(2));
        const [before] = await lens.healthOf([poolOf.ETH]);
        if (before === undefined) throw new Error("the lens tells nothing");
        // A step of 1 % takes less than half of what the target leaves: it is never below zero.
        expect(before.accountValue > 0n, `${percent} %`).to.equal(true);
        expect(before.liquidatable).to.equal(before.accountValue < before.maintenanceMargin);
        if (!before.liquidatable) {
          await expect(liquidate(liquidator, [poolOf.ETH])).to.be.revertedWithCustomError(
            clearingHouse,
            "NothingLiquidated",
          );
          continue;
        }
        const size = await poolSize("ETH");
        await liquidate(liquidator, [poolOf.ETH]);
        const [after] = await lens.healthOf([poolOf.ETH]);
        expectAtTarget(after);
        // At mark and without a penalty it keeps what it was worth.
        expect(before.accountValue - (after?.accountValue ?? 0n)).to.be.within(0n, 8n);
        const left = await poolSize("ETH");
        table.push({ percent, before: size, after: left });
        expect(left < 0n ? left > size : left < size).to.equal(true);
        expect(await cashOf(await clearingHouse.poolAccount())).to.equal(main);
      }
      expect(table.length).to.be.greaterThan(8);
      await losses.settleAll(accounts);
      const { sizes, surplus } = await ledger([...accounts, accountOf(liquidator)]);
      expect(sizes).to.deep.equal([0n, 0n]);
      expect(surplus).to.be.within(0n, 200n);
    });

    it("so it does with refills, by which main pays a tenth of the commitment a day and no more, whatever the market takes", async () => {
      const losses = await networkHelpers.loadFixture(fullFixture);
      const { clearingHouse, lens, liquidate, liquidator, poolOf, setPrice, cashOf } = losses;
      const main = await clearingHouse.poolAccount();
      const tenth = usd("10,000");
      let restored = 0;
      for (const [index, percent] of STEPS.entries()) {
        const before = await cashOf(main);
        const { refillAllowance } = (await clearingHouse.marketState(0n)).pool;
        await setPrice("ETH", (20 * (100 + sign * percent)).toFixed(2));
        await clearingHouse.refillMarket(0n);
        const paid = before - (await cashOf(main));
        // A tenth of the commitment grows in a day, evenly; a step takes a few seconds.
        const most = index === 0 ? tenth : refillAllowance + usd("10");
        expect(paid, `${percent} %`).to.be.within(0n, most);
        const [health] = await lens.healthOf([poolOf.ETH]);
        if (!(health?.liquidatable ?? false)) continue;
        const left = await cashOf(main);
        await liquidate(liquidator, [poolOf.ETH]);
        const [after] = await lens.healthOf([poolOf.ETH]);
        expectAtTarget(after);
        expect(await cashOf(main), "a liquidation is nobody's refill").to.equal(left);
        restored += 1;
      }
      expect(restored).to.be.greaterThan(8);
      // What the day allowed is gone; the next day allows as much again, and no more.
      const spent = await cashOf(main);
      await networkHelpers.time.increase(86_400);
      await clearingHouse.refillMarket(0n);
      expect(spent - (await cashOf(main))).to.equal(tenth);
      await clearingHouse.refillMarket(0n);
      expect(spent - (await cashOf(main))).to.be.within(tenth, tenth + usd("1"));
    });

    it("the traders that it gave its inventory to have lost nothing by it", async () => {
      const { accounts, lens, liquidate, liquidator, poolOf, setPrice } = await networkHelpers.loadFixture(fullFixture);
      await setPrice("ETH", (20 * (100 + sign * 9)).toFixed(2));
      const before = await lens.healthOf(accounts);
      await liquidate(liquidator, [poolOf.ETH]);
      const after = await lens.healthOf(accounts);
      for (const [index, health] of after.entries()) {
        expect((before[index]?.accountValue ?? 0n) - health.accountValue).to.be.within(0n, 6n);
      }
    });

    it("an owner's close against a full pool succeeds, and the pool's account is back at maintenance in the same call", async () => {
      const losses = await networkHelpers.loadFixture(fullFixture);
      const { bob, accounts, close, drainPool, lens, poolOf, seat, sizeAt, clearingHouse, setPrice } = losses;
      const other = own === "" ? "-" : "";
      const [large = ""] = await seat([
        { owner: bob, subAccount: 3n, cash: "120,000", legs: { ETH: `${other}300` } },
        { owner: bob, subAccount: 4n, cash: "120,000", legs: { ETH: `${own}300` } },
      ]);
      // Just above its maintenance.
      await drainPool("ETH");
      await setPrice("ETH", (20 * (100 + sign * 2)).toFixed(2));
      const held = await Promise.all(accounts.map(async (account) => sizeAt(account, "ETH")));
      const response = await close(bob, large, "ETH");
      expect(await sizeAt(large, "ETH")).to.equal(0n);
      await expect(response).to.emit(clearingHouse, "PoolDeleveraged");
      const [health] = await lens.healthOf([poolOf.ETH]);
      expect((health?.accountValue ?? 0n) - (health?.maintenanceMargin ?? 0n)).to.be.within(-8n, 100n);
      // What it could not keep of 300 and what it had went to the traders of its other side, all by one fraction.
      const left = await Promise.all(accounts.map(async (account) => sizeAt(account, "ETH")));
      const [was = 0n, wasOther = 0n] = held;
      const [is = 0n, isOther = 0n] = left;
      expect(divUp(was * isOther, wasOther) - is).to.be.within(-2n, 2n);
    });
  });
}
