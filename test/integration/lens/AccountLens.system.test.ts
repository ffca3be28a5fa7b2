// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { marketsMaintenance } from "../../../scripts/lib/margin/account.ts";
import { liquidationFixture, networkHelpers } from "../liquidation/support.ts";

describe("AccountLens and the pool's account of a market", () => {
  async function poolWithInventoryFixture() {
    const fixture = await liquidationFixture();
    const { clearingHouse, alice, open, marketIds } = fixture;
    await open(alice, { cash: usd("1,000,000"), tokens: "6000" });
    return { ...fixture, poolMarket: await clearingHouse.poolMarketAccount(marketIds.ETH) };
  }

  it("is liquidatable below its line, and exactly then liquidate deleverages it", async () => {
    const { clearingHouse, lens, liquidator, liquidate, setPrice, poolMarket } =
      await networkHelpers.loadFixture(poolWithInventoryFixture);
    expect((await lens.healthOf([poolMarket]))[0]?.liquidatable).to.equal(false);
    await expect(liquidate(liquidator, [poolMarket])).to.be.revertedWithCustomError(clearingHouse, "NothingLiquidated");
    await setPrice("ETH", "3,000");
    const [health] = await lens.healthOf([poolMarket]);
    expect((health?.accountValue ?? 0n) < 0n).to.equal(true);
    expect(health?.liquidatable).to.equal(true);
    await expect(liquidate(liquidator, [poolMarket])).to.emit(clearingHouse, "PoolDeleveraged");
  });

  it("keeps no reward back: its maintenance margin is its markets' alone", async () => {
    const { lens, poolMarket, stateNow } = await networkHelpers.loadFixture(poolWithInventoryFixture);
    const { legs } = await stateNow(poolMarket);
    const [health] = await lens.healthOf([poolMarket]);
    expect(health?.maintenanceMargin).to.equal(marketsMaintenance(legs.map(({ holding }) => holding)));
  });
});
