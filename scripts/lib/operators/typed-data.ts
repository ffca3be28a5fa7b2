// SPDX-License-Identifier: MIT
// What an owner signs to name an operator, written from docs/operators.md: EIP-712 typed data.
import type { TypedDataField } from "ethers";

import { decodeAccountId } from "../units/account-id.ts";
import type { AccountId, Owner } from "../units/account-id.ts";
import { OutOfRangeError } from "../units/errors.ts";

/** What an operator may do, one bit each. Their sum is the message's `permissions`; zero revokes. */
export const Permission = { Trade: 1n, Settle: 2n } as const;

/** An expiry that never comes. */
export const NEVER = 2n ** 40n - 1n;

/** Where a signature counts: one clearing house on one chain. */
export interface OperatorDomain {
  readonly chainId: bigint;
  readonly clearingHouse: string;
}

/** The whole of what an operator of an account may do afterwards. */
export interface SetOperator {
  readonly account: AccountId;
  readonly operator: string;
  readonly permissions: bigint;
  /** Last second in which the permissions hold, unix seconds. */
  readonly expiresAt: bigint;
  /** The clearing house's `nonceOf(account, operator)`. */
  readonly nonce: bigint;
  /** Last second in which the signature may be used, unix seconds. */
  readonly deadline: bigint;
}

/** The struct's fields in the order in which they are hashed. */
export const SET_OPERATOR_TYPES: Readonly<Record<"SetOperator", TypedDataField[]>> = {
  SetOperator: [
    { name: "account", type: "bytes32" },
    { name: "operator", type: "address" },
    { name: "permissions", type: "uint8" },
    { name: "expiresAt", type: "uint40" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
};

/** A bit that no permission has would be signed for nothing. */
const ALL_PERMISSIONS = Permission.Trade | Permission.Settle;

/** Domain, types and message, as ethers' `signTypedData` and a wallet's `eth_signTypedData_v4` take them. */
export function setOperatorTypedData({ chainId, clearingHouse }: OperatorDomain, message: SetOperator) {
  requireWithin("sum of permissions", message.permissions, ALL_PERMISSIONS);
  requireWithin("expiry", message.expiresAt, NEVER);
  requireWithin("nonce", message.nonce, 2n ** 256n - 1n);
  requireWithin("deadline", message.deadline, 2n ** 256n - 1n);
  return {
    domain: { name: "Plimsoll", version: "1", chainId, verifyingContract: clearingHouse },
    types: SET_OPERATOR_TYPES,
    primaryType: "SetOperator",
    message,
  } as const;
}

/** Whose signature the clearing house asks for. */
export const ownerOf = (account: AccountId): Owner => decodeAccountId(account).owner;

function requireWithin(quantity: string, value: bigint, maximum: bigint): void {
  if (value < 0n || value > maximum) throw new OutOfRangeError(quantity, value, 0n, maximum);
}
