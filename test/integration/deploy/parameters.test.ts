// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { liveParameters } from "../../../deploy/parameters/index.ts";
import { localParameters } from "../../../deploy/parameters/local.ts";
import { protocolSchema } from "../../../deploy/parameters/schema.ts";
import type { MarketParameters, ProtocolParameters } from "../../../deploy/parameters/schema.ts";
import { answer, unitPrice, unitsFor, usd } from "../../../deploy/parameters/units.ts";
import { actors } from "../../fixtures/actors.ts";

const { ethers, networkHelpers } = await network.create();

/** What oracle and ConfigModule fix. */
const FIXED = {
  jumpHold: 480n,
  settleTime: 60n,
  fallbackDelay: 600n,
  settlementDelay: 3n * 86_400n,
};

describe("deployment parameters", () => {
  async function rulesFixture() {
    const { governor, riskAdmin, guardian, carol } = await actors(ethers);
    const holders = { governor: governor.address, riskAdmin: riskAdmin.address, guardian: guardian.address };
    const environment = {
      PLIMSOLL_ADMIN: carol.address,
      PLIMSOLL_GOVERNOR: holders.governor,
      PLIMSOLL_RISK_ADMIN: holders.riskAdmin,
      PLIMSOLL_GUARDIAN: holders.guardian,
    };
    return { rules: await ethers.deployContract("ListingRulesHarness"), holders, environment };
  }

  const setOf = ({ feed, tiers, trade, liquidation }: MarketParameters, { pool }: ProtocolParameters) => ({
    tiers,
    trade,
    liquidation,
    oracle: { ...feed, ...FIXED, divergenceBound: feed.second?.divergenceBound ?? 0n },
    price: unitPrice(feed.initialAnswer, feed.sizeDecimals),
    poolRequestDelay: BigInt(pool.requestDelay),
  });

  for (const name of ["arbitrum", "mainnet"] as const) {
    it(`${name}: every market passes the listing rules at its reference price, and its commitment carries the cap`, async () => {
      const { rules, environment } = await networkHelpers.loadFixture(rulesFixture);
      const parameters = liveParameters(name, environment);
      for (const market of parameters.markets) {
        const set = setOf(market, parameters);
        await rules.requireAll(set);
        await rules.requireUnitWorth(set.price);
        await rules.requireCommitment(set, market.commitment);
      }
    });

    it(`${name}: governance waits two days, and only to tighten or restrict it does not`, async () => {
      const { environment } = await networkHelpers.loadFixture(rulesFixture);
      const { roles, looseningDelay, settlementToken } = liveParameters(name, environment);
      expect(looseningDelay).to.equal(172_800);
      expect([roles.admin.delay, roles.governor.delay]).to.deep.equal([172_800, 172_800]);
      expect([roles.riskAdmin.delay, roles.guardian.delay]).to.deep.equal([0, 0]);
      expect(settlementToken).not.to.equal(null);
    });
  }

  it("local: a unit is worth 1e-7 to 1e-5 USD at any price that the scenarios begin at", async () => {
    const { rules, holders } = await networkHelpers.loadFixture(rulesFixture);
    const prices = [
      ["95", "5,000"],
      ["200", "8,000"],
      ["4,000", "60,000"],
      ["4,400", "122,000"],
    ] as const;
    for (const [eth, btc] of prices) {
      const parameters = localParameters({ ...holders, answers: { ETH: answer(eth), BTC: answer(btc) } });
      for (const market of parameters.markets) {
        const set = setOf(market, parameters);
        await rules.requireAll(set);
        await rules.requireUnitWorth(set.price);
        await rules.requireCommitment(set, market.commitment);
      }
    }
  });

  it("doubles, the zero address, hasty holders and one account in two roles are refused", async () => {
    const { environment, holders } = await networkHelpers.loadFixture(rulesFixture);
    const live = liveParameters("mainnet", environment);
    const messages = (parameters: ProtocolParameters): readonly string[] =>
      protocolSchema.safeParse(parameters).error?.issues.map(({ message }) => message) ?? [];
    expect(messages(live)).to.deep.equal([]);
    const [eth] = live.markets;
    const negative = { ...live, markets: [{ ...eth, commitment: usd("-1") }] };
    expect(protocolSchema.safeParse(negative).error?.issues.map(({ code }) => code)).to.deep.equal(["too_small"]);
    expect(messages({ ...live, settlementToken: null })).to.deep.equal(["doubles are for the local network"]);
    const zero = { address: ethers.ZeroAddress, delay: 0 };
    expect(messages({ ...live, roles: { ...live.roles, guardian: zero } })).to.deep.equal(["the zero address"]);
    const hasty = { ...live, roles: { ...live.roles, governor: { address: holders.governor, delay: 3_600 } } };
    expect(messages(hasty)).to.deep.equal([
      "nobody would be able to loosen a parameter: the governor's delay is below looseningDelay",
    ]);
    const hastyAdmin = { ...live.roles, admin: { ...live.roles.admin, delay: 3_600 } };
    expect(messages({ ...live, roles: hastyAdmin })).to.deep.equal([
      "the admin could hand out a right that does not wait: its delay is below looseningDelay",
    ]);
    const twice = { ...live.roles, admin: live.roles.governor };
    expect(messages({ ...live, roles: twice })).to.deep.equal([
      "one account holds two roles: one stolen key would be two",
    ]);
  });

  it("a network without parameters is refused by name", () => {
    expect(() => liveParameters("sepolia", {})).to.throw("no parameters for sepolia");
  });

  it("prices and sizes are in the market's unit", () => {
    // One ETH at 2,000 USD has 1e9 units of 2e-6 USD: 2e16 in 1e-22 USD.
    expect(unitPrice(answer("2,000"), 9)).to.equal(2n * 10n ** 16n);
    expect(unitsFor(usd("1,000"), 2n * 10n ** 16n)).to.equal(500_000_000n);
    expect(unitsFor(1n, 3n * 10n ** 16n)).to.equal(1n);
    expect(unitsFor(usd("1,000"), 2n * 10n ** 16n, 400_000_000n)).to.equal(800_000_000n);
  });
});
