// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { answer, unitPrice, usd } from "../../../deploy/parameters/units.ts";
import { deployedFixture, protocolFixture } from "../../fixtures/protocol.ts";
import { PriceValidity } from "../../fixtures/validity.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const ETH = 0n;
/** 5 % of five million and 10 % of thirteen: initial margin of 18,000,000 USD. */
const LEAST_COMMITMENT = usd("1,550,000");

describe("ConfigModule: opening and restricting a market", () => {
  async function deployed() {
    return deployedFixture(connection);
  }

  async function open() {
    const fixture = await protocolFixture(connection);
    const [eth] = fixture.parameters.markets;
    if (eth === undefined) throw new Error("the fixture lists no market");
    await fixture.fund(fixture.trader, usd("100,000"));
    return { ...fixture, eth };
  }

  it("8: openMarket reverts with CommitmentTooLow until the pool has set enough aside", async () => {
    const { clearingHouse, config, governor } = await networkHelpers.loadFixture(deployed);
    await expect(clearingHouse.connect(governor).openMarket(ETH))
      .to.be.revertedWithCustomError(config, "CommitmentTooLow")
      .withArgs(0n, LEAST_COMMITMENT);
  });

  it("8: one money unit less than the initial margin of the largest inventory is too little", async () => {
    const { clearingHouse, config, governor, riskAdmin, guardian } = await networkHelpers.loadFixture(open);
    await clearingHouse.connect(guardian).restrictMarket(ETH);
    await clearingHouse.connect(riskAdmin).setCommitment(ETH, LEAST_COMMITMENT - 1n);
    await expect(clearingHouse.connect(governor).openMarket(ETH))
      .to.be.revertedWithCustomError(config, "CommitmentTooLow")
      .withArgs(LEAST_COMMITMENT - 1n, LEAST_COMMITMENT);
    await clearingHouse.connect(riskAdmin).setCommitment(ETH, LEAST_COMMITMENT);
    await expect(clearingHouse.connect(governor).openMarket(ETH))
      .to.emit(clearingHouse, "ReduceOnlySet")
      .withArgs(ETH, false);
  });

  it("8: an open market's skew cap does not grow past what the commitment carries", async () => {
    const { clearingHouse, config, governor, riskAdmin, eth } = await networkHelpers.loadFixture(open);
    await clearingHouse.connect(riskAdmin).setCommitment(ETH, LEAST_COMMITMENT);
    const trade = { ...eth.trade, maxSkew: eth.trade.maxSkew + 100n };
    // 0.31 % of 3,000,000 ETH is 18,600,000 USD: 5 % of five million and 10 % of the rest.
    await expect(clearingHouse.connect(governor).setTradeParameters(ETH, trade))
      .to.be.revertedWithCustomError(config, "CommitmentTooLow")
      .withArgs(LEAST_COMMITMENT, usd("1,610,000"));
    await clearingHouse.connect(riskAdmin).setCommitment(ETH, usd("1,610,000"));
    await clearingHouse.connect(governor).setTradeParameters(ETH, trade);
  });

  it("openMarket reverts with PriceNotUsable unless the price is Valid", async () => {
    const { clearingHouse, governor, guardian } = await networkHelpers.loadFixture(open);
    await clearingHouse.connect(guardian).restrictMarket(ETH);
    await networkHelpers.time.increase(3_700);
    await expect(clearingHouse.connect(governor).openMarket(ETH))
      .to.be.revertedWithCustomError(clearingHouse, "PriceNotUsable")
      .withArgs(ETH, PriceValidity.Stale);
  });

  it("openMarket asserts the other inequalities at the present price", async () => {
    const { clearingHouse, config, governor, guardian, setPrice, eth } = await networkHelpers.loadFixture(open);
    await clearingHouse.connect(guardian).restrictMarket(ETH);
    await setPrice("ETH", "400");
    // 3 USD on 200 USD: 1.5 % beside 1.4 %, where the first tier has 2.5 %.
    await expect(clearingHouse.connect(governor).openMarket(ETH))
      .to.be.revertedWithCustomError(config, "InitialMarginTooThin")
      .withArgs(0n, 25_000n, 29_000n);
    expect(eth.trade.minSize * unitPrice(answer("400"), 9)).to.equal(usd("200") * 10n ** 16n);
  });

  it("a restricted market refuses openings and lets reductions and withdrawals through (A101)", async () => {
    const fixture = await networkHelpers.loadFixture(open);
    const { clearingHouse, guardian, trader, trade, sizeOf, vault, fund } = fixture;
    await trade(trader, "ETH", sizeOf("ETH", "10"));
    await expect(clearingHouse.connect(guardian).restrictMarket(ETH))
      .to.emit(clearingHouse, "ReduceOnlySet")
      .withArgs(ETH, true);
    await expect(trade(trader, "ETH", sizeOf("ETH", "1")))
      .to.be.revertedWithCustomError(clearingHouse, "MarketReduceOnly")
      .withArgs(ETH);
    const account = await fund(trader, usd("1"));
    await trade(trader, "ETH", -sizeOf("ETH", "10"));
    const { cash } = await clearingHouse.accountState(account);
    await vault.connect(trader).withdraw(account, cash, trader.address);
    expect((await clearingHouse.accountState(account)).cash).to.equal(0n);
  });

  it("the guardian restricts a market whose feed is dead", async () => {
    const { clearingHouse, guardian } = await networkHelpers.loadFixture(open);
    await networkHelpers.time.increase(86_400);
    await clearingHouse.connect(guardian).restrictMarket(ETH);
    expect((await clearingHouse.marketState(ETH)).reduceOnly).to.equal(true);
  });
});
