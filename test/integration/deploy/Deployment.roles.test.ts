// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { FUNCTION_ROLES, Role } from "../../../deploy/roles.ts";
import type { RoleName } from "../../../deploy/roles.ts";
import { selectorOf } from "../../../deploy/selectors.ts";
import { deployedFixture } from "../../fixtures/protocol.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const ROLE_NAMES: readonly RoleName[] = ["ADMIN", "GOVERNOR", "RISK_ADMIN", "GUARDIAN"];

describe("roles after a deployment", () => {
  async function deployed() {
    return deployedFixture(connection);
  }

  it("nothing privileged is left with the deployer", async () => {
    const { accessManager, deployer, clearingHouse, oracle } = await networkHelpers.loadFixture(deployed);
    for (const name of ROLE_NAMES) {
      expect(await accessManager.hasRole(Role[name], deployer.address), name).to.deep.equal([false, 0n]);
    }
    const targets = { IClearingHouse: clearingHouse, IPriceOracle: oracle };
    for (const entry of FUNCTION_ROLES) {
      const target = await targets[entry.contract].getAddress();
      const [immediate, delay] = await accessManager.canCall(deployer.address, target, selectorOf(entry));
      expect([immediate, delay], entry.functionName).to.deep.equal([false, 0n]);
    }
  });

  it("each role is held by its holder and by nobody else of the actors", async () => {
    const fixture = await networkHelpers.loadFixture(deployed);
    const { accessManager, governor, riskAdmin, guardian, deployer, keeper, trader } = fixture;
    const holders: Readonly<Record<RoleName, readonly string[]>> = {
      ADMIN: [governor.address],
      GOVERNOR: [governor.address],
      RISK_ADMIN: [riskAdmin.address, governor.address],
      GUARDIAN: [guardian.address],
    };
    for (const name of ROLE_NAMES) {
      for (const { address } of [deployer, governor, riskAdmin, guardian, keeper, trader]) {
        const [member] = await accessManager.hasRole(Role[name], address);
        expect(member, `${name} ${address}`).to.equal(holders[name].includes(address));
      }
    }
  });

  it("every restricted function stands in the manager under the role of the table", async () => {
    const { accessManager, clearingHouse, oracle } = await networkHelpers.loadFixture(deployed);
    const targets = { IClearingHouse: clearingHouse, IPriceOracle: oracle };
    for (const entry of FUNCTION_ROLES) {
      const target = await targets[entry.contract].getAddress();
      const role = await accessManager.getTargetFunctionRole(target, selectorOf(entry));
      expect(role, entry.functionName).to.equal(Role[entry.role]);
    }
  });

  it("the guardian may veto what governor and risk admin announce", async () => {
    const { accessManager } = await networkHelpers.loadFixture(deployed);
    expect(await accessManager.getRoleGuardian(Role.GOVERNOR)).to.equal(Role.GUARDIAN);
    expect(await accessManager.getRoleGuardian(Role.RISK_ADMIN)).to.equal(Role.GUARDIAN);
  });

  it("a deployer who is to hold a role is refused before anything is deployed", async () => {
    const attempt = deployedFixture(connection, (parameters) => ({
      ...parameters,
      roles: { ...parameters.roles, guardian: parameters.roles.governor, governor: parameters.roles.guardian },
    }));
    // Swapping holders is fine; naming the deployer is not.
    const { deployer } = await attempt;
    const error = await deployedFixture(connection, (parameters) => ({
      ...parameters,
      roles: { ...parameters.roles, guardian: { address: deployer.address, delay: 0 } },
    })).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).to.have.property("name", "DeployerKeepsRoleError");
    expect(error).to.include({ role: "guardian", deployer: deployer.address });
  });
});
