// SPDX-License-Identifier: MIT
import { expect } from "chai";
import type { BaseContract } from "ethers";
import { network } from "hardhat";

import { FUNCTION_ROLES } from "../../../deploy/roles.ts";
import type { FunctionRole } from "../../../deploy/roles.ts";
import { accountOf, protocolFixture } from "../../fixtures/protocol.ts";
import { calldataOf } from "../../integration/security/doors.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

describe("who may govern", () => {
  async function open() {
    return protocolFixture(connection);
  }

  for (const { contract, functionName, role } of FUNCTION_ROLES) {
    it(`${functionName} reverts with AccessManagedUnauthorized for whoever is not ${role}`, async () => {
      const fixture = await networkHelpers.loadFixture(open);
      const { governor, riskAdmin, guardian, deployer, keeper, trader, provider, config } = fixture;
      const holders: Readonly<Record<FunctionRole["role"], readonly string[]>> = {
        GOVERNOR: [governor.address],
        RISK_ADMIN: [riskAdmin.address, governor.address],
        GUARDIAN: [guardian.address],
      };
      const target: BaseContract = contract === "IClearingHouse" ? fixture.clearingHouse : fixture.oracle;
      const fragment = target.interface.getFunction(functionName);
      if (fragment === null) throw new Error(`no function ${functionName}`);
      // No later check needs to like the arguments: access is asked first.
      const data = calldataOf(target.interface, fragment, { account: accountOf(trader), address: trader.address });
      for (const caller of [deployer, governor, riskAdmin, guardian, keeper, trader, provider]) {
        if (holders[role].includes(caller.address)) continue;
        await expect(caller.sendTransaction({ to: await target.getAddress(), data }))
          .to.be.revertedWithCustomError(config, "AccessManagedUnauthorized")
          .withArgs(caller.address);
      }
    });
  }

  it("a module that is called at its own address changes nothing of the protocol", async () => {
    const { config, clearingHouse, governor, accessManager, oracle, trader } = await networkHelpers.loadFixture(open);
    const alone = await ethers.deployContract("ConfigModule", [
      await accessManager.getAddress(),
      await oracle.getAddress(),
      7_200n,
      0n,
    ]);
    await expect(alone.connect(trader).setVenue(trader.address, true))
      .to.be.revertedWithCustomError(config, "AccessManagedUnauthorized")
      .withArgs(trader.address);
    // The admin role may: what it writes is the module's own storage, which nobody reads.
    await alone.connect(governor).setVenue(trader.address, true);
    expect(await clearingHouse.isVenue(trader.address)).to.equal(false);
  });

  it("setVenue registers and removes a venue, and refuses the zero address", async () => {
    const { clearingHouse, config, governor, trader } = await networkHelpers.loadFixture(open);
    const governed = clearingHouse.connect(governor);
    for (const registered of [true, false]) {
      await expect(governed.setVenue(trader.address, registered))
        .to.emit(clearingHouse, "VenueSet")
        .withArgs(trader.address, registered);
      expect(await clearingHouse.isVenue(trader.address)).to.equal(registered);
    }
    await expect(governed.setVenue(ethers.ZeroAddress, true))
      .to.be.revertedWithCustomError(config, "InvalidVenue")
      .withArgs(ethers.ZeroAddress);
  });

  it("setPool reverts with InvalidPool once a pool is set", async () => {
    const { clearingHouse, config, governor, pool, vault } = await networkHelpers.loadFixture(open);
    const other = await vault.getAddress();
    await expect(clearingHouse.connect(governor).setPool(other))
      .to.be.revertedWithCustomError(config, "InvalidPool")
      .withArgs(other, await pool.getAddress());
  });
});
