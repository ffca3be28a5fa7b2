// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { Book } from "../../../scripts/keeper/book.ts";
import { Candidates, PriceRecords } from "../../../scripts/keeper/candidates.ts";
import { account } from "./support.ts";

/** Accounts 1 and 2 hold market 0, account 3 market 1; nothing is due after the sweep at block 10. */
function swept(sweepBlocks = 100) {
  const book = new Book();
  book.set(account(1), 0, 1n, 1);
  book.set(account(2), 0, -1n, 1);
  book.set(account(3), 1, 1n, 1);
  const candidates = new Candidates(book, (id) => id === account(9), sweepBlocks);
  candidates.settle(10, []);
  return { book, candidates };
}

const price = (market: number, mark: bigint, validity = 0n) => ({ market, mark, low: mark, high: mark, validity });

describe("keeper: who has to be checked", () => {
  it("everybody at first", () => {
    const { book } = swept();
    expect(new Candidates(book, () => false, 100).due(1)).to.have.members([account(1), account(2), account(3)]);
  });

  it("nobody when nothing happened", () => {
    expect(swept().candidates.due(11)).to.deep.equal([]);
  });

  it("all holders of a market with another price", () => {
    const { candidates } = swept();
    candidates.touch([], [0]);
    expect(candidates.due(11)).to.have.members([account(1), account(2)]);
  });

  it("an account that changed, once, and only if it holds something", () => {
    const { candidates } = swept();
    candidates.touch([account(3), account(3), account(7)], [1]);
    expect(candidates.due(11)).to.deep.equal([account(3)]);
  });

  it("an account that was below the line, in every block until it is not", () => {
    const { candidates } = swept();
    candidates.settle(11, [account(2)]);
    expect(candidates.due(12)).to.deep.equal([account(2)]);
    candidates.settle(12, [account(2)]);
    expect(candidates.due(13)).to.deep.equal([account(2)]);
    candidates.settle(13, []);
    expect(candidates.due(14)).to.deep.equal([]);
  });

  it("everybody again after the blocks of a sweep: funding alone moves accounts (D13)", () => {
    const { candidates } = swept(5);
    expect(candidates.due(14)).to.deep.equal([]);
    expect(candidates.due(15)).to.have.length(3);
    candidates.settle(15, []);
    expect(candidates.due(16)).to.deep.equal([]);
  });

  it("everybody after a reorganisation, also to a lower block", () => {
    const { candidates } = swept();
    candidates.touchAll();
    expect(candidates.due(11)).to.have.length(3);
    candidates.settle(11, []);
    expect(candidates.due(4)).to.have.length(3);
  });

  it("what was due stays due until a check has succeeded (D2)", () => {
    const { candidates } = swept();
    candidates.touch([account(3)], []);
    expect(candidates.due(11)).to.deep.equal([account(3)]);
    expect(candidates.due(12)).to.deep.equal([account(3)]);
  });

  it("never an account of the protocol itself", () => {
    const { book, candidates } = swept();
    book.set(account(9), 0, 5n, 11);
    candidates.touch([account(9)], [0]);
    expect(candidates.due(11)).to.have.members([account(1), account(2)]);
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
