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

  it("a deleveraged side shrinks, longs down and shorts up; the other side and other markets do not", () => {
    const book = replay([]);
    const held = [
      ["a", 0, 100n],
      ["b", 0, 2n],
      ["c", 0, -100n],
      ["a", 1, 100n],
    ] as const;
    for (const [account, market, size] of held) book.set(account, market, size, 1);
    book.shrink({ market: 0, long: true }, 1n, 3n, 2);
    expect(held.map(([account, market]) => book.size(account, market))).to.deep.equal([33n, 1n, -100n, 100n]);
    book.shrink({ market: 0, long: false }, 1n, 3n, 3);
    expect(book.size("c", 0)).to.equal(-34n);
    book.rewind(2);
    expect(book.size("c", 0)).to.equal(-100n);
  });

  it("a side that is deleveraged whole has no position left", () => {
    const book = replay([]);
    for (const size of [5n, -5n]) {
      book.set("a", 0, size, 1);
      book.shrink({ market: 0, long: size > 0n }, 0n, 7n, 1);
      expect(book.has("a")).to.equal(false);
    }
  });

  it("after deleveragings it differs from what the ledger rounds once by less than a unit for each", () => {
    const scale = fc.bigInt({ min: 1n, max: 2n ** 95n });
    const size = fc.bigInt({ min: 1n, max: 2n ** 70n });
    fc.assert(
      fc.property(size, fc.boolean(), fc.array(scale, { maxLength: 6 }), (units, long, unsorted) => {
        const scales = [2n ** 95n, ...unsorted.toSorted((a, b) => (a < b ? 1 : -1))];
        const book = replay([]);
        book.set("a", 0, long ? units : -units, 1);
        for (const [index, next] of scales.entries()) {
          if (index > 0) book.shrink({ market: 0, long }, next, scales[index - 1] ?? next, 1);
        }
        const product = units * (scales.at(-1) ?? 1n);
        const exact = long ? product >> 95n : (product + 2n ** 95n - 1n) >> 95n;
        const off = long ? exact - book.size("a", 0) : -book.size("a", 0) - exact;
        expect(off >= (long ? -1n : 0n) && off <= BigInt(unsorted.length), `${off} units off`).to.equal(true);
      }),
    );
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
