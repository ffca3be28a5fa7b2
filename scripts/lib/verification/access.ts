// SPDX-License-Identifier: MIT
// Rebuilds from an access manager's own events who was ever given what: its getters answer only about those one asks about.
import { getAddress } from "ethers";
import type { LogDescription } from "ethers";

/** Whom and what the getters must be asked about. */
export interface AccessHistory {
  /** Roles that were ever granted or configured. */
  readonly roles: ReadonlySet<bigint>;
  /** Accounts that were granted a role and not revoked, by role. */
  readonly members: ReadonlyMap<bigint, ReadonlySet<string>>;
  /** Functions that were ever assigned, by contract: selectors. */
  readonly functions: ReadonlyMap<string, ReadonlySet<string>>;
  /** Contracts that were ever closed or given an admin delay. */
  readonly targets: ReadonlySet<string>;
  /** Who received the first role of all: the deployer. */
  readonly deployer: string | undefined;
  /** When delays that were changed take effect, unix seconds, by role and by contract. */
  readonly grantDelaySince: ReadonlyMap<bigint, bigint>;
  readonly adminDelaySince: ReadonlyMap<string, bigint>;
}

function entryOf<Key, Item>(map: Map<Key, Set<Item>>, key: Key): Set<Item> {
  const present = map.get(key) ?? new Set<Item>();
  map.set(key, present);
  return present;
}

/** @param events Of the access manager, in the order of the chain. */
export function readAccessHistory(events: Iterable<LogDescription>): AccessHistory {
  const roles = new Set<bigint>();
  const members = new Map<bigint, Set<string>>();
  const functions = new Map<string, Set<string>>();
  const targets = new Set<string>();
  const [grantDelaySince, adminDelaySince] = [new Map<bigint, bigint>(), new Map<string, bigint>()];
  let deployer: string | undefined;
  for (const { name, args } of events) {
    const values: Readonly<Record<string, unknown>> = args.toObject();
    const role = (): bigint => BigInt(String(values["roleId"]));
    const account = (): string => getAddress(String(values["account"]));
    const target = (): string => getAddress(String(values["target"]));
    switch (name) {
      case "RoleGranted":
        deployer ??= account();
        roles.add(role());
        entryOf(members, role()).add(account());
        break;
      case "RoleRevoked":
        entryOf(members, role()).delete(account());
        break;
      case "RoleAdminChanged":
      case "RoleGuardianChanged":
        roles.add(role());
        break;
      case "RoleGrantDelayChanged":
        roles.add(role());
        grantDelaySince.set(role(), BigInt(String(values["since"])));
        break;
      case "TargetFunctionRoleUpdated":
        entryOf(functions, target()).add(String(values["selector"]));
        break;
      case "TargetAdminDelayUpdated":
        adminDelaySince.set(target(), BigInt(String(values["since"])));
        targets.add(target());
        break;
      case "TargetClosed":
        targets.add(target());
        break;
      default:
        break;
    }
  }
  return { roles, members, functions, targets, deployer, grantDelaySince, adminDelaySince };
}
