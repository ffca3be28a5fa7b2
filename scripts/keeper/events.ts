// SPDX-License-Identifier: MIT
import { dataSlice } from "ethers";

import { IClearingHouse__factory } from "../../typechain/factories/contracts/interfaces/IClearingHouse__factory.ts";
import type { LogEntry } from "./log-pages.ts";

const clearingHouse = IClearingHouse__factory.createInterface();
const topicOf = (name: Parameters<typeof clearingHouse.getEvent>[0]): string => clearingHouse.getEvent(name).topicHash;

const POSITION_CHANGED = topicOf("PositionChanged");
/** The same fields in the same places: a position after it caught up with deleveragings of its side. */
const POSITION_SYNCED = topicOf("PositionSynced");
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

export type Event =
  | { readonly kind: "position"; readonly account: string; readonly market: number; readonly size: bigint }
  | {
      readonly kind: "liquidation";
      readonly account: string;
      readonly liquidator: string;
      readonly accountValue: bigint;
      readonly penalty: bigint;
      readonly reward: bigint;
    }
  /** What an account holds of a token, and what its buyer holds, where it was sold. */
  | {
      readonly kind: "collateral";
      readonly market: number;
      readonly balances: readonly { readonly account: string; readonly balance: bigint }[];
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
  /** Whose balance or position the log speaks of. */
  readonly accounts: readonly string[];
}

/** Reads topics and words in place: a block may bring thousands of logs, and a general decoder takes 70 µs for one. */
export function readLog({ topics, data }: LogEntry): Reading {
  const [topic = ""] = topics;
  const accounts = (ACCOUNT_TOPICS.get(topic) ?? []).flatMap((index) => topics[index] ?? []);
  return { event: eventOf(topic, topics, data), accounts };
}

function eventOf(topic: string, topics: readonly string[], data: string): Event {
  const [, first = "", second = "", third = ""] = topics;
  if (topic === POSITION_CHANGED || topic === POSITION_SYNCED) {
    return { kind: "position", account: first, market: Number(second), size: signed(data, 0) };
  }
  if (topic === COLLATERAL_DEPOSITED || topic === COLLATERAL_WITHDRAWN) {
    const balances = [{ account: first, balance: signed(data, 1) }];
    return { kind: "collateral", market: marketOfCollateral(second), balances };
  }
  if (topic === COLLATERAL_BALANCES) {
    const balances = [first, second].map((account, index) => ({ account, balance: signed(data, index) }));
    return { kind: "collateral", market: marketOfCollateral(third), balances };
  }
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
