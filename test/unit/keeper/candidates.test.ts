// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { Book } from "../../../scripts/keeper/book.ts";
import { Candidates, PriceRecords } from "../../../scripts/keeper/candidates.ts";
import { account } from "./support.ts";

const ALL = [account(1), account(2), account(3)];
const uncovered = (): boolean => false;

/** Accounts 1 and 2 hold market 0, account 3 market 1; all were checked in block 10. */
function checked(sweepBlocks = 3) {
  const book = new Book();
  book.set(account(1), 0, 1n, 1);
  book.set(account(2), 0, -1n, 1);
  book.set(account(3), 1, 1n, 1);
  const candidates = new Candidates(book, sweepBlocks);
  candidates.settle(10, ALL, []);
  return { book, candidates };
}

const price = (market: number, mark: bigint, validity = 0n) => ({ market, mark, low: mark, high: mark, validity });

describe("keeper: who has to be checked", () => {
  it("everybody at first", () => {
    const { book } = checked();
    expect(new Candidates(book, 3).urgent([], uncovered)).to.have.members(ALL);
  });

  it("nobody at once when nothing happened", () => {
    expect(checked().candidates.urgent([], uncovered)).to.deep.equal([]);
  });

  it("all holders of a market with another price", () => {
    expect(checked().candidates.urgent([0], uncovered)).to.have.members([account(1), account(2)]);
  });

  it("but those whom the price cannot have brought below the line", () => {
    const { candidates } = checked();
    expect(candidates.urgent([0, 1], (id) => id === account(1))).to.have.members([account(2), account(3)]);
  });

  it("an account that changed, however much it could afford before, once, and only if it holds something", () => {
    const { candidates } = checked();
    candidates.touch([account(3), account(3), account(7)]);
    expect(candidates.urgent([1], () => true)).to.deep.equal([account(3)]);
  });

  it("an account that was below the line, in every block until it is not", () => {
    const { candidates } = checked();
    for (const block of [11, 12, 13]) {
      candidates.settle(block, [account(2)], [account(2)]);
      expect(candidates.urgent([], () => true)).to.deep.equal([account(2)]);
    }
    candidates.settle(14, [account(2)], []);
    expect(candidates.urgent([], () => true)).to.deep.equal([]);
  });

  it("an account that the sweep found below the line, in the next block", () => {
    const { candidates } = checked();
    candidates.note(11, [account(1)], [account(1)]);
    expect(candidates.urgent([], () => true)).to.deep.equal([account(1)]);
  });

  it("everybody after a reorganisation", () => {
    const { candidates } = checked();
    candidates.touchAll();
    expect(candidates.urgent([], () => true)).to.have.members(ALL);
    candidates.settle(11, ALL, []);
    expect(candidates.urgent([], () => true)).to.deep.equal([]);
  });

  it("what was due stays due until a check has succeeded (D2)", () => {
    const { candidates } = checked();
    candidates.touch([account(3)]);
    expect(candidates.urgent([], uncovered)).to.deep.equal([account(3)]);
    expect(candidates.urgent([], uncovered)).to.deep.equal([account(3)]);
  });

  it("the pool's account of a market like any other of its holders", () => {
    const { book, candidates } = checked();
    book.set(account(9), 0, 5n, 11);
    expect(candidates.urgent([0], uncovered)).to.have.members([account(1), account(2), account(9)]);
  });
});

describe("keeper: sweep", () => {
  it("reaches everybody within its blocks, the longest unchecked first (D13)", () => {
    const { candidates } = checked(3);
    const swept = [11, 12, 13].map((block) => {
      const due = candidates.sweep(block);
      candidates.note(block, due, []);
      return due;
    });
    expect(swept).to.deep.equal([[account(1)], [account(2)], [account(3)]]);
    expect(candidates.sweep(14)).to.deep.equal([account(1)]);
  });

  it("leaves out who was checked in the block for another reason, and who holds nothing any more", () => {
    const { book, candidates } = checked(1);
    candidates.settle(11, [account(1)], []);
    book.set(account(2), 0, 0n, 11);
    expect(candidates.sweep(11)).to.deep.equal([account(3)]);
  });
});

describe("keeper: records of prices", () => {
  it("a market is changed when it is new, has another price or another validity", () => {
    const records = new PriceRecords();
    expect(records.changed([price(0, 5n)])).to.deep.equal([0]);
    records.take([price(0, 5n), price(1, 5n)]);
    expect(records.changed([price(0, 5n), price(1, 5n)])).to.deep.equal([]);
    expect(records.changed([price(0, 6n), price(1, 5n)])).to.deep.equal([0]);
    expect(records.changed([price(0, 5n), price(1, 5n, 3n)])).to.deep.equal([1]);
    expect(records.changed([price(0, 5n), { ...price(1, 5n), high: 6n }])).to.deep.equal([1]);
  });

  it("stays changed until it is taken over", () => {
    const records = new PriceRecords();
    expect(records.changed([price(3, 1n)])).to.deep.equal([3]);
    expect(records.changed([price(3, 1n)])).to.deep.equal([3]);
  });
});
