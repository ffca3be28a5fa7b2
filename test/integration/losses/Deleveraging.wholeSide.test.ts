// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { LONG_SIDE, lossesFixture, newConnection, SHORT_SIDE, SMALL } from "./support.ts";

const connection = await newConnection();
const { networkHelpers } = connection;

for (const { name, own, other, crash, sign } of [
  { name: "long", own: "", other: "-", crash: "1,860", sign: LONG_SIDE },
  { name: "short", own: "-", other: "", crash: "2,160", sign: SHORT_SIDE },
] as const) {
  describe(`all open interest is one account's ${name}, and it is below zero`, () => {
    async function wholeFixture() {
      const losses = await lossesFixture(connection, { ...SMALL, insuranceBudget: "0" });
      const { alice, bob, carol, seat, setPrice } = losses;
      const accounts = await seat([
        { owner: alice, cash: "3,200", legs: { ETH: `${own}30` } },
        { owner: bob, cash: "20,000", legs: { ETH: `${other}17.000000001` } },
        { owner: carol, cash: "20,000", legs: { ETH: `${other}9` } },
      ]);
      // The pool has the other 3.999999999.
      await setPrice("ETH", crash);
      const [victim = "", ...winners] = accounts;
      return { ...losses, accounts, victim, winners };
    }

    async function closedFixture() {
      const losses = await wholeFixture();
      await losses.liquidate(losses.liquidator, [losses.victim]);
      return losses;
    }

    it("everybody opposite is closed whole, the pool too, and a generation of that side ends", async () => {
      const { clearingHouse, winners, sizeAt, poolSize, openInterest, epochOf, cashOf, victim } =
        await networkHelpers.loadFixture(closedFixture);
      for (const account of winners) expect(await sizeAt(account, "ETH")).to.equal(0n);
      expect([await poolSize("ETH"), await openInterest("ETH")]).to.deep.equal([0n, 0n]);
      expect(await cashOf(victim)).to.be.within(0n, 1n);
      const [side] = await clearingHouse.sideState(0n, sign.opposite, await epochOf("ETH"));
      expect([side.generations, await epochOf("ETH")]).to.deep.equal([1n, 2n]);
      const [own] = await clearingHouse.sideState(0n, sign.long, await epochOf("ETH"));
      expect(own.generations).to.equal(0n);
    });

    it("who was closed whole has its gain in cash and can withdraw all of it with every feed dead", async () => {
      const { vault, token, feeds, bob, winners, cashOf } = await networkHelpers.loadFixture(closedFixture);
      const [winner = ""] = winners;
      for (const feed of [feeds.ETH, feeds.BTC]) await feed.updateAnswer(0n);
      const cash = await cashOf(winner);
      expect(cash > usd("20,000")).to.equal(true);
      await vault.connect(bob).withdraw(winner, cash, bob.address);
      expect(await token.balanceOf(bob.address)).to.equal(cash);
    });

    it("no value is made: the vault covers all claims, before and after everybody has caught up", async () => {
      const { accounts, ledger, settleAll, liquidator } = await networkHelpers.loadFixture(closedFixture);
      const everyone = [...accounts, accountOf(liquidator)];
      const stale = await ledger(everyone);
      expect(stale.sizes).to.deep.equal([0n, 0n]);
      expect(stale.surplus).to.be.within(0n, 60n);
      await settleAll(accounts);
      const after = await ledger(everyone);
      expect(after.sizes).to.deep.equal([0n, 0n]);
      expect(after.surplus).to.be.within(0n, 60n);
    });

    it("trading goes on: new positions open, gain, and are deleveraged in the next generation", async () => {
      const losses = await networkHelpers.loadFixture(closedFixture);
      const { alice, bob, carol, seat, setPrice, liquidate, liquidator, sizeAt, sizeOf, epochOf, ledger } = losses;
      await setPrice("ETH", "2,000");
      const fresh = await seat([
        { owner: alice, subAccount: 5n, cash: "1,080", legs: { ETH: `${own}10` } },
        { owner: bob, subAccount: 5n, cash: "20,000", legs: { ETH: `${other}40` } },
        { owner: carol, subAccount: 5n, cash: "20,000", legs: { ETH: `${own}30` } },
      ]);
      const [victim = "", winner = "", same = ""] = fresh;
      await setPrice("ETH", crash);
      await liquidate(liquidator, [victim]);
      expect(await epochOf("ETH")).to.equal(3n);
      const left = await sizeAt(winner, "ETH");
      expect(left < 0n ? -left : left).to.be.within(sizeOf("ETH", "30") - 1n, sizeOf("ETH", "30") + 1n);
      expect(await sizeAt(same, "ETH")).to.equal(losses.signed("ETH", `${own}30`));
      // Who slept through both generations is still flat, and has what it had.
      await losses.settleAll([...losses.accounts, ...fresh]);
      const end = await ledger([...losses.accounts, ...fresh, accountOf(liquidator)]);
      expect(end.sizes).to.deep.equal([0n, 0n]);
      expect(end.surplus).to.be.within(0n, 80n);
    });

    it("an account that was closed whole opens anew without catching up by hand", async () => {
      const { bob, winners, order, sizeAt, signed, setPrice } = await networkHelpers.loadFixture(closedFixture);
      const [winner = ""] = winners;
      await setPrice("ETH", "2,000");
      await order(bob, winner, "ETH", `${own}2`);
      expect(await sizeAt(winner, "ETH")).to.equal(signed("ETH", `${own}2`));
    });
  });
}
