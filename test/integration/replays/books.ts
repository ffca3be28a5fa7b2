// SPDX-License-Identifier: MIT
// The whole ledger at the end of a block, out of its stored words: what P1, P2 and P5 say of it, at any price.
import { expect } from "chai";

import type { MarketParameters } from "../../../deploy/parameters/schema.ts";
import { checkLedger } from "../../../scripts/demo/invariants.ts";
import { isLiquidatable } from "../../../scripts/lib/margin/account.ts";
import type { Holding } from "../../../scripts/lib/margin/account.ts";
import { maintenancePrice } from "../../../scripts/lib/margin/prices.ts";
import type { PriceRange } from "../../../scripts/lib/margin/prices.ts";
import { scheduleOf } from "../../../scripts/lib/margin/tiers.ts";
import type { MarginTiers } from "../../../scripts/lib/margin/tiers.ts";
import { accrueFunding, fundingPaymentUp } from "../../../scripts/lib/market/funding.ts";
import { perMarket } from "../../../scripts/lib/prices/market.ts";
import { toMoney } from "../../../scripts/lib/units/money.ts";
import { toPrice } from "../../../scripts/lib/units/price.ts";
import { valueDown } from "../../../scripts/lib/units/products.ts";
import { toRatio } from "../../../scripts/lib/units/ratio.ts";
import { toSize } from "../../../scripts/lib/units/size.ts";
import type { SystemStatementStructOutput } from "../../../typechain/contracts/lens/AccountLens.ts";
import { PriceValidity } from "../../fixtures/validity.ts";
import { ASSETS } from "../losses/support.ts";
import { FLAT_CASH } from "./crowd.ts";
import type { Crowd } from "./crowd.ts";

interface Held {
  readonly market: bigint;
  readonly size: bigint;
  readonly entryNotional: bigint;
  readonly fundingIndex: bigint;
}

export interface Entry {
  readonly account: string;
  readonly cash: bigint;
  readonly held: readonly Held[];
}

/** How often positions and sides were touched since the deployment: what rounding is bounded by. */
export interface Touches {
  readonly positionChanges: number;
  readonly deleveragings: number;
}

const field = (word: bigint, offset: bigint, bits: number): bigint => BigInt.asUintN(bits, word >> offset);
const signed = (word: bigint, offset: bigint, bits: number): bigint => BigInt.asIntN(bits, word >> offset);

/**
 * Every account caught up, by AccountSlot and PositionSlot. The call is encoded once and its words are cut out of the answer:
 * over a thousand of them in every block would else be most of what these tests do.
 */
export async function entriesOf({ everyone, packedCall, node }: Crowd): Promise<readonly Entry[]> {
  const answer: unknown = await node.send("eth_call", [packedCall, "latest"]);
  // "0x", the offset of the array, its length, its words.
  const words = String(answer).slice(2).match(/.{64}/g)?.slice(2) ?? [];
  let next = 0;
  const take = (): bigint => BigInt(`0x${words[next++] ?? ""}`);
  return everyone.map((account) => {
    const word = take();
    const held: Held[] = [];
    const markets = field(word, 96n, 64);
    for (let market = 0n; markets >> market !== 0n; market++) {
      if (((markets >> market) & 1n) === 0n) continue;
      const position = take();
      held.push({
        market,
        size: signed(position, 0n, 72),
        entryNotional: signed(position, 72n, 64),
        fundingIndex: signed(position, 136n, 80),
      });
    }
    return { account, cash: signed(word, 0n, 96), held };
  });
}

interface MarketOfLeg {
  readonly range: PriceRange;
  readonly usable: boolean;
  readonly of: Pick<Holding, "fundingIndex" | "tiers">;
}

interface Now {
  readonly statement: SystemStatementStructOutput;
  /** By number. */
  readonly markets: readonly MarketOfLeg[];
  readonly block: number;
}

