// SPDX-License-Identifier: MIT
import { expect } from "chai";
import type { ContractTransactionReceipt } from "ethers";

import { usd } from "../../../deploy/parameters/units.ts";
import { toPrice } from "../../../scripts/lib/units/price.ts";
import type { IClearingHouse } from "../../../typechain/index.ts";
import { PriceValidity } from "../../fixtures/validity.ts";
import { readChain, rebuild } from "../audit/stranger.ts";
import { expectedLiquidation } from "../liquidation/expected.ts";
import { receiptsOf } from "../liquidation/receipts.ts";
import { toldState } from "./logbook.ts";
import type { DecidingPrice } from "./logbook.ts";
import { ethers, networkHelpers, previewFixture } from "./support.ts";

/** The prices that decided about positions of a side, from the logs of one call to `liquidate`. */
function decidingPrices(clearingHouse: IClearingHouse, mined: ContractTransactionReceipt, long: boolean) {
  const prices = new Map<bigint, DecidingPrice>();
  for (const log of mined.logs) {
    const parsed = clearingHouse.interface.parseLog(log);
    if (parsed === null) continue;
    const number = (name: string): bigint => BigInt(String(parsed.args.getValue(name)));
    if (parsed.name === "PoolAccountUpdated" && !prices.has(number("market"))) {
      const price = toPrice(number("markPrice"));
      prices.set(number("market"), { mark: price, used: price, usable: true });
    }
    if (parsed.name === "LiquidationPriced") {
      prices.set(number("market"), {
        mark: toPrice(number("markPrice")),
        used: toPrice(number(long ? "high" : "low")),
        usable: number("validity") <= PriceValidity.Stale,
      });
    }
  }
  return (market: bigint): DecidingPrice => {
    const found = prices.get(market);
    if (found === undefined) throw new Error(`the call's logs tell no price of market ${market}`);
    return found;
  };
}

