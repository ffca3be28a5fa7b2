// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { PriceValidity } from "../../fixtures/validity.ts";
import { announcedMarket, LIQUIDATION_TIME, settledMarket, silentMarket } from "./settlement.ts";
import { ANSWER, MARKET, Mode, priceOf } from "./support.ts";

const { ethers, networkHelpers } = await network.create();

describe("executeSettlement", () => {
  const silent = async () => silentMarket(ethers, networkHelpers);
  const announced = async () => announcedMarket(ethers, networkHelpers);
  const settled = async () => settledMarket(ethers, networkHelpers);

  it("is anybody's a day after the announcement, at the last accepted price (A106)", async () => {
    const { oracle, stranger, dueAt, at } = await networkHelpers.loadFixture(announced);
    await expect(at(dueAt, async () => oracle.connect(stranger).executeSettlement(MARKET)))
      .to.emit(oracle, "MarketSettled")
      .withArgs(MARKET, priceOf(ANSWER), dueAt + LIQUIDATION_TIME);
    expect(await oracle.settlementOf(MARKET)).to.deep.equal([0n, true]);
    expect(await oracle.acceptedPrice(MARKET)).to.equal(priceOf(ANSWER));
  });

  it("reverts with SettlementNotDue a second earlier", async () => {
    const { oracle, dueAt, executeAt } = await networkHelpers.loadFixture(announced);
    await expect(executeAt(dueAt - 1n))
      .to.be.revertedWithCustomError(oracle, "SettlementNotDue")
      .withArgs(MARKET, dueAt - 1n, dueAt);
  });

  it("reverts with NotAnnounced however long the price has been gone", async () => {
    const { oracle } = await networkHelpers.loadFixture(silent);
    await networkHelpers.time.increase(365n * 86_400n);
    await expect(oracle.executeSettlement(MARKET))
      .to.be.revertedWithCustomError(oracle, "NotAnnounced")
      .withArgs(MARKET);
  });

  it("reverts with PriceIsUsable while the price is", async () => {
    const { oracle, rounds, dueAt, executeAt } = await networkHelpers.loadFixture(announced);
    await networkHelpers.time.increaseTo(dueAt);
    await rounds.publish(ANSWER);
    await expect(executeAt(dueAt + 10n))
      .to.be.revertedWithCustomError(oracle, "PriceIsUsable")
      .withArgs(MARKET, PriceValidity.Settling);
  });

  it("reverts with InsufficientGasForFeed where the caller's gas could make a feed that is back look dead", async () => {
    const { oracle, rounds, dueAt } = await networkHelpers.loadFixture(announced);
    await networkHelpers.time.increaseTo(dueAt);
    await rounds.publish(ANSWER);
    await expect(oracle.executeSettlement(MARKET, { gasLimit: 200_000n })).to.be.revertedWithCustomError(
      oracle,
      "InsufficientGasForFeed",
    );
  });

  it("settles a market whose feed fails in any other way by then", async () => {
    for (const mode of [Mode.Revert, Mode.BurnGas, Mode.HugeReturn]) {
      const { oracle, feed, dueAt, executeAt } = await networkHelpers.loadFixture(announced);
      await feed.setModes(mode, mode);
      await executeAt(dueAt);
      expect(await oracle.settlementOf(MARKET)).to.deep.equal([0n, true]);
    }
  });

  it("reverts with AlreadySettled the second time", async () => {
    const { oracle, closableFrom, executeAt } = await networkHelpers.loadFixture(settled);
    await expect(executeAt(closableFrom))
      .to.be.revertedWithCustomError(oracle, "AlreadySettled")
      .withArgs(MARKET, priceOf(ANSWER));
  });
});
