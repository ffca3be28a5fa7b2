// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { divDown } from "../../../scripts/lib/units/rounding.ts";
import { deficitShares } from "../liquidation/expected.ts";
import { receiptOf } from "../liquidation/receipts.ts";
import { lossesFixture, newConnection, SMALL } from "./support.ts";
import type { Losses } from "./support.ts";

const connection = await newConnection();
const { networkHelpers } = connection;

const UNINSURED = { ...SMALL, insuranceBudget: "0" };

/** Both sides of both markets are there, and rich. */
async function crowd({ bob, carol, seat }: Losses): Promise<string[]> {
  return seat([
    { owner: bob, cash: "400,000", legs: { ETH: "-150", BTC: "-8" } },
    { owner: carol, cash: "400,000", legs: { ETH: "100", BTC: "5" } },
  ]);
}

async function sharedOf({ clearingHouse }: Losses, account: string) {
  const events = await clearingHouse.queryFilter(clearingHouse.filters.BadDebtShared(account), -1);
  return events.map(({ args }) => ({
    market: args.market,
    share: args.badDebt,
    uncovered: args.fromOppositeSide,
    insured: args.fromInsurance,
  }));
}

describe("a deficit that insurance does not cover", () => {
  async function oneMarketFixture() {
    const losses = await lossesFixture(connection, UNINSURED);
    const { alice, seat, setPrice } = losses;
    const others = await crowd(losses);
    const [victim = ""] = await seat([{ owner: alice, cash: "2,200", legs: { ETH: "20" } }]);
    await setPrice("ETH", "1,850");
    return { ...losses, victim, others };
  }

  it("moves the price at which the opposite side takes the whole position, so that the account ends at zero", async () => {
    const losses = await networkHelpers.loadFixture(oneMarketFixture);
    const { clearingHouse, victim, liquidate, liquidator, cashOf, markOf, sizeOf, insuranceCash } = losses;
    const main = await clearingHouse.poolAccount();
    const mainBefore = await cashOf(main);
    const insuredBefore = await insuranceCash();
    const mark = await markOf("ETH");
    const response = await liquidate(liquidator, [victim]);
    const { value, closed, cash, penalty } = await receiptOf(clearingHouse, response);
    const [shared] = await sharedOf(losses, victim);
    if (shared === undefined) throw new Error("no market answered");
    expect(shared.share).to.equal(-value);
    const atMark = -divDown(sizeOf("ETH", "20") * mark, 10n ** 16n);
    expect(closed.map(({ quote }) => quote)).to.deep.equal([atMark - shared.uncovered]);
    const [side] = await clearingHouse.queryFilter(clearingHouse.filters.SideDeleveraged(0n), -1);
    expect([side?.args.long, side?.args.units]).to.deep.equal([false, sizeOf("ETH", "20")]);
    // Above mark by the deficit over the units, against the shorts by less than a step.
    const price = mark + (shared.uncovered * 10n ** 16n) / sizeOf("ETH", "20");
    expect(side?.args.price).to.be.within(price, price + 10n ** 7n);
    expect([cash, penalty, await cashOf(victim)]).to.deep.equal([0n, 0n, 0n]);
    expect(await cashOf(main)).to.equal(mainBefore);
    // Beside what the market's own fees had in its budget, insurance has paid the least reward at most.
    expect(insuredBefore - (await insuranceCash())).to.be.lessThan(usd("30"));
  });

  it("is borne by the pool as well where it stands on that side, in its part", async () => {
    const losses = await networkHelpers.loadFixture(oneMarketFixture);
    const { victim, others, liquidate, liquidator, lens, poolOf, poolSize, sizeAt, order } = losses;
    // Longs buy 60 more: the pool is short 30 beside the shorts of 150.
    const [, long = ""] = others;
    await order(losses.carol, long, "ETH", "60");
    const pool = -(await poolSize("ETH"));
    const short = -(await sizeAt(others[0] ?? "", "ETH"));
    expect(pool > 0n).to.equal(true);
    const who = [others[0] ?? "", poolOf.ETH];
    const before = await lens.healthOf(who);
    await liquidate(liquidator, [victim]);
    const after = await lens.healthOf(who);
    const [shared] = await sharedOf(losses, victim);
    const lost = before.map(({ accountValue }, index) => accountValue - (after[index]?.accountValue ?? 0n));
    const uncovered = shared?.uncovered ?? 0n;
    expect(lost[0]).to.be.within((uncovered * short) / (short + pool) - 4n, (uncovered * short) / (short + pool) + 8n);
    expect(lost[1]).to.be.within((uncovered * pool) / (short + pool) - 4n, (uncovered * pool) / (short + pool) + 8n);
  });

  async function twoMarketsFixture() {
    const losses = await lossesFixture(connection, UNINSURED);
    const { alice, seat } = losses;
    const others = await crowd(losses);
    const [victim = "", hedged = ""] = await seat([
      { owner: alice, subAccount: 0n, cash: "4,400", legs: { ETH: "20", BTC: "1" } },
      { owner: alice, subAccount: 1n, cash: "4,400", legs: { ETH: "20", BTC: "-1" } },
    ]);
    return { ...losses, victim, hedged, others };
  }

  it("is shared among markets by the unrealised loss in each", async () => {
    const losses = await networkHelpers.loadFixture(twoMarketsFixture);
    const { victim, setPrices, liquidate, liquidator, stateAtNext, cashOf, clearingHouse } = losses;
    await setPrices({ ETH: "1,850", BTC: "37,000" });
    await setPrices({ BTC: "38,000" });
    const [eth, btc] = deficitShares(await stateAtNext(victim));
    await liquidate(liquidator, [victim]);
    const shares = await sharedOf(losses, victim);
    expect(shares.map(({ market, share }) => [market, share])).to.deep.equal([
      [0n, eth],
      [1n, btc],
    ]);
    // 3,000 and 2,000 of loss, and entry costs.
    expect((eth ?? 0n) * 2n > (btc ?? 0n) * 2n).to.equal(true);
    expect(await cashOf(victim)).to.be.within(0n, 2n);
    expect((await clearingHouse.accountState(victim)).markets).to.equal(0n);
  });

  it("a market in which the account gains bears none of it: there it closes at mark", async () => {
    const losses = await networkHelpers.loadFixture(twoMarketsFixture);
    const { hedged, setPrices, liquidate, liquidator, clearingHouse, cashOf } = losses;
    // 6,000 lost in ETH, 800 gained in BTC.
    await setPrices({ ETH: "1,700", BTC: "39,200" });
    const response = await liquidate(liquidator, [hedged]);
    const { value, closed } = await receiptOf(clearingHouse, response);
    const shares = await sharedOf(losses, hedged);
    expect(shares.map(({ market, share }) => [market, share])).to.deep.equal([[0n, -value]]);
    expect(closed[1]?.quote).to.equal(usd("39,200"));
    expect(await clearingHouse.queryFilter(clearingHouse.filters.SideDeleveraged(1n), -1)).to.have.length(0);
    expect(await cashOf(hedged)).to.be.within(0n, 2n);
  });

  it("no market pays more than the account has lost there since entry: the rest is insurance's, then main's", async () => {
    const losses = await networkHelpers.loadFixture(async function paperFixture() {
      const small = await lossesFixture(connection, UNINSURED);
      const others = await crowd(small);
      const { alice, oracle, seat, setPrices, close } = small;
      const [account = ""] = await seat([{ owner: alice, cash: "90,000", legs: { ETH: "290", BTC: "14" } }]);
      // 290,000 gained on paper in ETH, 224,000 lost in BTC and realised: cash is far below zero.
      await setPrices({ ETH: "3,000", BTC: "24,000" });
      for (const market of [0n, 1n]) await oracle.recordPrice(market);
      await networkHelpers.time.increase(await oracle.settleTime());
      await setPrices({});
      await close(alice, account, "BTC");
      await setPrices({ ETH: "1,990" });
      return { ...small, victim: account, others };
    });
    const { victim, clearingHouse, liquidate, liquidator, stateAtNext, cashOf, insuranceCash, sweptInsurance } = losses;
    const main = await clearingHouse.poolAccount();
    const mainBefore = await cashOf(main);
    await sweptInsurance();
    const insured = await insuranceCash();
    const [lost] = deficitShares(await stateAtNext(victim));
    const response = await liquidate(liquidator, [victim]);
    const { value, cash, topUp } = await receiptOf(clearingHouse, response);
    const [shared] = await sharedOf(losses, victim);
    // About 10 USD and the costs of entry for each of 290 ETH.
    expect(shared?.share).to.equal(lost);
    expect((lost ?? 0n) < usd("4,000")).to.equal(true);
    const rest = -value - (lost ?? 0n);
    expect(rest > usd("120,000")).to.equal(true);
    const [realized] = await clearingHouse.queryFilter(clearingHouse.filters.BadDebtRealized(victim), -1);
    expect(realized?.args.badDebt).to.be.within(rest - 2n, rest + 2n);
    expect(realized?.args.fromInsurance).to.be.within(
      insured - (shared?.insured ?? 0n) - topUp,
      insured + usd("1,000"),
    );
    expect(await insuranceCash()).to.equal(0n);
    expect(mainBefore - (await cashOf(main))).to.equal(realized?.args.fromPool);
    expect((realized?.args.fromInsurance ?? 0n) + (realized?.args.fromPool ?? 0n)).to.equal(realized?.args.badDebt);
    expect([cash, await cashOf(victim)]).to.deep.equal([0n, 0n]);
  });

  it("a market whose price is not usable keeps its share until it can be closed", async () => {
    const losses = await networkHelpers.loadFixture(twoMarketsFixture);
    const { victim, feeds, publish, setPrice, oracle, liquidate, liquidator, stateAtNext, cashOf, clearingHouse } =
      losses;
    await setPrice("BTC", "36,000");
    await oracle.recordPrice(1n);
    await feeds.BTC.updateAnswer(0n);
    await setPrice("ETH", "1,700");
    const state = await stateAtNext(victim);
    const [eth = 0n, btc = 0n] = deficitShares(state);
    // At 37,800, five per cent in its favour, it has lost in BTC as well.
    expect(btc > 0n).to.equal(true);
    const response = await liquidate(liquidator, [victim]);
    const { closed, value } = await receiptOf(clearingHouse, response);
    expect(closed.map(({ market }) => market)).to.deep.equal([0n]);
    expect((await sharedOf(losses, victim)).map(({ market, share }) => [market, share])).to.deep.equal([[0n, eth]]);
    await expect(response).not.to.emit(clearingHouse, "BadDebtRealized");
    const after = await stateAtNext(victim);
    expect(after.legs.map(({ market }) => market)).to.deep.equal([1n]);
    const [health] = await losses.lens.healthOf([victim]);
    // What is missing of it now is BTC's share.
    expect(value + eth - (health?.accountValue ?? 0n)).to.be.within(-4n, 4n);
    await publish("BTC", "36,000");
    await liquidate(liquidator, [victim]);
    expect((await clearingHouse.accountState(victim)).markets).to.equal(0n);
    expect(await cashOf(victim)).to.be.within(0n, 2n);
  });
});
