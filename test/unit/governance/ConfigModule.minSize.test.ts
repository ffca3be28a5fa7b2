// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { answer, percent, unitPrice, usd } from "../../../deploy/parameters/units.ts";
import { protocolFixture } from "../../fixtures/protocol.ts";
import { PriceValidity } from "../../fixtures/validity.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const ETH = 0n;

/** 3 USD / (2.5 % - 1.2 %) in units at the price, rounded up. */
function leastAt(price: string): bigint {
  const divisor = percent("1.3") * unitPrice(answer(price), 9);
  return (usd("3") * 1_000_000n * 10n ** 16n + divisor - 1n) / divisor;
}

describe("ConfigModule.raiseMinSize", () => {
  async function open() {
    return protocolFixture(connection);
  }

  it("7: anyone raises the minimum to the least that satisfies the inequality after a fall", async () => {
    const { clearingHouse, stranger, setPrice } = await networkHelpers.loadFixture(open);
    await setPrice("ETH", "300");
    const least = leastAt("300");
    await clearingHouse.connect(stranger).raiseMinSize(ETH);
    const { trade } = await clearingHouse.marketState(ETH);
    expect(trade.minSize).to.equal(least);
  });

  it("7: changes nothing else and tells the parameters before and after", async () => {
    const { clearingHouse, stranger, setPrice, parameters } = await networkHelpers.loadFixture(open);
    await setPrice("ETH", "300");
    const before = parameters.markets[0]?.trade;
    await expect(clearingHouse.connect(stranger).raiseMinSize(ETH))
      .to.emit(clearingHouse, "TradeParametersChanged")
      .withArgs(
        ETH,
        (previous: readonly unknown[]) =>
          expect([...previous]).to.deep.equal(Object.values(before ?? {})) !== undefined,
        (current: readonly unknown[]) =>
          expect([...current]).to.deep.equal(Object.values({ ...before, minSize: leastAt("300") })) !== undefined,
      );
  });

  it("7: reverts with MinSizeSufficient where it holds, and after it was raised", async () => {
    const { clearingHouse, config, stranger, setPrice, sizeOf } = await networkHelpers.loadFixture(open);
    await expect(clearingHouse.connect(stranger).raiseMinSize(ETH))
      .to.be.revertedWithCustomError(config, "MinSizeSufficient")
      .withArgs(ETH, sizeOf("ETH", "0.5"), leastAt("2,000"));
    await setPrice("ETH", "300");
    await clearingHouse.connect(stranger).raiseMinSize(ETH);
    await expect(clearingHouse.connect(stranger).raiseMinSize(ETH))
      .to.be.revertedWithCustomError(config, "MinSizeSufficient")
      .withArgs(ETH, leastAt("300"), leastAt("300"));
  });

  it("7: reverts with PriceNotUsable unless the price is Valid", async () => {
    const { clearingHouse, stranger, setPrice } = await networkHelpers.loadFixture(open);
    await setPrice("ETH", "300");
    await networkHelpers.time.increase(3_700);
    await expect(clearingHouse.connect(stranger).raiseMinSize(ETH))
      .to.be.revertedWithCustomError(clearingHouse, "PriceNotUsable")
      .withArgs(ETH, PriceValidity.Stale);
  });

  it("7: a position that is below the new minimum closes whole", async () => {
    const { clearingHouse, trader, stranger, fund, trade, sizeOf, setPrice } = await networkHelpers.loadFixture(open);
    const account = await fund(trader, usd("10,000"));
    const half = sizeOf("ETH", "0.5");
    await trade(trader, "ETH", half);
    await setPrice("ETH", "300");
    await clearingHouse.connect(stranger).raiseMinSize(ETH);
    await expect(trade(trader, "ETH", -half + 1n))
      .to.be.revertedWithCustomError(clearingHouse, "SizeBelowMinimum")
      .withArgs(1n, leastAt("300"));
    await trade(trader, "ETH", -half);
    expect((await clearingHouse.positionState(account, ETH)).size).to.equal(0n);
  });
});
