// SPDX-License-Identifier: MIT
import { expect } from "chai";
import fc from "fast-check";

import { createRandom, EmptyRangeError } from "../../../scripts/lib/random.ts";

const draws = (seed: string, count: number, high = 1_000_000_000n): readonly bigint[] => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.uniform(0n, high));
};

describe("seeded choices", () => {
  it("repeat for a seed and differ between seeds", () => {
    expect(draws("plimsoll", 20)).to.deep.equal(draws("plimsoll", 20));
    expect(draws("plimsoll", 20)).not.to.deep.equal(draws("plimsolk", 20));
    expect(draws("", 5)).to.deep.equal(draws("", 5));
  });

  it("give these numbers for this seed, on every machine", () => {
    expect(draws("plimsoll", 3)).to.deep.equal([206_572_595n, 807_351_029n, 226_465_240n]);
  });

  it("stay inside the range, both ends included", () => {
    fc.assert(
      fc.property(fc.string(), fc.bigInt(), fc.bigInt({ min: 0n }), (seed, min, width) => {
        const value = createRandom(seed).uniform(min, min + width);
        expect(value >= min && value <= min + width).to.equal(true);
      }),
    );
    const seen = new Set(draws("ends", 200, 3n));
    expect(seen).to.deep.equal(new Set([0n, 1n, 2n, 3n]));
  });

  it("spread evenly over a range", () => {
    const random = createRandom("even");
    const counts = [0, 0, 0, 0];
    for (let draw = 0; draw < 8_000; draw++) {
      const value = random.integer(0, 3);
      counts[value] = (counts[value] ?? 0) + 1;
    }
    for (const count of counts) expect(count).to.be.within(1_850, 2_150);
  });

  it("give each doubling the same weight when drawn log-uniformly", () => {
    const random = createRandom("doublings");
    const counts = [0, 0, 0, 0];
    for (let draw = 0; draw < 4_000; draw++) {
      const value = random.logUniform(1_000_000n, 16_000_000n);
      const doubling = Math.min(3, Math.floor(Math.log2(Number(value / 1_000_000n))));
      counts[doubling] = (counts[doubling] ?? 0) + 1;
    }
    for (const count of counts) expect(count).to.be.within(880, 1_120);
  });

  it("keep log-uniform draws inside the range", () => {
    fc.assert(
      fc.property(fc.string(), fc.bigInt(1n, 10n ** 12n), fc.bigInt(0n, 10n ** 18n), (seed, min, width) => {
        const value = createRandom(seed).logUniform(min, min + width);
        expect(value >= min && value <= min + width).to.equal(true);
      }),
    );
  });

  it("pick every item of a list sooner or later", () => {
    const random = createRandom("pick");
    const picked = new Set(Array.from({ length: 100 }, () => random.pick(["eth", "btc", undefined])));
    expect(picked.size).to.equal(3);
  });

  it("come true as often as the chance says", () => {
    const random = createRandom("chance");
    const hits = Array.from({ length: 4_000 }, () => random.chance(1, 4)).filter(Boolean).length;
    expect(hits).to.be.within(900, 1_100);
    expect(random.chance(0, 4)).to.equal(false);
    expect(random.chance(4, 4)).to.equal(true);
  });

  it("shuffle a copy that holds the same items", () => {
    const items = Array.from({ length: 50 }, (_, index) => index);
    const shuffled = createRandom("shuffle").shuffle(items);
    expect(shuffled).not.to.deep.equal(items);
    expect(shuffled.toSorted((a, b) => a - b)).to.deep.equal(items);
  });

  it("fork into streams that no other draw moves", () => {
    const untouched = createRandom("seed")
      .fork("accounts")
      .uniform(0n, 10n ** 18n);
    const random = createRandom("seed");
    random.uniform(0n, 5n);
    expect(random.fork("accounts").uniform(0n, 10n ** 18n)).to.equal(untouched);
    expect(random.fork("prices").uniform(0n, 10n ** 18n)).not.to.equal(untouched);
  });

  it("throw EmptyRangeError when there is nothing to draw from", () => {
    const random = createRandom("empty");
    expect(() => random.uniform(2n, 1n)).to.throw(EmptyRangeError, "the range 2 to 1");
    expect(() => random.integer(2, 1)).to.throw(EmptyRangeError);
    expect(() => random.logUniform(0n, 5n)).to.throw(EmptyRangeError);
    expect(() => random.pick([]))
      .to.throw(EmptyRangeError)
      .that.includes({ what: "an empty list" });
  });
});
