// SPDX-License-Identifier: MIT
import { expect } from "chai";
import fc from "fast-check";

import { byUrgency, decide, shortfallOf } from "../../../scripts/keeper/decide.ts";
import type { Health, Holds } from "../../../scripts/keeper/decide.ts";
import { account, health } from "./support.ts";

const FREE: Holds = { inFlight: () => false, backingOff: () => false };
const order = (healths: readonly Health[]): readonly string[] =>
  decide(healths, FREE).liquidate.map(({ account }) => account);

describe("keeper: decision", () => {
  it("leaves an account at its line or above it alone, without a word", () => {
    expect(decide([health(1, 100n, 100n), health(2, 101n, 100n)], FREE)).to.deep.equal({ liquidate: [], leave: [] });
  });

  it("liquidates an account one unit below its line", () => {
    expect(order([health(1, 99n, 100n)])).to.deep.equal([account(1)]);
  });

  it("puts accounts below zero first and then the largest shortfall first", () => {
    const healths = [health(1, 50n, 100n), health(2, -1n, 10n), health(3, 0n, 1_000n), health(4, -80n, 100n)];
    expect(order(healths)).to.deep.equal([account(4), account(2), account(3), account(1)]);
  });

  it("never finds an account less urgent for being further past its line (D1)", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -1000n, max: 99n }), fc.bigInt({ min: 1n, max: 10n ** 12n }), (value, gap) => {
        const [near, far] = [health(1, value, 100n), health(2, value - gap, 100n)];
        expect(order([near, far])).to.deep.equal([account(2), account(1)]);
        expect(shortfallOf(far) > shortfallOf(near)).to.equal(true);
      }),
    );
  });

  it("is a total order, beyond the range of doubles too (D12)", () => {
    const value = fc.bigInt({ min: -(2n ** 95n), max: 2n ** 95n });
    fc.assert(
      fc.property(value, value, value, (a, b, c) => {
        const healths = [health(1, a, 7n), health(2, b, 7n), health(3, c, 7n)];
        const sorted = healths.toSorted(byUrgency);
        expect(sorted).to.deep.equal(healths.toReversed().toSorted(byUrgency));
      }),
    );
    const close = [health(1, 0n, 2n ** 90n), health(2, 0n, 2n ** 90n + 1n)];
    expect(order(close)).to.deep.equal([account(2), account(1)]);
  });

  it("says why an account below the line is left alone", () => {
    const healths = [health(1, 1n, 5n, false), health(2, 1n, 5n), health(3, 1n, 5n), health(4, 1n, 5n)];
    const holds = {
      inFlight: (id: string) => id === account(2),
      backingOff: (id: string) => id === account(3),
    };
    const { liquidate, leave } = decide(healths, holds);
    expect(liquidate.map((one) => one.account)).to.deep.equal([account(4)]);
    expect(leave.map(({ health: { account: id }, reason }) => [id, reason])).to.deep.equal([
      [account(1), "price-not-usable"],
      [account(2), "in-flight"],
      [account(3), "backing-off"],
    ]);
  });
});
