// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { PriceValidity } from "../../fixtures/validity.ts";
import { orderOf } from "../clearing/trading.ts";
import { receiptOf } from "../liquidation/receipts.ts";
import { BTC, settlementOf } from "./settled.ts";
import { lossesFixture, newConnection } from "./support.ts";

const connection = await newConnection();
const { networkHelpers } = connection;

describe("In the hour after a market is settled", () => {
  /** BTC falls by 4.75 % before its feed dies: alice lost more than she may, bob won, carol is in between. */
  async function firstHour() {
    const losses = await lossesFixture(connection);
    const { alice, bob, carol, seat, setPrice, setPrices } = losses;
    const [loser = "", winner = "", both = ""] = await seat([
      { owner: alice, cash: "2,800", legs: { BTC: "1" } },
      { owner: bob, cash: "20,000", legs: { BTC: "-1" } },
      { owner: carol, cash: "20,000", legs: { ETH: "1", BTC: "0.5" } },
    ]);
    const steps = settlementOf(connection, losses);
    await setPrices({ BTC: "38,100" });
    await steps.die();
    await steps.announce();
    await steps.execute();
    await setPrice("ETH", "2,000");
    return { ...losses, ...steps, loser, winner, both };
  }

  it("whoever is below maintenance margin at that price is liquidated", async () => {
    const { loser, clearingHouse, lens, liquidate, liquidator, oracle, marketIds } =
      await networkHelpers.loadFixture(firstHour);
    const price = await oracle.acceptedPrice(marketIds.BTC);
    expect((await lens.healthOf([loser]))[0]?.liquidatable).to.equal(true);
    const { closed, reward } = await receiptOf(clearingHouse, await liquidate(liquidator, [loser]));
    expect(closed).to.have.length(1);
    expect(closed[0]).to.include({ market: BigInt(marketIds.BTC), markPrice: price, roundId: 0n });
    expect(reward > 0n).to.equal(true);
    expect((await lens.healthOf([loser]))[0]?.liquidatable).to.equal(false);
  });

  it("nobody opens, reduces or closes: PriceNotUsable, the loser no more than the winner", async () => {
    const { clearingHouse, alice, bob, loser, winner, close, closeAccount, order, marketIds } =
      await networkHelpers.loadFixture(firstHour);
    const refusal = [marketIds.BTC, PriceValidity.Liquidating] as const;
    for (const [owner, account] of [
      [alice, loser],
      [bob, winner],
    ] as const) {
      for (const attempt of [
        async () => close(owner, account, BTC),
        async () => closeAccount(owner, account),
        async () => order(owner, account, BTC, "0.1"),
        async () => order(owner, account, BTC, "-0.1"),
      ]) {
        await expect(attempt())
          .to.be.revertedWithCustomError(clearingHouse, "PriceNotUsable")
          .withArgs(...refusal);
      }
    }
  });

  it("nobody withdraws beside a position there; deposits come in", async () => {
    const { clearingHouse, vault, bob, winner, fund, marketIds } = await networkHelpers.loadFixture(firstHour);
    await expect(vault.connect(bob).withdraw(winner, usd("1"), bob.address))
      .to.be.revertedWithCustomError(clearingHouse, "PriceNotUsable")
      .withArgs(marketIds.BTC, PriceValidity.Liquidating);
    await fund(bob, usd("1"));
  });

  it("other markets go on for whoever has a position there too", async () => {
    const { carol, both, order, sizeAt, sizeOf } = await networkHelpers.loadFixture(firstHour);
    await order(carol, both, "ETH", "1");
    await order(carol, both, "ETH", "-2");
    expect(await sizeAt(both, "ETH")).to.equal(0n);
    expect(await sizeAt(both, BTC)).to.equal(sizeOf(BTC, "0.5"));
  });

  it("no LP comes or goes: the window waits", async () => {
    const { pool, provider, fund } = await networkHelpers.loadFixture(firstHour);
    await fund(provider, usd("1,000"));
    await pool.connect(provider).requestDeposit(usd("1,000"), provider.address, provider.address);
    const id = await pool.lastRequestId();
    await expect(pool.executeRequest(id)).to.revert(connection.ethers);
  });

  it("ends after an hour: a position can then be closed, and none opened", async () => {
    const { clearingHouse, bob, winner, close, order, marketIds, passHour, sizeAt } =
      await networkHelpers.loadFixture(firstHour);
    await passHour();
    await expect(order(bob, winner, BTC, "-0.1"))
      .to.be.revertedWithCustomError(clearingHouse, "PriceNotUsable")
      .withArgs(marketIds.BTC, PriceValidity.Settled);
    // A flip is an opening.
    const size = await sizeAt(winner, BTC);
    await expect(clearingHouse.connect(bob).trade(orderOf(winner, marketIds.BTC, -2n * size)))
      .to.be.revertedWithCustomError(clearingHouse, "PriceNotUsable")
      .withArgs(marketIds.BTC, PriceValidity.Settled);
    await close(bob, winner, BTC);
    expect(await sizeAt(winner, BTC)).to.equal(0n);
  });
});
