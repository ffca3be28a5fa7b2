// SPDX-License-Identifier: MIT
// The same picture of the whole ledger twice: once from the contracts' views, once from what logs tell.
import { Result } from "ethers";

import type { AccountId } from "../../../scripts/lib/units/account-id.ts";
import type { RebuiltLedger } from "../../../scripts/lib/ledger/ledger.ts";
import { driftOf, valuationOf } from "../../../scripts/lib/ledger/valuation.ts";
import type { World } from "./world.ts";

const TOKENS = 8;

/** Which accounts, holders and requests are looked at, and at which second. */
export interface Scope {
  readonly accounts: readonly AccountId[];
  readonly holders: readonly string[];
  readonly venues: readonly string[];
  readonly requests: readonly bigint[];
  readonly now: bigint;
}

export type Picture = Readonly<Record<string, unknown>>;

/** What a struct holds, in the order of its declaration. */
const values = (struct: Result): unknown => struct.toArray(true);
const plain = (value: unknown): unknown => (value instanceof Result ? values(value) : value);

const SIDES = [true, false] as const;

export async function chainPicture({ clearingHouse, pool }: World, scope: Scope): Promise<Picture> {
  const picture: Record<string, unknown> = {};
  for (const account of scope.accounts) {
    const [state, markets, positions] = await clearingHouse.fullState(account);
    const { cash, collaterals, insuranceOwed, treasuryOwed, liquidations } = state;
    picture[`account ${account}`] = {
      cash,
      collaterals,
      insuranceOwed,
      treasuryOwed,
      liquidations,
      markets: state.markets,
    };
    for (const [place, market] of markets.entries()) picture[`position ${account} ${market}`] = plain(positions[place]);
    picture[`tokens ${account}`] = [...(await clearingHouse.collateralBalances(account))];
  }
  for (const market of await listed(clearingHouse)) {
    const {
      state,
      tiers,
      reduceOnly,
      trade,
      liquidation,
      pool: setAside,
      insurance,
    } = await clearingHouse.marketState(market);
    picture[`market ${market}`] = plain(state);
    const inventory = await clearingHouse.positionState(await clearingHouse.poolMarketAccount(market), market);
    picture[`skew ${market}`] = -inventory.size;
    picture[`parameters ${market}`] = [tiers, trade, liquidation].map(plain);
    picture[`limits ${market}`] = [reduceOnly, setAside.commitment, plain(insurance)];
    for (const long of SIDES) {
      for (let epoch = 0n; epoch <= state.epoch; epoch++) {
        const [side, checkpoint] = await clearingHouse.sideState(market, long, epoch);
        picture[`side ${market} ${long} ${epoch}`] = [side, checkpoint].map(plain);
      }
    }
  }
  picture["system"] = [
    await clearingHouse.insuranceAccount(),
    await clearingHouse.treasuryAccount(),
    await clearingHouse.poolAccount(),
    await clearingHouse.poolEscrowAccount(),
  ];
  picture["venues"] = await Promise.all(scope.venues.map(async (venue) => [venue, await clearingHouse.isVenue(venue)]));
  const { markValue, unwindingValue, mainCash, payable_ } = await clearingHouse.poolValuation();
  picture["pool"] = { markValue, unwindingValue, mainCash, payable: payable_ };
  const [debts, debtLimit] = await clearingHouse.collateralDebts();
  picture["debts"] = [debts, debtLimit];
  picture["supply"] = await pool.totalSupply();
  for (const holder of scope.holders) {
    const deposits = [await pool.maxDeposit(holder), await pool.maxMint(holder)];
    const redemptions = [await pool.maxWithdraw(holder), await pool.maxRedeem(holder)];
    picture[`holder ${holder}`] = [await pool.balanceOf(holder), deposits, redemptions];
  }
  for (const request of scope.requests) {
    const { kind, status, controller, owner, amount, minimumOut, opensAt } = await pool.requestState(request);
    picture[`request ${request}`] = [
      kind === 0n,
      STATUS[Number(status)],
      controller,
      owner,
      amount,
      minimumOut,
      opensAt,
    ];
  }
  return picture;
}

