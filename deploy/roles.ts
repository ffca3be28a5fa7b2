// SPDX-License-Identifier: MIT
// Who may call what, in one place: the deployment writes this table into the access manager, docs/roles.md prints it, and
// a test compares the two with the chain.

/** Role numbers of the access manager. 0 is the manager's own admin role, which administers every role. */
export const Role = { ADMIN: 0n, GOVERNOR: 1n, RISK_ADMIN: 2n, GUARDIAN: 3n } as const;

export type RoleName = keyof typeof Role;

/** Contracts with restricted functions. */
export type RestrictedContract = "IClearingHouse" | "IPriceOracle";

export interface FunctionRole {
  readonly contract: RestrictedContract;
  readonly functionName: string;
  readonly role: Exclude<RoleName, "ADMIN">;
}

const at = (contract: RestrictedContract, role: FunctionRole["role"], names: readonly string[]): FunctionRole[] =>
  names.map((functionName) => ({ contract, functionName, role }));

/** Every restricted function of the protocol. One that is missing here could be called by the admin role alone. */
export const FUNCTION_ROLES: readonly FunctionRole[] = [
  ...at("IPriceOracle", "GOVERNOR", ["setFeed", "setFeeds"]),
  ...at("IClearingHouse", "GOVERNOR", [
    "listMarket",
    "openMarket",
    "setVenue",
    "setPool",
    "collectTreasury",
    "listCollateral",
    "setInsuranceBudget",
  ]),
  ...at("IClearingHouse", "RISK_ADMIN", [
    "setTiers",
    "setTradeParameters",
    "setLiquidationParameters",
    "setCommitment",
    "setCollateralParameters",
    "setDebtLimit",
  ]),
  ...at("IClearingHouse", "GUARDIAN", ["restrictMarket"]),
];

/**
 * The guardian may veto what these roles have announced. The manager gives the admin role no other guardian than itself: so
 * nobody but an admin stops an admin, and a stolen guardian key cannot veto that it is revoked.
 */
export const VETOED_ROLES: readonly FunctionRole["role"][] = ["GOVERNOR", "RISK_ADMIN"];
