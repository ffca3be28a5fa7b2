// SPDX-License-Identifier: MIT
import { alignRounds } from "../lib/prices/beats.ts";
import type { Beat } from "../lib/prices/beats.ts";
import { formatPrice } from "../lib/prices/decimal.ts";
import { loadRounds } from "../lib/prices/load.ts";
import { MARKETS, perMarket } from "../lib/prices/market.ts";
import type { Market } from "../lib/prices/market.ts";
import type { Round } from "../lib/prices/rounds.ts";
import { BadArgumentsError } from "./errors.ts";
import type { PriceChoice } from "./options.ts";
import type { ReplaySource } from "./report/types.ts";
import { loadScenario, scenarioBeats, scenarioNames } from "./scenarios/load.ts";

export interface Replay {
  readonly beats: readonly Beat[];
  readonly source: ReplaySource;
  /** What a reader should know about the prices beside their source. */
  readonly notes: readonly string[];
}

/**
 * A market's price near a moment, 8 decimals: of all levels of the shipped scenarios the one nearest in time, the earlier
 * of two.
 */
export function nearestLevel(market: Market, timestamp: number): bigint {
  let nearest: { readonly distance: number; readonly price: bigint } | undefined;
  for (const name of scenarioNames()) {
    for (const level of loadScenario(name).levels) {
      const distance = Math.abs(level.timestamp - timestamp);
      if (nearest === undefined || distance < nearest.distance) nearest = { distance, price: level.prices[market] };
    }
  }
  // Unreachable: scenarios are shipped with the project, and each has levels.
  if (nearest === undefined) throw new Error("no scenario is shipped");
  return nearest.price;
}

function loadFiles({ files, window, allowGaps }: Extract<PriceChoice, { kind: "files" }>): Replay {
  const given = MARKETS.flatMap((market) => {
    const path = files[market];
    return path === undefined ? [] : [{ market, rounds: loadRounds(path, { window, allowGaps }) }];
  });
  const [only, second] = given;
  if (only === undefined) throw new BadArgumentsError("--prices names no file");
  const source: ReplaySource = { kind: "files", files };
  const notes: string[] = [];
  const roundsOf = (market: Market): readonly Round[] => {
    const own = given.find((series) => series.market === market);
    if (own !== undefined) return own.rounds;
    // A market without a file stands still, with a round wherever the other has one.
    const price = nearestLevel(market, only.rounds[0]?.timestamp ?? 0);
    return only.rounds.map(({ timestamp }) => ({ timestamp, price }));
  };
  const beats = alignRounds(perMarket(roundsOf));
  if (second === undefined) {
    for (const market of MARKETS.filter((market) => market !== only.market)) {
      notes.push(`${market} has no file and stands still at ${formatPrice(beats[0]?.prices[market] ?? 0n)} USD`);
    }
  }
  return { beats, source, notes };
}

/** The blocks that the options ask for. */
export function chooseReplay(choice: PriceChoice, seed: string): Replay {
  if (choice.kind === "files") return loadFiles(choice);
  const scenario = loadScenario(choice.name);
  const { name, title } = scenario;
  return { beats: scenarioBeats(scenario, seed), source: { kind: "scenario", name, title }, notes: [] };
}
