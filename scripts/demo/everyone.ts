// SPDX-License-Identifier: MIT
import type { NetworkConnection } from "hardhat/types/network";

import { accountId } from "./stage.ts";
import type { Stage } from "./stage.ts";
import type { OpenedAccount } from "./traders.ts";

/** Traders, the LP, the account that the keeper's rewards go to, and the system's. */
export async function everyAccount(
  { provider }: Pick<NetworkConnection, "provider">,
  { clearingHouse, parameters, accounts: funded }: Stage,
  opened: readonly OpenedAccount[],
): Promise<readonly string[]> {
  const unlocked: unknown = await provider.request({ method: "eth_accounts" });
  const senders = Array.isArray(unlocked) ? unlocked.map(String) : [];
  const system = await Promise.all([
    clearingHouse.insuranceAccount(),
    clearingHouse.treasuryAccount(),
    clearingHouse.poolAccount(),
    clearingHouse.poolEscrowAccount(),
    ...parameters.markets.map(async ({ id }) => clearingHouse.poolMarketAccount(id)),
  ]);
  const crossMargined = senders.map((address) => accountId(address, 0n));
  const all = [...opened.map(({ id }) => id), ...funded, ...crossMargined, ...system];
  return [...new Set(all.map((id) => id.toLowerCase()))];
}
