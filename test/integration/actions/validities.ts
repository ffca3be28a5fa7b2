// SPDX-License-Identifier: MIT
// How the market gets to each validity, by what its feeds and the sequencer say to the real oracle.
import { expect } from "chai";

import { answer } from "../../../deploy/parameters/units.ts";
import { PriceValidity } from "../../fixtures/validity.ts";
import type { Column } from "./table.ts";
import { askPool, COLLATERAL_FEED, connection, FIRST, SECOND } from "./world.ts";
import type { World } from "./world.ts";

const { networkHelpers } = connection;

/** The local feeds' heartbeat and what a stale price has left after it (deploy/parameters). */
const HEARTBEAT = 3_600;
const MAX_LIQUIDATION_AGE = HEARTBEAT + 600;

/** Time passes for ETH; BTC and whoever records it stay awake. */
async function pass({ feeds, oracle, marketIds }: World, seconds: number): Promise<void> {
  for (let left = seconds; left > 0; left -= HEARTBEAT / 2) {
    await networkHelpers.time.increase(Math.min(left, HEARTBEAT / 2));
    await feeds.BTC.updateAnswer(await feeds.BTC.latestAnswer());
    await oracle.recordPrice(marketIds.BTC);
  }
}

async function say({ feeds, second }: World, first: bigint, other = first): Promise<void> {
  await feeds.ETH.updateAnswer(first);
  await second.updateAnswer(other);
}

async function record({ oracle, marketIds }: World): Promise<void> {
  for (const key of [marketIds.ETH, COLLATERAL_FEED]) await oracle.recordPrice(key);
}

const fresh = async (world: World): Promise<void> => {
  await say(world, answer(FIRST));
  await record(world);
};

/** ETH's feeds fall silent, and its market is settled; they answer again when that is done, to the collateral alone. */
async function settle(world: World): Promise<World> {
  const { oracle, marketIds } = world;
  await fresh(world);
  await pass(world, MAX_LIQUIDATION_AGE + 60);
  await record(world);
  await pass(world, Number(await oracle.settlementDelay()));
  await oracle.announceSettlement(marketIds.ETH);
  // The first requests' windows are long over.
  const requests = await askPool(world);
  await pass(world, Number(await oracle.settlementNotice()));
  await oracle.executeSettlement(marketIds.ETH);
  await fresh(world);
  await pass(world, Number(await oracle.settleTime()) + 1);
  return { ...world, requests };
}

type Reach = (world: World) => Promise<World | void>;

export const REACH: Readonly<Record<Column, Reach>> = {
  Valid: fresh,
  Settling: async (world) => {
    await pass(world, HEARTBEAT + 100);
    await fresh(world);
  },
  Diverged: async (world) => {
    await say(world, answer(FIRST), answer(SECOND));
    await record(world);
  },
  Stale: async (world) => {
    await fresh(world);
    await pass(world, HEARTBEAT + 60);
  },
  Expired: async (world) => {
    await fresh(world);
    await pass(world, MAX_LIQUIDATION_AGE + 60);
  },
  Jumped: async (world) => {
    await fresh(world);
    await say(world, answer("2,140"));
  },
  SequencerDown: async (world) => {
    await fresh(world);
    await world.stopSequencer();
  },
  Invalid: async (world) => {
    await fresh(world);
    await say(world, 0n);
  },
  Liquidating: settle,
  Settled: async (world) => {
    const settled = await settle(world);
    await pass(settled, Number(await world.oracle.settlementLiquidationTime()));
    await fresh(settled);
    await pass(settled, Number(await world.oracle.settleTime()) + 1);
    return settled;
  },
};

/** What the collateral's feed is then. */
const collateralAt = (column: Column): Column => (SETTLED.has(column) ? "Valid" : column);
const SETTLED: ReadonlySet<Column> = new Set(["Liquidating", "Settled"]);

/** Brings market and collateral there, and makes sure that they are. */
export async function reach(world: World, column: Column): Promise<World> {
  const reached = (await REACH[column](world)) ?? world;
  for (const [key, expected] of [
    [world.marketIds.ETH, column],
    [COLLATERAL_FEED, collateralAt(column)],
  ] as const) {
    const { validity } = await world.oracle.readPrice(key);
    expect(validity, `feed ${key.toString()} is not ${expected}`).to.equal(PriceValidity[expected]);
  }
  return reached;
}
