// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { checkLedger, dustBound, InvariantBrokenError } from "../../../scripts/demo/invariants.ts";
import type { LedgerState } from "../../../scripts/demo/invariants.ts";

const state = (changes: Partial<LedgerState> = {}): LedgerState => ({
  block: 77,
  sizes: { ETH: 0n, BTC: 0n },
  claims: 900n,
  feesOwed: 95n,
  vaultBalance: 1_000n,
  positions: 2,
  positionChanges: 3,
  deleveragings: 0,
  ...changes,
});

describe("the promises checked after every block", () => {
  it("hold where sizes sum to zero and the vault covers all claims to within dust", () => {
    checkLedger(state());
    checkLedger(state({ vaultBalance: 995n }));
    checkLedger(state({ vaultBalance: 995n + dustBound(state()) }));
  });

  it("P1 breaks with a size that nobody else has, and names block and market", () => {
    expect(() => checkLedger(state({ sizes: { ETH: 0n, BTC: -4n } })))
      .to.throw(InvariantBrokenError, "block 77 breaks P1: the sizes in BTC sum to -4 units")
      .that.includes({ block: 77, promise: "P1" });
  });

  it("P1 holds after a deleveraging to within a unit for each position touched or open, and breaks beyond", () => {
    const within = { deleveragings: 1, vaultBalance: 995n };
    for (const eth of [5n, -5n]) checkLedger(state({ ...within, sizes: { ETH: eth, BTC: 0n } }));
    for (const eth of [6n, -6n]) {
      expect(() => checkLedger(state({ ...within, sizes: { ETH: eth, BTC: 0n } }))).to.throw(
        InvariantBrokenError,
        `block 77 breaks P1: the sizes in ETH sum to ${eth} units`,
      );
    }
  });

  it("P2 allows what catching up with deleveragings leaves behind, and no more", () => {
    const deleveraged = state({ deleveragings: 2 });
    expect(dustBound(deleveraged)).to.equal(34n);
    checkLedger({ ...deleveraged, vaultBalance: 995n + 34n });
    expect(() => checkLedger({ ...deleveraged, vaultBalance: 995n + 35n })).to.throw(InvariantBrokenError, "P2");
  });

  it("P2 breaks where the vault holds a unit less than it owes", () => {
    expect(() => checkLedger(state({ vaultBalance: 994n })))
      .to.throw(InvariantBrokenError, "block 77 breaks P2: the vault holds 994 and owes 995")
      .that.includes({ block: 77, promise: "P2" });
  });

  it("P2 breaks where more is left than rounding explains", () => {
    expect(dustBound(state())).to.equal(7n);
    expect(() => checkLedger(state({ vaultBalance: 1_003n })))
      .to.throw(InvariantBrokenError, "the vault holds 8 more than it owes; rounding explains at most 7")
      .that.includes({ block: 77, promise: "P2" });
  });
});
