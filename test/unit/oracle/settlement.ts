// SPDX-License-Identifier: MIT
// A market whose feed has fallen silent, and the two steps that settle it.
import type { HardhatEthers } from "@nomicfoundation/hardhat-ethers/types";
import type { NetworkHelpers } from "@nomicfoundation/hardhat-network-helpers/types";

import type { ChainlinkOracle } from "../../../typechain/index.ts";
import { MARKET, MAX_LIQUIDATION_AGE, oneMarket } from "./support.ts";

/** What the oracle says of itself. */
export const SETTLEMENT_DELAY = 259_200n;
export const SETTLEMENT_NOTICE = 86_400n;
export const LIQUIDATION_TIME = 3_600n;

/** Rounds that are looked at before a settlement. */
export const MAX_ROUNDS = 512n;

/** The largest uint256: since when prices are unusable while the sequencer is down. */
export const FOR_EVER = 2n ** 256n - 1n;

/** Transactions of chosen moments. */
export const settlementClock = (oracle: ChainlinkOracle, networkHelpers: NetworkHelpers) => {
  const at = async (time: bigint, send: () => Promise<unknown>): Promise<unknown> => {
    await networkHelpers.time.setNextBlockTimestamp(time);
    return send();
  };
  return {
    at,
    announceAt: async (time: bigint) => at(time, async () => oracle.announceSettlement(MARKET)),
    executeAt: async (time: bigint) => at(time, async () => oracle.executeSettlement(MARKET)),
  };
};

/** Its only round is one that nothing follows; the outage is recorded in the first second in which it can be. */
export async function silentMarket(ethers: HardhatEthers, networkHelpers: NetworkHelpers) {
  const market = await oneMarket(ethers, networkHelpers);
  const [, , , updatedAt] = await market.feed.latestRoundData();
  const since = updatedAt + MAX_LIQUIDATION_AGE + 1n;
  await networkHelpers.time.setNextBlockTimestamp(since);
  await market.oracle.recordPrice(MARKET);
  return { ...market, since, ...settlementClock(market.oracle, networkHelpers) };
}

/** The same, announced as soon as that can be. */
export async function announcedMarket(ethers: HardhatEthers, networkHelpers: NetworkHelpers) {
  const market = await silentMarket(ethers, networkHelpers);
  const announcedAt = market.since + SETTLEMENT_DELAY;
  await market.announceAt(announcedAt);
  return { ...market, announcedAt, dueAt: announcedAt + SETTLEMENT_NOTICE };
}

/** The same, settled as soon as that can be. */
export async function settledMarket(ethers: HardhatEthers, networkHelpers: NetworkHelpers) {
  const market = await announcedMarket(ethers, networkHelpers);
  await market.executeAt(market.dueAt);
  return { ...market, settledAt: market.dueAt, closableFrom: market.dueAt + LIQUIDATION_TIME };
}
