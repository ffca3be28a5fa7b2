// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { PriceValidity } from "../../fixtures/validity.ts";
import { accountWord, HEARTBEAT, MAX_LIQUIDATION_AGE, Permission } from "./trading.ts";
import { FOREVER, venueFixture } from "./venue.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

const MAX_SIZE = 2n ** 71n - 1n;

describe("what settle refuses", () => {
  async function approved() {
    return venueFixture(connection);
  }

  it("reverts with VenueNotRegistered for anybody else, the owners among them, and after the venue was removed", async () => {
    const { clearingHouse, alice, carol, governor, venue, settle } = await networkHelpers.loadFixture(approved);
    for (const caller of [alice, carol, governor]) {
      await expect(settle({}, caller))
        .to.be.revertedWithCustomError(clearingHouse, "VenueNotRegistered")
        .withArgs(caller.address);
    }
    await clearingHouse.connect(governor).setVenue(venue.address, false);
    await expect(settle()).to.be.revertedWithCustomError(clearingHouse, "VenueNotRegistered").withArgs(venue.address);
  });

  it("needs both approvals: PERMISSION_SETTLE, this venue, this account", async () => {
    const { clearingHouse, alice, bob, venue, approve, fund, settle } = await networkHelpers.loadFixture(approved);
    for (const trader of [alice, bob]) {
      for (const permissions of [0n, Permission.Trade]) {
        await approve(trader, permissions);
        await expect(settle())
          .to.be.revertedWithCustomError(clearingHouse, "NotAuthorized")
          .withArgs(accountOf(trader), venue.address);
      }
      await approve(trader);
    }
    const second = await fund(bob, usd("100,000"), 1n);
    await expect(settle({ maker: second }))
      .to.be.revertedWithCustomError(clearingHouse, "NotAuthorized")
      .withArgs(second, venue.address);
  });

  it("an approval holds in the second of its expiry and not in the next", async () => {
    const { clearingHouse, bob, venue, approve, settle } = await networkHelpers.loadFixture(approved);
    const expiresAt = BigInt(await networkHelpers.time.latest()) + 100n;
    await approve(bob, Permission.Settle, expiresAt);
    await networkHelpers.time.setNextBlockTimestamp(expiresAt);
    await expect(settle()).to.emit(clearingHouse, "VenueFilled");
    await networkHelpers.time.setNextBlockTimestamp(expiresAt + 1n);
    await expect(settle())
      .to.be.revertedWithCustomError(clearingHouse, "NotAuthorized")
      .withArgs(accountOf(bob), venue.address);
  });

  it("a venue that owns an account needs the approval for it like any other", async () => {
    const { clearingHouse, venue, fund, settle } = await networkHelpers.loadFixture(approved);
    const own = await fund(venue, usd("100,000"));
    await expect(settle({ maker: own }))
      .to.be.revertedWithCustomError(clearingHouse, "NotAuthorized")
      .withArgs(own, venue.address);
    await clearingHouse.connect(venue).setOperator(own, venue.address, Permission.Settle, FOREVER);
    await expect(settle({ maker: own })).to.emit(clearingHouse, "VenueFilled");
  });

  it("reverts with SystemAccount and InvalidAccount on either side", async () => {
    const { clearingHouse, settle, marketIds } = await networkHelpers.loadFixture(approved);
    const system = await clearingHouse.poolMarketAccount(marketIds.ETH);
    const nobody = accountWord(ethers.ZeroAddress, 3n);
    for (const side of ["taker", "maker"]) {
      await expect(settle({ [side]: system }))
        .to.be.revertedWithCustomError(clearingHouse, "SystemAccount")
        .withArgs(system);
      await expect(settle({ [side]: nobody }))
        .to.be.revertedWithCustomError(clearingHouse, "InvalidAccount")
        .withArgs(nobody);
    }
  });

  it("reverts with ZeroSize, SizeOutOfRange and UnknownMarket for what is none", async () => {
    const { clearingHouse, settle } = await networkHelpers.loadFixture(approved);
    await expect(settle({ sizeDelta: 0n }))
      .to.be.revertedWithCustomError(clearingHouse, "ZeroSize")
      .withArgs();
    for (const sizeDelta of [MAX_SIZE + 1n, -MAX_SIZE - 1n]) {
      await expect(settle({ sizeDelta }))
        .to.be.revertedWithCustomError(clearingHouse, "SizeOutOfRange")
        .withArgs(sizeDelta, MAX_SIZE);
    }
    for (const market of [2n, 63n, 200n]) {
      await expect(settle({ market })).to.be.revertedWithCustomError(clearingHouse, "UnknownMarket").withArgs(market);
    }
  });

  it("the band is 1 % around the mark: its edges fill, a step beyond them is PriceOutsideVenueBand", async () => {
    const { clearingHouse, markOf, settle, marketIds } = await networkHelpers.loadFixture(approved);
    const mark = await markOf("ETH");
    const [low, high] = [(mark * 99n) / 100n, (mark * 101n) / 100n];
    for (const price of [low - 1n, high + 1n, 0n, 2n ** 256n - 1n]) {
      await expect(settle({ price }))
        .to.be.revertedWithCustomError(clearingHouse, "PriceOutsideVenueBand")
        .withArgs(marketIds.ETH, price, low, high);
    }
    for (const price of [low, high]) await expect(settle({ price })).to.emit(clearingHouse, "VenueFilled");
  });

  it("reverts with NotAReduction where a reduce-only side would open or flip", async () => {
    const { clearingHouse, settle, ten } = await networkHelpers.loadFixture(approved);
    await expect(settle({ takerReduceOnly: true }))
      .to.be.revertedWithCustomError(clearingHouse, "NotAReduction")
      .withArgs(0n, ten);
    await expect(settle({ makerReduceOnly: true }))
      .to.be.revertedWithCustomError(clearingHouse, "NotAReduction")
      .withArgs(0n, -ten);
    await settle();
    await expect(settle({ sizeDelta: -2n * ten, makerReduceOnly: true }))
      .to.be.revertedWithCustomError(clearingHouse, "NotAReduction")
      .withArgs(-ten, 2n * ten);
  });

  it("reverts with SizeBelowMinimum where either side would be left below it", async () => {
    const { clearingHouse, carol, approve, fund, settle, termsOf, ten } = await networkHelpers.loadFixture(approved);
    const { minSize } = termsOf("ETH").trade;
    await expect(settle({ sizeDelta: minSize - 1n }))
      .to.be.revertedWithCustomError(clearingHouse, "SizeBelowMinimum")
      .withArgs(minSize - 1n, minSize);
    await settle();
    const third = await fund(carol, usd("100,000"));
    await approve(carol);
    // The taker's remainder is large enough, the maker's is not: bob would be short one unit.
    await settle({ taker: third, sizeDelta: ten });
    await expect(settle({ sizeDelta: 1n - 2n * ten }))
      .to.be.revertedWithCustomError(clearingHouse, "SizeBelowMinimum")
      .withArgs(-1n, minSize);
  });

  it("a restricted market takes only fills that reduce both sides", async () => {
    const { clearingHouse, alice, carol, guardian, approve, fund, settle, marketIds, ten } =
      await networkHelpers.loadFixture(approved);
    await settle();
    await clearingHouse.connect(guardian).restrictMarket(marketIds.ETH);
    const third = await fund(carol, usd("100,000"));
    await approve(carol);
    // alice reduces, but carol opens.
    await expect(settle({ taker: accountOf(alice), maker: third, sizeDelta: -ten }))
      .to.be.revertedWithCustomError(clearingHouse, "MarketReduceOnly")
      .withArgs(marketIds.ETH);
    await expect(settle({ sizeDelta: -ten })).to.emit(clearingHouse, "VenueFilled");
  });

  it("prices let in what they let in for a trade: PriceNotUsable", async () => {
    const { clearingHouse, settle, waitForAge, marketIds, ten } = await networkHelpers.loadFixture(approved);
    await settle();
    for (const [age, validity] of [
      [HEARTBEAT + 1, PriceValidity.Stale],
      [MAX_LIQUIDATION_AGE + 1, PriceValidity.Expired],
    ] as const) {
      await waitForAge("ETH", age);
      for (const sizeDelta of [ten, -ten]) {
        await expect(settle({ sizeDelta }))
          .to.be.revertedWithCustomError(clearingHouse, "PriceNotUsable")
          .withArgs(marketIds.ETH, validity);
      }
    }
  });
});
