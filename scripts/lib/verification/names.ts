// SPDX-License-Identifier: MIT
// How facts are called: both sides use these, so that a fact of one meets the same fact of the other.
import type { ContractName } from "../deployment/address-file.ts";

export const codeOf = (name: string): string => `code of ${name}`;
export const addressIn = (what: string, where: string): string => `${what} of ${where}`;
export const moduleOf = (name: string): string => `module ${name} of the clearing house`;
export const unknownImmutables = (name: ContractName): string => `unknown addresses in ${name}`;
export const memberOf = (role: string, account: string): string => `${role} held by ${account}`;
export const adminOf = (role: string): string => `admin of ${role}`;
export const guardianOf = (role: string): string => `veto over ${role}`;
export const grantDelayOf = (role: string): string => `grant delay of ${role}`;
export const functionOf = (functionName: string, contract: string): string => `role of ${functionName} (${contract})`;
export const closedOf = (contract: string): string => `closed: ${contract}`;
export const adminDelayOf = (contract: string): string => `admin delay of ${contract}`;
export const venueAt = (address: string): string => `venue ${address}`;
export const collateralAt = (id: string): string => `collateral ${id}`;
export const tokenFeedAt = (id: string): string => `feed of token ${id}`;
export const marketAt = (id: number): string => `market ${id}`;
export const DEPLOYER_ROLES = "roles left with the deployer";

/** A delay as a fact: "waits 172800 s". */
export const waits = (seconds: bigint | number): string => `waits ${seconds} s`;
