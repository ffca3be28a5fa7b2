// SPDX-License-Identifier: MIT
import { z } from "zod";

import { keepsStep, straight } from "../../lib/prices/bridge.ts";
import type { BridgeOptions, Level } from "../../lib/prices/bridge.ts";
import { parsePrice } from "../../lib/prices/decimal.ts";
import { MARKETS } from "../../lib/prices/market.ts";
import { parseUtc } from "../../lib/prices/window.ts";

/** A crash as a few published levels and the manner of the bridge between them. */
export interface Scenario extends BridgeOptions {
  readonly name: string;
  readonly title: string;
  readonly levels: readonly Level[];
}

const time = z.string().transform((text, context) => {
  try {
    return parseUtc(text);
  } catch {
    context.addIssue({ code: "custom", message: `"${text}" is not a date` });
    return z.NEVER;
  }
});

/** Decimal text, so that no level passes through a float. */
const price = z.string().transform((text, context) => {
  const parsed = parsePrice(text);
  if (parsed !== undefined && parsed > 0n) return parsed;
  context.addIssue({ code: "custom", message: `"${text}" is not a price above zero` });
  return z.NEVER;
});

const level = z
  .strictObject({ time, eth: price, btc: price })
  .transform(({ time, eth, btc }): Level => ({ timestamp: time, prices: { ETH: eth, BTC: btc } }));

/** What no single field can show: levels on the grid, in order, and near enough for the bridge's step. */
function checkLevels({ levels, stepSeconds, maxStepBps }: Scenario, complain: (index: number, why: string) => void) {
  for (const [index, end] of levels.entries()) {
    const start = levels[index - 1];
    if (start === undefined) continue;
    const seconds = end.timestamp - start.timestamp;
    if (seconds <= 0) {
      complain(index, "is not later than the level before it");
    } else if (seconds % stepSeconds !== 0) {
      complain(index, `is not a whole number of ${stepSeconds} s steps after the level before it`);
    } else {
      const steps = seconds / stepSeconds;
      const tooSteep = MARKETS.filter(
        (market) => !keepsStep(straight(start.prices[market], end.prices[market], steps), maxStepBps),
      );
      if (tooSteep.length > 0) complain(index, `needs steps above ${maxStepBps} bps in ${tooSteep.join(" and ")}`);
    }
  }
}

/** The shape of a scenario file. */
export const scenarioSchema = z
  .strictObject({
    name: z.string().min(1),
    title: z.string().min(1),
    stepSeconds: z.int().min(1).max(3_600),
    volatilityBps: z.int().min(0).max(1_000),
    maxStepBps: z.int().min(1).max(5_000),
    levels: z.array(level).min(2),
  })
  .superRefine((scenario: Scenario, context) => {
    checkLevels(scenario, (index, why) => {
      context.addIssue({ code: "custom", path: ["levels", index], message: why });
    });
  });
