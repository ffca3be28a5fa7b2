// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { answer, percent, usd } from "../../deploy/parameters/units.ts";
import { PriceValidity } from "../fixtures/validity.ts";
import { orderOf, tradingFixture } from "../integration/clearing/trading.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

describe("S10: two feeds apart, and one owner on both sides", () => {
  /** Alice has a long and a short of 100 ETH; the second feed then says 5 % more than the first. */
  async function apart() {
    const fixture = await tradingFixture(connection);
    const { alice, governor, oracle, fund, clearingHouse, sizeOf, feeds, setPrices, lens, changeTrade } = fixture;
    const second = await ethers.deployContract("MockV3Aggregator", [8n, answer("2,000")]);
    const { feed, heartbeat, maxLiquidationAge, sizeDecimals, lowerBound, upperBound, jumpBound } =
      await oracle.feedOf(0n);
    const primary = { feed, heartbeat, maxLiquidationAge, sizeDecimals, lowerBound, upperBound, jumpBound };
    const secondary = { feed: await second.getAddress(), heartbeat, maxLiquidationAge, divergenceBound: percent("1") };
    await oracle.connect(governor).setFeeds(0n, { primary, secondary });
    await changeTrade("ETH", { maxFundingVelocity: 0n });
    const [long, short] = [await fund(alice, usd("40,000"), 1n), await fund(alice, usd("40,000"), 2n)];
    await setPrices({});
    const ten = sizeOf("ETH", "100");
    await clearingHouse.connect(alice).trade(orderOf(long, 0n, ten));
    await clearingHouse.connect(alice).trade(orderOf(short, 0n, -ten));
    const initialValue = async (account: string) => (await lens.accountOf(account)).health.accountValue;
    const before = (await initialValue(long)) + (await initialValue(short));
    for (const price of ["2,040", "2,080", "2,100"]) await second.updateAnswer(answer(price));
    await feeds.ETH.updateAnswer(answer("2,000"));
    expect((await oracle.readPrice(0n)).validity).to.equal(PriceValidity.Diverged);
    return { ...fixture, long, short, ten, before };
  }

  it("who closes both pays the whole distance: each leg at the price that is worse for it", async () => {
    const { clearingHouse, alice, long, short, ten, before, cashOf } = await networkHelpers.loadFixture(apart);
    await clearingHouse.connect(alice).trade(orderOf(long, 0n, -ten));
    await clearingHouse.connect(alice).trade(orderOf(short, 0n, ten));
    const after = (await cashOf(long)) + (await cashOf(short));
    // 100 USD on 100 ETH, and two fills' fee and spread.
    expect(before - after).to.be.within(usd("10,000"), usd("10,500"));
  });

  it("neither side takes money out on the better price, and nothing opens", async () => {
    const { clearingHouse, vault, alice, long, short, ten, cashOf, marketIds } =
      await networkHelpers.loadFixture(apart);
    // At 2,000 the long has what it had; the short at 2,100 is 10,000 down and must leave a tenth of 210,000.
    for (const [account, left] of [
      [long, usd("20,000")],
      [short, usd("31,000")],
    ] as const) {
      const most = (await cashOf(account)) - left;
      await expect(
        vault.connect(alice).withdraw(account, most + usd("500"), alice.address),
      ).to.be.revertedWithCustomError(clearingHouse, "BelowWithdrawFloor");
      await expect(clearingHouse.connect(alice).trade(orderOf(account, 0n, account === long ? ten : -ten)))
        .to.be.revertedWithCustomError(clearingHouse, "PriceNotUsable")
        .withArgs(marketIds.ETH, PriceValidity.Diverged);
    }
  });

  it("a liquidation meets the better price: feeds apart alone close nobody", async () => {
    const { clearingHouse, keeper, long, short } = await networkHelpers.loadFixture(apart);
    for (const account of [long, short]) {
      await expect(clearingHouse.connect(keeper).liquidate([account], long)).to.be.revertedWithCustomError(
        clearingHouse,
        "NothingLiquidated",
      );
    }
  });
});
