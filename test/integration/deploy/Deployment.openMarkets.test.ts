// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { openMarkets } from "../../../scripts/lib/deployment/openMarkets.ts";
import { deployedFixture, seedPool } from "../../fixtures/protocol.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const TWO_DAYS = 48 * 3_600;

describe("openMarkets where the governor waits", () => {
  async function live() {
    const fixture = await deployedFixture(connection, (parameters) => ({
      ...parameters,
      looseningDelay: TWO_DAYS,
      roles: { ...parameters.roles, governor: { ...parameters.roles.governor, delay: TWO_DAYS } },
    }));
    await seedPool(connection, fixture);
    return fixture;
  }

  it("commits at once, announces budgets and openings, and opens when called again after the delay", async () => {
    const fixture = await networkHelpers.loadFixture(live);
    const { clearingHouse, parameters, setPrices } = fixture;
    const kinds = async () =>
      (await openMarkets(fixture, parameters, fixture)).map(({ market, commitment, insurance, opening }) => [
        market,
        commitment.kind,
        insurance.kind,
        opening?.kind,
      ]);

    expect(await kinds()).to.deep.equal([
      ["ETH-PERP", "done", "scheduled", "scheduled"],
      ["BTC-PERP", "done", "scheduled", "scheduled"],
    ]);
    expect(await kinds()).to.deep.equal([
      ["ETH-PERP", "done", "waiting", "waiting"],
      ["BTC-PERP", "done", "waiting", "waiting"],
    ]);
    for (const { id } of parameters.markets) expect((await clearingHouse.marketState(id)).reduceOnly).to.equal(true);

    await networkHelpers.time.increase(TWO_DAYS);
    await setPrices({});
    const opened = [
      ["ETH-PERP", "done", "done", "done"],
      ["BTC-PERP", "done", "done", "done"],
    ];
    expect(await kinds()).to.deep.equal(opened);
    for (const { id } of parameters.markets) expect((await clearingHouse.marketState(id)).reduceOnly).to.equal(false);
    expect(await kinds()).to.deep.equal(opened);
  });
});