const STATUS = ["unknown", "pending", "executed", "lapsed"];

async function listed(clearingHouse: World["clearingHouse"]): Promise<readonly bigint[]> {
  const set = await clearingHouse.listedMarkets();
  return Array.from({ length: 64 }, (_, market) => BigInt(market)).filter((market) => ((set >> market) & 1n) !== 0n);
}

const setOf = (numbers: readonly bigint[]): bigint => numbers.reduce((set, number) => set | (1n << number), 0n);

/** @throws UntoldError where a log that lists something is missing. */
export function rebuiltPicture(ledger: RebuiltLedger, scope: Scope): Picture {
  const picture: Record<string, unknown> = {};
  const pools = new Map(ledger.markets().map((market) => [ledger.poolOf(market), market]));
  for (const account of scope.accounts) {
    const held = ledger.markets().filter((market) => ledger.market(market).positionOf(account).position.size !== 0n);
    const balances = ledger.accounts.balancesOf(account);
    const market = pools.get(account);
    const owed = market === undefined ? { insurance: 0n, treasury: 0n } : ledger.fees.owedBy(market);
    picture[`account ${account}`] = {
      cash: ledger.cashOf(account),
      collaterals: setOf([...balances.keys()]),
      insuranceOwed: owed.insurance,
      treasuryOwed: owed.treasury,
      liquidations: ledger.accounts.liquidationsOf(account),
      markets: setOf(held),
    };
    for (const number of held) {
      const { size, entryNotional, fundingIndex, epoch } = ledger.market(number).positionOf(account).position;
      picture[`position ${account} ${number}`] = [size, entryNotional, fundingIndex, epoch];
    }
    picture[`tokens ${account}`] = Array.from({ length: TOKENS }, (_, token) => balances.get(BigInt(token)) ?? 0n);
  }
  for (const number of ledger.markets()) {
    const { fundingIndex, openInterest, fundingRatePerSecond, accruedAt, epoch, frozen, longs, shorts } =
      ledger.market(number);
    const drift = driftOf(ledger, number);
    picture[`market ${number}`] = [fundingIndex, openInterest, fundingRatePerSecond, drift, accruedAt, epoch, frozen];
    picture[`skew ${number}`] = ledger.market(number).skew;
    const terms = ledger.termsOf(number);
    const { budget, allowance, paidAt } = terms.insuranceAt(scope.now);
    picture[`parameters ${number}`] = [terms.tiers, terms.trade, terms.liquidation].map(plain);
    picture[`limits ${number}`] = [terms.reduceOnly, terms.commitment, [budget, allowance, paidAt]];
    for (const long of SIDES) {
      const side = long ? longs : shorts;
      for (let at = 0n; at <= epoch; at++) {
        const { scale, cash } = side.checkpointOf(at);
        picture[`side ${number} ${long} ${at}`] = [
          [side.residue, BigInt(side.ends.length)],
          [scale, cash],
        ];
      }
    }
  }
  picture["system"] = [ledger.insurance, ledger.treasury, ledger.main, ledger.escrow];
  picture["venues"] = scope.venues.map((venue) => [venue, ledger.venues.has(venue)]);
  picture["pool"] = valuationOf(ledger, scope.now);
  picture["debts"] = [ledger.accounts.debts(), ledger.debtLimit];
  const { shares } = ledger;
  picture["supply"] = shares.supply;
  for (const holder of scope.holders) {
    const claims = [shares.deposits, shares.redemptions].map((book) => book.get(holder) ?? { assets: 0n, shares: 0n });
    picture[`holder ${holder}`] = [shares.balanceOf(holder), ...claims.map((claim) => [claim.assets, claim.shares])];
  }
  for (const request of scope.requests) {
    const told = shares.requests.get(request);
    if (told === undefined) continue;
    const { deposit, status, controller, owner, amount, minimumOut, opensAt } = told;
    picture[`request ${request}`] = [deposit, status, controller, owner, amount, minimumOut, opensAt];
  }
  return picture;
}
