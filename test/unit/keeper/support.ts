// SPDX-License-Identifier: MIT
import { dataSlice, id, makeError, toBeHex, zeroPadValue } from "ethers";

import { IClearingHouse__factory } from "../../../typechain/factories/contracts/interfaces/IClearingHouse__factory.ts";
import type { Health } from "../../../scripts/keeper/decide.ts";
import type { Header } from "../../../scripts/keeper/headers.ts";
import type { LogEntry } from "../../../scripts/keeper/log-pages.ts";
import type { Fields, Log } from "../../../scripts/keeper/log.ts";

export const clearingHouse = IClearingHouse__factory.createInterface();

/** Account number `n`: owner n, sub-account 0. */
export const account = (n: number): string => `${toBeHex(n, 20)}${"00".repeat(12)}`;

/** An account with `value` of the `margin` it needs, in 1e-6 USD. */
export const health = (n: number, value: bigint, margin: bigint, liquidatable = value < margin): Health => ({
  account: account(n),
  accountValue: value,
  maintenanceMargin: margin,
  liquidatable,
});

/** Block `number` of a branch; it follows the block of its own branch unless another parent is named. */
export const header = (number: number, branch = "main", parent = branch): Header => ({
  number,
  hash: id(`${branch}:${number}`),
  parentHash: id(`${parent}:${number - 1}`),
  timestamp: 1_700_000_000 + number,
  gasLimit: 60_000_000n,
  baseFee: 7n,
});

/** What `PositionSynced` leaves in the log. */
export function positionLog(n: number, market: number, size: bigint, block: number): LogEntry {
  const { topics, data } = clearingHouse.encodeEventLog("PositionSynced", [account(n), market, size, -size, 0n, 1n]);
  return logEntry(topics, data, block);
}

/** What `SideDeleveraged` leaves in the log where a side shrinks to `scale / scaleBefore`. */
export function sideLog(market: number, long: boolean, [scale, before]: readonly [bigint, bigint], block: number) {
  const { topics, data } = clearingHouse.encodeEventLog("SideDeleveraged", [market, long, 1n, 9n, 7n, before, scale]);
  return logEntry(topics, data, block);
}

/** What `AccountLiquidated` leaves in the log. */
export function liquidationLog(n: number, liquidator: string, value: bigint, reward: bigint, block: number): LogEntry {
  const values = [account(n), liquidator, value, 50n, 9n, reward, 0n, 4n] as const;
  const { topics, data } = clearingHouse.encodeEventLog("AccountLiquidated", [...values]);
  return logEntry(topics, data, block);
}

export const logEntry = (
  topics: readonly (string | null | readonly string[])[],
  data: string,
  block = 1,
): LogEntry => ({
  address: address(99),
  topics: topics.map(String),
  data,
  blockNumber: block,
  transactionHash: id(`transaction ${block}`),
});

export const address = (n: number): string => dataSlice(zeroPadValue(toBeHex(n), 32), 12);

/** What ethers throws for a call that the contract refuses. */
export const revert = (data: string | null, message = "execution reverted"): Error =>
  makeError(message, "CALL_EXCEPTION", {
    action: "call",
    data,
    reason: null,
    transaction: { to: null, data: "0x" },
    invocation: null,
    revert: null,
    info: { error: { message } },
  });

export const revertWith = (error: "NothingLiquidated" | "Locked"): Error =>
  revert(clearingHouse.encodeErrorResult(error, []));

export const timeout = (): Error => makeError("timeout", "TIMEOUT", { operation: "request", reason: "timeout" });

export interface Line extends Fields {
  readonly level: string;
  readonly event: string;
}

/** A log that keeps its lines. */
export function recordingLog(): {
  readonly log: Log;
  readonly lines: readonly Line[];
  events: () => readonly string[];
} {
  const lines: Line[] = [];
  const at =
    (level: string) =>
    (event: string, fields: Fields = {}): void => {
      lines.push({ ...fields, level, event });
    };
  const log = { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
  return { log, lines, events: () => lines.map(({ event }) => event) };
}

/** The error that a promise ends with. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  const unexpected = new Error("the promise was fulfilled");
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw unexpected;
}
