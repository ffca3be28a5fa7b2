// SPDX-License-Identifier: MIT
import type { Beat } from "../lib/prices/beats.ts";
import { perMarket } from "../lib/prices/market.ts";

/**
 * Fills silences as a feed does: it speaks when its price moved or its heartbeat is over. No two blocks are further apart
 * than the heartbeat, and where a market's last round would be older than that by the next block, its price is repeated.
 * So every price of the replay is fresh, in the block that brings it and in the next.
 * @param heartbeat Seconds.
 */
export function fillSilences(beats: readonly Beat[], heartbeat: number): readonly Beat[] {
  const dense = beats.flatMap((beat, index) => {
    const next = beats[index + 1]?.timestamp ?? beat.timestamp;
    const between = Math.max(0, Math.ceil((next - beat.timestamp) / heartbeat) - 1);
    const repeats = Array.from({ length: between }, (_, step) => ({
      timestamp: beat.timestamp + (step + 1) * heartbeat,
      prices: beat.prices,
      updated: perMarket(() => false),
    }));
    return [beat, ...repeats];
  });
  const spoken = { ETH: -Infinity, BTC: -Infinity };
  return dense.map((beat, index) => {
    const next = dense[index + 1]?.timestamp ?? beat.timestamp;
    const updated = perMarket((market) => beat.updated[market] || next - spoken[market] > heartbeat);
    if (updated.ETH) spoken.ETH = beat.timestamp;
    if (updated.BTC) spoken.BTC = beat.timestamp;
    return { ...beat, updated };
  });
}
