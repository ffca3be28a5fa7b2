// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { tradingFixture } from "./trading.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const SCALE = 10n ** 16n;

/** The least price that a purchase for `quote` may name: floor(size x price / 1e16) >= quote. */
const leastFor = (size: bigint, quote: bigint): bigint => (quote * SCALE + size - 1n) / size;
/** The greatest price that a sale for `proceeds` may name: ceil(size x price / 1e16) <= proceeds. */
const greatestFor = (size: bigint, proceeds: bigint): bigint => (proceeds * SCALE) / size;

describe("the worst acceptable price (A24)", () => {
  async function funded() {
    const fixture = await tradingFixture(connection);
    await fixture.fund(fixture.alice, usd("1,000,000"));
    const size = fixture.sizeOf("ETH", "7.654321");
    return { ...fixture, size };
  }
  async function long() {
    const fixture = await funded();
    await fixture.send(fixture.alice, "ETH", fixture.size);
    return fixture;
  }
  async function short() {
    const fixture = await funded();
    await fixture.send(fixture.alice, "ETH", -fixture.size);
    return fixture;
  }

  for (const { title, start, buys } of [
    { title: "a purchase that opens", start: funded, buys: true },
    { title: "a sale that opens", start: funded, buys: false },
    { title: "a purchase that closes", start: short, buys: true },
    { title: "a sale that closes", start: long, buys: false },
  ]) {
    it(`${title} fills at its price and reverts with PriceLimitExceeded one step of the price beyond it`, async () => {
      const { clearingHouse, alice, order, send, size, marketIds } = await networkHelpers.loadFixture(start);
      const sizeDelta = buys ? size : -size;
      const { quote } = await clearingHouse.connect(alice).trade.staticCall(order(alice, "ETH", sizeDelta));
      const edge = buys ? leastFor(size, quote) : greatestFor(size, -quote);
      const worstPrice = buys ? edge - 1n : edge + 1n;
      const limit = buys ? (size * worstPrice) / SCALE : -((size * worstPrice + SCALE - 1n) / SCALE);
      expect(limit).to.equal(quote - 1n);
      await expect(send(alice, "ETH", sizeDelta, { worstPrice }))
        .to.be.revertedWithCustomError(clearingHouse, "PriceLimitExceeded")
        .withArgs(marketIds.ETH, quote, limit);
      await expect(send(alice, "ETH", sizeDelta, { worstPrice: edge })).to.emit(clearingHouse, "Traded");
    });
  }

  it("a price of zero refuses every purchase, the greatest word every sale", async () => {
    const { clearingHouse, alice, order, send, size, marketIds } = await networkHelpers.loadFixture(funded);
    const { quote } = await clearingHouse.connect(alice).trade.staticCall(order(alice, "ETH", size));
    await expect(send(alice, "ETH", size, { worstPrice: 0n }))
      .to.be.revertedWithCustomError(clearingHouse, "PriceLimitExceeded")
      .withArgs(marketIds.ETH, quote, 0n);
    const sale = await clearingHouse.connect(alice).trade.staticCall(order(alice, "ETH", -size));
    // Beyond 128 bits no fill can be: the word counts as the largest price of so many.
    const greatest = 2n ** 128n - 1n;
    await expect(send(alice, "ETH", -size, { worstPrice: 2n ** 256n - 1n }))
      .to.be.revertedWithCustomError(clearingHouse, "PriceLimitExceeded")
      .withArgs(marketIds.ETH, sale.quote, -((size * greatest + SCALE - 1n) / SCALE));
  });

  it("a purchase at the greatest word fills at the market's price, and the fee is the same (P7, A104)", async () => {
    const { clearingHouse, alice, order, size } = await networkHelpers.loadFixture(funded);
    const house = clearingHouse.connect(alice).trade;
    const atMarket = await house.staticCall(order(alice, "ETH", size));
    const beyond = await house.staticCall(order(alice, "ETH", size, { worstPrice: 2n ** 256n - 1n }));
    expect([beyond.quote, beyond.fee]).to.deep.equal([atMarket.quote, atMarket.fee]);
  });

  it("bounds the average of both legs of a flip", async () => {
    const { clearingHouse, alice, order, send, size, marketIds } = await networkHelpers.loadFixture(short);
    const { quote } = await clearingHouse.connect(alice).trade.staticCall(order(alice, "ETH", 3n * size));
    const edge = leastFor(3n * size, quote);
    await expect(send(alice, "ETH", 3n * size, { worstPrice: edge - 1n }))
      .to.be.revertedWithCustomError(clearingHouse, "PriceLimitExceeded")
      .withArgs(marketIds.ETH, quote, quote - 1n);
    await expect(send(alice, "ETH", 3n * size, { worstPrice: edge })).to.emit(clearingHouse, "Traded");
  });

  it("each market of closeAccount has its own", async () => {
    const { clearingHouse, alice, order, send, size, sizeOf, marketIds } = await networkHelpers.loadFixture(long);
    await send(alice, "BTC", -sizeOf("BTC", "1"));
    const house = clearingHouse.connect(alice);
    const eth = await house.trade.staticCall(order(alice, "ETH", -size));
    const btc = await house.trade.staticCall(order(alice, "BTC", sizeOf("BTC", "1")));
    const sale = greatestFor(size, -eth.quote);
    const purchase = leastFor(sizeOf("BTC", "1"), btc.quote);
    const deadline = 2n ** 256n - 1n;
    await expect(house.closeAccount(accountOf(alice), [sale + 1n, purchase], deadline))
      .to.be.revertedWithCustomError(clearingHouse, "PriceLimitExceeded")
      .withArgs(marketIds.ETH, eth.quote, eth.quote - 1n);
    await expect(house.closeAccount(accountOf(alice), [sale, purchase - 1n], deadline))
      .to.be.revertedWithCustomError(clearingHouse, "PriceLimitExceeded")
      .withArgs(marketIds.BTC, btc.quote, btc.quote - 1n);
    await expect(house.closeAccount(accountOf(alice), [sale, purchase], deadline)).to.emit(clearingHouse, "Traded");
  });
});
