// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { ANY_STATE, Permission } from "./trading.ts";
import { FOREVER, venueFixture } from "./venue.ts";

const connection = await network.create();
const { networkHelpers } = connection;

describe("settle", () => {
  async function approved() {
    return venueFixture(connection);
  }

  it("moves size and quote between the two accounts at the venue's price; taker and maker pay their fees", async () => {
    const fixture = await networkHelpers.loadFixture(approved);
    const { clearingHouse, alice, bob, venue, cashOf, priceAt, settle, marketIds, ten } = fixture;
    const price = priceAt("ETH", 2_003_00000000n);
    const sent = await settle({ price });
    const poolCash = await cashOf(await clearingHouse.poolMarketAccount(marketIds.ETH));
    const quote = usd("20,030");
    const fees = { taker: usd("10.015"), maker: usd("4.006") };
    for (const [trader, delta, paid, fee] of [
      [alice, ten, quote, fees.taker],
      [bob, -ten, -quote, fees.maker],
    ] as const) {
      const account = accountOf(trader);
      // The pool holds nothing here; its cash and the market are asserted below.
      await expect(sent)
        .to.emit(clearingHouse, "Traded")
        .withArgs(
          account,
          marketIds.ETH,
          venue.address,
          delta,
          paid,
          fee,
          delta,
          -paid,
          usd("100,000") - fee,
          0n,
          poolCash,
          ...ANY_STATE.slice(5),
        );
      const { size, entryNotional } = await clearingHouse.positionState(account, marketIds.ETH);
      expect([size, entryNotional]).to.deep.equal([delta, -paid]);
      expect(await cashOf(account)).to.equal(usd("100,000") - fee);
    }
    await expect(sent)
      .to.emit(clearingHouse, "VenueFilled")
      .withArgs(venue.address, accountOf(alice), accountOf(bob), marketIds.ETH, ten, price);
  });

  it("leaves the pool's position and the skew alone; open interest grows and the pool has the fees", async () => {
    const fixture = await networkHelpers.loadFixture(approved);
    const { clearingHouse, carol, fund, markOf, send, settle, sizeOf, skewOf, marketIds, ten } = fixture;
    await fund(carol, usd("100,000"));
    await send(carol, "ETH", sizeOf("ETH", "3"));
    const pool = await clearingHouse.poolMarketAccount(marketIds.ETH);
    const before = await clearingHouse.accountState(pool);
    const drift = (await clearingHouse.marketState(marketIds.ETH)).state.fundingDrift;
    const mark = await markOf("ETH");
    const sent = await settle();
    const after = await clearingHouse.accountState(pool);
    // 10 + 4 USD of fees: 20 % and 10 % of each are owed on.
    expect(after.insuranceOwed - before.insuranceOwed).to.equal(usd("2.8"));
    expect(after.treasuryOwed - before.treasuryOwed).to.equal(usd("1.4"));
    // Less than a hundredth of a USD of funding.
    expect(after.cash - before.cash).to.be.within(usd("9.79"), usd("9.81"));
    expect(await skewOf("ETH")).to.equal(sizeOf("ETH", "3"));
    const { state } = await clearingHouse.marketState(marketIds.ETH);
    expect(state.fundingDrift).to.equal(drift);
    const { entryNotional } = await clearingHouse.positionState(pool, marketIds.ETH);
    const sizes = [ten + sizeOf("ETH", "3"), sizeOf("ETH", "3")];
    const told = await clearingHouse.queryFilter(clearingHouse.filters.Traded(), sent.blockNumber ?? 0);
    // Of both parties the same.
    expect(told.map(({ args }) => [...args].slice(9))).to.deep.equal(
      Array.from({ length: 2 }, () => [
        entryNotional,
        after.cash,
        mark,
        state.fundingIndex,
        state.fundingRatePerSecond,
        ...sizes,
      ]),
    );
  });

  it("rounds the quote against the taker, and the maker has the same integer", async () => {
    const { clearingHouse, alice, bob, markOf, settle, marketIds, ten } = await networkHelpers.loadFixture(approved);
    // A price and a size whose product leaves a rest.
    const price = (await markOf("ETH")) + 1n;
    for (const sizeDelta of [ten + 1n, -ten - 3n]) {
      const open = await networkHelpers.takeSnapshot();
      await settle({ price, sizeDelta });
      const exact = sizeDelta * price;
      const quote = exact > 0n ? (exact + 10n ** 16n - 1n) / 10n ** 16n : exact / 10n ** 16n;
      expect(exact % 10n ** 16n).not.to.equal(0n);
      expect((await clearingHouse.positionState(accountOf(alice), marketIds.ETH)).entryNotional).to.equal(-quote);
      expect((await clearingHouse.positionState(accountOf(bob), marketIds.ETH)).entryNotional).to.equal(quote);
      await open.restore();
    }
  });

  it("closes both sides: each realizes its result in cash and open interest is what it was", async () => {
    const fixture = await networkHelpers.loadFixture(approved);
    const { clearingHouse, alice, bob, cashOf, changeTrade, priceAt, setPrice, settle, marketIds, ten } = fixture;
    await changeTrade("ETH", { maxFundingVelocity: 0n });
    await settle();
    await setPrice("ETH", "2,050");
    await settle({
      sizeDelta: -ten,
      price: priceAt("ETH", 2_050_00000000n),
      takerReduceOnly: true,
      makerReduceOnly: true,
    });
    expect(await cashOf(accountOf(alice))).to.equal(usd("100,500") - usd("10") - usd("10.25"));
    expect(await cashOf(accountOf(bob))).to.equal(usd("99,500") - usd("4") - usd("4.1"));
    const { state } = await clearingHouse.marketState(marketIds.ETH);
    expect(state.openInterest).to.equal(0n);
    expect((await clearingHouse.accountState(accountOf(alice))).markets).to.equal(0n);
  });

  it("a flip realizes what it closes at the venue's price and opens the rest at the same", async () => {
    const fixture = await networkHelpers.loadFixture(approved);
    const { clearingHouse, alice, cashOf, changeTrade, priceAt, setPrice, settle, marketIds, ten } = fixture;
    await changeTrade("ETH", { maxFundingVelocity: 0n });
    await settle();
    await setPrice("ETH", "2,050");
    await settle({ sizeDelta: -3n * ten, price: priceAt("ETH", 2_050_00000000n) });
    const { size, entryNotional } = await clearingHouse.positionState(accountOf(alice), marketIds.ETH);
    expect([size, entryNotional]).to.deep.equal([-2n * ten, usd("41,000")]);
    expect(await cashOf(accountOf(alice))).to.equal(usd("100,500") - usd("10") - usd("30.75"));
  });

  it("two accounts of one owner may trade with each other; to itself no account may: SameAccount", async () => {
    const fixture = await networkHelpers.loadFixture(approved);
    const { clearingHouse, alice, venue, fund, settle, sizeAt, ten } = fixture;
    const second = await fund(alice, usd("100,000"), 1n);
    await clearingHouse.connect(alice).setOperator(second, venue.address, Permission.Settle, FOREVER);
    await settle({ maker: second });
    expect([await sizeAt(accountOf(alice), "ETH"), await sizeAt(second, "ETH")]).to.deep.equal([ten, -ten]);
    await expect(settle({ maker: accountOf(alice) }))
      .to.be.revertedWithCustomError(clearingHouse, "SameAccount")
      .withArgs(accountOf(alice));
  });
});
