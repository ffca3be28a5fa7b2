// SPDX-License-Identifier: MIT
import { Interface, isError } from "ethers";

import { IClearingHouse__factory } from "../../typechain/factories/contracts/interfaces/IClearingHouse__factory.ts";
import { IPriceOracle__factory } from "../../typechain/factories/contracts/interfaces/IPriceOracle__factory.ts";
import { IVault__factory } from "../../typechain/factories/contracts/interfaces/IVault__factory.ts";

/** Why a call of the node failed, as far as the keeper acts on it. */
export type Failure =
  /** The contract refused: its error by name, with its arguments; "unknown" if it is nobody's. */
  | { readonly kind: "reverted"; readonly error: string; readonly args: readonly string[] }
  /** The call needs more gas than it was given or may have. */
  | { readonly kind: "out-of-gas"; readonly message: string }
  /** No answer, or none that is JSON-RPC: it says nothing about the contract. */
  | { readonly kind: "node"; readonly code: string; readonly message: string }
  /** The node or its pool refused the transaction. */
  | { readonly kind: "refused"; readonly code: string; readonly message: string }
  /** Not the node's: a defect of the keeper's. */
  | { readonly kind: "unexpected"; readonly message: string; readonly stack: string };

const contracts = [
  IClearingHouse__factory.createInterface(),
  IPriceOracle__factory.createInterface(),
  IVault__factory.createInterface(),
  new Interface(["error Error(string)", "error Panic(uint256)"]),
];

/** The custom error that revert data carry. */
export function decodeRevert(data: string): { readonly error: string; readonly args: readonly string[] } {
  for (const contract of contracts) {
    const parsed = contract.parseError(data);
    if (parsed !== null) return { error: parsed.name, args: parsed.args.map(String) };
  }
  return { error: "unknown", args: data === "0x" ? [] : [data.slice(0, 10)] };
}

/** Of ethers and of the operating system: the call did not reach a node, or its answer is none. */
const NODE_CODES: ReadonlySet<string> = new Set(
  `TIMEOUT SERVER_ERROR NETWORK_ERROR CANCELLED BAD_DATA UNSUPPORTED_OPERATION ECONNREFUSED ECONNRESET ECONNABORTED EPIPE
   ETIMEDOUT EHOSTUNREACH ENETUNREACH ENOTFOUND EAI_AGAIN HPE_INVALID_CONSTANT`.split(/\s+/),
);

const codeOf = (error: Error): string => ("code" in error && typeof error.code === "string" ? error.code : "");

/** The node's own words, which ethers keeps beside its. */
function nodeMessage(error: Error): string {
  const info: unknown = "info" in error ? error.info : undefined;
  if (typeof info === "object" && info !== null && "error" in info) {
    const inner = info.error;
    if (typeof inner === "object" && inner !== null && "message" in inner) return String(inner.message);
  }
  return "shortMessage" in error ? String(error.shortMessage) : error.message;
}

/** Sorts what a call of the node threw. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { kind: "unexpected", message: String(error), stack: "" };
  const code = codeOf(error);
  const message = nodeMessage(error);
  if (isError(error, "CALL_EXCEPTION")) {
    if (error.data !== null && error.data !== "0x") return { kind: "reverted", ...decodeRevert(error.data) };
    if (/gas/i.test(message)) return { kind: "out-of-gas", message };
    return { kind: "reverted", error: "unknown", args: [message] };
  }
  if (NODE_CODES.has(code)) return { kind: "node", code, message };
  if (code !== "") return { kind: "refused", code, message };
  return { kind: "unexpected", message, stack: error.stack ?? "" };
}

/** One word for a counter. */
export function causeOf(failure: Failure): string {
  if (failure.kind === "reverted") return failure.error;
  return failure.kind === "node" || failure.kind === "refused" ? failure.code : failure.kind;
}
