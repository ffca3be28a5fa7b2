// SPDX-License-Identifier: MIT
import type { Branded } from "./brand.ts";
import { MalformedHexError, OutOfRangeError } from "./errors.ts";

/** A word of 32 bytes in lower-case hexadecimal: the owner's address above, 96 bits of sub-account number below. */
export type AccountId = Branded<`0x${string}`, "account">;

/** 20 bytes in lower-case hexadecimal: comparable, without a checksum. */
export type Owner = Branded<`0x${string}`, "owner">;

const ADDRESS_BYTES = 20;
const WORD_BYTES = 32;
const SUB_ACCOUNT_BITS = 96n;
const MAX_SUB_ACCOUNT = 2n ** SUB_ACCOUNT_BITS - 1n;

const isOwner = (text: string): text is Owner => /^0x[0-9a-f]{40}$/.test(text);
const isAccountId = (text: string): text is AccountId => /^0x[0-9a-f]{64}$/.test(text);

/** An address in any case; a checksum in it is not verified. */
export function toOwner(address: string): Owner {
  const lower = address.toLowerCase();
  if (!isOwner(lower)) throw new MalformedHexError("address", address, ADDRESS_BYTES);
  return lower;
}

/** A word as a contract returns it. Every word of 32 bytes names an account. */
export function toAccountId(word: string): AccountId {
  const lower = word.toLowerCase();
  if (!isAccountId(lower)) throw new MalformedHexError("account", word, WORD_BYTES);
  return lower;
}

/** owner << 96 | subAccount. Sub-account 0 is the owner's cross-margin account. */
export function encodeAccountId(owner: string, subAccount = 0n): AccountId {
  if (subAccount < 0n || subAccount > MAX_SUB_ACCOUNT) {
    throw new OutOfRangeError("sub-account", subAccount, 0n, MAX_SUB_ACCOUNT);
  }
  const word = (BigInt(toOwner(owner)) << SUB_ACCOUNT_BITS) | subAccount;
  return toAccountId(`0x${word.toString(16).padStart(WORD_BYTES * 2, "0")}`);
}

/** Sub-account of the clearing house from which on its markets are counted. */
const POOL_MARKETS = 256n;

/** The pool's account of a market. */
export const poolMarketAccount = (clearingHouse: string, market: number | bigint): AccountId =>
  encodeAccountId(clearingHouse, POOL_MARKETS + BigInt(market));

export function decodeAccountId(account: AccountId): { readonly owner: Owner; readonly subAccount: bigint } {
  const word = BigInt(account);
  return {
    owner: toOwner(`0x${(word >> SUB_ACCOUNT_BITS).toString(16).padStart(ADDRESS_BYTES * 2, "0")}`),
    subAccount: word & MAX_SUB_ACCOUNT,
  };
}
