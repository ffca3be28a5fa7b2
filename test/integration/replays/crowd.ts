// SPDX-License-Identifier: MIT
// Five hundred accounts in two markets, most of them at 20x, and a few flat ones.
import type { Asset } from "../../../deploy/parameters/schema.ts";
import { usd } from "../../../deploy/parameters/units.ts";
import { Journal } from "../../../scripts/demo/journal.ts";
import { createRandom } from "../../../scripts/lib/random.ts";
import type { Random } from "../../../scripts/lib/random.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { ASSETS, lossesFixture } from "../losses/support.ts";
import type { Connection, Losses, Seat } from "../losses/support.ts";

export const ACCOUNTS = 500;

/** To which side ETH leans; BTC is balanced. */
export type Skew = "long" | "short";

/** Seats in one transaction. */
const BATCH = 25;
const FLATS = 4;
export const CASH_OF_FLAT = "1,234.56";

const PRICE = { ETH: 2_000, BTC: 40_000 } as const;

/** Beside the margin: fee, spread and premium of the opening. */
const COSTS = 0.006;

/** Longs in ETH among a hundred accounts; in BTC it is half of them. */
const LONGS: Readonly<Record<Skew, number>> = { long: 75, short: 25 };

const tokensOf = (asset: Asset, notional: number, long: boolean): string =>
  `${long ? "" : "-"}${(notional / PRICE[asset]).toFixed(6)}`;

/** Half of them hold one market and half both, each leg on a side of its own; six of ten at 20x. */
function seatOf(random: Random, skew: Skew, owner: Seat["owner"], subAccount: bigint): Seat {
  const leverage = random.chance(6, 10) ? 20 : random.pick([12, 8, 4, 2]);
  const notional = Number(random.logUniform(1_200n, 60_000n));
  const held = random.chance(1, 2) ? ASSETS : [random.pick(ASSETS)];
  const legs: Partial<Record<Asset, string>> = {};
  for (const asset of held) {
    legs[asset] = tokensOf(asset, notional, random.chance(asset === "ETH" ? LONGS[skew] : 50, 100));
  }
  return { owner, subAccount, legs, cash: (notional * held.length * (1 / leverage + COSTS)).toFixed(6) };
}

/** The crowd at its start; the pool has room, and insurance a budget that a gap uses up. */
export async function crowdWorld(connection: Connection, skew: Skew, accounts = ACCOUNTS) {
  const losses = await lossesFixture(connection, {
    netCap: "4,000,000",
    commitment: "220,000",
    insuranceBudget: "20,000",
    funding: true,
  });
  const { alice, bob, carol, clearingHouse } = losses;
  const random = createRandom(`crowd/${skew}`);
  const owners = [alice, bob] as const;
  const seats = Array.from({ length: accounts }, (_, index) =>
    seatOf(random, skew, random.pick(owners), BigInt(index)),
  );
  const traders: string[] = [];
  for (let first = 0; first < seats.length; first += BATCH) {
    traders.push(...(await losses.seat(seats.slice(first, first + BATCH))));
  }
  const flats = await losses.seat(
    Array.from({ length: FLATS }, (_, index) => ({ owner: carol, subAccount: BigInt(index), cash: CASH_OF_FLAT })),
  );
  const journal = new Journal(clearingHouse.interface);
  journal.read(await connection.ethers.provider.getLogs({ address: await clearingHouse.getAddress(), fromBlock: 0 }));
  const everyone = everyoneOf(losses, [...traders, ...flats]);
  const packedCall = await packedCallOf(losses, everyone);
  return {
    ...losses,
    traders,
    flats,
    everyone,
    packedCall,
    node: connection.ethers.provider,
    openings: journal.positionChanges,
  };
}

/** Asks for the stored words of accounts. */
export const packedCallOf = async ({ clearingHouse }: Losses, accounts: readonly string[]) => ({
  to: await clearingHouse.getAddress(),
  data: clearingHouse.interface.encodeFunctionData("packedStates", [[...accounts]]),
});

export type Crowd = Awaited<ReturnType<typeof crowdWorld>>;

/** Everybody with money or a position, the owners' purses, the liquidator and the system's accounts among them. */
function everyoneOf({ alice, bob, carol, liquidator, system }: Losses, accounts: readonly string[]): readonly string[] {
  const purses = [alice, bob, carol].map((owner) => accountOf(owner, 1_000_000n));
  return [...accounts, ...purses, accountOf(liquidator), ...system];
}

export const FLAT_CASH = usd(CASH_OF_FLAT);
