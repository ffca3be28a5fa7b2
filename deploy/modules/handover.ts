// SPDX-License-Identifier: MIT
import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import { DeployerKeepsRoleError } from "../errors.ts";
import type { ProtocolParameters } from "../parameters/schema.ts";
import { FUNCTION_ROLES, Role, VETOED_ROLES } from "../roles.ts";
import type { RestrictedContract, RoleName } from "../roles.ts";
import { selectorsOf } from "../selectors.ts";
import type { coreModule } from "./core.ts";
import type { marketsModule } from "./markets.ts";

/**
 * Who may do what from now on. The last transaction takes the deployer's only role: nothing privileged is left with it.
 * The governor also holds the risk admin's role, with its own delay: that is who may loosen a parameter.
 */
export function handoverModule(
  { roles }: ProtocolParameters,
  core: ReturnType<typeof coreModule>,
  markets: ReturnType<typeof marketsModule>,
  deployer: string,
) {
  const { admin, governor, riskAdmin, guardian } = roles;
  for (const [role, { address }] of Object.entries(roles)) {
    if (address === deployer) throw new DeployerKeepsRoleError(role, deployer);
  }
  return buildModule("Handover", (m) => {
    const { accessManager, oracle, ledger } = m.useModule(core);
    m.useModule(markets);
    const targets = { IClearingHouse: ledger, IPriceOracle: oracle };
    const names = ["GOVERNOR", "RISK_ADMIN", "GUARDIAN"] as const;
    const contracts: readonly RestrictedContract[] = ["IClearingHouse", "IPriceOracle"];

    const assignments = names.flatMap((name) =>
      contracts.flatMap((contract) => {
        const functions = FUNCTION_ROLES.filter((entry) => entry.role === name && entry.contract === contract);
        if (functions.length === 0) return [];
        const args = [targets[contract], selectorsOf(functions), Role[name]];
        const id = `${name}${contract}`;
        return [m.call(accessManager, "setTargetFunctionRole", args, { id, after: [markets] })];
      }),
    );
    const labels = names.map((name) => m.call(accessManager, "labelRole", [Role[name], name], { id: `Label${name}` }));
    const vetoes = VETOED_ROLES.map((name) =>
      m.call(accessManager, "setRoleGuardian", [Role[name], Role.GUARDIAN], { id: `Veto${name}` }),
    );
    const grant = (name: RoleName, holder: string, delay: number, label: string = name) =>
      m.call(accessManager, "grantRole", [Role[name], holder, delay], { id: `Grant${label}`, after: [markets] });
    const grants = [
      grant("GOVERNOR", governor.address, governor.delay),
      grant("RISK_ADMIN", riskAdmin.address, riskAdmin.delay),
      grant("RISK_ADMIN", governor.address, governor.delay, "RISK_ADMINToGovernor"),
      grant("GUARDIAN", guardian.address, guardian.delay),
      grant("ADMIN", admin.address, admin.delay),
    ];
    m.call(accessManager, "renounceRole", [Role.ADMIN, deployer], {
      id: "RenounceADMIN",
      after: [...assignments, ...labels, ...vetoes, ...grants],
    });
    return {};
  });
}
