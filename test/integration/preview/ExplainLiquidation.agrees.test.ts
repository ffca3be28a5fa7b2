// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { holdingMaintenance } from "../../../scripts/lib/margin/account.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { PriceValidity } from "../../fixtures/validity.ts";
import { expectReceipt } from "./explained.ts";
import { explainAndLiquidate, networkHelpers, previewFixture, Verdict } from "./support.ts";

describe("explainLiquidation and the liquidation that follows", () => {
  it("agree on one market closed in part: value, margin, size, round, penalty and its split, cash", async () => {
    const fixture = await networkHelpers.loadFixture(previewFixture);
    const { clearingHouse, alice, liquidator, open, setPrice } = fixture;
    const account = await open(alice, { cash: usd("2,200"), tokens: "20" });
    await setPrice("ETH", "1,935");
    const { explanation, sent } = await explainAndLiquidate(clearingHouse, liquidator, account, accountOf(liquidator));
    const receipt = await expectReceipt(fixture, explanation, sent);
    const [leg] = explanation.legs;
    expect(leg !== undefined && leg.sizeClosed > 0n && leg.sizeClosed < leg.size).to.equal(true);
    expect([receipt.penalty > 0n, explanation.penaltyToInsurance > 0n]).to.deep.equal([true, true]);
  });

  it("agree on a cross of two markets, of which one may stay, and on the margin of each", async () => {
    const fixture = await networkHelpers.loadFixture(previewFixture);
    const { clearingHouse, alice, liquidator, open, orderIn, setPrices, stateNow } = fixture;
    const account = await open(alice, { cash: usd("6,600"), tokens: "20" });
    await orderIn(alice, account, "BTC", "2");
    await setPrices({ ETH: "1,919", BTC: "38,375" });
    const { legs } = await stateNow(account);
    const { explanation, sent } = await explainAndLiquidate(clearingHouse, liquidator, account, accountOf(liquidator));
    await expectReceipt(fixture, explanation, sent);
    expect(explanation.legs.map(({ maintenanceMargin }) => maintenanceMargin)).to.deep.equal(
      legs.map(({ holding }) => holdingMaintenance(holding)),
    );
  });

  it("agree on an account below zero: everything goes, insurance pays the reward, nothing is left", async () => {
    const fixture = await networkHelpers.loadFixture(previewFixture);
    const { clearingHouse, alice, liquidator, open, setPrice } = fixture;
    const account = await open(alice, { cash: usd("2,200"), tokens: "20" });
    await setPrice("ETH", "1,850");
    const { explanation, sent } = await explainAndLiquidate(clearingHouse, liquidator, account, accountOf(liquidator));
    const receipt = await expectReceipt(fixture, explanation, sent);
    expect([receipt.value < 0n, explanation.cash, explanation.rewardFromInsurance > 0n]).to.deep.equal([
      true,
      0n,
      true,
    ]);
  });

  it("agree where one price is not usable: its market stays, valued at the accepted price moved in the account's favour", async () => {
    const fixture = await networkHelpers.loadFixture(previewFixture);
    const { clearingHouse, oracle, feeds, alice, liquidator, open, orderIn, setPrices, marketIds } = fixture;
    const account = await open(alice, { cash: usd("6,600"), tokens: "40" });
    await orderIn(alice, account, "BTC", "0.5");
    await setPrices({ ETH: "1,850", BTC: "40,000" });
    await oracle.recordPrice(marketIds.BTC);
    await feeds.BTC.updateAnswer(0n);
    const { explanation, sent } = await explainAndLiquidate(clearingHouse, liquidator, account, accountOf(liquidator));
    await expectReceipt(fixture, explanation, sent);
    const btc = explanation.legs.find(({ market }) => market === BigInt(marketIds.BTC));
    expect([btc?.price.validity, btc?.sizeClosed]).to.deep.equal([PriceValidity.Invalid, 0n]);
    expect((btc?.price.high ?? 0n) > (btc?.price.mark ?? 0n)).to.equal(true);
  });

  it("agree on every bite of an account that pace lets go only in parts", async () => {
    const fixture = await networkHelpers.loadFixture(previewFixture);
    const { clearingHouse, alice, liquidator, open, setPrice } = fixture;
    const account = await open(alice, { cash: usd("360,000"), tokens: "3000" });
    await setPrice("ETH", "1,917");
    const closed: bigint[] = [];
    for (let bite = 0; bite < 3; ++bite) {
      const { explanation, sent } = await explainAndLiquidate(
        clearingHouse,
        liquidator,
        account,
        accountOf(liquidator),
      );
      await expectReceipt(fixture, explanation, sent);
      closed.push(explanation.legs[0]?.sizeClosed ?? 0n);
      await networkHelpers.time.increase(10);
    }
    expect(closed.every((size) => size > 0n)).to.equal(true);
  });

  it("agree on the pool's account of a market: what it gives to the opposite side, without a penalty", async () => {
    const fixture = await networkHelpers.loadFixture(previewFixture);
    const { clearingHouse, oracle, alice, liquidator, open, setPrice, marketIds, cashOf } = fixture;
    await open(alice, { cash: usd("1,000,000"), tokens: "6000" });
    const pool = await clearingHouse.poolMarketAccount(marketIds.ETH);
    // Below its line, above zero; then below zero.
    for (const price of ["2,450", "3,000"]) {
      const snapshot = await networkHelpers.takeSnapshot();
      await setPrice("ETH", price);
      const { explanation, sent } = await explainAndLiquidate(clearingHouse, liquidator, pool, accountOf(liquidator));
      const [leg] = explanation.legs;
      const { low, roundId } = await oracle.readPrice(marketIds.ETH);
      const [told] = await clearingHouse.queryFilter(clearingHouse.filters.PoolDeleveraged(), sent.blockNumber ?? 0);
      expect(explanation.verdict).to.equal(Verdict.Liquidatable);
      expect([leg?.market, leg?.sizeClosed, leg?.price.low, leg?.price.roundId]).to.deep.equal([
        told?.args.market,
        told?.args.sizeClosed,
        low,
        roundId,
      ]);
      expect([told?.args.markPrice, told?.args.roundId]).to.deep.equal([low, roundId]);
      expect(explanation.cash).to.equal(await cashOf(pool));
      expect([explanation.penalty, explanation.reward]).to.deep.equal([0n, 0n]);
      expect(explanation.accountValue < explanation.maintenanceMargin).to.equal(true);
      await snapshot.restore();
    }
  });
});
