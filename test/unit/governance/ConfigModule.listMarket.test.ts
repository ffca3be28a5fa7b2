// SPDX-License-Identifier: MIT
import { anyValue } from "@nomicfoundation/hardhat-ethers-chai-matchers/withArgs";
import { expect } from "chai";
import { network } from "hardhat";

import { marketParameters, CLOSE_FEED } from "../../../deploy/parameters/markets.ts";
import { answer, FEED_DECIMALS, percent, unitPrice, usd } from "../../../deploy/parameters/units.ts";
import { protocolFixture } from "../../fixtures/protocol.ts";
import { PriceValidity } from "../../fixtures/validity.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

const THIRD = 2n;

describe("ConfigModule.listMarket", () => {
  async function feedFixture() {
    const fixture = await protocolFixture(connection);
    const aggregator = await ethers.deployContract("MockV3Aggregator", [FEED_DECIMALS, answer("100")]);
    const market = marketParameters({
      id: Number(THIRD),
      asset: "ETH",
      feedAddress: await aggregator.getAddress(),
      referenceAnswer: answer("100"),
      sizeDecimals: 8,
      heartbeat: 3_600,
      rates: CLOSE_FEED,
      maxFundingRatePerSecond: 277_700_000n,
      netCap: usd("1,000,000"),
      commitment: usd("100,000"),
      insuranceBudget: usd("5,000"),
    });
    const { address, heartbeat, maxLiquidationAge, sizeDecimals, lowerBound, upperBound, jumpBound } = market.feed;
    const limits = { heartbeat, maxLiquidationAge, sizeDecimals, lowerBound, upperBound, jumpBound };
    const setFeed = async (changes: Partial<typeof limits> = {}) =>
      fixture.oracle.connect(fixture.governor).setFeed(THIRD, { feed: address ?? "", ...limits, ...changes });
    const list = async (changes: Partial<typeof market> = {}) => {
      const { name, tiers, trade, liquidation } = { ...market, ...changes };
      return fixture.clearingHouse.connect(fixture.governor).listMarket(THIRD, name, tiers, trade, liquidation);
    };
    return { ...fixture, aggregator, market, setFeed, list };
  }

  it("lists a market reduce-only, with its parameters in events and state", async () => {
    const { clearingHouse, setFeed, list } = await networkHelpers.loadFixture(feedFixture);
    await setFeed();
    const listed = await list({ name: "SOL-PERP" });
    await expect(listed).to.emit(clearingHouse, "MarketListed").withArgs(THIRD, "SOL-PERP");
    await expect(listed).to.emit(clearingHouse, "ReduceOnlySet").withArgs(THIRD, true);
    await expect(listed).to.emit(clearingHouse, "TiersChanged").withArgs(THIRD, anyValue, anyValue);
    await expect(listed).to.emit(clearingHouse, "TradeParametersChanged").withArgs(THIRD, anyValue, anyValue);
    await expect(listed).to.emit(clearingHouse, "LiquidationParametersChanged").withArgs(THIRD, anyValue, anyValue);
    const price = unitPrice(answer("100"), 8);
    await expect(listed).to.emit(clearingHouse, "MarketUpdated").withArgs(THIRD, price, 0n, 0n, 0n, 0n);
    expect(await clearingHouse.listedMarkets()).to.equal(0b111n);
    const { reduceOnly, state } = await clearingHouse.marketState(THIRD);
    expect(reduceOnly).to.equal(true);
    expect(state.accruedAt).to.equal(BigInt(await networkHelpers.time.latest()));
  });

  it("reverts with UnknownFeed where the oracle has none for it", async () => {
    const { oracle, list } = await networkHelpers.loadFixture(feedFixture);
    await expect(list()).to.be.revertedWithCustomError(oracle, "UnknownFeed").withArgs(THIRD);
  });

  it("reverts with MarketAlreadyListed for a number in use, and UnknownMarket past the last", async () => {
    const { clearingHouse, governor, market } = await networkHelpers.loadFixture(feedFixture);
    const { name, tiers, trade, liquidation } = market;
    const governed = clearingHouse.connect(governor);
    await expect(governed.listMarket(0n, name, tiers, trade, liquidation))
      .to.be.revertedWithCustomError(clearingHouse, "MarketAlreadyListed")
      .withArgs(0n);
    await expect(governed.listMarket(64n, name, tiers, trade, liquidation))
      .to.be.revertedWithCustomError(clearingHouse, "UnknownMarket")
      .withArgs(64n);
  });

  it("reverts with PriceNotUsable unless the price is Valid", async () => {
    const { clearingHouse, setFeed, list } = await networkHelpers.loadFixture(feedFixture);
    await setFeed();
    await networkHelpers.time.increase(3_700);
    await expect(list())
      .to.be.revertedWithCustomError(clearingHouse, "PriceNotUsable")
      .withArgs(THIRD, PriceValidity.Stale);
  });

  it("reverts with UnitWorthOutOfRange where a size unit is worth more than 1e-5 USD", async () => {
    const { config, setFeed, list } = await networkHelpers.loadFixture(feedFixture);
    const price = unitPrice(answer("100"), 6);
    await setFeed({ sizeDecimals: 6, lowerBound: price / 2n, upperBound: price * 2n });
    await expect(list())
      .to.be.revertedWithCustomError(config, "UnitWorthOutOfRange")
      .withArgs(price, 10n ** 15n, 10n ** 17n);
  });

  it("reverts with the error of the inequality that does not hold", async () => {
    const { config, market, setFeed, list } = await networkHelpers.loadFixture(feedFixture);
    await setFeed();
    const liquidation = { ...market.liquidation, deviationThreshold: percent("0.1") + 1n };
    await expect(list({ liquidation }))
      .to.be.revertedWithCustomError(config, "TakerCostTooLow")
      .withArgs(percent("0.1"), percent("0.1") + 1n);
  });

  it("reverts with PoolDelayTooShort where the feed's heartbeat outlasts the LP delay", async () => {
    const { config, market, setFeed, list } = await networkHelpers.loadFixture(feedFixture);
    await setFeed({ heartbeat: 6_661, maxLiquidationAge: 7_261 });
    const tiers = { ...market.tiers, maxFundingRatePerSecond: 100_000n };
    await expect(list({ tiers })).to.be.revertedWithCustomError(config, "PoolDelayTooShort").withArgs(7_200n, 7_201n);
    await setFeed({ heartbeat: 6_660, maxLiquidationAge: 7_260 });
    await list({ tiers });
  });

  it("reverts with NotAMultiple rather than round a parameter", async () => {
    const { config, market, setFeed, list } = await networkHelpers.loadFixture(feedFixture);
    await setFeed();
    await expect(list({ trade: { ...market.trade, takerFee: 501n } }))
      .to.be.revertedWithCustomError(config, "NotAMultiple")
      .withArgs(501n, 10n);
  });
});
