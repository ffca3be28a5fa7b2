// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountValue, maintenanceMargin } from "../../../scripts/lib/margin/account.ts";
import { holdingsOf, stateOf } from "./state.ts";
import { liquidationFixture, networkHelpers } from "./support.ts";

const SECONDS = 10;

describe("liquidate: the line", () => {
  async function atTheLineFixture() {
    const fixture = await liquidationFixture();
    const { alice, deployer, token, vault, open, setPrice } = fixture;
    const account = await open(alice, { cash: usd("2,200"), tokens: "20" });
    await setPrice("ETH", "1,930");
    const timestamp = (await networkHelpers.time.latest()) + SECONDS;
    const state = await stateOf(fixture, account, BigInt(timestamp));
    const holdings = holdingsOf(state);
    const missing = maintenanceMargin(holdings) - accountValue({ cash: state.cash, holdings });
    // A stranger's deposit brings the account to the line at a second that is fixed.
    const deposit = async (amount: bigint): Promise<void> => {
      await token.mint(deployer.address, amount);
      await token.approve(await vault.getAddress(), amount);
      await vault.deposit(account, amount);
      await networkHelpers.time.setNextBlockTimestamp(timestamp);
    };
    return { ...fixture, account, missing, deposit, margin: maintenanceMargin(holdings) };
  }

  it("an account worth exactly its maintenance margin is not liquidated", async () => {
    const { clearingHouse, liquidator, liquidate, account, missing, deposit } =
      await networkHelpers.loadFixture(atTheLineFixture);
    await deposit(missing);
    await expect(liquidate(liquidator, [account])).to.be.revertedWithCustomError(clearingHouse, "NothingLiquidated");
  });

  it("an account worth one unit less is", async () => {
    const { clearingHouse, liquidator, liquidate, account, missing, deposit, margin } =
      await networkHelpers.loadFixture(atTheLineFixture);
    await deposit(missing - 1n);
    const response = await liquidate(liquidator, [account]);
    const logs = await clearingHouse.queryFilter(
      clearingHouse.filters.AccountLiquidated(account),
      response.blockNumber ?? 0,
    );
    expect(logs.map(({ args }) => [args.accountValue, args.maintenanceMargin])).to.deep.equal([[margin - 1n, margin]]);
  });
});
