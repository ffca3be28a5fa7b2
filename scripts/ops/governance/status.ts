// SPDX-License-Identifier: MIT
import Table from "cli-table3";

import type { RoleName } from "../../../deploy/roles.ts";
import { Role } from "../../../deploy/roles.ts";
import { readAnnouncements, standingOf } from "../../lib/governance/announcements.ts";
import { toMoney, formatUsd } from "../../lib/units/money.ts";
import { VALIDITIES } from "../../lib/prices/validity.ts";
import { formatPrice, toPrice } from "../../lib/units/price.ts";
import { utc } from "./format.ts";
import { holdersOf } from "./session.ts";
import type { Session } from "./session.ts";

const ROLES: readonly RoleName[] = ["ADMIN", "GOVERNOR", "RISK_ADMIN", "GUARDIAN"];

const tableOf = (...head: readonly string[]) =>
  new Table({ head: [...head], style: { head: [], border: [], compact: true } });

/** Markets with their prices, money of insurance and pool, role holders, announcements: where to look first at night. */
export async function status(session: Session): Promise<void> {
  const { chain, events, now, say } = session;
  say(`at ${utc(now)}`);
  say(await markets(session));
  const { clearingHouse, accessManager } = chain;
  const { cash: insurance } = await clearingHouse.accountState(await clearingHouse.insuranceAccount());
  const { cash: main } = await clearingHouse.accountState(await clearingHouse.poolAccount());
  say(`insurance ${formatUsd(toMoney(insurance))} USD, pool's main account ${formatUsd(toMoney(main))} USD`);

  const roles = tableOf("role", "holder", "waits");
  for (const role of ROLES) {
    for (const holder of holdersOf(events, role)) {
      const [, delay] = await accessManager.hasRole(Role[role], holder);
      roles.push([role, holder, `${delay} s`]);
    }
  }
  say(roles.toString());
  const lifetime = await accessManager.expiration();
  const open = readAnnouncements(events).filter((each) => standingOf(each, now, lifetime) !== "expired");
  say(`${open.length} announced${open.length === 0 ? "" : ": list shows them"}`);
}

async function markets({ chain, now }: Session): Promise<string> {
  const table = tableOf("market", "trades", "price", "validity", "age of the round");
  for (const { market, name, price, reduceOnly } of await chain.lens.markets()) {
    const { sizeDecimals } = await chain.oracle.feedOf(market);
    const age = price.updatedAt === 0n ? "no round" : `${now - price.updatedAt} s`;
    table.push([
      `${market} ${name}`,
      reduceOnly ? "reduce-only" : "all",
      formatPrice(toPrice(price.mark), Number(sizeDecimals)),
      VALIDITIES[Number(price.validity)] ?? String(price.validity),
      age,
    ]);
  }
  return table.toString();
}
