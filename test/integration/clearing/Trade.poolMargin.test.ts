// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { tradingFixture } from "./trading.ts";

const connection = await network.create();
const { networkHelpers } = connection;

describe("the pool's margin of a market", () => {
  /** The pool is short 8,000 ETH and has lost 2,000,000 of its 3,000,000 there. */
  async function strained() {
    const fixture = await tradingFixture(connection);
    const { alice, bob, fund, send, setPrice, sizeOf } = fixture;
    await fund(alice, usd("5,000,000"));
    await fund(bob, usd("5,000,000"));
    await send(alice, "ETH", sizeOf("ETH", "8,000"));
    await setPrice("ETH", "2,250");
    return fixture;
  }

  /** Value of the pool's account of the market, cash and position at mark. */
  async function poolValueOf({ clearingHouse, marketIds, markOf }: Awaited<ReturnType<typeof strained>>) {
    const pool = await clearingHouse.poolMarketAccount(marketIds.ETH);
    const { cash } = await clearingHouse.accountState(pool);
    const { size, entryNotional } = await clearingHouse.positionState(pool, marketIds.ETH);
    return cash + entryNotional + (size * (await markOf("ETH"))) / 10n ** 16n;
  }

  it("an opening that grows its inventory beyond its initial margin reverts with InsufficientPoolMargin", async () => {
    const fixture = await networkHelpers.loadFixture(strained);
    const { clearingHouse, bob, send, sizeOf, marketIds } = fixture;
    // 18,002,250 of notional: 5 % of 5 million, 10 % of the rest.
    const initialMargin = usd("1,550,225");
    const value = await poolValueOf(fixture);
    // What a fill adds to it: spread, premium and the pool's part of the fee, less a second of funding.
    const near = (actual: bigint): boolean => actual >= value && actual - value < usd("30");
    await expect(send(bob, "ETH", sizeOf("ETH", "1")))
      .to.be.revertedWithCustomError(clearingHouse, "InsufficientPoolMargin")
      .withArgs(marketIds.ETH, near, initialMargin);
  });

  it("is what the pool's account is worth after its losses, not its commitment", async () => {
    const { clearingHouse, alice, bob, order, send, setPrice, sizeOf, marketIds } =
      await networkHelpers.loadFixture(strained);
    await send(alice, "ETH", -sizeOf("ETH", "8,000"));
    await setPrice("ETH", "2,000");
    // Of 3,000,000 a little more than 1,000,000 is left: 5 % of 5 million and 10 % of 7.5 million, or 6,250 ETH at 2,000.
    await clearingHouse.connect(bob).trade.staticCall(order(bob, "ETH", sizeOf("ETH", "6,250")));
    await expect(send(bob, "ETH", sizeOf("ETH", "6,600")))
      .to.be.revertedWithCustomError(clearingHouse, "InsufficientPoolMargin")
      .withArgs(
        marketIds.ETH,
        (value: bigint) => value > usd("1,000,000") && value < usd("1,070,000"),
        usd("1,070,000"),
      );
  });

  it("never stops a reduction, a close, or an opening that shrinks the inventory", async () => {
    const { clearingHouse, alice, bob, send, sizeOf } = await networkHelpers.loadFixture(strained);
    await expect(send(alice, "ETH", -sizeOf("ETH", "1"))).to.emit(clearingHouse, "Traded");
    await expect(send(bob, "ETH", -sizeOf("ETH", "100"))).to.emit(clearingHouse, "Traded");
    await expect(send(bob, "ETH", sizeOf("ETH", "100"))).to.emit(clearingHouse, "Traded");
    await clearingHouse.connect(alice).closeAccount(accountOf(alice), [0n], 2n ** 256n - 1n);
    expect((await clearingHouse.accountState(accountOf(alice))).markets).to.equal(0n);
  });

  it("is asked for in the market of the fill alone", async () => {
    const { clearingHouse, bob, send, sizeOf } = await networkHelpers.loadFixture(strained);
    await expect(send(bob, "BTC", sizeOf("BTC", "10"))).to.emit(clearingHouse, "Traded");
  });
});
