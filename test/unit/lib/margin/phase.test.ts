// SPDX-License-Identifier: MIT
import { expect } from "chai";
import fc from "fast-check";

import { marginsAt, RATE_STEP, REWARD_STEP, TIER_PHASE_IN } from "../../../../scripts/lib/margin/phase.ts";
import { toMoney } from "../../../../scripts/lib/units/money.ts";
import { percent, toRatio } from "../../../../scripts/lib/units/ratio.ts";

const usd = (dollars: bigint) => toMoney(dollars * 1_000_000n);

const FROM = { maintenance: [percent("2.5"), percent("5")], minReward: usd(3n) };
const TO = { maintenance: [percent("3.5"), percent("5")], minReward: usd(6n) };

describe("lib/margin/phase", () => {
  it("begins where the margins were and ends where they go", () => {
    expect(marginsAt(FROM, TO, 0n)).to.deep.equal(FROM);
    expect(marginsAt(FROM, TO, TIER_PHASE_IN)).to.deep.equal(TO);
    expect(marginsAt(FROM, TO, 10n * TIER_PHASE_IN)).to.deep.equal(TO);
  });

  it("half way is half way", () => {
    expect(marginsAt(FROM, TO, TIER_PHASE_IN / 2n)).to.deep.equal({
      maintenance: [percent("3"), percent("5")],
      minReward: toMoney(4_500_000n),
    });
  });

  it("is rounded down to whole basis points and tenths of a dollar", () => {
    // A hundred basis points: the first comes after a hundredth of the time.
    const first = TIER_PHASE_IN / 100n;
    expect(marginsAt(FROM, TO, first - 1n).maintenance).to.deep.equal(FROM.maintenance);
    expect(marginsAt(FROM, TO, first).maintenance).to.deep.equal([percent("2.51"), percent("5")]);
    expect(marginsAt(FROM, TO, TIER_PHASE_IN - 1n).minReward).to.equal(toMoney(5_900_000n));
  });

  it("a rate that was set lower counts at once", () => {
    expect(marginsAt(TO, FROM, 0n)).to.deep.equal(FROM);
  });

  it("never falls, and grows in a second by less than a step more than its share", () => {
    const points = fc.bigInt({ min: 0n, max: 10_000n });
    const seconds = fc.bigInt({ min: 0n, max: TIER_PHASE_IN });
    fc.assert(
      fc.property(points, points, seconds, fc.bigInt({ min: 1n, max: 100n }), (start, rise, elapsed, span) => {
        const from = { maintenance: [toRatio(start * RATE_STEP)], minReward: toMoney(start * REWARD_STEP) };
        const to = {
          maintenance: [toRatio((start + rise) * RATE_STEP)],
          minReward: toMoney((start + rise) * REWARD_STEP),
        };
        const [earlier, later] = [marginsAt(from, to, elapsed), marginsAt(from, to, elapsed + span)];
        const grown = (later.maintenance[0] ?? 0n) - (earlier.maintenance[0] ?? 0n);
        expect(grown >= 0n).to.equal(true);
        expect(grown * TIER_PHASE_IN <= RATE_STEP * (rise * span + TIER_PHASE_IN)).to.equal(true);
        expect(later.minReward >= earlier.minReward).to.equal(true);
      }),
    );
  });
});
