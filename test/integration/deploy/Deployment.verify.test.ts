// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { id, ZeroAddress } from "ethers";
import { network } from "hardhat";

import { percent } from "../../../deploy/parameters/units.ts";
import { Role } from "../../../deploy/roles.ts";
import type { Check } from "../../../scripts/lib/verification/facts.ts";
import type { Stage } from "../../../scripts/lib/verification/expected.ts";
import { verifyDeployment } from "../../../scripts/ops/verify/run.ts";
import { deployedFixture, protocolFixture } from "../../fixtures/protocol.ts";
import { chainOf } from "./chain.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

type Deployed = Awaited<ReturnType<typeof deployedFixture>>;

/** What differs, as [what, expected, actual]. */
const differences = (checks: readonly Check[]): readonly (readonly string[])[] =>
  checks.filter(({ holds }) => !holds).map(({ what, expected, actual }) => [what, expected, actual]);

describe("verifyDeployment", () => {
  async function deployed() {
    return deployedFixture(connection);
  }

  async function open() {
    return protocolFixture(connection);
  }

  async function verified(fixture: Deployed, stage: Stage = "listed", parameters = fixture.parameters) {
    return differences(await verifyDeployment(chainOf(fixture, ethers.provider), parameters, stage));
  }

  it("finds nothing in a fresh deployment, nor after its markets opened", async () => {
    expect(await verified(await networkHelpers.loadFixture(deployed))).to.deep.equal([]);
    expect(await verified(await networkHelpers.loadFixture(open), "open")).to.deep.equal([]);
  });

  it("checks every field of every parameter: more than a hundred facts", async () => {
    const fixture = await networkHelpers.loadFixture(deployed);
    const { parameters } = fixture;
    const checks = await verifyDeployment(chainOf(fixture, ethers.provider), parameters, "listed");
    const names = checks.map(({ what }) => what);
    for (const { name, tiers, trade, liquidation } of parameters.markets) {
      for (const key of Object.keys(trade)) expect(names).to.include(`${name} trade.${key}`);
      for (const key of Object.keys(liquidation)) expect(names).to.include(`${name} liquidation.${key}`);
      for (const [key, value] of Object.entries(tiers)) {
        expect(names).to.include(`${name} tiers.${key}${Array.isArray(value) ? "[0]" : ""}`);
      }
    }
    expect(names.length).to.be.greaterThan(100);
  });

  it("finds markets that are not open, and commitments and budgets that are not there", async () => {
    const fixture = await networkHelpers.loadFixture(deployed);
    expect(await verified(fixture, "open")).to.deep.equal([
      ["ETH-PERP reduceOnly", "false", "true"],
      ["ETH-PERP commitment", "3000000000000", "0"],
      ["ETH-PERP insurance budget", "seeded", "none"],
      ["BTC-PERP reduceOnly", "false", "true"],
      ["BTC-PERP commitment", "3000000000000", "0"],
      ["BTC-PERP insurance budget", "seeded", "none"],
    ]);
  });

  it("finds a parameter that was changed", async () => {
    const fixture = await networkHelpers.loadFixture(deployed);
    const { clearingHouse, riskAdmin, parameters } = fixture;
    const [eth] = parameters.markets;
    if (eth === undefined) throw new Error("the fixture lists no market");
    await clearingHouse.connect(riskAdmin).setTradeParameters(0n, { ...eth.trade, takerFee: percent("0.06") });
    expect(await verified(fixture)).to.deep.equal([["ETH-PERP trade.takerFee", "500", "600"]]);
  });

  it("finds members that are not expected, the deployer among them, from logs alone", async () => {
    const fixture = await networkHelpers.loadFixture(deployed);
    const { accessManager, governor, deployer, stranger, riskAdmin } = fixture;
    const admin = accessManager.connect(governor);
    await admin.grantRole(Role.GUARDIAN, deployer.address, 0n);
    await admin.grantRole(7n, stranger.address, 60n);
    await admin.revokeRole(Role.RISK_ADMIN, riskAdmin.address);
    expect(await verified(fixture)).to.have.deep.members([
      [`RISK_ADMIN held by ${riskAdmin.address}`, "waits 0 s", "nothing"],
      ["roles left with the deployer", "nothing", "GUARDIAN"],
      [`GUARDIAN held by ${deployer.address}`, "nothing", "waits 0 s"],
      [`role 7 held by ${stranger.address}`, "nothing", "waits 60 s"],
      ["admin of role 7", "nothing", "ADMIN"],
      ["veto over role 7", "nothing", "ADMIN"],
      ["grant delay of role 7", "nothing", "waits 0 s"],
    ]);
  });

  it("finds a delay that was changed or is about to be", async () => {
    const fixture = await networkHelpers.loadFixture(deployed);
    const { accessManager, governor, clearingHouse, parameters } = fixture;
    const admin = accessManager.connect(governor);
    await admin.setGrantDelay(Role.GUARDIAN, 60n);
    const since = BigInt(await networkHelpers.time.latest()) + 5n * 86_400n;
    await admin.setTargetAdminDelay(await clearingHouse.getAddress(), 60n);
    await admin.grantRole(Role.GOVERNOR, governor.address, 600n);
    expect(parameters.roles.governor.delay).to.equal(0);
    expect(await verified(fixture)).to.deep.equal([
      [`GOVERNOR held by ${governor.address}`, "waits 0 s", "waits 600 s"],
      ["grant delay of GUARDIAN", "waits 0 s", `waits 0 s, another from ${since} on`],
      ["admin delay of ClearingHouse", "waits 0 s", `waits 0 s, another from ${since + 1n} on`],
    ]);
  });

  it("finds a function that another role may call, listed or not, and a contract that is closed", async () => {
    const fixture = await networkHelpers.loadFixture(deployed);
    const { accessManager, governor, clearingHouse, oracle } = fixture;
    const admin = accessManager.connect(governor);
    const house = await clearingHouse.getAddress();
    const { selector } = clearingHouse.interface.getFunction("setVenue");
    await admin.setTargetFunctionRole(house, [selector], Role.GUARDIAN);
    await admin.setTargetFunctionRole(house, [id("unheard()").slice(0, 10)], Role.RISK_ADMIN);
    await admin.setRoleGuardian(Role.GOVERNOR, Role.GOVERNOR);
    await admin.setTargetClosed(await oracle.getAddress(), true);
    expect(await verified(fixture)).to.deep.equal([
      ["veto over GOVERNOR", "GUARDIAN", "GOVERNOR"],
      ["role of setVenue (IClearingHouse)", "GOVERNOR", "GUARDIAN"],
      ["closed: ChainlinkOracle", "false", "true"],
      [`role of ${id("unheard()").slice(0, 10)} (ClearingHouse)`, "nothing", "RISK_ADMIN"],
    ]);
  });

  it("finds a venue that is registered, and none that was removed", async () => {
    const fixture = await networkHelpers.loadFixture(deployed);
    const { clearingHouse, governor, alice, bob } = fixture;
    await clearingHouse.connect(governor).setVenue(alice.address, true);
    await clearingHouse.connect(governor).setVenue(bob.address, true);
    await clearingHouse.connect(governor).setVenue(bob.address, false);
    expect(await verified(fixture)).to.deep.equal([[`venue ${alice.address}`, "nothing", "registered"]]);
  });

  it("finds a feed of a token that no parameters name", async () => {
    const fixture = await networkHelpers.loadFixture(deployed);
    const { oracle, governor, feeds } = fixture;
    const { feed, heartbeat, maxLiquidationAge, sizeDecimals, lowerBound, upperBound, jumpBound } =
      await oracle.feedOf(0n);
    const parameters = { feed, heartbeat, maxLiquidationAge, sizeDecimals, lowerBound, upperBound, jumpBound };
    await oracle.connect(governor).setFeed(64n, parameters);
    const found = await verified(fixture);
    expect(found).to.deep.include(["feed of token 64.primary.feed", "nothing", await feeds.ETH.getAddress()]);
    expect(found.every(([what]) => what?.startsWith("feed of token 64."))).to.equal(true);
  });

  it("finds code that is not the built one, missing code and a module of another clearing house", async () => {
    const fixture = await networkHelpers.loadFixture(deployed);
    const { addresses } = fixture;
    await networkHelpers.setCode(addresses.PoolModule, "0x");
    const config = await ethers.deployContract("ConfigModule", [addresses.AccessManager, ZeroAddress, 7_200n, 0n]);
    const other = { ...fixture, addresses: { ...addresses, ConfigModule: await config.getAddress() } };
    expect(await verified(other)).to.deep.equal([
      ["code of PoolModule", "as built", "no code"],
      ["unknown addresses in ClearingHouse", "nothing", addresses.ConfigModule],
      ["module ConfigModule of the clearing house", "yes", "no"],
    ]);
    const code = await ethers.provider.getCode(addresses.LiquidityPool);
    await networkHelpers.setCode(addresses.LiquidityPool, `${code.slice(0, -2)}00`);
    expect((await verified(fixture)).map(([what]) => what)).to.include("code of LiquidityPool");
    await networkHelpers.setCode(addresses.AccountLens, "0x");
    expect(await verified(fixture)).to.deep.include(["code of AccountLens", "as built", "no code"]);
  });

  it("finds a market that the parameters do not have, and one that is missing", async () => {
    const fixture = await networkHelpers.loadFixture(deployed);
    const [eth, btc] = fixture.parameters.markets;
    if (eth === undefined || btc === undefined) throw new Error("the fixture lists no market");
    const found = await verified(fixture, "listed", { ...fixture.parameters, markets: [eth] });
    expect(found).to.deep.include(["market 1", "nothing", "BTC-PERP"]);
    const more = { ...fixture.parameters, markets: [eth, btc, { ...btc, id: 2, name: "SOL-PERP" }] };
    expect(await verified(fixture, "listed", more)).to.deep.include(["market 2", "SOL-PERP", "nothing"]);
  });

  it("finds wiring, delays and sequencer that are not the parameters'", async () => {
    const fixture = await networkHelpers.loadFixture(deployed);
    const { alice } = fixture;
    const other = {
      ...fixture.parameters,
      looseningDelay: 1,
      sequencerFeed: alice.address,
      pool: { requestDelay: 3, executionWindow: 4 },
    };
    expect((await verified(fixture, "listed", other)).map(([what]) => what)).to.deep.equal([
      "sequencer feed",
      "request delay of the pool",
      "request delay in the listing rules",
      "execution window of the pool",
      "loosening delay",
      "loosening delay of collateral",
    ]);
  });
});
