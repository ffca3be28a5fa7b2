// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { percent } from "../../../deploy/parameters/units.ts";
import { Role } from "../../../deploy/roles.ts";
import { verifyDeployment } from "../../../scripts/lib/deployment/verify.ts";
import { deployedFixture, protocolFixture } from "../../fixtures/protocol.ts";

const connection = await network.create();
const { networkHelpers } = connection;

describe("verifyDeployment", () => {
  async function deployed() {
    return deployedFixture(connection);
  }

  async function open() {
    return protocolFixture(connection);
  }

  it("finds nothing in a fresh deployment, nor after its markets opened", async () => {
    for (const fixture of [await networkHelpers.loadFixture(deployed), await networkHelpers.loadFixture(open)]) {
      expect(await verifyDeployment(fixture, fixture.parameters, fixture.deployer.address)).to.deep.equal([]);
    }
  });

  it("finds a parameter that was changed", async () => {
    const fixture = await networkHelpers.loadFixture(deployed);
    const { clearingHouse, riskAdmin, parameters, deployer } = fixture;
    const [eth] = parameters.markets;
    if (eth === undefined) throw new Error("the fixture lists no market");
    await clearingHouse.connect(riskAdmin).setTradeParameters(0n, { ...eth.trade, takerFee: percent("0.06") });
    const found = await verifyDeployment(fixture, parameters, deployer.address);
    expect(found.map(({ what }) => what)).to.deep.equal(["trade parameters of ETH-PERP"]);
    expect(found[0]?.expected).to.include('"takerFee":"500"');
    expect(found[0]?.actual).to.include('"takerFee":"600"');
  });

  it("finds a role that the deployer holds", async () => {
    const fixture = await networkHelpers.loadFixture(deployed);
    const { accessManager, governor, deployer, parameters } = fixture;
    await accessManager.connect(governor).grantRole(Role.GUARDIAN, deployer.address, 0n);
    const found = await verifyDeployment(fixture, parameters, deployer.address);
    expect(found).to.deep.equal([{ what: "GUARDIAN of the deployer", expected: '[false,"0"]', actual: '[true,"0"]' }]);
  });
});
