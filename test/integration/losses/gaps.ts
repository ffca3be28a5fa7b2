// SPDX-License-Identifier: MIT
// The worlds of the gap matrix, and what must hold in them after every block.
import { expect } from "chai";

import type { Asset } from "../../../deploy/parameters/schema.ts";
import { usd } from "../../../deploy/parameters/units.ts";
import type { Random } from "../../../scripts/lib/random.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { before, checkDeficits } from "./logs.ts";
import type { Deficits } from "./logs.ts";
import { ASSETS, lossesFixture } from "./support.ts";
import type { Connection, Losses, Seat } from "./support.ts";

export type Skew = "long" | "short" | "balanced";
export type Room = "roomy" | "tight";
export type Margin = "single" | "cross";

const PRICE = { ETH: 2_000, BTC: 40_000 } as const;
const CASH_OF_FLAT = "1,234.56";

/** ETH held, and times the margin: eight accounts of a side, four of them at 20x. */
const CAST = [
  { tokens: 20.1, leverage: 20 },
  { tokens: 15.3, leverage: 20 },
  { tokens: 10.7, leverage: 20 },
  { tokens: 3.3, leverage: 20 },
  { tokens: 12.9, leverage: 10 },
  { tokens: 8.1, leverage: 10 },
  { tokens: 30.7, leverage: 4 },
  { tokens: 20.3, leverage: 2 },
] as const;

/** What all roundings of a cell may leave in the vault, 1e-6 USD: a hundredth of a cent. */
const ROUNDING = 100n;

/** Beside the margin: fee, spread and premium of the opening. */
const COSTS = 0.006;

function tokensOf(asset: Asset, eth: number): string {
  return (asset === "ETH" ? eth : eth / 20).toFixed(6);
}

function seatsOf(skew: Skew, margin: Margin, { alice, bob, carol }: Losses): Seat[] {
  const times = { long: skew === "long" ? 3 : 1, short: skew === "short" ? 3 : 1 };
  const seats: Seat[] = [];
  for (const side of ["long", "short"] as const) {
    const sign = side === "long" ? "" : "-";
    for (const [index, { tokens, leverage }] of CAST.entries()) {
      const held = tokens * times[side];
      const notional = held * PRICE.ETH * (margin === "cross" ? 2 : 1);
      seats.push({
        owner: side === "long" ? alice : bob,
        subAccount: BigInt(index),
        cash: (notional * (1 / leverage + COSTS)).toFixed(6),
        legs: {
          ETH: sign + tokensOf("ETH", held),
          ...(margin === "cross" ? { BTC: sign + tokensOf("BTC", held) } : {}),
        },
      });
    }
  }
  // Hedged: over two accounts in one market, and over two markets in one account.
  seats.push(
    { owner: carol, subAccount: 0n, cash: "10,000", legs: { ETH: "11.3" } },
    { owner: carol, subAccount: 1n, cash: "10,000", legs: { ETH: "-11.3" } },
  );
  if (margin === "cross")
    seats.push({ owner: carol, subAccount: 2n, cash: "5,000", legs: { ETH: "17.1", BTC: "-0.91" } });
  return seats;
}

/** Twenty accounts and two flat ones; the pool's accounts with room, or without any. */
export async function gapWorld(connection: Connection, skew: Skew, room: Room, margin: Margin) {
  const insuranceBudget = room === "roomy" ? "40,000" : "2,000";
  const losses = await lossesFixture(connection, {
    netCap: "1,000,000",
    commitment: "100,000",
    insuranceBudget,
    funding: true,
  });
  const traders = await losses.seat(seatsOf(skew, margin, losses));
  const flats = await losses.seat(
    [7n, 8n].map((subAccount) => ({ owner: losses.carol, subAccount, cash: CASH_OF_FLAT })),
  );
  if (room === "tight") for (const asset of ASSETS) await losses.drainPool(asset);
  return { ...losses, traders, flats };
}

export type GapWorld = Awaited<ReturnType<typeof gapWorld>>;

