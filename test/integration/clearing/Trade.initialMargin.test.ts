// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { tradingFixture } from "./trading.ts";
import type { TradingFixture } from "./trading.ts";

const connection = await network.create();
const { networkHelpers } = connection;

/** 5 % of 20,000 USD. */
const INITIAL_MARGIN = usd("1,000");

/** Cash with which an account opens `size` at 2,000 USD and then has its initial margin to the unit. */
async function leastCash(fixture: TradingFixture, size: bigint): Promise<bigint> {
  const { clearingHouse, order, carol, fund } = fixture;
  await fund(carol, usd("1,000,000"));
  const { quote, fee } = await clearingHouse.connect(carol).trade.staticCall(order(carol, "ETH", size));
  return INITIAL_MARGIN + fee + quote - (size > 0n ? usd("20,000") : -usd("20,000"));
}

describe("initial margin (A41)", () => {
  async function deployed() {
    const fixture = await tradingFixture(connection);
    return { ...fixture, ten: fixture.sizeOf("ETH", "10") };
  }

  for (const side of [1n, -1n]) {
    const what = side > 0n ? "a long" : "a short";

    it(`${what} opens where what is left after quote and fee is the initial margin`, async () => {
      const fixture = await networkHelpers.loadFixture(deployed);
      const { clearingHouse, alice, fund, lens, send, ten } = fixture;
      await fund(alice, await leastCash(fixture, side * ten));
      await expect(send(alice, "ETH", side * ten)).to.emit(clearingHouse, "Traded");
      const [health] = await lens.healthOf([accountOf(alice)]);
      expect(health?.accountValue).to.equal(INITIAL_MARGIN);
      expect(health?.initialMargin).to.equal(INITIAL_MARGIN);
      expect(health?.liquidatable).to.equal(false);
    });

    it(`${what} with one unit less reverts with InsufficientMargin`, async () => {
      const fixture = await networkHelpers.loadFixture(deployed);
      const { clearingHouse, alice, fund, send, ten } = fixture;
      await fund(alice, (await leastCash(fixture, side * ten)) - 1n);
      await expect(send(alice, "ETH", side * ten))
        .to.be.revertedWithCustomError(clearingHouse, "InsufficientMargin")
        .withArgs(accountOf(alice), INITIAL_MARGIN - 1n, INITIAL_MARGIN);
    });

    it(`${what} opened at the limit cannot be liquidated in the same block: NothingLiquidated`, async () => {
      const fixture = await networkHelpers.loadFixture(deployed);
      const { clearingHouse, alice, fund, order, ten } = fixture;
      await fund(alice, await leastCash(fixture, side * ten));
      const calls = [
        clearingHouse.interface.encodeFunctionData("trade", [order(alice, "ETH", side * ten)]),
        clearingHouse.interface.encodeFunctionData("liquidate", [[accountOf(alice)], accountOf(alice, 1n)]),
      ];
      await expect(clearingHouse.connect(alice).multicall(calls))
        .to.be.revertedWithCustomError(clearingHouse, "NothingLiquidated")
        .withArgs();
    });
  }

  it("is asked for of an increase and of a flip as of an opening", async () => {
    const fixture = await networkHelpers.loadFixture(deployed);
    const { clearingHouse, alice, fund, send, ten } = fixture;
    await fund(alice, await leastCash(fixture, ten));
    await send(alice, "ETH", ten);
    const isAlice = accountOf(alice);
    await expect(send(alice, "ETH", 1n))
      .to.be.revertedWithCustomError(clearingHouse, "InsufficientMargin")
      .withArgs(
        isAlice,
        (value: bigint) => value < INITIAL_MARGIN,
        (margin: bigint) => margin > INITIAL_MARGIN,
      );
    await expect(send(alice, "ETH", -2n * ten))
      .to.be.revertedWithCustomError(clearingHouse, "InsufficientMargin")
      .withArgs(isAlice, (value: bigint) => value < INITIAL_MARGIN, INITIAL_MARGIN);
  });

  it("counts unrealised profit and loss of the account's other markets, and their margins", async () => {
    const { clearingHouse, alice, fund, send, setPrice, sizeOf, ten } = await networkHelpers.loadFixture(deployed);
    await fund(alice, usd("2,500"));
    await send(alice, "BTC", sizeOf("BTC", "0.5"));
    await expect(send(alice, "ETH", 2n * ten)).to.be.revertedWithCustomError(clearingHouse, "InsufficientMargin");
    await setPrice("BTC", "42,000");
    await expect(send(alice, "ETH", 2n * ten)).to.emit(clearingHouse, "Traded");
    await send(alice, "ETH", -2n * ten);
    await setPrice("BTC", "38,500");
    await expect(send(alice, "ETH", ten))
      .to.be.revertedWithCustomError(clearingHouse, "InsufficientMargin")
      .withArgs(accountOf(alice), (value: bigint) => value < usd("1,962.5"), usd("1,962.5"));
  });

  it("an account without money opens nothing", async () => {
    const { clearingHouse, alice, send, ten } = await networkHelpers.loadFixture(deployed);
    await expect(send(alice, "ETH", ten))
      .to.be.revertedWithCustomError(clearingHouse, "InsufficientMargin")
      .withArgs(accountOf(alice), (value: bigint) => value < 0n, INITIAL_MARGIN);
  });
});
