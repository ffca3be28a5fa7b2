// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { rateAfter } from "../../../scripts/lib/market/funding.ts";
import { ethers, liquidationFixture, networkHelpers } from "../liquidation/support.ts";
import { plain } from "./plain.ts";

describe("AccountLens.markets", () => {
  it("is every listed market: name, price, skew, the traders' open interest and the funding rate per hour", async () => {
    const { lens, oracle, clearingHouse, alice, bob, guardian, open, setPrices, sizeOf, marketIds } =
      await networkHelpers.loadFixture(liquidationFixture);
    await open(alice, { cash: usd("400,000"), tokens: "3000" });
    await open(bob, { cash: usd("120,000"), tokens: "-1000" });
    await open(alice, { cash: usd("50,000"), asset: "BTC", tokens: "-20", subAccount: 1n });
    await clearingHouse.connect(guardian).restrictMarket(marketIds.BTC);
    await networkHelpers.time.increase(1_000);
    await setPrices({});
    await networkHelpers.mine();
    const now = BigInt((await ethers.provider.getBlock("latest"))?.timestamp ?? 0);
    const perHour = async (market: number): Promise<bigint> => {
      const { state, tiers } = await clearingHouse.marketState(market);
      const { fundingRatePerSecond, fundingDrift, accruedAt } = state;
      return rateAfter(fundingRatePerSecond, fundingDrift, now - accruedAt, tiers.maxFundingRatePerSecond) * 3_600n;
    };
    const views = (await lens.markets()).map(plain);
    expect(views).to.deep.equal([
      {
        market: BigInt(marketIds.ETH),
        name: "ETH-PERP",
        price: await oracle.readPrice(marketIds.ETH),
        skew: sizeOf("ETH", "2000"),
        longOpenInterest: sizeOf("ETH", "3000"),
        shortOpenInterest: sizeOf("ETH", "1000"),
        fundingRatePerHour: await perHour(marketIds.ETH),
        reduceOnly: false,
      },
      {
        market: BigInt(marketIds.BTC),
        name: "BTC-PERP",
        price: await oracle.readPrice(marketIds.BTC),
        skew: -sizeOf("BTC", "20"),
        longOpenInterest: 0n,
        shortOpenInterest: sizeOf("BTC", "20"),
        fundingRatePerHour: await perHour(marketIds.BTC),
        reduceOnly: true,
      },
    ]);
    expect((await perHour(marketIds.ETH)) > 0n && (await perHour(marketIds.BTC)) < 0n).to.equal(true);
  });
});
