// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { createRandom } from "../../../scripts/lib/random.ts";
import { closeBooks, gapped, gapWorld, liquidateAll } from "./gaps.ts";
import type { Margin, Room, Skew } from "./gaps.ts";
import { newConnection } from "./support.ts";

const connection = await newConnection();
const { networkHelpers } = connection;

const SKEWS: readonly Skew[] = ["long", "short", "balanced"];
const ROOMS: readonly Room[] = ["roomy", "tight"];
const MARGINS: readonly Margin[] = ["single", "cross"];
const GAPS = [-35, -20, -10, 10, 20, 35] as const;

describe("gaps in one block", () => {
  for (const skew of SKEWS) {
    for (const room of ROOMS) {
      for (const margin of MARGINS) {
        const world = { fixture: async () => gapWorld(connection, skew, room, margin) };
        for (const gap of GAPS) {
          it(`${gap} % against a ${skew} market at 20x, ${margin} margin, a ${room} pool: P1, P2, P5, P6 and the order of deficits`, async () => {
            const started = await networkHelpers.loadFixture(world.fixture);
            await started.setPrices({
              ETH: gapped("ETH", gap),
              ...(margin === "cross" ? { BTC: gapped("BTC", gap) } : {}),
            });
            const random = createRandom(`${skew}/${room}/${margin}/${gap}`);
            const { liquidated, fromInsurance, fromOppositeSide } = await liquidateAll(connection, started, random);
            // Whoever stood against the gap at 20x is closed, and beyond ten per cent below zero.
            expect(liquidated.length).to.be.greaterThan(3);
            expect(fromInsurance + fromOppositeSide > 0n).to.equal(true);
            await closeBooks(started);
          });
        }
      }
    }
  }
});
