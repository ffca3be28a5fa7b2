// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { MaxUint256 } from "ethers";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { PriceValidity } from "../../fixtures/validity.ts";
import { HEARTBEAT, MAX_LIQUIDATION_AGE, tradingFixture } from "./trading.ts";

const connection = await network.create();
const { networkHelpers } = connection;

describe("what an old price lets in", () => {
  /** alice far above initial margin, bob below it, carol flat; ETH at 1,960. */
  async function positioned() {
    const fixture = await tradingFixture(connection);
    const { alice, bob, carol, fund, send, setPrice, sizeOf } = fixture;
    await fund(alice, usd("100,000"));
    await fund(bob, usd("10,500"));
    await fund(carol, usd("100,000"));
    for (const trader of [alice, bob]) await send(trader, "ETH", sizeOf("ETH", "100"));
    await setPrice("ETH", "1,960");
    return { ...fixture, one: sizeOf("ETH", "1") };
  }

  it("in the last second of the heartbeat everything goes, in the next nothing opens: PriceNotUsable, Stale", async () => {
    const { clearingHouse, alice, carol, nextAtAge, send, marketIds, one } =
      await networkHelpers.loadFixture(positioned);
    await nextAtAge("ETH", HEARTBEAT);
    await expect(send(carol, "ETH", one)).to.emit(clearingHouse, "Traded");
    await nextAtAge("ETH", HEARTBEAT + 1);
    await expect(send(alice, "ETH", one))
      .to.be.revertedWithCustomError(clearingHouse, "PriceNotUsable")
      .withArgs(marketIds.ETH, PriceValidity.Stale);
  });

  it("at a stale price only who is below initial margin reduces and closes", async () => {
    const { clearingHouse, alice, bob, nextAtAge, send, waitForAge, marketIds, one } =
      await networkHelpers.loadFixture(positioned);
    await waitForAge("ETH", HEARTBEAT + 1);
    await expect(send(alice, "ETH", -one))
      .to.be.revertedWithCustomError(clearingHouse, "PriceNotUsable")
      .withArgs(marketIds.ETH, PriceValidity.Stale);
    await expect(clearingHouse.connect(alice).closeAccount(accountOf(alice), [0n], MaxUint256))
      .to.be.revertedWithCustomError(clearingHouse, "PriceNotUsable")
      .withArgs(marketIds.ETH, PriceValidity.Stale);
    await expect(send(bob, "ETH", one))
      .to.be.revertedWithCustomError(clearingHouse, "PriceNotUsable")
      .withArgs(marketIds.ETH, PriceValidity.Stale);
    await expect(send(bob, "ETH", -one)).to.emit(clearingHouse, "Traded");
    await nextAtAge("ETH", MAX_LIQUIDATION_AGE);
    await expect(clearingHouse.connect(bob).closeAccount(accountOf(bob), [0n], MaxUint256)).to.emit(
      clearingHouse,
      "Traded",
    );
  });

  it("one second after the greatest age for liquidations nothing trades: PriceNotUsable, Expired", async () => {
    const { clearingHouse, alice, bob, waitForAge, send, marketIds, one } =
      await networkHelpers.loadFixture(positioned);
    await waitForAge("ETH", MAX_LIQUIDATION_AGE + 1);
    for (const [trader, sizeDelta] of [
      [alice, one],
      [alice, -one],
      [bob, -one],
      [bob, -100n * one],
    ] as const) {
      await expect(send(trader, "ETH", sizeDelta))
        .to.be.revertedWithCustomError(clearingHouse, "PriceNotUsable")
        .withArgs(marketIds.ETH, PriceValidity.Expired);
    }
    await expect(clearingHouse.connect(bob).closeAccount(accountOf(bob), [0n], MaxUint256))
      .to.be.revertedWithCustomError(clearingHouse, "PriceNotUsable")
      .withArgs(marketIds.ETH, PriceValidity.Expired);
  });

  it("P5, A102: with every feed expired and every market restricted a flat account takes everything", async () => {
    const { clearingHouse, vault, carol, alice, guardian, token, waitForAge, marketIds } =
      await networkHelpers.loadFixture(positioned);
    for (const market of [marketIds.ETH, marketIds.BTC]) await clearingHouse.connect(guardian).restrictMarket(market);
    await waitForAge("ETH", MAX_LIQUIDATION_AGE + 1);
    await expect(vault.connect(carol).withdraw(accountOf(carol), usd("100,000"), carol.address)).to.changeTokenBalance(
      connection.ethers,
      token,
      carol,
      usd("100,000"),
    );
    await expect(vault.connect(alice).withdraw(accountOf(alice), 1n, alice.address))
      .to.be.revertedWithCustomError(clearingHouse, "PriceNotUsable")
      .withArgs(marketIds.ETH, PriceValidity.Expired);
  });

  it("an answer of zero, or one that says it comes from the future, is Invalid: nothing trades", async () => {
    const { clearingHouse, alice, feeds, send, marketIds, one } = await networkHelpers.loadFixture(positioned);
    const now = BigInt(await networkHelpers.time.latest());
    for (const round of [
      { answer: 0n, updatedAt: now },
      { answer: -1n, updatedAt: now },
      { answer: 1_960_00000000n, updatedAt: now + 1_000n },
    ]) {
      await feeds.ETH.updateRoundData(99n, round.answer, round.updatedAt, round.updatedAt);
      for (const sizeDelta of [one, -one]) {
        await expect(send(alice, "ETH", sizeDelta))
          .to.be.revertedWithCustomError(clearingHouse, "PriceNotUsable")
          .withArgs(marketIds.ETH, PriceValidity.Invalid);
      }
    }
  });

  it("another market goes on trading, and counts the leg at the bound that is worse for the account", async () => {
    const { clearingHouse, alice, bob, fund, order, setPrice, send, sizeOf, waitForAge, marketIds } =
      await networkHelpers.loadFixture(positioned);
    // Somebody records the price: the last one accepted is what an expired leg counts by.
    await clearingHouse.accrueFunding(marketIds.ETH);
    await waitForAge("ETH", MAX_LIQUIDATION_AGE + 1);
    await setPrice("BTC", "40,000");
    await expect(send(alice, "BTC", sizeOf("BTC", "1"))).to.emit(clearingHouse, "Traded");
    // 5 % below 1,960 bob's 100 ETH are worth 9,800 less and ask for 9,310.
    const account = accountOf(bob);
    const size = sizeOf("BTC", "0.1");
    await fund(bob, usd("10,000"));
    await expect(send(bob, "BTC", size))
      .to.be.revertedWithCustomError(clearingHouse, "InsufficientMargin")
      .withArgs(account, (value: bigint) => value > usd("6,000") && value < usd("6,600"), usd("9,510"));
    await fund(bob, usd("3,600"));
    await clearingHouse.connect(bob).trade.staticCall(order(bob, "BTC", size));
  });
});
