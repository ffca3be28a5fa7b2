// SPDX-License-Identifier: MIT
// Every function that can change anything is an entry of the table, or one of these with its reason.
import type { Interface } from "ethers";

import { doorsOf, PARTS_ONLY } from "../security/doors.ts";

const PARTS = "a call of the system's own parts: nobody else gets in (Access.matrix)";
const ROLE = "governance, behind a role: what a price allows is not asked of it, but of listing (test/unit/governance)";
const NO_PRICE = "changes permissions or shares of the caller's own, and no price is read";

const listed = (reason: string, ...doors: readonly string[]): readonly (readonly [string, string])[] =>
  doors.map((door) => [door, reason]);

/** Doors that have no cells, with the reason. */
export const EXCEPTIONS: ReadonlyMap<string, string> = new Map([
  ...listed(PARTS, ...PARTS_ONLY.map((name) => `clearingHouse.${name}`)),
  ...listed(
    ROLE,
    ...[
      "listMarket",
      "setTiers",
      "setTradeParameters",
      "setLiquidationParameters",
      "setCommitment",
      "restrictMarket",
      "openMarket",
      "setInsuranceBudget",
      "setVenue",
      "setPool",
      "collectTreasury",
      "listCollateral",
      "setCollateralParameters",
      "setDebtLimit",
    ].map((name) => `clearingHouse.${name}`),
  ),
  ...listed(
    NO_PRICE,
    "clearingHouse.setOperator",
    "clearingHouse.setOperatorBySignature",
    "clearingHouse.invalidateSignatures",
    "pool.approve",
    "pool.transfer",
    "pool.transferFrom",
    "pool.setOperator",
  ),
  ...listed("writes down what time has done, and reads no price (ConfigModule.phaseIn)", "clearingHouse.endTierPhase"),
  ...listed("carries the calls above, each with its own answer", "clearingHouse.multicall"),
  ...listed(
    "reads the settlement token's feed, which is no market's (SettlementPrice)",
    "clearingHouse.recordSettlementPrice",
  ),
  ...listed("after its window, when every price of these tests has expired (LiquidityPool.lapse)", "pool.lapseRequest"),
  ...listed("deposit, after a permit of the token (Vault.permit)", "vault.depositWithPermit"),
]);

/** A door's name, with the number of its arguments where a contract has several of the name. */
export function doorKeys(contract: string, abi: Interface): readonly string[] {
  const doors = doorsOf(abi);
  return doors.map(({ name, inputs }) => {
    const shared = doors.filter((door) => door.name === name).length > 1;
    return `${contract}.${name}${shared ? `/${inputs.length}` : ""}`;
  });
}

/** A sentence for each door that is nowhere, twice, or not there. */
export function doorComplaints(doors: readonly string[], covered: ReadonlySet<string>): readonly string[] {
  const complaints: string[] = [];
  for (const door of doors) {
    const excepted = EXCEPTIONS.has(door);
    if (!covered.has(door) && !excepted)
      complaints.push(`${door} is in no row of the action table: write its entry, or its reason into EXCEPTIONS`);
    if (covered.has(door) && excepted) complaints.push(`${door} is an exception and has an entry`);
  }
  for (const door of [...covered, ...EXCEPTIONS.keys()])
    if (!doors.includes(door)) complaints.push(`${door} is no function of the protocol`);
  return complaints;
}
