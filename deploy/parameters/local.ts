// SPDX-License-Identifier: MIT
// A local chain: doubles of token and feeds, nobody waits.
import { CLOSE_FEED, marketParameters } from "./markets.ts";
import type { MarketSeed } from "./markets.ts";
import { protocolSchema } from "./schema.ts";
import type { Asset, ProtocolParameters } from "./schema.ts";
import { answer, usd } from "./units.ts";

const HOUR = 3_600;

/** Market numbers of the local network. */
export const LOCAL_MARKETS: Readonly<Record<Asset, number>> = { ETH: 0, BTC: 1 };

/** Where the local feeds begin unless told otherwise, 8 decimals. */
export const LOCAL_ANSWERS: Readonly<Record<Asset, bigint>> = { ETH: answer("2,000"), BTC: answer("40,000") };

/** Size units per token at ordinary prices; a token that is dear gets finer ones. */
const SIZE_DECIMALS: Readonly<Record<Asset, number>> = { ETH: 9, BTC: 10 };

export interface LocalOptions {
  /** Who changes roles; the governor unless told otherwise. */
  readonly admin?: string;
  readonly governor: string;
  readonly riskAdmin: string;
  readonly guardian: string;
  /** First answers of the feeds, 8 decimals. */
  readonly answers?: Readonly<Record<Asset, bigint>>;
}

/** A unit must be worth 1e-7 to 1e-5 USD when its market is listed. */
function sizeDecimalsFor(asset: Asset, first: bigint): number {
  const decimals = SIZE_DECIMALS[asset];
  const dear = answer("1") * 10n ** BigInt(decimals - 5);
  if (first > dear) return decimals + 1;
  return first * 100n < dear ? decimals - 1 : decimals;
}

export function localParameters(options: LocalOptions) {
  const { governor, admin = governor, riskAdmin, guardian, answers = LOCAL_ANSWERS } = options;
  const seed = (asset: Asset): MarketSeed => ({
    id: LOCAL_MARKETS[asset],
    asset,
    feedAddress: null,
    referenceAnswer: answers[asset],
    sizeDecimals: sizeDecimalsFor(asset, answers[asset]),
    heartbeat: HOUR,
    rates: CLOSE_FEED,
    // 0.1 % an hour.
    maxFundingRatePerSecond: 277_700_000n,
    netCap: usd("18,000,000"),
    commitment: usd("3,000,000"),
    insuranceBudget: usd("50,000"),
  });
  const parameters: ProtocolParameters = {
    network: "local",
    settlementToken: null,
    sequencerFeed: null,
    sequencerGracePeriod: 0,
    pool: { requestDelay: 2 * HOUR, executionWindow: 24 * HOUR },
    looseningDelay: 0,
    roles: {
      admin: { address: admin, delay: 0 },
      governor: { address: governor, delay: 0 },
      riskAdmin: { address: riskAdmin, delay: 0 },
      guardian: { address: guardian, delay: 0 },
    },
    markets: [marketParameters(seed("ETH")), marketParameters(seed("BTC"))],
  };
  return protocolSchema.parse(parameters);
}
