// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { percent, usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { Permission, tradingFixture } from "./trading.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

describe("caps of a market's sides", () => {
  /** Caps of 300 ETH of skew and 1,500 ETH of the traders on each side; the venue fills without skew. */
  async function capped() {
    const fixture = await tradingFixture(connection);
    const { alice, bob, carol, stranger: venue, governor, clearingHouse } = fixture;
    const { changeTrade, fund, sizeOf, marketIds, markOf } = fixture;
    const skewCap = sizeOf("ETH", "300");
    const sideCap = sizeOf("ETH", "1,500");
    await changeTrade("ETH", { maxSkew: percent("0.01"), maxOpenInterest: sideCap });
    for (const trader of [alice, bob, carol]) {
      await fund(trader, usd("5,000,000"));
      await clearingHouse
        .connect(trader)
        .setOperator(accountOf(trader), venue.address, Permission.Settle, 2n ** 40n - 1n);
    }
    await clearingHouse.connect(governor).setVenue(venue.address, true);
    const price = await markOf("ETH");
    const match = async (taker: typeof alice, maker: typeof alice, sizeDelta: bigint) =>
      clearingHouse.connect(venue).settle({
        market: marketIds.ETH,
        taker: accountOf(taker),
        maker: accountOf(maker),
        sizeDelta,
        price,
        takerReduceOnly: false,
        makerReduceOnly: false,
      });
    return { ...fixture, skewCap, sideCap, match };
  }

  it("|skew| may reach its cap and not one unit more, over one account or several, long and short", async () => {
    const { clearingHouse, alice, bob, send, marketIds, skewCap } = await networkHelpers.loadFixture(capped);
    for (const side of [1n, -1n]) {
      await expect(send(alice, "ETH", side * (skewCap + 1n)))
        .to.be.revertedWithCustomError(clearingHouse, "SkewCapExceeded")
        .withArgs(marketIds.ETH, skewCap + 1n, skewCap);
      const part = skewCap / 2n;
      await send(alice, "ETH", side * part);
      await expect(send(bob, "ETH", side * (part + 1n)))
        .to.be.revertedWithCustomError(clearingHouse, "SkewCapExceeded")
        .withArgs(marketIds.ETH, skewCap + 1n, skewCap);
      await send(bob, "ETH", side * part);
      await send(alice, "ETH", -side * part);
      await send(bob, "ETH", -side * part);
    }
  });

  it("at the skew cap the other side opens freely, through zero to its own cap", async () => {
    const { clearingHouse, alice, bob, send, skewOf, marketIds, skewCap } = await networkHelpers.loadFixture(capped);
    await send(alice, "ETH", skewCap);
    await expect(send(bob, "ETH", -2n * skewCap - 1n))
      .to.be.revertedWithCustomError(clearingHouse, "SkewCapExceeded")
      .withArgs(marketIds.ETH, skewCap + 1n, skewCap);
    await send(bob, "ETH", -2n * skewCap);
    expect(await skewOf("ETH")).to.equal(-skewCap);
  });

  it("the traders' open interest of a side may reach its cap and not one unit more, by trade or by venue", async () => {
    const fixture = await networkHelpers.loadFixture(capped);
    const { clearingHouse, alice, bob, carol, match, send, marketIds, sideCap, termsOf } = fixture;
    const { minSize } = termsOf("ETH").trade;
    await expect(match(alice, bob, sideCap + 1n))
      .to.be.revertedWithCustomError(clearingHouse, "OpenInterestCapExceeded")
      .withArgs(marketIds.ETH, sideCap + 1n, sideCap);
    await match(alice, bob, sideCap);
    for (const sizeDelta of [minSize, -minSize]) {
      await expect(send(carol, "ETH", sizeDelta))
        .to.be.revertedWithCustomError(clearingHouse, "OpenInterestCapExceeded")
        .withArgs(marketIds.ETH, sideCap + minSize, sideCap);
    }
  });

  it("the pool's own position is in no cap", async () => {
    const { clearingHouse, alice, bob, carol, match, send, marketIds, sideCap, skewCap } =
      await networkHelpers.loadFixture(capped);
    // The pool is short 300; the traders' shorts are bob's 1,200 and 300 are left of their cap.
    await send(carol, "ETH", skewCap);
    await match(alice, bob, sideCap - skewCap);
    expect((await clearingHouse.marketState(marketIds.ETH)).state.openInterest).to.equal(sideCap);
    await send(bob, "ETH", -skewCap);
    expect((await clearingHouse.marketState(marketIds.ETH)).state.openInterest).to.equal(sideCap);
  });

  it("open interest is the sum of the longs after every kind of fill, a liquidation among them (A29)", async () => {
    const fixture = await networkHelpers.loadFixture(capped);
    const { clearingHouse, alice, bob, carol, keeper, fund, match, send, setPrice, sizeAt, sizeOf, marketIds } =
      fixture;
    const pool = await clearingHouse.poolMarketAccount(marketIds.ETH);
    await fund(keeper, usd("2,200"), 9n);
    const small = accountOf(keeper, 9n);
    const holders = [accountOf(alice), accountOf(bob), accountOf(carol), small, pool];
    const check = async (): Promise<void> => {
      const sizes = await Promise.all(holders.map(async (holder) => sizeAt(holder, "ETH")));
      const longs = sizes.filter((size) => size > 0n).reduce((sum, size) => sum + size, 0n);
      expect((await clearingHouse.marketState(marketIds.ETH)).state.openInterest).to.equal(longs);
      expect(sizes.reduce((sum, size) => sum + size, 0n)).to.equal(0n);
    };
    await send(keeper, "ETH", sizeOf("ETH", "20"), { account: small });
    await check();
    await match(alice, bob, sizeOf("ETH", "1,000"));
    await check();
    await send(alice, "ETH", -sizeOf("ETH", "200"));
    await check();
    await match(carol, alice, sizeOf("ETH", "100"));
    await check();
    await setPrice("ETH", "1,930");
    await clearingHouse.liquidate([small], accountOf(keeper));
    expect(await sizeAt(small, "ETH")).to.be.lessThan(sizeOf("ETH", "20"));
    await check();
  });

  it("a liquidation of one account makes no room beyond what it closed (A29)", async () => {
    const fixture = await networkHelpers.loadFixture(capped);
    const { clearingHouse, alice, bob, carol, keeper, fund, match, send, setPrice, sizeOf, marketIds, sideCap } =
      fixture;
    await fund(keeper, usd("2,200"));
    await send(keeper, "ETH", sizeOf("ETH", "20"));
    await match(alice, bob, sideCap - sizeOf("ETH", "20"));
    await setPrice("ETH", "1,890");
    await clearingHouse.liquidate([accountOf(keeper)], accountOf(alice));
    const freed = sizeOf("ETH", "20") - (await fixture.sizeAt(accountOf(keeper), "ETH"));
    await expect(send(carol, "ETH", freed + 1n))
      .to.be.revertedWithCustomError(clearingHouse, "OpenInterestCapExceeded")
      .withArgs(marketIds.ETH, sideCap + 1n, sideCap);
    await send(carol, "ETH", freed);
  });

  it("caps lowered below what is open block no reduction, close, venue reduction or liquidation (A30)", async () => {
    const fixture = await networkHelpers.loadFixture(capped);
    const { clearingHouse, alice, bob, carol, keeper, changeTrade, fund, match, send, setPrice, sizeOf } = fixture;
    const { marketIds, termsOf } = fixture;
    await changeTrade("ETH", { maxSkew: percent("0.03"), maxOpenInterest: sizeOf("ETH", "4,500") });
    await match(alice, bob, sizeOf("ETH", "1,000"));
    await send(carol, "ETH", sizeOf("ETH", "700"));
    await fund(keeper, usd("2,200"));
    await send(keeper, "ETH", -sizeOf("ETH", "20"));
    // 300 ETH of skew and 1,500 ETH a side from now on, where 680 and 1,700 are open.
    expect(termsOf("ETH").trade.skewScale).to.equal(sizeOf("ETH", "3,000,000"));
    await changeTrade("ETH", { maxSkew: percent("0.01"), maxOpenInterest: sizeOf("ETH", "1,500") });
    await expect(send(alice, "ETH", sizeOf("ETH", "1")))
      .to.be.revertedWithCustomError(clearingHouse, "OpenInterestCapExceeded")
      .withArgs(marketIds.ETH, sizeOf("ETH", "1,701"), sizeOf("ETH", "1,500"));

    await expect(send(alice, "ETH", -sizeOf("ETH", "500"))).to.emit(clearingHouse, "Traded");
    // |skew| grows from 180 to 520, but it is a reduction.
    await expect(send(carol, "ETH", -sizeOf("ETH", "700"))).to.emit(clearingHouse, "Traded");
    await expect(match(bob, alice, sizeOf("ETH", "100"))).to.emit(clearingHouse, "VenueFilled");
    await clearingHouse.connect(bob).closeAccount(accountOf(bob), [2n ** 80n - 1n], ethers.MaxUint256);
    await setPrice("ETH", "2,075");
    await expect(clearingHouse.liquidate([accountOf(keeper)], accountOf(alice))).to.emit(
      clearingHouse,
      "AccountLiquidated",
    );
  });
});