describe("a liquidation recomputed by a stranger: from logs, parameters and scripts/lib alone", () => {
  type Fixture = Awaited<ReturnType<typeof previewFixture>>;

  interface Scene {
    readonly name: string;
    readonly cash: string;
    readonly eth: string;
    readonly btc?: string;
    readonly after: (fixture: Fixture) => Promise<unknown>;
    readonly closings: number;
  }

  const SCENES: readonly Scene[] = [
    {
      name: "one market, in part",
      cash: "2,200",
      eth: "20",
      after: async ({ setPrice }) => setPrice("ETH", "1,935"),
      closings: 1,
    },
    {
      name: "a short, in part",
      cash: "2,200",
      eth: "-20",
      after: async ({ setPrice }) => setPrice("ETH", "2,060"),
      closings: 1,
    },
    {
      name: "two markets, of which one is not reached",
      cash: "6,600",
      eth: "20",
      btc: "2",
      after: async ({ setPrices }) => setPrices({ ETH: "1,960", BTC: "38,375" }),
      closings: 1,
    },
    {
      name: "two markets, both closed",
      cash: "6,600",
      eth: "20",
      btc: "2",
      after: async ({ setPrices }) => setPrices({ ETH: "1,919", BTC: "38,375" }),
      closings: 2,
    },
    {
      name: "two markets, of which one has no usable price and stays",
      cash: "6,600",
      eth: "40",
      btc: "0.5",
      after: async ({ setPrice, oracle, feeds, marketIds }) => {
        await setPrice("ETH", "1,850");
        await oracle.recordPrice(marketIds.BTC);
        await feeds.BTC.updateAnswer(0n);
      },
      closings: 1,
    },
    {
      name: "an account below zero",
      cash: "2,200",
      eth: "20",
      after: async ({ setPrice }) => setPrice("ETH", "1,850"),
      closings: 1,
    },
  ];

  for (const { name, cash, eth, btc, after, closings } of SCENES) {
    it(`agrees on value, margin, sizes, penalty, reward and cash: ${name}`, async () => {
      const fixture = await networkHelpers.loadFixture(previewFixture);
      const { clearingHouse, parameters, alice, liquidator, open, orderIn, liquidate } = fixture;
      const account = await open(alice, { cash: usd(cash), tokens: eth });
      if (btc !== undefined) await orderIn(alice, account, "BTC", btc);
      await networkHelpers.time.increase(600);
      await after(fixture);
      const sent = await liquidate(liquidator, [account]);
      const mined = await sent.wait();
      if (mined === null) throw new Error("the transaction was not mined");

      const [receipt, ...others] = await receiptsOf(clearingHouse, sent);
      if (receipt === undefined) throw new Error("no receipt");
      const { sources, events } = await readChain(ethers.provider, fixture, mined.blockNumber - 1);
      const ledger = rebuild(sources, events);
      const { timestamp } = (await ethers.provider.getBlock(mined.blockNumber)) ?? { timestamp: 0 };
      const priceOf = decidingPrices(clearingHouse, mined, !eth.startsWith("-"));
      const state = toldState(ledger, parameters.markets, receipt.account, BigInt(timestamp), priceOf);

      expect(others).to.deep.equal([]);
      expect(receipt.closed).to.have.length(closings);
      const formula = expectedLiquidation(state).closings;
      expect(formula.map(({ market }) => market)).to.deep.equal(receipt.closed.map(({ market }) => market));
      // The contract rounds the notional up to 1e-6 USD before it rounds up to units, each worth more than that.
      for (const [index, { sizeClosed }] of receipt.closed.entries()) {
        const excess = sizeClosed - (formula[index]?.sizeClosed ?? 0n);
        expect(sizeClosed < 0n ? -excess : excess).to.be.within(0n, 1n);
      }
      const sizes = new Map(receipt.closed.map(({ market, sizeClosed }) => [market, sizeClosed]));
      const exact = expectedLiquidation(state, (market, computed) => sizes.get(market) ?? computed);
      const { value, margin, penalty, reward } = exact;
      expect({ value, margin, penalty, reward }).to.deep.equal({
        value: receipt.value,
        margin: receipt.margin,
        penalty: receipt.penalty,
        reward: receipt.reward - receipt.topUp,
      });
      // A deficit is made good; then nothing is left of the account.
      const emptied = exact.after.legs.length === 0 && exact.after.cash < 0n;
      expect(receipt.cash).to.equal(emptied ? 0n : exact.after.cash);
    });
  }

  it("agrees on two bites that pace cuts short: what the first receipt comes to is what the second needs to know", async () => {
    const fixture = await networkHelpers.loadFixture(previewFixture);
    const { clearingHouse, parameters, alice, liquidator, open, setPrice, liquidate } = fixture;
    const account = await open(alice, { cash: usd("360,000"), tokens: "3000" });
    await setPrice("ETH", "1,917");
    let since = 0n;
    for (const bite of [1, 2]) {
      const sent = await liquidate(liquidator, [account]);
      const mined = await sent.wait();
      const [receipt] = await receiptsOf(clearingHouse, sent);
      if (mined === null || receipt === undefined) throw new Error("no receipt");
      const { sources, events } = await readChain(ethers.provider, fixture, mined.blockNumber - 1);
      const ledger = rebuild(sources, events);
      const now = BigInt((await ethers.provider.getBlock(mined.blockNumber))?.timestamp ?? 0);
      const priceOf = decidingPrices(clearingHouse, mined, true);
      const state = toldState(ledger, parameters.markets, receipt.account, now, priceOf, { since, until: 0n });
      const expected = expectedLiquidation(state);
      expect(expected.paced, `bite ${bite}`).to.equal(true);
      expect(receipt.closed.map(({ sizeClosed }) => sizeClosed)).to.deep.equal(
        expected.closings.map(({ sizeClosed }) => sizeClosed),
      );
      const { value, margin, penalty } = expected;
      expect({ value, margin, penalty }).to.deep.equal({
        value: receipt.value,
        margin: receipt.margin,
        penalty: receipt.penalty,
      });
      since = now;
      await networkHelpers.time.increase(10);
    }
  });

  it("needs no event more than positions and receipt where all its markets are closed at one price", async () => {
    const { clearingHouse, alice, liquidator, open, setPrice, liquidate } =
      await networkHelpers.loadFixture(previewFixture);
    const account = await open(alice, { cash: usd("2,200"), tokens: "20" });
    await setPrice("ETH", "1,935");
    await expect(liquidate(liquidator, [account])).not.to.emit(clearingHouse, "LiquidationPriced");
  });

  it("finds the price of a market that was valued but not closed, once in the call however many accounts held it", async () => {
    const { clearingHouse, oracle, alice, liquidator, open, orderIn, setPrices, liquidate, marketIds } =
      await networkHelpers.loadFixture(previewFixture);
    const accounts: string[] = [];
    for (const subAccount of [1n, 2n, 3n]) {
      const account = await open(alice, { cash: usd("6,600"), tokens: "20", subAccount });
      await orderIn(alice, account, "BTC", "2");
      accounts.push(account);
    }
    await setPrices({ ETH: "1,960", BTC: "38,375" });
    const sent = await liquidate(liquidator, accounts);
    const price = await oracle.readPrice(marketIds.ETH);
    const logs = await clearingHouse.queryFilter(clearingHouse.filters.LiquidationPriced(), sent.blockNumber ?? 0);
    expect(logs.map(({ args }) => [...args])).to.deep.equal([
      [BigInt(marketIds.ETH), price.roundId, price.validity, price.mark, price.low, price.high],
    ]);
  });
});
