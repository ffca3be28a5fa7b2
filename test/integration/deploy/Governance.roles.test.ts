// SPDX-License-Identifier: MIT
// Roles and delays are the admin's, and the admin waits: nobody hands out a right, moves a delay or swaps the manager in
// less than the announced two days.
import { expect } from "chai";
import { network } from "hardhat";

import { Role } from "../../../deploy/roles.ts";
import { callTo, governedFixture, TWO_DAYS } from "./live.ts";

const connection = await network.create();
const { networkHelpers } = connection;

describe("Roles and delays", () => {
  async function governed() {
    const fixture = await governedFixture(connection);
    const { accessManager, clearingHouse, oracle, stranger, guardian } = fixture;
    const house = await clearingHouse.getAddress();
    const restrict = clearingHouse.interface.getFunction("restrictMarket").selector;
    const changes = await Promise.all(
      (
        [
          ["grantRole", [Role.GOVERNOR, stranger.address, 0n]],
          ["revokeRole", [Role.GUARDIAN, guardian.address]],
          ["setRoleAdmin", [Role.RISK_ADMIN, Role.RISK_ADMIN]],
          ["setRoleGuardian", [Role.GOVERNOR, Role.GOVERNOR]],
          ["setGrantDelay", [Role.GOVERNOR, 1n]],
          ["setTargetAdminDelay", [house, 1n]],
          ["setTargetFunctionRole", [house, [restrict], Role.RISK_ADMIN]],
          ["setTargetClosed", [house, true]],
          ["updateAuthority", [house, await oracle.getAddress()]],
          ["labelRole", [Role.GUARDIAN, "other"]],
        ] as const
      ).map(async ([name, args]) => ({ name, ...(await callTo(accessManager, name, args)) })),
    );
    return { ...fixture, changes };
  }

  it("change by the admin alone: AccessManagerUnauthorizedAccount for everybody else", async () => {
    const fixture = await networkHelpers.loadFixture(governed);
    const { accessManager, changes, deployer, governor, riskAdmin, guardian, stranger } = fixture;
    for (const caller of [deployer, governor, riskAdmin, guardian, stranger]) {
      for (const { name, to, data } of changes) {
        await expect(caller.sendTransaction({ to, data }), name)
          .to.be.revertedWithCustomError(accessManager, "AccessManagerUnauthorizedAccount")
          .withArgs(caller.address, Role.ADMIN);
        await expect(accessManager.connect(caller).schedule(to, data, 0n), name).to.be.revertedWithCustomError(
          accessManager,
          "AccessManagerUnauthorizedCall",
        );
      }
    }
  });

  it("change by the admin two days after the announcement, and not before: AccessManagerNotReady", async () => {
    const { accessManager, admin, changes } = await networkHelpers.loadFixture(governed);
    for (const { name, to, data } of changes) {
      await expect(admin.sendTransaction({ to, data }), name).to.be.revertedWithCustomError(
        accessManager,
        "AccessManagerNotScheduled",
      );
      await accessManager.connect(admin).schedule(to, data, 0n);
      await networkHelpers.time.increase(TWO_DAYS - 60);
      await expect(admin.sendTransaction({ to, data }), name).to.be.revertedWithCustomError(
        accessManager,
        "AccessManagerNotReady",
      );
      await networkHelpers.time.increase(60);
      await expect(admin.sendTransaction({ to, data }), name).not.to.be.revert(connection.ethers);
    }
  });

  it("cannot be announced with less than the delay", async () => {
    const { accessManager, admin, changes } = await networkHelpers.loadFixture(governed);
    const soon = BigInt(await networkHelpers.time.latest()) + BigInt(TWO_DAYS) - 10n;
    for (const { name, to, data } of changes) {
      await expect(accessManager.connect(admin).schedule(to, data, soon), name).to.be.revertedWithCustomError(
        accessManager,
        "AccessManagerUnauthorizedCall",
      );
    }
  });

  it("a shorter delay of a holder waits for the delay it shortens, on top of the announcement", async () => {
    const { accessManager, admin } = await networkHelpers.loadFixture(governed);
    const { to, data } = await callTo(accessManager, "grantRole", [Role.ADMIN, admin.address, 0n]);
    await accessManager.connect(admin).schedule(to, data, 0n);
    await networkHelpers.time.increase(TWO_DAYS);
    await admin.sendTransaction({ to, data });
    const effect = BigInt(await networkHelpers.time.latest()) + BigInt(TWO_DAYS);
    expect((await accessManager.getAccess(Role.ADMIN, admin.address)).slice(1)).to.deep.equal([
      BigInt(TWO_DAYS),
      0n,
      effect,
    ]);
  });

  it("what the governor announced is vetoed by guardian or admin, and by nobody else", async () => {
    const fixture = await networkHelpers.loadFixture(governed);
    const { accessManager, clearingHouse, governor, riskAdmin, guardian, admin, deployer, stranger } = fixture;
    const { to, data } = await callTo(clearingHouse, "setVenue", [stranger.address, true]);
    const announce = async () => accessManager.connect(governor).schedule(to, data, 0n);
    await announce();
    for (const other of [riskAdmin, deployer, stranger]) {
      await expect(accessManager.connect(other).cancel(governor.address, to, data))
        .to.be.revertedWithCustomError(accessManager, "AccessManagerUnauthorizedCancel")
        .withArgs(other.address, governor.address, to, data.slice(0, 10));
    }
    await accessManager.connect(guardian).cancel(governor.address, to, data);
    await announce();
    await accessManager.connect(admin).cancel(governor.address, to, data);
    await networkHelpers.time.increase(TWO_DAYS);
    await expect(governor.sendTransaction({ to, data })).to.be.revertedWithCustomError(
      accessManager,
      "AccessManagerNotScheduled",
    );
  });
});
