// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { marketIdOf } from "../../../scripts/lib/deployment/contracts.ts";
import { openMarkets } from "../../../scripts/lib/deployment/openMarkets.ts";
import { accountOf, deployedFixture, seedPool } from "../../fixtures/protocol.ts";
import { receiptsOf } from "./receipts.ts";
import { liquidationHelpers } from "./support.ts";

const connection = await network.create();
const { ethers } = connection;

describe("liquidate: a token that refuses", () => {
  it("owner, keeper and vault blacklisted: the ledger moves numbers only, and no token moves (A54)", async () => {
    const blacklist = await ethers.deployContract("BlacklistToken");
    const settlementToken = await blacklist.getAddress();
    const deployed = await deployedFixture(connection, (parameters) => ({ ...parameters, settlementToken }));
    await seedPool(connection, deployed);
    await openMarkets(deployed, deployed.parameters, deployed);
    const { clearingHouse, vault, alice, bob, liquidator, setPrice, parameters } = deployed;
    const marketIds = { ETH: marketIdOf(parameters, "ETH"), BTC: marketIdOf(parameters, "BTC") };
    const { open, liquidate, cashOf } = liquidationHelpers(connection, { ...deployed, marketIds });
    const partly = await open(alice, { cash: usd("3,000"), tokens: "20" });
    const lost = await open(bob, { cash: usd("1,950"), tokens: "19" });
    await setPrice("ETH", "1,895");
    for (const holder of [alice.address, bob.address, liquidator.address, await vault.getAddress()]) {
      await blacklist.setBlacklisted(holder, true);
    }
    const vaultBefore = await blacklist.balanceOf(await vault.getAddress());
    const response = await liquidate(liquidator, [partly, lost]);
    const receipts = await receiptsOf(clearingHouse, response);
    expect(receipts.map(({ account, value }) => [account, value < 0n])).to.deep.equal([
      [lost.toLowerCase(), true],
      [partly.toLowerCase(), false],
    ]);
    expect(await cashOf(accountOf(liquidator))).to.equal(receipts.reduce((sum, { reward }) => sum + reward, 0n));
    await expect(response).not.to.emit(blacklist, "Transfer");
    expect(await blacklist.balanceOf(await vault.getAddress())).to.equal(vaultBefore);
  });
});
