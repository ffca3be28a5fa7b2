// SPDX-License-Identifier: MIT
// What a deleveraging costs by how many accounts are open on the side that takes the position over: section 9 promises a fixed
// number of storage writes.
import { lossesFixture } from "../integration/losses/support.ts";
import type { Connection, Seat } from "../integration/losses/support.ts";

/** The fewest accounts that others are compared with. */
export const FEWEST = 10;

/** USD, of one account where there are most of them: a little above the market's minimum. */
const NOTIONAL = 1_200;
const PRICE = 2_000;

/** Seats in one transaction. */
const BATCH = 40;

/** Shorts of as much in sum however many there are, and a long below zero that nobody insures. */
export async function crowdedSide(connection: Connection, accounts: number, most: number) {
  const total = most * NOTIONAL;
  const losses = await lossesFixture(connection, {
    netCap: String(Math.max(1_000_000, Math.ceil(1.1 * total))),
    // Initial margin of the largest inventory, by its second tier.
    commitment: String(Math.max(60_000, Math.ceil(0.11 * total))),
    insuranceBudget: "0",
    funding: false,
  });
  const { alice, bob, seat, setPrices, clearingHouse, marketIds } = losses;
  const [victim = ""] = await seat([{ owner: alice, cash: "3,200", legs: { ETH: "30" } }]);
  const notional = total / accounts;
  const shorts = Array.from({ length: accounts }, (_, index): Seat => ({
    owner: bob,
    subAccount: BigInt(index),
    cash: (0.2 * notional).toFixed(6),
    legs: { ETH: `-${(notional / PRICE).toFixed(6)}` },
  }));
  for (let first = 0; first < accounts; first += BATCH) await seat(shorts.slice(first, first + BATCH));
  await setPrices({ ETH: "1,880" });
  // Somebody acts at the new price, so that what is measured writes no price for the first time.
  await clearingHouse.accrueFunding(marketIds.ETH);
  return { ...losses, victim };
}

/** Gas of the call that deleverages the side, and the units of size that it took over. */
export async function deleveragingGas(connection: Connection, accounts: number, most: number) {
  const { clearingHouse, liquidate, liquidator, victim } = await crowdedSide(connection, accounts, most);
  const receipt = await (await liquidate(liquidator, [victim])).wait();
  if (receipt === null) throw new Error("not mined");
  const at = receipt.blockNumber;
  const [event] = await clearingHouse.queryFilter(clearingHouse.filters.SideDeleveraged(), at, at);
  if (event === undefined) throw new Error("nothing was deleveraged");
  return { gas: Number(receipt.gasUsed), units: event.args.units };
}
