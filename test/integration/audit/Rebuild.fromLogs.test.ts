// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { readEvents } from "../../../scripts/lib/ledger/event.ts";
import type { LedgerEvent } from "../../../scripts/lib/ledger/event.ts";
import { RebuiltLedger } from "../../../scripts/lib/ledger/ledger.ts";
import { happen } from "./history.ts";
import { chainPicture, rebuiltPicture } from "./picture.ts";
import type { Scope } from "./picture.ts";
import { connection, networkHelpers, worldFixture } from "./world.ts";

async function pastFixture() {
  const world = await worldFixture();
  await happen(world);
  const { provider } = connection.ethers;
  const sources = { clearingHouse: await world.clearingHouse.getAddress(), pool: await world.pool.getAddress() };
  const logs = await provider.getLogs({ fromBlock: 0 });
  const times = new Map<number, bigint>();
  for (const { blockNumber } of logs) {
    if (times.has(blockNumber)) continue;
    times.set(blockNumber, BigInt((await provider.getBlock(blockNumber))?.timestamp ?? 0));
  }
  const events = readEvents(logs, (block) => times.get(block) ?? 0n, sources);
  const rebuild = (told: readonly LedgerEvent[]): RebuiltLedger => {
    const ledger = new RebuiltLedger(sources);
    ledger.read(told);
    return ledger;
  };
  const ledger = rebuild(events);
  const { shares } = ledger;
  const scope: Scope = {
    accounts: ledger.everyone(),
    holders: [...new Set([...shares.balances.keys(), ...shares.deposits.keys(), ...shares.redemptions.keys()])],
    requests: [...shares.requests.keys()],
    now: BigInt(await networkHelpers.time.latest()),
  };
  return { ...world, events, rebuild, ledger, scope, chain: await chainPicture(world, scope) };
}

describe("a stranger with the logs alone", () => {
  it("rebuilds every balance, position, side, parameter, share and the pool's value to the unit", async () => {
    const { ledger, scope, chain } = await networkHelpers.loadFixture(pastFixture);
    const rebuilt = rebuiltPicture(ledger, scope);
    for (const [name, shown] of Object.entries(chain)) expect(rebuilt[name], name).to.deep.equal(shown);
    expect(Object.keys(rebuilt)).to.have.members(Object.keys(chain));
  });
});
