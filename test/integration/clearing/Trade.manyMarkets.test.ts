// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { MaxUint256 } from "ethers";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { orderOf, tradingFixture } from "./trading.ts";

const connection = await network.create();
const { networkHelpers } = connection;

/** Markets that one account may hold at once. */
const MOST = 16;

describe("markets per account", () => {
  /** 17 markets on ETH's feed, and alice long in the first 16 of them: numbers 0 and 2 to 16. */
  async function crowded() {
    const fixture = await tradingFixture(connection);
    const { alice, clearingHouse, governor, riskAdmin, fund, oracle, termsOf, marketIds, sizeOf } = fixture;
    const { tiers, trade, liquidation } = termsOf("ETH");
    const { feed, heartbeat, maxLiquidationAge, sizeDecimals, lowerBound, upperBound, jumpBound } = await oracle.feedOf(
      marketIds.ETH,
    );
    const limits = { feed, heartbeat, maxLiquidationAge, sizeDecimals, lowerBound, upperBound, jumpBound };
    const small = { ...trade, skewScale: sizeOf("ETH", "30,000"), maxOpenInterest: sizeOf("ETH", "450") };
    const markets = [marketIds.ETH];
    for (let number = 2; number <= MOST + 1; number++) {
      await oracle.connect(governor).setFeed(number, limits);
      await clearingHouse.connect(governor).listMarket(number, `ETH-${number}`, tiers, small, liquidation);
      await clearingHouse.connect(riskAdmin).setCommitment(number, usd("20,000"));
      await clearingHouse.connect(governor).openMarket(number);
      markets.push(number);
    }
    const account = await fund(alice, usd("100,000"));
    const one = sizeOf("ETH", "1");
    const open = async (market: number) => clearingHouse.connect(alice).trade(orderOf(account, market, one));
    for (const market of markets.slice(0, MOST)) await open(market);
    return { ...fixture, account, markets, open, one, last: markets[MOST] ?? 0 };
  }

  it("an account holds 16; the 17th reverts with TooManyMarkets, and goes once another is closed", async () => {
    const { clearingHouse, alice, account, markets, open, one, last } = await networkHelpers.loadFixture(crowded);
    expect((await clearingHouse.fullState(account))[1]).to.deep.equal(markets.slice(0, MOST).map(BigInt));
    await expect(open(last))
      .to.be.revertedWithCustomError(clearingHouse, "TooManyMarkets")
      .withArgs(account, MOST + 1, MOST);
    // What it holds it may increase.
    await open(2);
    await clearingHouse.connect(alice).trade(orderOf(account, 3, -one));
    await expect(open(last)).to.emit(clearingHouse, "Traded");
  });

  it("is asked of a venue's fill too", async () => {
    const {
      clearingHouse,
      alice,
      bob,
      stranger: venue,
      governor,
      account,
      fund,
      markOf,
      one,
      last,
    } = await networkHelpers.loadFixture(crowded);
    await clearingHouse.connect(governor).setVenue(venue.address, true);
    const other = await fund(bob, usd("100,000"));
    await clearingHouse.connect(alice).setOperator(account, venue.address, 2n, 2n ** 40n - 1n);
    await clearingHouse.connect(bob).setOperator(other, venue.address, 2n, 2n ** 40n - 1n);
    const fill = {
      market: last,
      sizeDelta: one,
      price: await markOf("ETH"),
      takerReduceOnly: false,
      makerReduceOnly: false,
    };
    for (const [taker, maker] of [
      [account, other],
      [other, account],
    ] as const) {
      await expect(clearingHouse.connect(venue).settle({ ...fill, taker, maker }))
        .to.be.revertedWithCustomError(clearingHouse, "TooManyMarkets")
        .withArgs(account, MOST + 1, MOST);
    }
  });

  it("closeAccount closes all 16 in one call, in ascending order", async () => {
    const { clearingHouse, alice, account, markets, cashOf } = await networkHelpers.loadFixture(crowded);
    const prices = markets.slice(0, MOST).map(() => 0n);
    const sent = await clearingHouse.connect(alice).closeAccount(account, prices, MaxUint256);
    const receipt = await sent.wait();
    const logs = await clearingHouse.queryFilter(
      clearingHouse.filters.Traded(account),
      receipt?.blockNumber,
      receipt?.blockNumber,
    );
    expect(logs.map(({ args }) => args.market)).to.deep.equal(markets.slice(0, MOST).map(BigInt));
    expect((await clearingHouse.accountState(accountOf(alice))).markets).to.equal(0n);
    // 32 fills of 2,000 USD at 0.1 % each, and a little premium.
    expect(usd("100,000") - (await cashOf(account))).to.be.within(usd("63.9"), usd("66"));
  });
});
