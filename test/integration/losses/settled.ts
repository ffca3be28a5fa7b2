// SPDX-License-Identifier: MIT
// A market whose feed dies and is settled, seen from the ledger.
import type { Losses, newConnection } from "./support.ts";

const DAY = 86_400;

/** Seconds from the last round of a feed after which its price is not usable, and a margin. */
const SILENCE = 5_000;

export const BTC = "BTC";

/** Steps of a settlement of BTC; ETH gets a round of its own after each. */
export const settlementOf = (
  { networkHelpers }: Pick<Awaited<ReturnType<typeof newConnection>>, "networkHelpers">,
  { oracle, marketIds, setPrice, clearingHouse }: Losses,
) => {
  const fresh = async (): Promise<void> => setPrice("ETH", "2,000");
  return {
    /** BTC's last price is recorded, then its feed says nothing more, and the ledger knows. */
    die: async (): Promise<void> => {
      await oracle.recordPrice(marketIds.BTC);
      await networkHelpers.time.increase(SILENCE);
      await clearingHouse.accrueFunding(marketIds.BTC);
      await fresh();
    },
    announce: async (): Promise<void> => {
      await networkHelpers.time.increase(3 * DAY);
      await oracle.announceSettlement(marketIds.BTC);
      await fresh();
    },
    /** The first hour begins. */
    execute: async (): Promise<void> => {
      await networkHelpers.time.increase(DAY);
      await fresh();
      await oracle.executeSettlement(marketIds.BTC);
    },
    /** The first hour is over. */
    passHour: async (): Promise<void> => {
      await networkHelpers.time.increase(await oracle.settlementLiquidationTime());
      await fresh();
    },
  };
};
