// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { expectedLiquidation } from "./expected.ts";
import { liquidationFixture, networkHelpers, receiptOf } from "./support.ts";

describe("liquidate: the receipt", () => {
  async function twoMarketsFixture() {
    const fixture = await liquidationFixture();
    const { alice, open, order, setPrices } = fixture;
    const account = await open(alice, { cash: usd("6,600"), tokens: "20" });
    await order(alice, account, "BTC", "2");
    await setPrices({ ETH: "1,919", BTC: "38,375" });
    return { ...fixture, account };
  }

  it("has value, margin, sizes, prices and rounds to recompute the decision from, and what came of it", async () => {
    const { clearingHouse, oracle, liquidator, account, liquidate, stateAtNext } =
      await networkHelpers.loadFixture(twoMarketsFixture);
    const before = await stateAtNext(account);
    const receipt = await receiptOf(clearingHouse, await liquidate(liquidator, [account]));
    const sizes = new Map(receipt.closed.map(({ market, sizeClosed }) => [market, sizeClosed]));
    const expected = expectedLiquidation(before, (market, computed) => sizes.get(market) ?? computed);
    expect(receipt).to.include({ value: expected.value, margin: expected.margin, liquidator: liquidator.address });
    expect(receipt.closed).to.have.length(expected.closings.length);
    for (const { market, markPrice, roundId, sizeClosed, quote } of receipt.closed) {
      const price = await oracle.readPrice(market);
      expect([markPrice, roundId]).to.deep.equal([price.mark, price.roundId]);
      // At mark: what the account is paid for what it had, rounded against it.
      expect(quote).to.equal(-((sizeClosed * markPrice) / 10n ** 16n));
    }
    expect(receipt).to.include({ penalty: expected.penalty, reward: expected.reward, cash: expected.after.cash });
  });

  it("lets a stranger rebuild positions and cash: account by receipt, pool and market by PoolAccountUpdated", async () => {
    const { clearingHouse, liquidator, account, liquidate, marketIds, cashOf } =
      await networkHelpers.loadFixture(twoMarketsFixture);
    const response = await liquidate(liquidator, [account]);
    const { closed, reward, cash } = await receiptOf(clearingHouse, response);
    for (const market of [marketIds.BTC, marketIds.ETH]) {
      const logs = await clearingHouse.queryFilter(
        clearingHouse.filters.PositionLiquidated(account, market),
        response.blockNumber ?? 0,
      );
      const left = await clearingHouse.positionState(account, market);
      expect(logs.map(({ args }) => [args.size, args.entryNotional])).to.deep.equal([[left.size, left.entryNotional]]);
      const pool = await clearingHouse.poolMarketAccount(market);
      const { size, entryNotional } = await clearingHouse.positionState(pool, market);
      const { state } = await clearingHouse.marketState(market);
      const { markPrice, roundId } = closed.find((one) => one.market === BigInt(market)) ?? {};
      await expect(response)
        .to.emit(clearingHouse, "PoolAccountUpdated")
        .withArgs(
          market,
          entryNotional,
          await cashOf(pool),
          markPrice,
          roundId,
          state.fundingIndex,
          state.fundingRatePerSecond,
          state.openInterest,
          -size,
        );
    }
    expect(await cashOf(account)).to.equal(cash);
    await expect(response)
      .to.emit(clearingHouse, "LiquidationRewarded")
      .withArgs(accountOf(liquidator), liquidator.address, reward, reward);
  });
});
