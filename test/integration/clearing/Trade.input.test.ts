// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { quoteUp } from "../../../scripts/lib/market/quote.ts";
import { toPrice } from "../../../scripts/lib/units/price.ts";
import { toRatio } from "../../../scripts/lib/units/ratio.ts";
import { toSize, ZERO_SIZE } from "../../../scripts/lib/units/size.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { accountWord, orderOf, tradingFixture } from "./trading.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

/** The largest size that an order may name. */
const MAX_SIZE = 2n ** 71n - 1n;

describe("what an order may name", () => {
  async function funded() {
    const fixture = await tradingFixture(connection);
    await fixture.fund(fixture.alice, usd("1,000,000"));
    return fixture;
  }

  it("reverts with ZeroSize for a size of zero", async () => {
    const { clearingHouse, alice, send } = await networkHelpers.loadFixture(funded);
    await expect(send(alice, "ETH", 0n))
      .to.be.revertedWithCustomError(clearingHouse, "ZeroSize")
      .withArgs();
  });

  it("reverts with SizeOutOfRange beyond the largest size of a position, in both directions", async () => {
    const { clearingHouse, alice, send } = await networkHelpers.loadFixture(funded);
    for (const size of [MAX_SIZE + 1n, -MAX_SIZE - 1n, 2n ** 255n - 1n, -(2n ** 255n)]) {
      await expect(send(alice, "ETH", size))
        .to.be.revertedWithCustomError(clearingHouse, "SizeOutOfRange")
        .withArgs(size, MAX_SIZE);
    }
  });

  it("computes a fill of the largest size without wrapping: a purchase meets the caps, a sale its own premium (A107)", async () => {
    const fixture = await networkHelpers.loadFixture(funded);
    const { clearingHouse, alice, send, markOf, marketIds, termsOf } = fixture;
    const { maxOpenInterest, skewScale, spread } = termsOf("ETH").trade;
    await expect(send(alice, "ETH", MAX_SIZE, { worstPrice: ethers.MaxUint256 }))
      .to.be.revertedWithCustomError(clearingHouse, "OpenInterestCapExceeded")
      .withArgs(marketIds.ETH, MAX_SIZE, maxOpenInterest);
    // So far below the index that the seller would pay.
    const quote = quoteUp(toSize(-MAX_SIZE), {
      indexPrice: toPrice(await markOf("ETH")),
      skew: ZERO_SIZE,
      skewScale: toSize(skewScale),
      spread: toRatio(spread),
    });
    expect(quote).to.be.greaterThan(0n);
    await expect(send(alice, "ETH", -MAX_SIZE))
      .to.be.revertedWithCustomError(clearingHouse, "PriceLimitExceeded")
      .withArgs(marketIds.ETH, quote, 0n);
  });

  it("reverts with UnknownMarket for a market that is not listed, whatever its number", async () => {
    const { clearingHouse, alice, sizeOf } = await networkHelpers.loadFixture(funded);
    const house = clearingHouse.connect(alice);
    for (const market of [2n, 63n, 64n, 200n, 255n]) {
      await expect(house.trade(orderOf(accountOf(alice), market, sizeOf("ETH", "1"))))
        .to.be.revertedWithCustomError(clearingHouse, "UnknownMarket")
        .withArgs(market);
      await expect(house.accrueFunding(market))
        .to.be.revertedWithCustomError(clearingHouse, "UnknownMarket")
        .withArgs(market);
    }
  });

  it("reverts with InvalidAccount for an account of the zero address", async () => {
    const { clearingHouse, alice, send, sizeOf } = await networkHelpers.loadFixture(funded);
    for (const subAccount of [0n, 1n, 2n ** 96n - 1n]) {
      const account = accountWord(ethers.ZeroAddress, subAccount);
      await expect(send(alice, "ETH", sizeOf("ETH", "1"), { account }))
        .to.be.revertedWithCustomError(clearingHouse, "InvalidAccount")
        .withArgs(account);
    }
  });

  it("reverts with SystemAccount for insurance, treasury and the pool's accounts", async () => {
    const { clearingHouse, alice, send, sizeOf, marketIds } = await networkHelpers.loadFixture(funded);
    for (const account of [
      await clearingHouse.insuranceAccount(),
      await clearingHouse.treasuryAccount(),
      await clearingHouse.poolAccount(),
      await clearingHouse.poolEscrowAccount(),
      await clearingHouse.poolMarketAccount(marketIds.ETH),
      accountWord(await clearingHouse.getAddress(), 77n),
    ]) {
      await expect(send(alice, "ETH", sizeOf("ETH", "1"), { account }))
        .to.be.revertedWithCustomError(clearingHouse, "SystemAccount")
        .withArgs(account);
      await expect(clearingHouse.connect(alice).closeAccount(account, [], ethers.MaxUint256))
        .to.be.revertedWithCustomError(clearingHouse, "SystemAccount")
        .withArgs(account);
    }
  });

  it("reverts with NotAuthorized for somebody else's account, its money there or not", async () => {
    const { clearingHouse, alice, bob, send, sizeOf } = await networkHelpers.loadFixture(funded);
    const account = accountOf(alice);
    await expect(send(bob, "ETH", sizeOf("ETH", "1"), { account }))
      .to.be.revertedWithCustomError(clearingHouse, "NotAuthorized")
      .withArgs(account, bob.address);
    await expect(clearingHouse.connect(bob).closeAccount(account, [], ethers.MaxUint256))
      .to.be.revertedWithCustomError(clearingHouse, "NotAuthorized")
      .withArgs(account, bob.address);
  });

  it("fills in the second of the deadline and reverts with DeadlinePassed in the next", async () => {
    const { clearingHouse, alice, send, sizeOf } = await networkHelpers.loadFixture(funded);
    const deadline = BigInt(await networkHelpers.time.latest()) + 100n;
    await networkHelpers.time.setNextBlockTimestamp(deadline);
    await expect(send(alice, "ETH", sizeOf("ETH", "1"), { deadline })).to.emit(clearingHouse, "Traded");
    await networkHelpers.time.setNextBlockTimestamp(deadline + 1n);
    await expect(send(alice, "ETH", sizeOf("ETH", "1"), { deadline }))
      .to.be.revertedWithCustomError(clearingHouse, "DeadlinePassed")
      .withArgs(deadline + 1n, deadline);
  });

  it("closeAccount fills in the second of the deadline and reverts with DeadlinePassed in the next", async () => {
    const { clearingHouse, alice, send, sizeOf } = await networkHelpers.loadFixture(funded);
    await send(alice, "ETH", sizeOf("ETH", "1"));
    const house = clearingHouse.connect(alice);
    const deadline = BigInt(await networkHelpers.time.latest()) + 100n;
    await networkHelpers.time.setNextBlockTimestamp(deadline);
    await expect(house.closeAccount(accountOf(alice), [0n], deadline)).to.emit(clearingHouse, "Traded");
    await networkHelpers.time.setNextBlockTimestamp(deadline + 1n);
    await expect(house.closeAccount(accountOf(alice), [], deadline))
      .to.be.revertedWithCustomError(clearingHouse, "DeadlinePassed")
      .withArgs(deadline + 1n, deadline);
  });
});
