// SPDX-License-Identifier: MIT
import { expect } from "chai";
import fc from "fast-check";

import { closingLine, deal, total } from "../../../scripts/rig/test-summary.ts";

describe("tests in parts", () => {
  it("are dealt whole: each once, in parts that differ by one at most", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 60 }), fc.integer({ min: 1, max: 9 }), (files, most) => {
        const named = files.map((_, index) => `file ${index}`);
        const parts = deal(named, most);
        expect(parts.flat().toSorted()).to.deep.equal(named.toSorted());
        const lengths = parts.map(({ length }) => length);
        if (lengths.length > 0) expect(Math.max(...lengths) - Math.min(...lengths)).to.be.at.most(1);
        expect(lengths).not.to.include(0);
      }),
    );
  });

  it("end with one line over all of them", () => {
    const parts = [
      { passed: 5, failed: 0 },
      { passed: 7, failed: 2 },
    ];
    expect(closingLine(total(parts))).to.equal("12 passed, 2 failed");
  });
});
