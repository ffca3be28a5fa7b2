// SPDX-License-Identifier: MIT
// The hours of four crashes as rounds of two feeds: real prices, moved to where the fixture's markets begin, so that one crowd
// of accounts serves them all. What counts for margins is how far a price moves, not where it stands.
import type { Beat } from "../../../scripts/lib/prices/beats.ts";
import { loadBeats } from "../../../scripts/lib/prices/load.ts";
import { MARKETS, perMarket } from "../../../scripts/lib/prices/market.ts";
import type { Market, PerMarket } from "../../../scripts/lib/prices/market.ts";
import { parseWindow } from "../../../scripts/lib/prices/window.ts";

/** Answers of 8 decimals at which the crowd opened. */
export const START: PerMarket<bigint> = { ETH: 2_000_00000000n, BTC: 40_000_00000000n };

/** A feed speaks when its price has moved by this part of 10,000 since it last did, as Chainlink's on mainnet. */
const DEVIATION_BPS = 50n;
const BPS = 10_000n;

export interface Crash {
  readonly name: string;
  readonly files: PerMarket<string>;
  readonly from: string;
  readonly to: string;
  /** Whether accounts at 20x fall below zero between two of its rounds, as deep and as coarse as they are. */
  readonly gaps: boolean;
}

/** The finest bars that there are of each. */
export const CRASHES: readonly Crash[] = [
  {
    name: "2020-03-12",
    files: { ETH: "ethusd_kraken_1h_2019-01_2020-09.csv.gz", BTC: "btcusd_kraken_1h_2019-01_2020-09.csv.gz" },
    from: "2020-03-12 10:00",
    to: "2020-03-12 15:00",
    gaps: true,
  },
  {
    name: "2021-05-19",
    files: {
      ETH: "ethusdt_binance_spot_1h_2021-04_2023-12.csv.gz",
      BTC: "btcusdt_binance_spot_1h_2021-04_2023-12.csv.gz",
    },
    from: "2021-05-19 11:00",
    to: "2021-05-19 15:00",
    gaps: true,
  },
  {
    name: "2022-06-13",
    files: {
      ETH: "ethusdt_binance_spot_1h_2021-04_2023-12.csv.gz",
      BTC: "btcusdt_binance_spot_1h_2021-04_2023-12.csv.gz",
    },
    from: "2022-06-13 02:00",
    to: "2022-06-13 11:00",
    gaps: false,
  },
  {
    name: "2025-10-10",
    files: { ETH: "ethusd_gemini_1m_2025-10-10.csv.gz", BTC: "btcusd_gemini_1m_2025-10-10.csv.gz" },
    from: "2025-10-10 21:10",
    to: "2025-10-10 21:30",
    gaps: false,
  },
];

/** The crash's rounds, seconds from its first, at the fixture's level and only where a feed would have spoken. */
export function beatsOf({ from, to }: Crash, path: (market: Market) => string): readonly Beat[] {
  const loaded = loadBeats(perMarket(path), { window: parseWindow(from, to), allowGaps: true });
  const [first] = loaded;
  if (first === undefined) throw new Error("no rounds in the window");
  const said = new Map<Market, bigint>();
  const beats: Beat[] = [];
  for (const { timestamp, prices } of loaded) {
    const moved = perMarket((market) => (prices[market] * START[market]) / first.prices[market]);
    const updated = perMarket((market) => speaks(said.get(market), moved[market]));
    if (!MARKETS.some((market) => updated[market])) continue;
    for (const market of MARKETS) if (updated[market]) said.set(market, moved[market]);
    beats.push({
      timestamp: timestamp - first.timestamp,
      prices: perMarket((market) => said.get(market) ?? 0n),
      updated,
    });
  }
  return beats;
}

function speaks(last: bigint | undefined, price: bigint): boolean {
  if (last === undefined) return true;
  return (price > last ? price - last : last - price) * BPS >= last * DEVIATION_BPS;
}
