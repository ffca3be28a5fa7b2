// SPDX-License-Identifier: MIT
import { expect } from "chai";
import fc from "fast-check";

import { Book } from "../../../scripts/keeper/book.ts";

interface Change {
  readonly account: string;
  readonly market: number;
  readonly size: bigint;
  readonly block: number;
}

/** Everything that a book says, in a fixed order. */
const contents = (book: Book): unknown =>
  [...book.accounts()].sort().map((account) => [account, [0, 1, 2].map((market) => book.size(account, market))]);

const replay = (changes: readonly Change[]): Book => {
  const book = new Book();
  for (const { account, market, size, block } of changes) book.set(account, market, size, block);
  return book;
};

const change = fc.record({
  account: fc.constantFrom("a", "b", "c"),
  market: fc.integer({ min: 0, max: 2 }),
  size: fc.bigInt({ min: -2n, max: 2n }),
  block: fc.integer({ min: 1, max: 9 }),
});
const history = fc.array(change, { maxLength: 40 }).map((changes) => changes.sort((a, b) => a.block - b.block));

describe("keeper: book of positions", () => {
  it("keeps an account as long as one of its positions is open", () => {
    const book = replay([
      { account: "a", market: 0, size: 5n, block: 1 },
      { account: "a", market: 1, size: -5n, block: 1 },
      { account: "a", market: 0, size: 0n, block: 2 },
    ]);
    expect([...book.accounts()]).to.deep.equal(["a"]);
    expect([...book.holders(0)]).to.deep.equal([]);
    expect([...book.holders(1)]).to.deep.equal(["a"]);
    book.set("a", 1, 0n, 3);
    expect(book.has("a")).to.equal(false);
    expect(book.accountCount).to.equal(0);
  });

  it("takes over the second and every later change of an account (D4)", () => {
    const book = replay([]);
    for (const size of [1n, 2n, 0n, -3n]) {
      book.set("a", 2, size, 1);
      expect(book.size("a", 2)).to.equal(size);
      expect(book.has("a")).to.equal(size !== 0n);
    }
  });

  it("rewound to a block, it stands as after that block", () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 0, max: 9 }), (changes, block) => {
        const book = replay(changes);
        book.rewind(block);
        expect(contents(book)).to.deep.equal(contents(replay(changes.filter((one) => one.block <= block))));
      }),
    );
  });

  it("forgetting old blocks keeps the newer ones rewindable", () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }), (changes, one, other) => {
        const [forgotten, block] = [Math.min(one, other), Math.max(one, other)];
        const book = replay(changes);
        book.forget(forgotten);
        book.rewind(block);
        expect(contents(book)).to.deep.equal(contents(replay(changes.filter((change) => change.block <= block))));
      }),
    );
  });
});
