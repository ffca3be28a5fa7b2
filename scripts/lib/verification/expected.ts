// SPDX-License-Identifier: MIT
// What must stand on the chain, from the parameters and the address file alone.
import { ZeroAddress } from "ethers";

import type { MarketParameters, ProtocolParameters } from "../../../deploy/parameters/schema.ts";
import { FUNCTION_ROLES, Role, VETOED_ROLES } from "../../../deploy/roles.ts";
import type { RoleName } from "../../../deploy/roles.ts";
import { CONTRACT_NAMES, MODULE_NAMES } from "../deployment/address-file.ts";
import type { ContractName } from "../deployment/address-file.ts";
import { AS_BUILT, SOME_CODE } from "./bytecode.ts";
import { factsOf, NOTHING } from "./facts.ts";
import type { Expectations } from "./facts.ts";
import * as names from "./names.ts";

/** Before the pool has money every market is reduce-only and no commitment stands; afterwards the opposite. */
export const STAGES = ["listed", "open"] as const;
export type Stage = (typeof STAGES)[number];

export type Addresses = Readonly<Record<ContractName, string>>;

type Fact = readonly [string, string | null];

export const ROLE_NAMES: readonly RoleName[] = ["ADMIN", "GOVERNOR", "RISK_ADMIN", "GUARDIAN"];

export function expectedFacts(parameters: ProtocolParameters, addresses: Addresses, stage: Stage): Expectations {
  return new Map<string, string | null>([
    ...code(parameters),
    ...wiring(parameters, addresses),
    ...roles(parameters),
    ...parameters.markets.flatMap((market) => marketFacts(market, stage)),
  ]);
}

function code({ settlementToken, markets }: ProtocolParameters): readonly Fact[] {
  const built = (name: ContractName): string =>
    name === "SettlementToken" && settlementToken !== null ? SOME_CODE : AS_BUILT;
  return [
    ...CONTRACT_NAMES.map((name) => [names.codeOf(name), built(name)] as const),
    ...CONTRACT_NAMES.map((name) => [names.unknownImmutables(name), NOTHING] as const),
    ...MODULE_NAMES.map((name) => [names.moduleOf(name), "yes"] as const),
    ...markets.map(({ name }) => [names.codeOf(`feed of ${name}`), SOME_CODE] as const),
  ];
}

function wiring(parameters: ProtocolParameters, addresses: Addresses): readonly Fact[] {
  const { pool, looseningDelay, sequencerFeed, sequencerGracePeriod, settlementToken } = parameters;
  return [
    ["authority of the clearing house", addresses.AccessManager],
    ["authority of the oracle", addresses.AccessManager],
    ["oracle of the clearing house", addresses.ChainlinkOracle],
    ["vault of the clearing house", addresses.Vault],
    ["pool of the clearing house", addresses.LiquidityPool],
    ["clearing house of the vault", addresses.ClearingHouse],
    ["clearing house of the pool", addresses.ClearingHouse],
    ["clearing house of the lens", addresses.ClearingHouse],
    ["settlement token of the vault", settlementToken ?? addresses.SettlementToken],
    ["sequencer feed", sequencerFeed ?? ZeroAddress],
    ["sequencer grace period", String(sequencerGracePeriod)],
    ["request delay of the pool", String(pool.requestDelay)],
    ["request delay in the listing rules", String(pool.requestDelay)],
    ["execution window of the pool", String(pool.executionWindow)],
    ["loosening delay", String(looseningDelay)],
    ["loosening delay of collateral", String(looseningDelay)],
    // No parameters name collateral: none may be listed, and nothing owed against it.
    ["debt limit", "0"],
  ];
}

function roles({ roles: { admin, governor, riskAdmin, guardian } }: ProtocolParameters): readonly Fact[] {
  const grants: readonly [RoleName, { readonly address: string; readonly delay: number }][] = [
    ["ADMIN", admin],
    ["GOVERNOR", governor],
    ["RISK_ADMIN", governor],
    ["RISK_ADMIN", riskAdmin],
    ["GUARDIAN", guardian],
  ];
  const vetoed: readonly RoleName[] = VETOED_ROLES;
  return [
    ...grants.map(([role, { address, delay }]) => [names.memberOf(role, address), names.waits(delay)] as const),
    [names.DEPLOYER_ROLES, NOTHING],
    ...ROLE_NAMES.flatMap((role): readonly Fact[] => [
      [names.adminOf(role), "ADMIN"],
      [names.guardianOf(role), vetoed.includes(role) ? "GUARDIAN" : "ADMIN"],
      [names.grantDelayOf(role), names.waits(0)],
    ]),
    ...FUNCTION_ROLES.map(
      ({ contract, functionName, role }) => [names.functionOf(functionName, contract), role] as const,
    ),
    ...["ClearingHouse", "ChainlinkOracle", "AccessManager"].flatMap((contract): readonly Fact[] => [
      [names.closedOf(contract), "false"],
      [names.adminDelayOf(contract), names.waits(0)],
    ]),
  ];
}

/** What the oracle answers for the second feed of a market with one. */
const NO_SECOND_FEED = { address: ZeroAddress, heartbeat: 0, maxLiquidationAge: 0, divergenceBound: 0n } as const;

function marketFacts(market: MarketParameters, stage: Stage): readonly Fact[] {
  const { id, name, feed, tiers, trade, liquidation, commitment, insuranceBudget } = market;
  // What a double would answer first is nothing that the oracle stores.
  const limits = Object.entries(feed).filter(([field]) => !["address", "initialAnswer", "second"].includes(field));
  const { address: secondAddress, ...secondLimits } = feed.second ?? NO_SECOND_FEED;
  return [
    [names.marketAt(id), name],
    [`${name} reduceOnly`, String(stage === "listed")],
    [`${name} commitment`, stage === "listed" ? "0" : String(commitment)],
    [`${name} insurance budget`, stage === "listed" || insuranceBudget === 0n ? "none" : "seeded"],
    [`${name} feed.feed`, feed.address],
    ...factsOf(`${name} feed`, Object.fromEntries(limits)),
    [`${name} second feed.feed`, secondAddress],
    ...factsOf(`${name} second feed`, secondLimits),
    ...factsOf(`${name} tiers`, tiers),
    ...factsOf(`${name} trade`, trade),
    ...factsOf(`${name} liquidation`, liquidation),
  ];
}

/** A role by its name, or by its number where it has none. */
export function roleName(role: bigint): string {
  const known = ROLE_NAMES.find((name) => Role[name] === role);
  return known ?? `role ${role}`;
}
