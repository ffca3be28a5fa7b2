// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { marketsMaintenance } from "../../../scripts/lib/margin/account.ts";
import { liquidationFixture, networkHelpers } from "../liquidation/support.ts";

describe("AccountLens and the pool's account of a market", () => {
  async function poolUnderWaterFixture() {
    const fixture = await liquidationFixture();
    const { clearingHouse, alice, open, setPrice, marketIds } = fixture;
    await open(alice, { cash: usd("1,000,000"), tokens: "6000" });
    await setPrice("ETH", "3,000");
    return { ...fixture, poolMarket: await clearingHouse.poolMarketAccount(marketIds.ETH) };
  }

  it("is liquidatable like any other, and after its liquidation is not", async () => {
    const { clearingHouse, lens, liquidator, liquidate, poolMarket } =
      await networkHelpers.loadFixture(poolUnderWaterFixture);
    const [health] = await lens.healthOf([poolMarket]);
    expect((health?.accountValue ?? 0n) < 0n).to.equal(true);
    expect(health?.liquidatable).to.equal(true);
    await liquidate(liquidator, [poolMarket]);
    expect((await lens.healthOf([poolMarket]))[0]?.liquidatable).to.equal(false);
    await expect(liquidate(liquidator, [poolMarket])).to.be.revertedWithCustomError(clearingHouse, "NothingLiquidated");
  });

  it("keeps no reward back: its maintenance margin is its markets' alone", async () => {
    const { lens, poolMarket, stateNow } = await networkHelpers.loadFixture(poolUnderWaterFixture);
    const { legs } = await stateNow(poolMarket);
    const [health] = await lens.healthOf([poolMarket]);
    expect(health?.maintenanceMargin).to.equal(marketsMaintenance(legs.map(({ holding }) => holding)));
  });
});
