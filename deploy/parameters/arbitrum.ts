// SPDX-License-Identifier: MIT
// Arbitrum One: Chainlink's 0.05 % feeds behind a sequencer.
import { CLOSE_FEED, marketParameters } from "./markets.ts";
import { GOVERNOR_DELAY } from "./holders.ts";
import { protocolSchema } from "./schema.ts";
import type { ProtocolParameters, RoleHolders } from "./schema.ts";
import { answer, usd } from "./units.ts";

const HOUR = 3_600;
const DAY = 24 * HOUR;

/**
 * A new round at 0.05 % or after a day, whichever is first, and some minutes by which it may be late. Before a deployment,
 * compare with data.chain.link.
 */
const HEARTBEAT = DAY + 240;

const MARKET = {
  heartbeat: HEARTBEAT,
  rates: CLOSE_FEED,
  // 0.026 % an hour: with so long a heartbeat the listing rules allow no more.
  maxFundingRatePerSecond: 72_000_000n,
  netCap: usd("18,000,000"),
  commitment: usd("3,000,000"),
  insuranceBudget: usd("50,000"),
};

export function arbitrumParameters(roles: RoleHolders): ProtocolParameters {
  const parameters: ProtocolParameters = {
    network: "arbitrum",
    settlementToken: "0xaf88d065e77c8cC2239327C5EDb3A432268e5831",
    sequencerFeed: "0xFdB631F5EE196F0ed6FAa767959853A9F217697D",
    sequencerGracePeriod: HOUR,
    pool: { requestDelay: DAY + HOUR, executionWindow: DAY },
    looseningDelay: GOVERNOR_DELAY,
    roles,
    markets: [
      marketParameters({
        ...MARKET,
        id: 0,
        asset: "ETH",
        feedAddress: "0x639Fe6ab55C921f74e7fac1ee960C0B6293ba612",
        referenceAnswer: answer("2,000"),
        sizeDecimals: 9,
      }),
      marketParameters({
        ...MARKET,
        id: 1,
        asset: "BTC",
        feedAddress: "0x6ce185860a4963106506C203335A2910413708e9",
        referenceAnswer: answer("70,000"),
        sizeDecimals: 11,
      }),
    ],
  };
  return protocolSchema.parse(parameters);
}