/** Where each owner's money came from: nothing is left there. */
function purses({ alice, bob, carol, liquidator }: Losses): string[] {
  return [...[alice, bob, carol].map((owner) => accountOf(owner, 1_000_000n)), accountOf(liquidator)];
}

/** "1,800.00" for a gap of -10 % from 2,000. */
export const gapped = (asset: Asset, percent: number): string => ((PRICE[asset] * (100 + percent)) / 100).toFixed(2);

/** Liquidates whatever can be, a few accounts a block, until nothing can; every block is checked. */
export async function liquidateAll(connection: Connection, world: GapWorld, random: Random): Promise<Deficits> {
  const total: Deficits = { fromInsurance: 0n, fromOppositeSide: 0n, fromMain: 0n, liquidated: [], deleveragings: 0 };
  const everyone = [...world.traders, ...world.flats, ...purses(world)];
  await check(world, everyone);
  for (let block = 0; block < 60; block++) {
    const { liquidatable } = await world.ledger(everyone);
    const healths = await world.lens.healthOf([world.poolOf.ETH, world.poolOf.BTC]);
    const pools = ASSETS.filter((_, index) => healths[index]?.liquidatable ?? false).map(
      (asset) => world.poolOf[asset],
    );
    const due = [...random.shuffle([...liquidatable, ...pools])].slice(0, random.integer(1, 6));
    if (due.length === 0) return total;
    const start = await before(world, [...everyone, ...world.system]);
    const marks = new Map<bigint, bigint>();
    for (const asset of ASSETS) marks.set(BigInt(world.marketIds[asset]), await world.markOf(asset));
    const response = await world.liquidate(world.liquidator, due);
    const receipt = await response.wait();
    if (receipt === null) throw new Error("not mined");
    const found = checkDeficits(world, start, marks, receipt);
    total.fromInsurance += found.fromInsurance;
    total.fromOppositeSide += found.fromOppositeSide;
    total.fromMain += found.fromMain;
    total.liquidated.push(...found.liquidated);
    total.deleveragings += found.deleveragings;
    await check(world, everyone);
    for (const account of found.liquidated) await checkDebtFree(world, account);
    // Pace lets the next bite go.
    await connection.networkHelpers.time.increase(15);
  }
  throw new Error("liquidations do not end");
}

/** P1 with what is not caught up counted, P2, P5. */
async function check({ ledger, flats, cashOf, traders }: GapWorld, everyone: readonly string[]) {
  const { sizes, surplus } = await ledger(everyone);
  for (const sum of sizes) expect(sum, "P1").to.be.within(-4n * BigInt(traders.length), 0n);
  expect(surplus, "P2").to.be.within(0n, ROUNDING);
  for (const flat of flats) expect(await cashOf(flat), "P5").to.equal(usd(CASH_OF_FLAT));
}

/** P6 of an account that was touched. */
async function checkDebtFree({ clearingHouse }: GapWorld, account: string): Promise<void> {
  const { markets, cash } = await clearingHouse.accountState(account);
  if (markets === 0n) expect(cash >= 0n, "P6").to.equal(true);
}

/** Everybody catches up: sizes sum to zero exactly, nobody is in debt, and who is flat takes everything out. */
export async function closeBooks(world: GapWorld): Promise<void> {
  const { clearingHouse, deployer, traders, flats, ledger, vault, carol, marketIds } = world;
  const everyone = [...traders, ...flats, ...purses(world)];
  const calls = [
    ...traders.map((account) => clearingHouse.interface.encodeFunctionData("syncAccount", [account])),
    ...ASSETS.map((asset) => clearingHouse.interface.encodeFunctionData("syncMarket", [marketIds[asset]])),
  ];
  await clearingHouse.connect(deployer).multicall(calls);
  const { sizes } = await ledger(everyone);
  expect(sizes, "P1 to the unit").to.deep.equal([0n, 0n]);
  await check(world, everyone);
  for (const account of traders) await checkDebtFree(world, account);
  for (const flat of flats) await vault.connect(carol).withdraw(flat, usd(CASH_OF_FLAT), carol.address);
}
