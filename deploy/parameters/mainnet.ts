// SPDX-License-Identifier: MIT
// Ethereum: Chainlink's 0.5 % feeds, an hour's heartbeat, no sequencer.
import { COARSE_FEED, marketParameters } from "./markets.ts";
import { GOVERNOR_DELAY } from "./holders.ts";
import { protocolSchema } from "./schema.ts";
import type { ProtocolParameters, RoleHolders } from "./schema.ts";
import { answer, usd } from "./units.ts";

const HOUR = 3_600;

/** Chainlink's hour, and the two minutes by which a round came late at worst in ten months, doubled. */
const HEARTBEAT = HOUR + 240;
const DAY = 24 * HOUR;

const MARKET = {
  heartbeat: HEARTBEAT,
  rates: COARSE_FEED,
  // 0.1 % an hour.
  maxFundingRatePerSecond: 277_700_000n,
  netCap: usd("12,000,000"),
  commitment: usd("3,000,000"),
  insuranceBudget: usd("50,000"),
};

export function mainnetParameters(roles: RoleHolders): ProtocolParameters {
  const parameters: ProtocolParameters = {
    network: "mainnet",
    settlementToken: "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48",
    sequencerFeed: null,
    sequencerGracePeriod: 0,
    pool: { requestDelay: 2 * HOUR, executionWindow: DAY },
    looseningDelay: GOVERNOR_DELAY,
    roles,
    markets: [
      marketParameters({
        ...MARKET,
        id: 0,
        asset: "ETH",
        feedAddress: "0x5f4eC3Df9cbd43714FE2740f5E3616155c5b8419",
        referenceAnswer: answer("2,000"),
        sizeDecimals: 9,
      }),
      marketParameters({
        ...MARKET,
        id: 1,
        asset: "BTC",
        feedAddress: "0xF4030086522a5bEEa4988F8cA5B36dbC97BeE88c",
        referenceAnswer: answer("70,000"),
        sizeDecimals: 11,
      }),
    ],
  };
  return protocolSchema.parse(parameters);
}
