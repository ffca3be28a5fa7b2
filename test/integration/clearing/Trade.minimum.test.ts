// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { tradingFixture } from "./trading.ts";

const connection = await network.create();
const { networkHelpers } = connection;

describe("a position is zero or at least the market's minimum", () => {
  async function funded() {
    const fixture = await tradingFixture(connection);
    await fixture.fund(fixture.alice, usd("1,000,000"));
    return { ...fixture, least: fixture.termsOf("ETH").trade.minSize };
  }

  it("opens at the minimum and reverts with SizeBelowMinimum one unit below it, long and short", async () => {
    const { clearingHouse, alice, send, least } = await networkHelpers.loadFixture(funded);
    for (const side of [1n, -1n]) {
      await expect(send(alice, "ETH", side * (least - 1n)))
        .to.be.revertedWithCustomError(clearingHouse, "SizeBelowMinimum")
        .withArgs(side * (least - 1n), least);
      await send(alice, "ETH", side * least);
      await send(alice, "ETH", -side * least);
    }
  });

  it("leaves the minimum or nothing: one unit less of a remainder reverts (A50)", async () => {
    const { clearingHouse, alice, send, sizeAt, least } = await networkHelpers.loadFixture(funded);
    await send(alice, "ETH", 3n * least);
    await expect(send(alice, "ETH", -2n * least - 1n))
      .to.be.revertedWithCustomError(clearingHouse, "SizeBelowMinimum")
      .withArgs(least - 1n, least);
    await send(alice, "ETH", -2n * least);
    await expect(send(alice, "ETH", -1n))
      .to.be.revertedWithCustomError(clearingHouse, "SizeBelowMinimum")
      .withArgs(least - 1n, least);
    await send(alice, "ETH", -least);
    expect(await sizeAt(accountOf(alice), "ETH")).to.equal(0n);
  });

  it("a flip may not end below the minimum either", async () => {
    const { clearingHouse, alice, send, sizeAt, least } = await networkHelpers.loadFixture(funded);
    await send(alice, "ETH", least);
    await expect(send(alice, "ETH", 1n - 2n * least))
      .to.be.revertedWithCustomError(clearingHouse, "SizeBelowMinimum")
      .withArgs(1n - least, least);
    await send(alice, "ETH", -2n * least);
    expect(await sizeAt(accountOf(alice), "ETH")).to.equal(-least);
  });

  it("a minimum that was raised since lets the position be closed, but not be left below it", async () => {
    const { clearingHouse, alice, send, changeTrade, least } = await networkHelpers.loadFixture(funded);
    await send(alice, "ETH", 2n * least);
    await changeTrade("ETH", { minSize: 4n * least });
    await expect(send(alice, "ETH", -least))
      .to.be.revertedWithCustomError(clearingHouse, "SizeBelowMinimum")
      .withArgs(least, 4n * least);
    await expect(send(alice, "ETH", -2n * least)).to.emit(clearingHouse, "Traded");
  });
});
