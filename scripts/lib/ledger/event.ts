// SPDX-License-Identifier: MIT
import { Result } from "ethers";
import type { Log, LogDescription } from "ethers";

import { IClearingHouse__factory } from "../../../typechain/factories/contracts/interfaces/IClearingHouse__factory.ts";
import { ILiquidityPool__factory } from "../../../typechain/factories/contracts/interfaces/ILiquidityPool__factory.ts";
import { readLog } from "../logs.ts";
import { toAccountId } from "../units/account-id.ts";
import type { AccountId } from "../units/account-id.ts";

const clearingHouse = IClearingHouse__factory.createInterface();
const liquidityPool = ILiquidityPool__factory.createInterface();

export type HouseEventName = Parameters<typeof clearingHouse.getEvent>[0];
export type PoolEventName = Parameters<typeof liquidityPool.getEvent>[0];

const isHouseEvent = (name: string): name is HouseEventName => clearingHouse.hasEvent(name);
const isPoolEvent = (name: string): name is PoolEventName => liquidityPool.hasEvent(name);

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
  | { readonly source: "pool"; readonly fields: Fields<PoolEventName> };

/** The two contracts whose logs tell the whole ledger. */
export interface Sources {
  readonly clearingHouse: string;
  readonly pool: string;
}

type Told = Pick<Log, "address" | "topics" | "data" | "transactionHash" | "blockNumber">;

/** The logs of both contracts in their order; others are left out. `timeOf` knows the seconds of their blocks. */
export function readEvents(
  logs: readonly Told[],
  timeOf: (blockNumber: number) => bigint,
  sources: Sources,
): readonly LedgerEvent[] {
  return logs.flatMap((log): readonly LedgerEvent[] => {
    const from = (contract: string): boolean => contract.toLowerCase() === log.address.toLowerCase();
    const [transaction, timestamp] = [log.transactionHash, timeOf(log.blockNumber)];
    if (from(sources.clearingHouse)) {
      const parsed = readLog(clearingHouse, log);
      if (parsed === null || !isHouseEvent(parsed.name)) return [];
      return [{ source: "clearingHouse", fields: new Fields(parsed.name, parsed, transaction, timestamp) }];
    }
    if (!from(sources.pool)) return [];
    const parsed = readLog(liquidityPool, log);
    if (parsed === null || !isPoolEvent(parsed.name)) return [];
    return [{ source: "pool", fields: new Fields(parsed.name, parsed, transaction, timestamp) }];
  });
}
