// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../deploy/parameters/units.ts";
import { lossesFixture, newConnection } from "../integration/losses/support.ts";

const connection = await newConnection();
const { networkHelpers } = connection;

const ASSETS = usd("10,000,000");

describe("S3: an LP joins just before the pool's account below zero is closed at others' cost", () => {
  /**
   * The pool is short 390 ETH and Carol's request for as much as the pool is worth may be executed. In believable rounds ETH
   * goes to 2,325, where the pool's account lacks 25,000 USD: shares are cheaper by that until somebody closes it.
   */
  async function below() {
    const losses = await lossesFixture(connection);
    const { alice, bob, carol, pool, seat, setPrices, fund, clearingHouse, parameters } = losses;
    await seat([
      { owner: alice, cash: "200,000", legs: { ETH: "490" } },
      { owner: bob, cash: "200,000", legs: { ETH: "-100" } },
    ]);
    await fund(carol, ASSETS);
    await pool.connect(carol).requestDeposit(ASSETS, carol.address, carol.address);
    await networkHelpers.time.increase(parameters.pool.requestDelay);
    await setPrices({ ETH: "2,325" });
    const requestId = await pool.lastRequestId();
    return { ...losses, requestId, valuation: async () => clearingHouse.poolValuation() };
  }

  it("waits: PricesNotValid until anybody has closed it, and then gains nothing", async () => {
    const { carol, pool, requestId, valuation, liquidate, poolOf, oracle } = await networkHelpers.loadFixture(below);
    expect((await oracle.readPrice(0n)).validity).to.equal(0n);
    const { markValue: before } = await valuation();
    await expect(pool.connect(carol).executeRequest(requestId)).to.be.revertedWithCustomError(pool, "PricesNotValid");
    await liquidate(carol, [poolOf.ETH]);
    const { markValue: after, pricesValid } = await valuation();
    expect(after - before).to.be.within(usd("24,000"), usd("26,000"));
    expect(pricesValid).to.equal(true);
    await pool.connect(carol).executeRequest(requestId);
    const worth = await pool.convertToAssets(await pool.maxMint(carol.address));
    expect(worth).to.be.within(ASSETS - 2n, ASSETS);
  });
});
