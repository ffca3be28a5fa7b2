// SPDX-License-Identifier: MIT
import { expect } from "chai";
import fc from "fast-check";

import { BatchSize, TRANSACTION_GAS_LIMIT, withoutMargin } from "../../../scripts/keeper/batches.ts";

describe("keeper: size of batches", () => {
  it("keeps 15 % of a limit for the next block", () => {
    expect(withoutMargin(115n)).to.equal(100n);
    expect(withoutMargin(0n)).to.equal(0n);
  });

  it("a batch of the learned size fits into a transaction, whatever was learned", () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 2000 }), fc.bigInt({ min: 1_000n, max: 10_000_000n }), (count, each) => {
        const batch = new BatchSize();
        batch.observe(count, each * BigInt(count));
        expect(batch.size).to.be.at.least(1);
        expect(batch.limit(batch.size) <= TRANSACTION_GAS_LIMIT).to.equal(true);
        if (batch.size > 1) expect(withoutMargin(batch.limit(batch.size)) >= BigInt(batch.size) * each).to.equal(true);
      }),
    );
  });

  it("leaves room for what a receipt does not show: refunds of a fifth", () => {
    const batch = new BatchSize();
    batch.observe(10, 800_000n);
    expect(batch.limit(20) - batch.limit(10)).to.equal(1_150_000n);
  });

  it("learns nothing from a few accounts, whose receipt tells mostly of the call", () => {
    const batch = new BatchSize();
    const before = batch.size;
    batch.observe(7, 9_000_000n);
    expect(batch.size).to.equal(before);
  });

  it("never asks for more than a transaction may have", () => {
    expect(new BatchSize().limit(100_000)).to.equal(TRANSACTION_GAS_LIMIT);
  });
});
