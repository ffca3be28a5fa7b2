// SPDX-License-Identifier: MIT
import type { AddressLike, Provider } from "ethers";
import { resolveAddress } from "ethers";

import { readEvents } from "../../../scripts/lib/ledger/event.ts";
import type { LedgerEvent, Sources } from "../../../scripts/lib/ledger/event.ts";
import { RebuiltLedger } from "../../../scripts/lib/ledger/ledger.ts";

/** What a stranger has: every log of the chain up to a block, and the seconds of their blocks. */
export async function readChain(
  provider: Provider,
  contracts: Readonly<Record<keyof Sources, AddressLike>>,
  toBlock: number | "latest" = "latest",
): Promise<{ readonly sources: Sources; readonly events: readonly LedgerEvent[] }> {
  const sources = {
    clearingHouse: await resolveAddress(contracts.clearingHouse),
    pool: await resolveAddress(contracts.pool),
    oracle: await resolveAddress(contracts.oracle),
  };
  const logs = await provider.getLogs({ fromBlock: 0, toBlock });
  const times = new Map<number, bigint>();
  for (const { blockNumber } of logs) {
    if (times.has(blockNumber)) continue;
    times.set(blockNumber, BigInt((await provider.getBlock(blockNumber))?.timestamp ?? 0));
  }
  return { sources, events: readEvents(logs, (block) => times.get(block) ?? 0n, sources) };
}

/** The ledger as those events leave it. */
export function rebuild(sources: Sources, events: readonly LedgerEvent[]): RebuiltLedger {
  const ledger = new RebuiltLedger(sources);
  ledger.read(events);
  return ledger;
}
