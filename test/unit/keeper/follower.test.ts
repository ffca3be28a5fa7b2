// SPDX-License-Identifier: MIT
import { expect } from "chai";
import fc from "fast-check";

import { Book } from "../../../scripts/keeper/book.ts";
import { Follower, REORG_DEPTH } from "../../../scripts/keeper/follower.ts";
import type { Header } from "../../../scripts/keeper/headers.ts";
import type { LogEntry } from "../../../scripts/keeper/log-pages.ts";
import { account, address, failureOf, header, liquidationLog, positionLog, sideLog, timeout } from "./support.ts";

/** A chain of headers and logs that can be cut and continued otherwise. */
class FakeChain {
  headers: Header[] = [header(0)];
  entries: LogEntry[] = [];
  headerCalls = 0;
  failing: "none" | "headers" | "logs" = "none";

  get head(): Header {
    const last = this.headers.at(-1);
    if (last === undefined) throw new Error("the chain is empty");
    return last;
  }

  mine(logs: (block: number) => readonly LogEntry[] = () => [], branch = "main"): Header {
    const number = this.headers.length;
    const parentHash = this.head.hash;
    this.headers.push({ ...header(number, branch), parentHash });
    this.entries.push(...logs(number));
    return this.head;
  }

  cut(to: number): void {
    this.headers = this.headers.slice(0, to + 1);
    this.entries = this.entries.filter(({ blockNumber }) => blockNumber <= to);
  }

  readonly reader = {
    header: async (number: number): Promise<Header | null> => {
      this.headerCalls++;
      if (this.failing === "headers") throw timeout();
      return this.headers[number] ?? null;
    },
    logs: async (from: number, to: number): Promise<readonly LogEntry[]> => {
      if (this.failing === "logs") throw timeout();
      return this.entries.filter(({ blockNumber }) => blockNumber >= from && blockNumber <= to);
    },
  };
}

function follow(start = 0) {
  const chain = new FakeChain();
  const book = new Book();
  return { chain, book, follower: new Follower(chain.reader, book, start) };
}

const sizes = (book: Book): unknown =>
  [...book.accounts()].sort().map((id) => [id, [0, 1].map((market) => book.size(id, market))]);

