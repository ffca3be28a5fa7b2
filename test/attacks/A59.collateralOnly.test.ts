// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../deploy/parameters/units.ts";
import { accountOf } from "../fixtures/protocol.ts";
import { collateralFixture, weth, WETH } from "../integration/collateral/support.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const DEADLINE = 2n ** 40n;

describe("A59, A49: an account that holds tokens and no cash, closed whole by its owner's second account", () => {
  /** 0.05 WETH, which count 88 USD, against 0.7 ETH: at 1,905 it is worth about 20 and must hold 36. */
  async function poor() {
    const working = await collateralFixture(connection);
    const { trader, vault, trade, sizeOf, setPrices } = working;
    const account = accountOf(trader);
    await vault.connect(trader).depositCollateral(account, WETH, weth("0.05"));
    await setPrices({});
    await trade(trader, "ETH", sizeOf("ETH", "0.7"));
    await setPrices({ ETH: "1,905" });
    return { ...working, account, second: accountOf(trader, 1n) };
  }

  it("costs the two no less than closing would, and insurance nothing", async () => {
    const { clearingHouse, trader, account, second, cashOf, lens, balanceOf } = await networkHelpers.loadFixture(poor);
    expect((await lens.healthOf([account]))[0]?.liquidatable).to.equal(true);
    const insurance = await clearingHouse.insuranceAccount();
    const snapshot = await networkHelpers.takeSnapshot();
    await clearingHouse.connect(trader).closeAccount(account, [0n], DEADLINE);
    const closed = await cashOf(account);
    await snapshot.restore();
    const before = await cashOf(insurance);
    await clearingHouse.connect(trader).liquidate([account], second);
    expect((await clearingHouse.accountState(account)).markets).to.equal(0n);
    expect(await balanceOf(account, WETH)).to.equal(weth("0.05"));
    const together = (await cashOf(account)) + (await cashOf(second));
    expect(together <= closed, `${together.toString()} by liquidation, ${closed.toString()} by closing`).to.equal(true);
    // 1.2 % of 1,333.50, a third of it the keeper's.
    expect(await cashOf(second)).to.be.within(usd("5.33"), usd("5.34"));
    expect(await cashOf(insurance)).to.be.at.least(before);
  });
});
