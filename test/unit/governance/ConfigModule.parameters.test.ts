// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { Result } from "ethers";
import { network } from "hardhat";

import { percent, usd } from "../../../deploy/parameters/units.ts";
import { protocolFixture } from "../../fixtures/protocol.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const ETH = 0n;
const BP = 100n;
const RATIO_ONE = 1_000_000n;

/** A struct of an event by its fields' names. */
function fields(struct: unknown): object {
  if (!(struct instanceof Result)) throw new TypeError("not a struct");
  return struct.toObject(true);
}

describe("ConfigModule parameters", () => {
  async function skewedFixture() {
    const fixture = await protocolFixture(connection);
    const { trader, fund, trade, sizeOf, parameters } = fixture;
    await fund(trader, usd("1,000,000"));
    await trade(trader, "ETH", sizeOf("ETH", "1,000"));
    const [eth] = parameters.markets;
    if (eth === undefined) throw new Error("the fixture lists no market");
    return { ...fixture, eth };
  }

  it("setTiers stores the new tiers, tells both, and keeps a restriction", async () => {
    const { clearingHouse, riskAdmin, guardian, eth } = await networkHelpers.loadFixture(skewedFixture);
    await clearingHouse.connect(guardian).restrictMarket(ETH);
    const tiers = { ...eth.tiers, withdrawFloor: percent("12") };
    await expect(clearingHouse.connect(riskAdmin).setTiers(ETH, tiers))
      .to.emit(clearingHouse, "TiersChanged")
      .withArgs(
        ETH,
        (previous: unknown) => expect(fields(previous)).to.deep.equal(eth.tiers) !== undefined,
        (current: unknown) => expect(fields(current)).to.deep.equal(tiers) !== undefined,
      );
    const market = await clearingHouse.marketState(ETH);
    expect(fields(market.tiers)).to.deep.equal(tiers);
    expect(market.reduceOnly).to.equal(true);
  });

  it("setTradeParameters reverts with SkewCapExceeded where a smaller scale would leave the skew beyond its cap", async () => {
    const { clearingHouse, governor, eth, sizeOf } = await networkHelpers.loadFixture(skewedFixture);
    const skew = sizeOf("ETH", "1,000");
    const { maxSkew } = eth.trade;
    const least = (skew * RATIO_ONE + maxSkew - 1n) / maxSkew;
    const set = async (skewScale: bigint) =>
      clearingHouse.connect(governor).setTradeParameters(ETH, { ...eth.trade, skewScale });
    await expect(set(least - 1n))
      .to.be.revertedWithCustomError(clearingHouse, "SkewCapExceeded")
      .withArgs(ETH, skew, skew - 1n);
    await set(least);
    expect((await clearingHouse.marketState(ETH)).trade.skewScale).to.equal(least);
  });

  it("setTiers accrues with the old bound of the funding rate", async () => {
    const { clearingHouse, riskAdmin, eth } = await networkHelpers.loadFixture(skewedFixture);
    await networkHelpers.time.increase(1_800);
    const before = await clearingHouse.marketState(ETH);
    const tiers = { ...eth.tiers, maxFundingRatePerSecond: 0n };
    await clearingHouse.connect(riskAdmin).setTiers(ETH, tiers);
    const after = await clearingHouse.marketState(ETH);
    expect(after.state.fundingIndex).to.be.greaterThan(before.state.fundingIndex);
    expect(after.state.accruedAt).to.equal(BigInt(await networkHelpers.time.latest()));
    await networkHelpers.time.increase(600);
    await clearingHouse.accrueFunding(ETH);
    expect((await clearingHouse.marketState(ETH)).state.fundingIndex).to.equal(after.state.fundingIndex);
  });

  it("setTradeParameters stores the drift of the new velocity", async () => {
    const { clearingHouse, riskAdmin, eth, sizeOf } = await networkHelpers.loadFixture(skewedFixture);
    const skew = sizeOf("ETH", "1,000");
    const driftAt = (velocity: bigint): bigint => (skew * velocity) / eth.trade.skewScale;
    const before = await clearingHouse.marketState(ETH);
    expect(before.state.fundingDrift).to.equal(driftAt(eth.trade.maxFundingVelocity));
    const trade = { ...eth.trade, maxFundingVelocity: 50_000n };
    const changed = await clearingHouse.connect(riskAdmin).setTradeParameters(ETH, trade);
    const { state, trade: stored } = await clearingHouse.marketState(ETH);
    expect(fields(stored)).to.deep.equal(trade);
    expect(state.fundingDrift).to.equal(driftAt(50_000n));
    await expect(changed)
      .to.emit(clearingHouse, "MarketUpdated")
      .withArgs(ETH, 2n * 10n ** 16n, state.fundingIndex, state.fundingRatePerSecond, skew, skew);
  });

  it("setTradeParameters tells the parameters before and after", async () => {
    const { clearingHouse, riskAdmin, eth } = await networkHelpers.loadFixture(skewedFixture);
    const trade = { ...eth.trade, takerFee: percent("0.06") };
    await expect(clearingHouse.connect(riskAdmin).setTradeParameters(ETH, trade))
      .to.emit(clearingHouse, "TradeParametersChanged")
      .withArgs(
        ETH,
        (previous: unknown) => expect(fields(previous)).to.deep.equal(eth.trade) !== undefined,
        (current: unknown) => expect(fields(current)).to.deep.equal(trade) !== undefined,
      );
  });

  it("setLiquidationParameters tells the parameters before and after", async () => {
    const { clearingHouse, riskAdmin, eth } = await networkHelpers.loadFixture(skewedFixture);
    const liquidation = { ...eth.liquidation, maxReward: usd("100") };
    await expect(clearingHouse.connect(riskAdmin).setLiquidationParameters(ETH, liquidation))
      .to.emit(clearingHouse, "LiquidationParametersChanged")
      .withArgs(
        ETH,
        (previous: unknown) => expect(fields(previous)).to.deep.equal(eth.liquidation) !== undefined,
        (current: unknown) => expect(fields(current)).to.deep.equal(liquidation) !== undefined,
      );
    expect(fields((await clearingHouse.marketState(ETH)).liquidation)).to.deep.equal(liquidation);
  });

  it("each setter asserts the whole set and reverts with UnknownMarket for a market that is not listed", async () => {
    const { clearingHouse, config, riskAdmin, eth } = await networkHelpers.loadFixture(skewedFixture);
    const risk = clearingHouse.connect(riskAdmin);
    await expect(risk.setTiers(ETH, { ...eth.tiers, withdrawFloor: percent("5") - BP }))
      .to.be.revertedWithCustomError(config, "WithdrawFloorTooLow")
      .withArgs(percent("5") - BP, percent("5"));
    await expect(risk.setTradeParameters(ETH, { ...eth.trade, spread: percent("0.04") }))
      .to.be.revertedWithCustomError(config, "TakerCostTooLow")
      .withArgs(percent("0.09"), percent("0.1"));
    await expect(risk.setLiquidationParameters(ETH, { ...eth.liquidation, venueBand: percent("0.3") }))
      .to.be.revertedWithCustomError(config, "VenueBandTooNarrow")
      .withArgs(percent("0.3"), percent("0.35"));
    for (const call of [
      risk.setTiers(5n, eth.tiers),
      risk.setTradeParameters(5n, eth.trade),
      risk.setLiquidationParameters(5n, eth.liquidation),
    ]) {
      await expect(call).to.be.revertedWithCustomError(clearingHouse, "UnknownMarket").withArgs(5n);
    }
  });

  it("maintenance margin may rise in a market without positions", async () => {
    const { clearingHouse, riskAdmin, trader, trade, sizeOf, eth } = await networkHelpers.loadFixture(skewedFixture);
    await trade(trader, "ETH", -sizeOf("ETH", "1,000"));
    const tiers = { ...eth.tiers, minReward: usd("3.1") };
    await clearingHouse.connect(riskAdmin).setTiers(ETH, tiers);
    expect(fields((await clearingHouse.marketState(ETH)).tiers)).to.deep.equal(tiers);
  });
});
