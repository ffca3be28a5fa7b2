// SPDX-License-Identifier: MIT
import { expect } from "chai";
import fc from "fast-check";

import { BatchSize, TRANSACTION_GAS_LIMIT, withMargin } from "../../../scripts/keeper/batches.ts";

describe("keeper: size of batches", () => {
  it("adds 15 % to an estimate, rounded up", () => {
    expect(withMargin(100n)).to.equal(115n);
    expect(withMargin(1n)).to.equal(2n);
    expect(withMargin(0n)).to.equal(0n);
  });

  it("a batch of the learned size fits into a transaction with its margin", () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 2000 }), fc.bigInt({ min: 1_000n, max: 10_000_000n }), (count, each) => {
        const size = new BatchSize();
        size.observe(count, each * BigInt(count));
        const next = size.size();
        expect(next).to.be.at.least(1);
        if (next > 1) expect(withMargin(each) * BigInt(next) <= TRANSACTION_GAS_LIMIT).to.equal(true);
      }),
    );
  });

  it("learns nothing from a few accounts, whose estimate is mostly the call's own", () => {
    const size = new BatchSize();
    const before = size.size();
    size.observe(1, 900_000n);
    expect(size.size()).to.equal(before);
  });

  it("shrinks in proportion to an estimate that is too large, and always", () => {
    const size = new BatchSize();
    expect(size.shrink(100, TRANSACTION_GAS_LIMIT)).to.equal(86);
    expect(size.shrink(100, (TRANSACTION_GAS_LIMIT * 100n) / 115n + 2n)).to.equal(99);
    expect(size.shrink(1, TRANSACTION_GAS_LIMIT)).to.equal(0);
  });

  it("halves where there is no estimate, down to nothing, and begins there next time", () => {
    const size = new BatchSize();
    expect(size.shrink(64)).to.equal(32);
    expect(size.size()).to.be.at.most(32);
    expect(size.shrink(3)).to.equal(1);
    expect(size.shrink(1)).to.equal(0);
    expect(size.size()).to.equal(1);
  });
});
