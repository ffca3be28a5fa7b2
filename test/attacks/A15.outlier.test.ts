// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../deploy/parameters/units.ts";
import { PriceValidity } from "../fixtures/validity.ts";
import { liquidationFixture, networkHelpers } from "../integration/liquidation/support.ts";

describe("A15: one round that is far away", () => {
  /** A long and a short of 10 ETH at 10 times, neither anywhere near its line. */
  async function positioned() {
    const fixture = await liquidationFixture();
    const { alice, bob, open, oracle, marketIds } = fixture;
    const long = await open(alice, { cash: usd("2,000"), tokens: "10" });
    const short = await open(bob, { cash: usd("2,000"), tokens: "-10" });
    return {
      ...fixture,
      accounts: [long, short],
      validity: async (): Promise<bigint> => (await oracle.readPrice(marketIds.ETH)).validity,
    };
  }

  for (const outlier of ["2,000,000", "2", "200,100", "100"]) {
    it(`${outlier} after 2,000 liquidates nobody, nor does the round that takes it back`, async () => {
      const { clearingHouse, liquidator, accounts, liquidate, publish, oracle, marketIds, validity } =
        await networkHelpers.loadFixture(positioned);
      await publish("ETH", outlier);
      expect(await validity()).to.be.at.least(PriceValidity.Jumped);
      await expect(liquidate(liquidator, accounts)).to.be.revertedWithCustomError(clearingHouse, "NothingLiquidated");
      // Recording it helps nobody: a price that is doubted is not accepted.
      await oracle.recordPrice(marketIds.ETH);
      await expect(liquidate(liquidator, accounts)).to.be.revertedWithCustomError(clearingHouse, "NothingLiquidated");
      await publish("ETH", "2,000");
      await expect(liquidate(liquidator, accounts)).to.be.revertedWithCustomError(clearingHouse, "NothingLiquidated");
    });
  }

  it("three real falls of 20 %, each doubted, delay liquidation to jumpHold after the last at most, not to the second round", async () => {
    const { clearingHouse, liquidator, accounts, liquidate, publish, oracle, validity } =
      await networkHelpers.loadFixture(positioned);
    for (const price of ["1,600", "1,280", "1,024"]) await publish("ETH", price);
    expect(await validity()).to.equal(PriceValidity.Jumped);
    await expect(liquidate(liquidator, accounts)).to.be.revertedWithCustomError(clearingHouse, "NothingLiquidated");
    await networkHelpers.time.increase(await oracle.jumpHold());
    await liquidate(liquidator, accounts);
    expect((await clearingHouse.accountState(accounts[0] ?? "")).markets).to.equal(0n);
  });

  it("a real fall that a second round confirms liquidates at once", async () => {
    const { clearingHouse, liquidator, accounts, liquidate, publish } = await networkHelpers.loadFixture(positioned);
    await publish("ETH", "1,600");
    await publish("ETH", "1,590");
    await liquidate(liquidator, accounts);
    expect((await clearingHouse.accountState(accounts[0] ?? "")).markets).to.equal(0n);
  });
});