/** Prices, funding and the system's own sums, as valuations of the last block see them. */
async function nowOf({ clearingHouse, lens, marketIds, parameters, node }: Crowd): Promise<Now> {
  const block = await node.getBlock("latest");
  if (block === null) throw new Error("the chain tells no block");
  const statement = await lens.systemStatement();
  const markets: MarketOfLeg[] = [];
  for (const asset of ASSETS) {
    const price = statement.markets[marketIds[asset]]?.price;
    const tiers = parameters.markets.find((market) => market.asset === asset)?.tiers;
    if (price === undefined || tiers === undefined) throw new Error(`no market of ${asset}`);
    const { state } = await clearingHouse.marketState(marketIds[asset]);
    const until = state.fundingFrozen ? state.accruedAt : BigInt(block.timestamp);
    const mark = toPrice(price.mark);
    const { fundingIndex } = accrueFunding(state, mark, until, tiers.maxFundingRatePerSecond);
    markets.push({
      range: { mark, low: toPrice(price.low), high: toPrice(price.high) },
      usable: price.validity <= PriceValidity.Stale,
      of: { fundingIndex, tiers: marginTiersOf(tiers) },
    });
  }
  return { statement, markets, block: block.number };
}

const marginTiersOf = (tiers: MarketParameters["tiers"]): MarginTiers => ({
  maintenance: scheduleOf(tiers.bounds.map(toMoney), tiers.maintenance.map(toRatio)),
  initial: scheduleOf(tiers.bounds.map(toMoney), tiers.initial.map(toRatio)),
  withdrawFloor: toRatio(tiers.withdrawFloor),
  minReward: toMoney(tiers.minReward),
});

/**
 * P1 in each market; P2 at two prices; P5 of the flat accounts. Bounds of rounding are those of scripts/demo/invariants.
 * @returns The entries it looked at.
 */
export async function checkBooks(crowd: Crowd, touches: Touches): Promise<readonly Entry[]> {
  const { marketIds, flats } = crowd;
  const entries = await entriesOf(crowd);
  const { statement, markets, block } = await nowOf(crowd);
  const { vaultBalance, insuranceOwed, treasuryOwed } = statement;
  const indexes = markets.map(({ of }) => of.fundingIndex);
  const now = markets.map(({ range }) => range.mark);
  const positions = entries.reduce((sum, { held }) => sum + held.length, 0);
  for (const prices of [now, now.map((price) => price / 2n)]) {
    checkLedger({
      block,
      sizes: perMarket((market) => sizesIn(entries, BigInt(marketIds[market]))),
      claims: entries.reduce((sum, entry) => sum + claimOf(entry, prices, indexes), 0n),
      feesOwed: insuranceOwed + treasuryOwed,
      vaultBalance,
      positions,
      ...touches,
    });
  }
  for (const { account, cash } of entries) if (flats.includes(account)) expect(cash, "P5").to.equal(FLAT_CASH);
  return entries;
}

const sizesIn = (entries: readonly Entry[], market: bigint): bigint =>
  entries.reduce((sum, { held }) => sum + (held.find((one) => one.market === market)?.size ?? 0n), 0n);

/** Cash, profit at the prices and funding owed, by market number. */
function claimOf({ cash, held }: Entry, prices: readonly bigint[], indexes: readonly bigint[]): bigint {
  return held.reduce((sum, { market, size, entryNotional, fundingIndex }) => {
    const place = Number(market);
    const position = { size: toSize(size), entryNotional: toMoney(entryNotional), fundingIndex };
    const worth = valueDown(position.size, toPrice(prices[place] ?? 0n)) + entryNotional;
    return sum + worth - fundingPaymentUp(position, indexes[place] ?? 0n);
  }, cash);
}

/** Traders below maintenance with a price that lets liquidate, by the mirror. */
export async function liquidatableOf(crowd: Crowd, entries: readonly Entry[]): Promise<readonly string[]> {
  const { markets } = await nowOf(crowd);
  const due: string[] = [];
  for (const { account, cash, held } of entries) {
    if (crowd.system.includes(account)) continue;
    const holdings = held.map(({ market, size, entryNotional, fundingIndex }): Holding => {
      const leg = markets[Number(market)];
      if (leg === undefined) throw new Error(`no market ${market.toString()}`);
      const position = { size: toSize(size), entryNotional: toMoney(entryNotional), fundingIndex };
      return { position, price: maintenancePrice(position.size, leg.range), ...leg.of };
    });
    const usable = held.some(({ market }) => markets[Number(market)]?.usable ?? false);
    if (usable && isLiquidatable({ cash: toMoney(cash), holdings })) due.push(account);
  }
  return due;
}