describe("keeper: following the chain", () => {
  it("takes positions over from the deployment's block on, and then block by block", async () => {
    const { chain, book, follower } = follow(1);
    chain.mine((block) => [positionLog(1, 0, 5n, block), positionLog(2, 0, -5n, block)]);
    chain.mine((block) => [positionLog(1, 0, 0n, block)]);
    const first = await follower.advance(chain.head);
    expect(first.logs).to.equal(3);
    expect([...book.accounts()]).to.deep.equal([account(2)]);
    chain.mine((block) => [positionLog(3, 1, 1n, block)]);
    const second = await follower.advance(chain.head);
    expect([...second.accounts]).to.deep.equal([account(3)]);
    expect(follower.cursor).to.deep.equal({ number: 3, hash: chain.head.hash });
  });

  it("asks for no header while each block follows the one before", async () => {
    const { chain, follower } = follow();
    for (let block = 0; block < 5; block++) await follower.advance(chain.mine());
    expect(chain.headerCalls).to.equal(0);
  });

  it("reports liquidations with their block and transaction", async () => {
    const { chain, follower } = follow();
    chain.mine((block) => [liquidationLog(4, address(9), -3n, 2n, block)]);
    const { liquidations } = await follower.advance(chain.head);
    expect(liquidations).to.have.length(1);
    expect(liquidations[0]).to.include({ account: account(4), liquidator: address(9), accountValue: -3n, block: 1 });
  });

  it("shrinks the positions of a deleveraged side, and of no other, and tells that the market is concerned", async () => {
    const { chain, book, follower } = follow();
    await follower.advance(
      chain.mine((block) => [
        positionLog(1, 0, 100n, block),
        positionLog(2, 0, -100n, block),
        positionLog(3, 1, 7n, block),
        positionLog(4, 0, 7n, block),
      ]),
    );
    const head = chain.mine((block) => [sideLog(0, true, [1n, 4n], block), positionLog(5, 0, 8n, block)]);
    const { markets, accounts } = await follower.advance(head);
    expect([...markets]).to.deep.equal([0]);
    expect([...accounts]).to.deep.equal([account(5)]);
    expect(sizes(book)).to.deep.equal([
      [account(1), [25n, 0n]],
      [account(2), [-100n, 0n]],
      [account(3), [0n, 7n]],
      [account(4), [1n, 0n]],
      [account(5), [8n, 0n]],
    ]);
    chain.cut(1);
    chain.mine((block) => [sideLog(0, false, [1n, 3n], block)], "other");
    chain.mine(() => [], "other");
    await follower.advance(chain.head);
    expect([1, 2, 4].map((n) => book.size(account(n), 0))).to.deep.equal([100n, -34n, 7n]);
  });

  it("undoes an orphaned block and takes over the one in its place", async () => {
    const { chain, book, follower } = follow();
    await follower.advance(chain.mine((block) => [positionLog(1, 0, 5n, block)]));
    await follower.advance(chain.mine((block) => [positionLog(1, 0, 9n, block), positionLog(2, 0, 1n, block)]));
    chain.cut(1);
    chain.mine((block) => [positionLog(3, 0, 2n, block)], "other");
    chain.mine(() => [], "other");
    const { rewoundTo } = await follower.advance(chain.head);
    expect(rewoundTo).to.equal(1);
    expect(sizes(book)).to.deep.equal([
      [account(1), [5n, 0n]],
      [account(3), [2n, 0n]],
    ]);
  });

  it("undoes blocks of a chain that became shorter", async () => {
    const { chain, book, follower } = follow();
    for (const n of [1, 2, 3]) await follower.advance(chain.mine((block) => [positionLog(n, 0, 1n, block)]));
    chain.cut(1);
    const { rewoundTo } = await follower.advance(chain.head);
    expect(rewoundTo).to.equal(1);
    expect([...book.accounts()]).to.deep.equal([account(1)]);
  });

  it("reads everything again when no block that it remembers is left", async () => {
    const { chain, book, follower } = follow();
    await follower.advance(chain.mine((block) => [positionLog(1, 0, 1n, block)]));
    for (let block = 0; block < REORG_DEPTH + 2; block++) await follower.advance(chain.mine());
    chain.cut(0);
    for (let block = 0; block < REORG_DEPTH + 5; block++) {
      chain.mine((number) => (block === 0 ? [positionLog(2, 0, 1n, number)] : []), "other");
    }
    await follower.advance(chain.head);
    expect([...book.accounts()]).to.deep.equal([account(2)]);
  });

  it("does not take a node that lags behind for a reorganisation", async () => {
    const { chain, book, follower } = follow();
    const first = chain.mine((block) => [positionLog(1, 0, 1n, block)]);
    await follower.advance(first);
    await follower.advance(chain.mine((block) => [positionLog(2, 0, 1n, block)]));
    const { rewoundTo } = await follower.advance(first);
    expect(rewoundTo).to.equal(undefined);
    expect(book.accountCount).to.equal(2);
  });

  for (const failing of ["headers", "logs"] as const) {
    it(`goes on where it was when ${failing} could not be read during a reorganisation`, async () => {
      const { chain, book, follower } = follow();
      await follower.advance(chain.mine((block) => [positionLog(1, 0, 5n, block)]));
      await follower.advance(chain.mine((block) => [positionLog(1, 0, 9n, block)]));
      chain.cut(1);
      chain.mine((block) => [positionLog(2, 0, 2n, block)], "other");
      chain.failing = failing;
      await failureOf(follower.advance(chain.head));
      chain.failing = "none";
      const { rewoundTo, accounts } = await follower.advance(chain.head);
      expect(rewoundTo).to.equal(1);
      expect([...accounts]).to.deep.equal([account(2)]);
      expect(sizes(book)).to.deep.equal([
        [account(1), [5n, 0n]],
        [account(2), [2n, 0n]],
      ]);
    });
  }

  it("after any reorganisations stands as one that read the last chain alone", async () => {
    const step = fc.record({
      cut: fc.integer({ min: 0, max: 4 }),
      blocks: fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.bigInt({ min: -2n, max: 2n })), {
        minLength: 1,
        maxLength: 4,
      }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
        const { chain, book, follower } = follow();
        for (const [branch, { cut, blocks }] of steps.entries()) {
          chain.cut(Math.max(0, chain.head.number - cut));
          for (const [n, size] of blocks) chain.mine((block) => [positionLog(n, n % 2, size, block)], `${branch}`);
          await follower.advance(chain.head);
        }
        const fresh = new Book();
        await new Follower(chain.reader, fresh, 0).advance(chain.head);
        expect(sizes(book)).to.deep.equal(sizes(fresh));
      }),
      { numRuns: 60 },
    );
  });
});
