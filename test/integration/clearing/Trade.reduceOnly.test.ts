// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { tradingFixture } from "./trading.ts";

const connection = await network.create();
const { networkHelpers } = connection;

describe("reductions only", () => {
  async function positioned() {
    const fixture = await tradingFixture(connection);
    const { alice, bob, fund, send, sizeOf } = fixture;
    await fund(alice, usd("1,000,000"));
    await fund(bob, usd("1,000,000"));
    await send(alice, "ETH", sizeOf("ETH", "10"));
    await send(bob, "ETH", -sizeOf("ETH", "10"));
    return { ...fixture, ten: sizeOf("ETH", "10") };
  }

  it("a reduce-only order reverts with NotAReduction where it would open, increase or flip", async () => {
    const { clearingHouse, alice, bob, carol, send, ten } = await networkHelpers.loadFixture(positioned);
    const reduceOnly = true;
    for (const { trader, size, sizeDelta } of [
      { trader: carol, size: 0n, sizeDelta: ten },
      { trader: carol, size: 0n, sizeDelta: -ten },
      { trader: alice, size: ten, sizeDelta: ten },
      { trader: alice, size: ten, sizeDelta: -ten - 1n },
      { trader: bob, size: -ten, sizeDelta: -1n },
      { trader: bob, size: -ten, sizeDelta: 2n * ten },
    ]) {
      await expect(send(trader, "ETH", sizeDelta, { reduceOnly }))
        .to.be.revertedWithCustomError(clearingHouse, "NotAReduction")
        .withArgs(size, sizeDelta);
    }
  });

  it("a reduce-only order reduces and closes", async () => {
    const { alice, bob, send, sizeAt, ten } = await networkHelpers.loadFixture(positioned);
    await send(alice, "ETH", -ten / 2n, { reduceOnly: true });
    await send(alice, "ETH", -ten / 2n, { reduceOnly: true });
    await send(bob, "ETH", ten, { reduceOnly: true });
    expect(await sizeAt(accountOf(alice), "ETH")).to.equal(0n);
    expect(await sizeAt(accountOf(bob), "ETH")).to.equal(0n);
  });

  it("a restricted market reverts with MarketReduceOnly for whatever opens, increases or flips", async () => {
    const fixture = await networkHelpers.loadFixture(positioned);
    const { clearingHouse, alice, bob, carol, guardian, fund, send, marketIds, ten } = fixture;
    await fund(carol, usd("1,000,000"));
    await expect(clearingHouse.connect(guardian).restrictMarket(marketIds.ETH))
      .to.emit(clearingHouse, "ReduceOnlySet")
      .withArgs(marketIds.ETH, true);
    for (const [trader, sizeDelta] of [
      [carol, ten],
      [carol, -ten],
      [alice, ten],
      [alice, -2n * ten - 1n],
      // Smaller than before, but on the other side.
      [alice, -ten - ten / 2n],
      [bob, -ten],
    ] as const) {
      await expect(send(trader, "ETH", sizeDelta))
        .to.be.revertedWithCustomError(clearingHouse, "MarketReduceOnly")
        .withArgs(marketIds.ETH);
    }
  });

  it("a restricted market lets reductions, closes and closeAccount in, and no other market is touched", async () => {
    const fixture = await networkHelpers.loadFixture(positioned);
    const { clearingHouse, alice, bob, guardian, send, marketIds, sizeOf, ten } = fixture;
    await clearingHouse.connect(guardian).restrictMarket(marketIds.ETH);
    await expect(send(alice, "ETH", -ten / 2n)).to.emit(clearingHouse, "Traded");
    await expect(send(bob, "ETH", ten)).to.emit(clearingHouse, "Traded");
    await expect(send(alice, "BTC", sizeOf("BTC", "0.1"))).to.emit(clearingHouse, "Traded");
    await clearingHouse.connect(alice).closeAccount(accountOf(alice), [0n, 0n], 2n ** 256n - 1n);
    expect((await clearingHouse.accountState(accountOf(alice))).markets).to.equal(0n);
  });

  it("a restricted market that is opened again takes openings", async () => {
    const { clearingHouse, alice, guardian, governor, send, marketIds, ten } =
      await networkHelpers.loadFixture(positioned);
    await clearingHouse.connect(guardian).restrictMarket(marketIds.ETH);
    await clearingHouse.connect(governor).openMarket(marketIds.ETH);
    await expect(send(alice, "ETH", ten)).to.emit(clearingHouse, "Traded");
  });
});
