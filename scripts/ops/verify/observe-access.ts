// SPDX-License-Identifier: MIT
import type { BaseContract } from "ethers";

import { selectorOf } from "../../../deploy/selectors.ts";
import { FUNCTION_ROLES, Role } from "../../../deploy/roles.ts";
import { readAccessHistory } from "../../lib/verification/access.ts";
import { ROLE_NAMES, roleName } from "../../lib/verification/expected.ts";
import { NOTHING } from "../../lib/verification/facts.ts";
import * as names from "../../lib/verification/names.ts";
import type { DeployedChain } from "./chain.ts";

type Fact = readonly [string, string];

/** Everything that the access manager has been told, from its events, and what its getters say about it now. */
export async function observeAccess(chain: DeployedChain): Promise<readonly Fact[]> {
  const { accessManager, file } = chain;
  const history = readAccessHistory(await decodedEvents(chain));
  const now = BigInt((await accessManager.runner?.provider?.getBlock("latest"))?.timestamp ?? 0);
  const later = (since: bigint | undefined): string =>
    since !== undefined && since > now ? `, another from ${since} on` : "";

  const facts: Fact[] = [];
  const deployerRoles: string[] = [];
  for (const [role, accounts] of history.members) {
    for (const account of accounts) {
      const [since, delay, pendingDelay, effect] = await accessManager.getAccess(role, account);
      if (account === history.deployer) deployerRoles.push(roleName(role));
      const begins = since > now ? `, from ${since} on` : "";
      const change = effect > now ? `, ${pendingDelay} s from ${effect} on` : "";
      facts.push([names.memberOf(roleName(role), account), `${names.waits(delay)}${begins}${change}`]);
    }
  }
  facts.push([names.DEPLOYER_ROLES, deployerRoles.length === 0 ? NOTHING : deployerRoles.join(", ")]);

  for (const role of new Set([...ROLE_NAMES.map((name) => Role[name]), ...history.roles])) {
    const name = roleName(role);
    facts.push([names.adminOf(name), roleName(await accessManager.getRoleAdmin(role))]);
    facts.push([names.guardianOf(name), roleName(await accessManager.getRoleGuardian(role))]);
    const grantDelay = names.waits(await accessManager.getRoleGrantDelay(role));
    facts.push([names.grantDelayOf(name), grantDelay + later(history.grantDelaySince.get(role))]);
  }
  facts.push(...(await functionFacts(chain, history.functions)));

  const nameOf = contractNamer(file);
  const targets = [file.ClearingHouse, file.ChainlinkOracle, file.AccessManager, ...history.targets];
  for (const target of new Set(targets)) {
    facts.push([names.closedOf(nameOf(target)), String(await accessManager.isTargetClosed(target))]);
    const adminDelay = names.waits(await accessManager.getTargetAdminDelay(target));
    facts.push([names.adminDelayOf(nameOf(target)), adminDelay + later(history.adminDelaySince.get(target))]);
  }
  return facts;
}

/** Role of each function that was ever assigned, and of each of the table. One that only the admin may call is none. */
async function functionFacts(
  { accessManager, file, clearingHouse, oracle }: DeployedChain,
  assigned: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<readonly Fact[]> {
  const contracts: readonly BaseContract[] = [clearingHouse, oracle, accessManager];
  const addresses = { IClearingHouse: file.ClearingHouse, IPriceOracle: file.ChainlinkOracle };
  const facts: Fact[] = [];
  const known = new Set<string>();
  for (const entry of FUNCTION_ROLES) {
    const [target, selector] = [addresses[entry.contract], selectorOf(entry)];
    known.add(`${target}${selector}`);
    const role = roleName(await accessManager.getTargetFunctionRole(target, selector));
    facts.push([names.functionOf(entry.functionName, entry.contract), role]);
  }
  for (const [target, selectors] of assigned) {
    const contract = contracts.find((candidate) => candidate.target === target);
    for (const selector of selectors) {
      if (known.has(`${target}${selector}`)) continue;
      const role = await accessManager.getTargetFunctionRole(target, selector);
      const name = contract?.interface.getFunction(selector)?.name ?? selector;
      if (role !== Role.ADMIN) facts.push([names.functionOf(name, contractNamer(file)(target)), roleName(role)]);
    }
  }
  return facts;
}

async function decodedEvents({ accessManager, file, logsOf }: DeployedChain) {
  const logs = await logsOf(file.AccessManager, file.fromBlock);
  return logs.flatMap(({ topics, data }) => {
    const event = accessManager.interface.parseLog({ topics: [...topics], data });
    return event === null ? [] : [event];
  });
}

/** A contract of the deployment by its name, another by its address. */
export function contractNamer(file: DeployedChain["file"]): (address: string) => string {
  const entries: readonly (readonly [string, unknown])[] = Object.entries(file);
  return (address) => entries.find(([, value]) => value === address)?.[0] ?? address;
}
