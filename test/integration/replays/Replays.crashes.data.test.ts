// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { describeWithData } from "../../unit/prices/support.ts";
import { unestimatedConnection } from "../losses/support.ts";
import { beatsOf, CRASHES } from "./crashes.ts";
import type { Crash } from "./crashes.ts";
import { ACCOUNTS, crowdWorld } from "./crowd.ts";
import type { Skew } from "./crowd.ts";
import { Replay } from "./replay.ts";

const connection = await unestimatedConnection();
const { networkHelpers } = connection;

/** After how many rounds a keeper comes, each or late: every crash meets both, a deep one also in the same market. */
const keepersOf = (skew: Skew, { gaps }: Crash): readonly number[] =>
  skew === "short" ? [gaps ? 3 : 5] : gaps ? [1, 5] : [1];

for (const skew of ["long", "short"] as const) {
  const world = { fixture: async () => crowdWorld(connection, skew) };
  for (const crash of CRASHES) {
    describeWithData(
      `${crash.name}, ${ACCOUNTS} accounts, ETH leaning ${skew} and BTC balanced`,
      crash.files,
      (path) => {
        for (const every of keepersOf(skew, crash)) {
          it(`with a keeper after every ${every} rounds the books balance in every block (P1, P2 at two prices, P5, P6) and every deficit is where it belongs`, async function () {
            this.timeout(300_000);
            const crowd = await networkHelpers.loadFixture(world.fixture);
            const beats = beatsOf(crash, path);
            const outcome = await new Replay(connection, crowd).run(beats, every);
            expect(outcome.blocks).to.be.greaterThan(beats.length);
            expect(outcome.liquidated.length).to.be.greaterThan(ACCOUNTS / 10);
            if (!crash.gaps) return;
            expect(outcome.fromInsurance > 0n && outcome.fromOppositeSide > 0n, "nobody fell below zero").to.equal(
              true,
            );
            expect(outcome.deleveragings).to.be.greaterThan(0);
          });
        }
      },
    );
  }
}
