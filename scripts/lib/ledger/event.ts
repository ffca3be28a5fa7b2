// SPDX-License-Identifier: MIT
import { Result } from "ethers";
import type { Interface, Log, LogDescription } from "ethers";

import { IClearingHouse__factory } from "../../../typechain/factories/contracts/interfaces/IClearingHouse__factory.ts";
import { ILiquidityPool__factory } from "../../../typechain/factories/contracts/interfaces/ILiquidityPool__factory.ts";
import { IMarketSettlement__factory } from "../../../typechain/factories/contracts/interfaces/IMarketSettlement__factory.ts";
import { readLog } from "../logs.ts";
import { toAccountId } from "../units/account-id.ts";
import type { AccountId } from "../units/account-id.ts";

const clearingHouse = IClearingHouse__factory.createInterface();
const liquidityPool = ILiquidityPool__factory.createInterface();
const settlement = IMarketSettlement__factory.createInterface();

export type HouseEventName = Parameters<typeof clearingHouse.getEvent>[0];
export type PoolEventName = Parameters<typeof liquidityPool.getEvent>[0];
export type OracleEventName = Parameters<typeof settlement.getEvent>[0];

const isHouseEvent = (name: string): name is HouseEventName => clearingHouse.hasEvent(name);
const isPoolEvent = (name: string): name is PoolEventName => liquidityPool.hasEvent(name);
const isOracleEvent = (name: string): name is OracleEventName => settlement.hasEvent(name);

/** A field of an event that is no struct, or the other way round. */
export class FieldError extends Error {
  override readonly name = "FieldError";

  constructor(
    readonly event: string,
    readonly field: string,
  ) {
    super(`${event}.${field} is not of the kind asked for; read it as the contracts' interface declares it`);
  }
}

/** One event as its interface reads it: its fields by name, and when it happened. */
export class Fields<Name extends string = string> {
  readonly name: Name;
  readonly transaction: string;
  /** Unix seconds of its block. */
  readonly timestamp: bigint;
  readonly #parsed: LogDescription;

  constructor(name: Name, parsed: LogDescription, transaction: string, timestamp: bigint) {
    [this.name, this.#parsed, this.transaction, this.timestamp] = [name, parsed, transaction, timestamp];
  }

  has(field: string): boolean {
    return this.#parsed.fragment.inputs.some(({ name }) => name === field);
  }

  text(field: string): string {
    return String(this.#parsed.args.getValue(field));
  }

  number(field: string): bigint {
    return BigInt(this.text(field));
  }

  flag(field: string): boolean {
    return this.text(field) === "true";
  }

  account(field: string): AccountId {
    return toAccountId(this.text(field));
  }

  /** @throws FieldError */
  struct(field: string): Result {
    const value: unknown = this.#parsed.args.getValue(field);
    if (value instanceof Result) return value;
    throw new FieldError(this.name, field);
  }
}

/** What a book does at the events that concern it. */
export type Handlers<Name extends string> = Readonly<Partial<Record<Name, (event: Fields<Name>) => void>>>;

export type LedgerEvent =
  | { readonly source: "clearingHouse"; readonly fields: Fields<HouseEventName> }
  | { readonly source: "pool"; readonly fields: Fields<PoolEventName> }
  | { readonly source: "oracle"; readonly fields: Fields<OracleEventName> };

/** The contracts whose logs tell the whole ledger: of the oracle only that a market was settled. */
export type Sources = Readonly<Record<LedgerEvent["source"], string>>;

type Told = Pick<Log, "address" | "topics" | "data" | "transactionHash" | "blockNumber">;

/** The contracts' logs in their order; others are left out. `timeOf` knows the seconds of their blocks. */
export function readEvents(
  logs: readonly Told[],
  timeOf: (blockNumber: number) => bigint,
  sources: Sources,
): readonly LedgerEvent[] {
  return logs.flatMap((log): readonly LedgerEvent[] => {
    const from = (source: keyof Sources): boolean => sources[source].toLowerCase() === log.address.toLowerCase();
    const fieldsBy = <Name extends string>(abi: Interface, isName: (name: string) => name is Name) => {
      const parsed = readLog(abi, log);
      if (parsed === null || !isName(parsed.name)) return [];
      return [new Fields(parsed.name, parsed, log.transactionHash, timeOf(log.blockNumber))];
    };
    if (from("clearingHouse"))
      return fieldsBy(clearingHouse, isHouseEvent).map((fields) => ({ source: "clearingHouse", fields }));
    if (from("pool")) return fieldsBy(liquidityPool, isPoolEvent).map((fields) => ({ source: "pool", fields }));
    if (from("oracle")) return fieldsBy(settlement, isOracleEvent).map((fields) => ({ source: "oracle", fields }));
    return [];
  });
}
