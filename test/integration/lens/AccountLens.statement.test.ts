// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { createRandom } from "../../../scripts/lib/random.ts";
import { unrealizedPnl } from "../../../scripts/lib/margin/account.ts";
import { fundingPaymentUp } from "../../../scripts/lib/market/funding.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { liquidationFixture, networkHelpers } from "../liquidation/support.ts";

const TRADERS = 6n;

describe("AccountLens.statementOf and systemStatement", () => {
  /** A handful of accounts in both markets, time and prices having moved. */
  async function busyFixture() {
    const fixture = await liquidationFixture();
    const { lens, alice, provider, open, order, setPrices } = fixture;
    const random = createRandom("statement");
    const traders: string[] = [];
    for (let number = 1n; number <= TRADERS; number++) {
      const eth = `${random.chance(1, 2) ? "-" : ""}${random.integer(1, 20)}`;
      const account = await open(alice, { cash: usd("9,000"), tokens: eth, subAccount: number });
      if (number % 2n === 0n) await order(alice, account, "BTC", `${random.chance(1, 2) ? "-" : ""}0.5`);
      traders.push(account);
    }
    await networkHelpers.time.increase(1_700);
    await setPrices({ ETH: "2,043.21", BTC: "39,321.09" });
    await networkHelpers.mine();
    const everybody = [...(await lens.systemAccounts()), accountOf(provider), ...traders];
    return { ...fixture, traders, everybody };
  }

  it("sum the accounts' cash, profit and funding as the mirror values each, per market and in all", async () => {
    const { lens, traders, stateNow } = await networkHelpers.loadFixture(busyFixture);
    const states = await Promise.all(traders.map(stateNow));
    const statement = await lens.statementOf(traders);
    const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);
    for (const { market, longs, shorts, unrealizedPnl: profit, fundingPayment } of statement.markets) {
      const holdings = states.flatMap(({ legs }) => legs.filter((leg) => leg.market === market));
      const sizes = holdings.map(({ holding }) => holding.position.size);
      expect(longs).to.equal(sum(sizes.filter((size) => size > 0n)));
      expect(shorts).to.equal(-sum(sizes.filter((size) => size < 0n)));
      expect(profit).to.equal(sum(holdings.map(({ holding }) => unrealizedPnl(holding))));
      expect(fundingPayment).to.equal(
        sum(holdings.map(({ holding }) => fundingPaymentUp(holding.position, holding.fundingIndex))),
      );
    }
    const cash = sum(states.map((state) => state.cash));
    expect(statement.cash - statement.debts).to.equal(cash);
    expect(statement.positions).to.equal(BigInt(states.flatMap(({ legs }) => legs).length));
    const worth = sum(statement.markets.map((market) => market.unrealizedPnl - market.fundingPayment));
    expect(statement.claims).to.equal(cash + worth);
  });

  it("add up over any pages", async () => {
    const { lens, everybody } = await networkHelpers.loadFixture(busyFixture);
    const whole = await lens.statementOf(everybody);
    const pages = [
      await lens.statementOf(everybody.slice(0, 3)),
      await lens.statementOf([]),
      await lens.statementOf(everybody.slice(3, 4)),
      await lens.statementOf(everybody.slice(4)),
    ];
    const added = (value: (page: (typeof pages)[number]) => bigint): bigint =>
      pages.reduce((total, page) => total + value(page), 0n);
    expect(added(({ cash }) => cash)).to.equal(whole.cash);
    expect(added(({ debts }) => debts)).to.equal(whole.debts);
    expect(added(({ claims }) => claims)).to.equal(whole.claims);
    expect(added(({ positions }) => positions)).to.equal(whole.positions);
    for (const [place, market] of whole.markets.entries()) {
      expect(added(({ markets }) => markets[place]?.longs ?? 0n)).to.equal(market.longs);
      expect(added(({ markets }) => markets[place]?.shorts ?? 0n)).to.equal(market.shorts);
      expect(added(({ markets }) => markets[place]?.unrealizedPnl ?? 0n)).to.equal(market.unrealizedPnl);
      expect(added(({ markets }) => markets[place]?.fundingPayment ?? 0n)).to.equal(market.fundingPayment);
    }
  });

  it("show P1 and P2 to who names every account: sides equal to open interest, and a vault that covers all claims", async () => {
    const { lens, everybody } = await networkHelpers.loadFixture(busyFixture);
    const accounts = await lens.statementOf(everybody);
    const system = await lens.systemStatement();
    for (const [place, { longs, shorts }] of accounts.markets.entries()) {
      const market = system.markets[place];
      expect([longs, shorts]).to.deep.equal([market?.openInterest, market?.openInterest]);
      expect([market?.longResidue, market?.shortResidue, market?.epoch]).to.deep.equal([0n, 0n, 0n]);
    }
    const owed = accounts.claims + system.insuranceOwed + system.treasuryOwed;
    expect(system.vaultBalance - owed).to.be.within(0n, 2n * accounts.positions + 40n);
  });

  it("show P1 after a deleveraging to within one unit for each position that has not caught up", async () => {
    const { lens, clearingHouse, liquidator, liquidate, open, bob, marketIds, setPrice, everybody } =
      await networkHelpers.loadFixture(busyFixture);
    const large = await open(bob, { cash: usd("1,100,000"), tokens: "6000" });
    await setPrice("ETH", "3,000");
    await liquidate(liquidator, [await clearingHouse.poolMarketAccount(marketIds.ETH)]);
    const { markets, positions } = await lens.statementOf([...everybody, large]);
    const market = (await lens.systemStatement()).markets[marketIds.ETH];
    const sums = markets[marketIds.ETH];
    if (market === undefined || sums === undefined) throw new Error("the lens tells no ETH market");
    expect(market.epoch).to.be.greaterThan(0n);
    const unit = 2n ** 64n;
    expect(market.openInterest * unit - sums.longs * unit - market.longResidue).to.be.within(0n, positions * unit);
    expect(sums.shorts * unit + market.shortResidue - market.openInterest * unit).to.be.within(0n, positions * unit);
  });

  it("tell insurance, treasury, pool and budgets as the ledger has them", async () => {
    const { lens, clearingHouse, token, vault, marketIds } = await networkHelpers.loadFixture(busyFixture);
    const system = await lens.systemStatement();
    const cashOf = async (account: string): Promise<bigint> => (await clearingHouse.accountState(account)).cash;
    expect(system.vaultBalance).to.equal(await token.balanceOf(await vault.getAddress()));
    expect(system.insuranceCash).to.equal(await cashOf(await clearingHouse.insuranceAccount()));
    expect(system.treasuryCash).to.equal(await cashOf(await clearingHouse.treasuryAccount()));
    expect(system.mainCash).to.equal(await cashOf(await clearingHouse.poolAccount()));
    expect(system.escrowCash).to.equal(await cashOf(await clearingHouse.poolEscrowAccount()));
    expect(system.poolValue).to.equal((await clearingHouse.poolValuation()).markValue);
    const eth = system.markets[marketIds.ETH];
    const poolAccount = await clearingHouse.poolMarketAccount(marketIds.ETH);
    const pool = await clearingHouse.accountState(poolAccount);
    expect([eth?.poolCash, eth?.insuranceOwed, eth?.treasuryOwed]).to.deep.equal([
      pool.cash,
      pool.insuranceOwed,
      pool.treasuryOwed,
    ]);
    expect(eth?.poolSize).to.equal((await clearingHouse.positionState(poolAccount, marketIds.ETH)).size);
    expect(eth?.insurance).to.deep.equal((await clearingHouse.marketState(marketIds.ETH)).insurance);
  });
});
