// SPDX-License-Identifier: MIT
import { FunctionFragment, isError } from "ethers";
import type { BaseContract, Interface, ParamType } from "ethers";

/** Every function of a contract that can change anything. */
export const doorsOf = (abi: Interface): FunctionFragment[] =>
  abi.fragments.filter(
    (fragment): fragment is FunctionFragment =>
      FunctionFragment.isFragment(fragment) &&
      fragment.stateMutability !== "view" &&
      fragment.stateMutability !== "pure",
  );

/** Arguments that an attacker would try first: somebody else's account and address, the smallest amounts, no deadline. */
export interface Defaults {
  readonly account: string;
  readonly address: string;
}

const NO_DEADLINE = 2n ** 40n;

export function argumentOf(type: ParamType, defaults: Defaults): unknown {
  if (type.isArray()) {
    const { arrayChildren: item, arrayLength: length } = type;
    // Of calls none: what they would do is asked of each alone.
    if (item.type === "bytes") return [];
    return Array.from({ length: length === -1 ? 1 : length }, () => argumentOf(item, defaults));
  }
  if (type.isTuple()) return type.components.map((component) => argumentOf(component, defaults));
  if (type.name === "deadline") return NO_DEADLINE;
  switch (type.type) {
    case "address":
      return defaults.address;
    case "bytes32":
      return defaults.account;
    case "bool":
      return false;
    case "string":
      return "name";
    case "bytes":
      return "0x";
    case "bytes4":
      return "0x00000000";
    default:
      return 1n;
  }
}

/** Calldata of a function with default arguments. */
export const calldataOf = (abi: Interface, fragment: FunctionFragment, defaults: Defaults): string =>
  abi.encodeFunctionData(
    fragment,
    fragment.inputs.map((input) => argumentOf(input, defaults)),
  );

/** The error that a revert carries, by the first of the contracts that knows it. */
export function errorName(data: string, knowers: readonly BaseContract[]): string {
  if (data === "0x") return data;
  for (const { interface: abi } of knowers) {
    const error = abi.parseError(data);
    if (error !== null) return error.name;
  }
  return data;
}

/** What a call that reverted returned. */
export function revertDataOf(reason: unknown): string {
  if (isError(reason, "CALL_EXCEPTION") && reason.data !== null) return reason.data;
  if (typeof reason === "object" && reason !== null && "data" in reason && typeof reason.data === "string") {
    return reason.data;
  }
  throw reason;
}

/** Calls of the system's own parts. */
export const PARTS_ONLY = [
  "acquireLock",
  "releaseLock",
  "creditDeposit",
  "debitWithdrawal",
  "creditCollateral",
  "debitCollateral",
  // The clearing house asks these of itself.
  "refreshSettlementPrice",
  "requireDebtAllowed",
  "sellBelowZero",
  "escrowCash",
  "releaseEscrow",
  "depositToPool",
  "payFromPool",
] as const;
