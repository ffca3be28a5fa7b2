// SPDX-License-Identifier: MIT
import { dataSlice } from "ethers";

import { IClearingHouse__factory } from "../../typechain/factories/contracts/interfaces/IClearingHouse__factory.ts";
import { poolMarketAccount } from "../lib/units/account-id.ts";
import type { LogEntry } from "./log-pages.ts";

const clearingHouse = IClearingHouse__factory.createInterface();
const topicOf = (name: Parameters<typeof clearingHouse.getEvent>[0]): string => clearingHouse.getEvent(name).topicHash;

const TRADED = topicOf("Traded");
const POOL_ACCOUNT_UPDATED = topicOf("PoolAccountUpdated");
/** Events that name account and market and tell the position afterwards, by the word that holds its size. */
const SIZE_WORDS: ReadonlyMap<string, number> = new Map([
  [TRADED, 3],
  [topicOf("PositionLiquidated"), 2],
  [topicOf("PositionSynced"), 0],
  [topicOf("PositionChanged"), 0],
]);
/** Events that tell what the pool's account of a market holds: the word of the skew, which is that with the other sign. */
const SKEW_WORDS: ReadonlyMap<string, number> = new Map([
  [TRADED, 12],
  [POOL_ACCOUNT_UPDATED, 7],
]);
/** Of these two the balance is the second word. */
const COLLATERAL_DEPOSITED = topicOf("CollateralDeposited");
const COLLATERAL_WITHDRAWN = topicOf("CollateralWithdrawn");
const COLLATERAL_BALANCES = topicOf("CollateralBalances");
const COLLATERAL_SEIZED = topicOf("CollateralSeized");
const COLLATERAL_PARAMETERS_CHANGED = topicOf("CollateralParametersChanged");
const ACCOUNT_LIQUIDATED = topicOf("AccountLiquidated");
const SIDE_DELEVERAGED = topicOf("SideDeleveraged");
const POOL_DELEVERAGED = topicOf("PoolDeleveraged");

/** Events after which every account in the market may stand otherwise than before. A trade is not one of them: it moves
 * the funding rate, which works through time alone. */
const MARKET_WIDE: ReadonlySet<string> = new Set([topicOf("TiersChanged"), topicOf("FundingFrozen")]);

/** A token's feed stands in the oracle under this number and its own. */
const FIRST_COLLATERAL = 64;

/** The number under which a token stands beside the markets: that of its feed. */
export const marketOfCollateral = (collateral: bigint | string): number => FIRST_COLLATERAL + Number(collateral);

export const isCollateral = (market: number): boolean => market >= FIRST_COLLATERAL;

/** For each event, the topics that hold accounts. Every indexed word of 32 bytes is one in these events. */
const ACCOUNT_TOPICS = new Map<string, readonly number[]>();
clearingHouse.forEachEvent((event) => {
  const indexed = event.inputs.filter((input) => input.indexed === true);
  const topics = indexed.flatMap((input, index) => (input.type === "bytes32" ? [index + 1] : []));
  ACCOUNT_TOPICS.set(event.topicHash, topics);
});

/** A position as a log leaves it, or the balance of a token under the number of its feed. */
export interface Held {
  readonly account: string;
  readonly market: number;
  readonly size: bigint;
}

export type Event =
  | {
      readonly kind: "liquidation";
      readonly account: string;
      readonly liquidator: string;
      readonly accountValue: bigint;
      readonly penalty: bigint;
      readonly reward: bigint;
    }
  /** An account below zero gave up tokens. */
  | { readonly kind: "seizure"; readonly account: string; readonly accountValue: bigint }
  | { readonly kind: "market"; readonly market: number }
  /** Every position of one side of a market is now `scale / scaleBefore` of what it was. */
  | {
      readonly kind: "side";
      readonly market: number;
      readonly long: boolean;
      readonly scaleBefore: bigint;
      readonly scale: bigint;
    }
  /** The pool's account of a market gave up some of its position, signed as that was. */
  | { readonly kind: "pool"; readonly market: number; readonly sizeClosed: bigint }
  | { readonly kind: "other" };

export interface Reading {
  readonly event: Event;
  readonly positions: readonly Held[];
  /** Whose balance or position the log speaks of. */
  readonly accounts: readonly string[];
}

/** Reads topics and words in place: a block may bring thousands of logs, and a general decoder takes 70 µs for one. */
export function readLog({ address, topics, data }: LogEntry): Reading {
  const [topic = ""] = topics;
  const named = (ACCOUNT_TOPICS.get(topic) ?? []).flatMap((index) => topics[index] ?? []);
  const positions = [...positionsOf(address, topics, data), ...balancesOf(topics, data)];
  return { event: eventOf(topic, topics, data), positions, accounts: accountsOf(named, positions) };
}

/** The accounts that a log names, and the pool's, which it leaves out. */
function accountsOf(named: readonly string[], positions: readonly Held[]): readonly string[] {
  return [...named, ...positions.map(({ account }) => account).filter((account) => !named.includes(account))];
}

function positionsOf(house: string, topics: readonly string[], data: string): readonly Held[] {
  const [topic = "", first = "", second = ""] = topics;
  const positions: Held[] = [];
  const sizeWord = SIZE_WORDS.get(topic);
  if (sizeWord !== undefined) positions.push({ account: first, market: Number(second), size: signed(data, sizeWord) });
  const skewWord = SKEW_WORDS.get(topic);
  if (skewWord !== undefined) {
    const market = Number(sizeWord === undefined ? first : second);
    positions.push({ account: poolMarketAccount(house, market), market, size: -signed(data, skewWord) });
  }
  return positions;
}

function balancesOf(
  [topic = "", first = "", second = "", third = ""]: readonly string[],
  data: string,
): readonly Held[] {
  if (topic === COLLATERAL_DEPOSITED || topic === COLLATERAL_WITHDRAWN) {
    return [{ account: first, market: marketOfCollateral(second), size: signed(data, 1) }];
  }
  if (topic !== COLLATERAL_BALANCES) return [];
  const market = marketOfCollateral(third);
  return [first, second].map((account, index) => ({ account, market, size: signed(data, index) }));
}

function eventOf(topic: string, topics: readonly string[], data: string): Event {
  const [, first = "", second = ""] = topics;
  if (topic === COLLATERAL_SEIZED) return { kind: "seizure", account: first, accountValue: signed(data, 0) };
  if (topic === COLLATERAL_PARAMETERS_CHANGED) return { kind: "market", market: marketOfCollateral(first) };
  if (topic === ACCOUNT_LIQUIDATED) {
    return {
      kind: "liquidation",
      account: first,
      liquidator: dataSlice(second, 12),
      accountValue: signed(data, 0),
      penalty: signed(data, 2),
      reward: signed(data, 3),
    };
  }
  if (topic === SIDE_DELEVERAGED) {
    const [scaleBefore, scale] = [signed(data, 3), signed(data, 4)];
    return { kind: "side", market: Number(first), long: BigInt(second) !== 0n, scaleBefore, scale };
  }
  if (topic === POOL_DELEVERAGED) return { kind: "pool", market: Number(first), sizeClosed: signed(data, 0) };
  return MARKET_WIDE.has(topic) ? { kind: "market", market: Number(first) } : { kind: "other" };
}

/** The word at an index of the data, in two's complement. */
const signed = (data: string, index: number): bigint =>
  BigInt.asIntN(256, BigInt(`0x${data.slice(2 + 64 * index, 2 + 64 * (index + 1))}`));
