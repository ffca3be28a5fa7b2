// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../deploy/parameters/units.ts";
import { accountOf } from "../fixtures/protocol.ts";
import { collateralFixture, weth, WETH } from "../integration/collateral/support.ts";

const connection = await network.create();
const { networkHelpers } = connection;

describe("S5: a buyer takes more of a debtor's tokens than the debtor lacks", () => {
  /** 10 WETH against 15,000: at 1,700 the account is 40 USD below its line. */
  async function debtor() {
    const working = await collateralFixture(connection);
    const { vault, trader, alice, fund, move, wethFeed } = working;
    const account = accountOf(trader);
    await vault.connect(trader).depositCollateral(account, WETH, weth("10"));
    await vault.connect(trader).withdraw(account, usd("15,000"), trader.address);
    await move(wethFeed, "1,700");
    return { ...working, account, buyer: await fund(alice, usd("100,000")) };
  }

  it("one sale is bounded by the debt: at most discount / (1 - discount) of it, and nothing is left to sell after", async () => {
    const { clearingHouse, alice, account, buyer, cashOf, balanceOf } = await networkHelpers.loadFixture(debtor);
    await clearingHouse.connect(alice).buyCollateral(account, WETH, usd("100,000"), 0n, buyer);
    const spent = usd("100,000") - (await cashOf(buyer));
    const worth = ((await balanceOf(buyer, WETH)) * usd("1,700")) / weth("1");
    expect(spent).to.equal(usd("15,000"));
    expect(worth - spent).to.be.at.most((usd("15,000") * 5n) / 95n);
    expect(await cashOf(account)).to.equal(0n);
    await expect(
      clearingHouse.connect(alice).buyCollateral(account, WETH, usd("10"), 0n, buyer),
    ).to.be.revertedWithCustomError(clearingHouse, "CollateralNotForSale");
  });

  it("the owner cannot buy his own at the discount out of what he borrows: the two accounts together gain nothing", async () => {
    const { clearingHouse, trader, account, fund, cashOf, balanceOf } = await networkHelpers.loadFixture(debtor);
    const second = await fund(trader, usd("15,000"), 1n);
    const worthOf = async (id: string): Promise<bigint> =>
      (await cashOf(id)) + ((await balanceOf(id, WETH)) * usd("1,700")) / weth("1");
    const before = (await worthOf(account)) + (await worthOf(second));
    await clearingHouse.connect(trader).buyCollateral(account, WETH, usd("15,000"), 0n, second);
    const after = (await worthOf(account)) + (await worthOf(second));
    expect(before - after).to.be.within(0n, 2n);
  });
});
