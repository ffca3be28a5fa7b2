// SPDX-License-Identifier: MIT

/** How an account stands at the prices of a block: money in 1e-6 USD. */
export interface Health {
  readonly account: string;
  readonly accountValue: bigint;
  readonly maintenanceMargin: bigint;
  /** Whether `liquidate` would do something: below maintenance, and a price is usable. */
  readonly liquidatable: boolean;
}

/** What is missing to maintenance margin; above zero below the line. */
export const shortfallOf = ({ accountValue, maintenanceMargin }: Health): bigint => maintenanceMargin - accountValue;

/** Why an account below the line is left alone for now. */
export type Reason = "price-not-usable" | "in-flight" | "backing-off";

export interface Decision {
  /** To be liquidated, the most urgent first. */
  readonly liquidate: readonly Health[];
  readonly leave: readonly { readonly health: Health; readonly reason: Reason }[];
}

/** Accounts below zero lose other people's money: they go first. Among equals the larger shortfall does. */
export function byUrgency(a: Health, b: Health): number {
  const below = Number(b.accountValue < 0n) - Number(a.accountValue < 0n);
  if (below !== 0) return below;
  const difference = shortfallOf(b) - shortfallOf(a);
  if (difference !== 0n) return difference > 0n ? 1 : -1;
  return a.account < b.account ? -1 : 1;
}

export interface Holds {
  readonly inFlight: (account: string) => boolean;
  readonly backingOff: (account: string) => boolean;
}

/** Sorts those below the line; the others are no one's business. The comparison has one side: how far an account is past
 * its line never makes it less urgent. */
export function decide(healths: Iterable<Health>, holds: Holds): Decision {
  const liquidate: Health[] = [];
  const leave: { health: Health; reason: Reason }[] = [];
  for (const health of healths) {
    if (shortfallOf(health) <= 0n) continue;
    const reason = reasonToLeave(health, holds);
    if (reason === undefined) liquidate.push(health);
    else leave.push({ health, reason });
  }
  return { liquidate: liquidate.sort(byUrgency), leave };
}

function reasonToLeave(health: Health, holds: Holds): Reason | undefined {
  if (!health.liquidatable) return "price-not-usable";
  if (holds.inFlight(health.account)) return "in-flight";
  return holds.backingOff(health.account) ? "backing-off" : undefined;
}
