// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { LensReader } from "../../../scripts/keeper/lens.ts";
import { account, failureOf, revert, revertWith, timeout } from "./support.ts";

const accounts = (count: number): readonly string[] => Array.from({ length: count }, (_, n) => account(n + 1));

/** A lens that answers a value of its number for each account, up to `limit` of them, and reverts for a poisoned one. */
function lensOf(limit: number, poisoned?: string) {
  const chunks: number[] = [];
  const reader = new LensReader({
    prices: async () => [],
    healths: async (asked) => {
      chunks.push(asked.length);
      if (asked.length > limit) throw revert(null, "out of gas");
      if (poisoned !== undefined && asked.includes(poisoned)) throw revertWith("Locked");
      return asked.map((id) => ({ accountValue: BigInt(id), maintenanceMargin: 1n, liquidatable: false }));
    },
  });
  return { chunks, reader };
}

describe("keeper: reading health", () => {
  it("answers every account, in order, over many chunks", async () => {
    const { reader, chunks } = lensOf(10_000);
    const { healths, unreadable } = await reader.healths(accounts(1_001), 5);
    expect(healths.map(({ account: id }) => id)).to.deep.equal(accounts(1_001));
    expect(healths.every(({ account: id, accountValue }) => accountValue === BigInt(id))).to.equal(true);
    expect(unreadable).to.deep.equal([]);
    expect(chunks).to.deep.equal([400, 400, 201]);
  });

  it("halves a chunk that does not fit, and stays there", async () => {
    const { reader, chunks } = lensOf(150);
    const { healths } = await reader.healths(accounts(400), 5);
    expect(healths.map(({ account: id }) => id)).to.deep.equal(accounts(400));
    expect(chunks).to.deep.equal([400, 200, 100, 100, 100, 100]);
  });

  it("names the one account that cannot be read and answers the others", async () => {
    const { reader } = lensOf(10_000, account(7));
    const { healths, unreadable } = await reader.healths(accounts(20), 5);
    expect(healths).to.have.length(19);
    expect(unreadable).to.deep.equal([
      { account: account(7), failure: { kind: "reverted", error: "Locked", args: [] } },
    ]);
  });

  it("never answers less when the node is away (D7)", async () => {
    const error = timeout();
    const reader = new LensReader({
      prices: async () => [],
      healths: async () => {
        throw error;
      },
    });
    expect(await failureOf(reader.healths(accounts(3), 5))).to.equal(error);
  });

  it("refuses an answer that is too short", async () => {
    const reader = new LensReader({ prices: async () => [], healths: async () => [] });
    expect(await failureOf(reader.healths(accounts(2), 5))).to.have.property(
      "message",
      "the lens answered 0 of 2 accounts",
    );
  });
});
