// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { Backoffs } from "../../../scripts/keeper/backoffs.ts";

function atTime() {
  const clock = { now: 0 };
  return { clock, backoffs: new Backoffs(() => clock.now) };
}

describe("keeper: waits of accounts that failed", () => {
  it("begin at 5 seconds, double, and never exceed 5 minutes (D8)", () => {
    const { backoffs } = atTime();
    const waits = Array.from({ length: 50 }, () => backoffs.fail("a"));
    expect(waits.slice(0, 7)).to.deep.equal([5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000]);
    expect(Math.max(...waits)).to.equal(300_000);
  });

  it("hold the account back until they are over, and no other", () => {
    const { clock, backoffs } = atTime();
    backoffs.fail("a");
    clock.now = 4_999;
    expect([backoffs.holds("a"), backoffs.holds("b")]).to.deep.equal([true, false]);
    clock.now = 5_000;
    expect(backoffs.holds("a")).to.equal(false);
  });

  it("begin anew once the account was liquidated or recovered", () => {
    const { backoffs } = atTime();
    backoffs.fail("a");
    backoffs.fail("a");
    backoffs.clear("a");
    expect(backoffs.holds("a")).to.equal(false);
    expect(backoffs.fail("a")).to.equal(5_000);
  });
});
