// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { Result } from "ethers";
import { network } from "hardhat";

import { LOCAL_ANSWERS } from "../../../deploy/parameters/local.ts";
import { unitPrice, usd } from "../../../deploy/parameters/units.ts";
import { deployedFixture, INSURANCE_CASH, POOL_CASH, protocolFixture } from "../../fixtures/protocol.ts";

const connection = await network.create();
const { networkHelpers } = connection;

/** A struct by its fields' names. */
function fields(struct: unknown): object {
  if (!(struct instanceof Result)) throw new TypeError("not a struct");
  return struct.toObject(true);
}

describe("a deployment", () => {
  async function deployed() {
    return deployedFixture(connection);
  }

  async function open() {
    return protocolFixture(connection);
  }

  it("wires every part to every other", async () => {
    const fixture = await networkHelpers.loadFixture(deployed);
    const { clearingHouse, vault, pool, oracle, token, accessManager } = fixture;
    const house = await clearingHouse.getAddress();
    expect(await vault.clearingHouse()).to.equal(house);
    expect(await vault.settlementToken()).to.equal(await token.getAddress());
    expect(await pool.clearingHouse()).to.equal(house);
    expect(await clearingHouse.pool()).to.equal(await pool.getAddress());
    expect(await clearingHouse.oracle()).to.equal(await oracle.getAddress());
    expect(await oracle.authority()).to.equal(await accessManager.getAddress());
  });

  it("stores every parameter of every market as it was given, reduce-only", async () => {
    const { clearingHouse, parameters, oracle, feeds } = await networkHelpers.loadFixture(deployed);
    expect(await clearingHouse.listedMarkets()).to.equal(0b11n);
    for (const { id, asset, name, tiers, trade, liquidation, feed } of parameters.markets) {
      const state = await clearingHouse.marketState(id);
      expect(await clearingHouse.marketName(id)).to.equal(name);
      expect(state.reduceOnly).to.equal(true);
      expect(fields(state.tiers)).to.deep.equal(tiers);
      expect(fields(state.trade)).to.deep.equal(trade);
      expect(fields(state.liquidation)).to.deep.equal(liquidation);
      expect(fields(await oracle.feedOf(id))).to.deep.equal({
        feed: await feeds[asset].getAddress(),
        heartbeat: BigInt(feed.heartbeat),
        maxLiquidationAge: BigInt(feed.maxLiquidationAge),
        sizeDecimals: BigInt(feed.sizeDecimals),
        lowerBound: feed.lowerBound,
        upperBound: feed.upperBound,
        jumpBound: feed.jumpBound,
      });
    }
  });

  it("keeps the pool's delay and window, and the ledger asserts by the same delay", async () => {
    const { pool, config, parameters } = await networkHelpers.loadFixture(deployed);
    expect(await pool.requestDelay()).to.equal(BigInt(parameters.pool.requestDelay));
    expect(await config.POOL_REQUEST_DELAY()).to.equal(await pool.requestDelay());
    expect(await pool.executionWindow()).to.equal(BigInt(parameters.pool.executionWindow));
  });

  it("opens with the pool's money behind it and prices at 2,000 and 40,000 USD", async () => {
    const fixture = await networkHelpers.loadFixture(open);
    const { clearingHouse, parameters, vault, token } = fixture;
    const valuation = await clearingHouse.poolValuation();
    expect(valuation.markValue).to.equal(POOL_CASH);
    expect(await token.balanceOf(await vault.getAddress())).to.equal(POOL_CASH + INSURANCE_CASH);
    expect((await clearingHouse.accountState(await clearingHouse.insuranceAccount())).cash).to.equal(INSURANCE_CASH);
    for (const { id, asset, commitment, feed } of parameters.markets) {
      const state = await clearingHouse.marketState(id);
      expect(state.reduceOnly).to.equal(false);
      expect(state.pool.commitment).to.equal(commitment);
      const { cash } = await clearingHouse.accountState(await clearingHouse.poolMarketAccount(id));
      expect(cash).to.equal(usd("3,000,000"));
      const reading = await fixture.oracle.readPrice(id);
      expect(reading.mark).to.equal(unitPrice(LOCAL_ANSWERS[asset], feed.sizeDecimals));
    }
  });
});
