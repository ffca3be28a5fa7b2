// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { openMarkets } from "../../../scripts/lib/deployment/openMarkets.ts";
import { accountOf, deployedFixture, seedPool } from "../../fixtures/protocol.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

describe("AccountLens: the lock", () => {
  async function hookedFixture() {
    const hook = await ethers.deployContract("HookSettlementToken");
    const settlementToken = await hook.getAddress();
    const deployed = await deployedFixture(connection, (parameters) => ({ ...parameters, settlementToken }));
    await seedPool(connection, deployed);
    await openMarkets(deployed, deployed.parameters, deployed);
    const account = await deployed.fund(deployed.alice, usd("1,000"));
    return { ...deployed, hook, account };
  }

  for (const view of ["healthOf", "accountOf", "markets"] as const) {
    it(`${view} reverts with Locked from inside a token's transfer, and answers afterwards`, async () => {
      const { clearingHouse, vault, lens, hook, alice, account } = await networkHelpers.loadFixture(hookedFixture);
      const data =
        view === "healthOf"
          ? lens.interface.encodeFunctionData(view, [[account]])
          : view === "accountOf"
            ? lens.interface.encodeFunctionData(view, [account])
            : lens.interface.encodeFunctionData(view);
      const to = await lens.getAddress();
      await hook.setBeforeTransfer(to, data, false);
      await hook.setAfterTransfer(to, data, false);
      await vault.connect(alice).withdraw(accountOf(alice), usd("10"), alice.address);
      const locked = clearingHouse.interface.encodeErrorResult("Locked");
      expect(await hook.beforeOutcome()).to.deep.equal([1n, false, locked]);
      expect(await hook.afterOutcome()).to.deep.equal([1n, false, locked]);
      expect((await ethers.provider.call({ to, data })).length).to.be.greaterThan(2);
    });
  }

  it("from inside a token's transfer nobody is liquidated either: Locked", async () => {
    const { clearingHouse, vault, hook, alice, account } = await networkHelpers.loadFixture(hookedFixture);
    const data = clearingHouse.interface.encodeFunctionData("liquidate", [[account], account]);
    await hook.setAfterTransfer(await clearingHouse.getAddress(), data, false);
    await vault.connect(alice).withdraw(account, usd("10"), alice.address);
    const locked = clearingHouse.interface.encodeErrorResult("Locked");
    expect(await hook.afterOutcome()).to.deep.equal([1n, false, locked]);
  });
});
