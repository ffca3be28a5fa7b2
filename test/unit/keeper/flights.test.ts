// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { Flights } from "../../../scripts/keeper/flights.ts";
import type { Flight, Landing, Receipt } from "../../../scripts/keeper/flights.ts";
import { failureOf, timeout } from "./support.ts";

const RECEIPT: Receipt = { succeeded: true, block: 9, gasUsed: 5n, gasPrice: 1n };

const flight = (nonce: number, hash: string | undefined = `hash ${nonce}`): Flight => ({
  nonce,
  hash,
  accounts: [`a${nonce}`],
  data: "0x",
  block: 8,
});

/** A chain with receipts by hash and the sender's two counts. */
function ledger(latest: number, pending: number, receipts: Record<string, Receipt> = {}) {
  const state = { latest, pending, receipts };
  const flights = new Flights({
    receipt: async (hash) => state.receipts[hash] ?? null,
    transactionCount: async (tag) => state[tag],
  });
  const settle = async (): Promise<readonly Landing["kind"][]> => {
    const kinds: Landing["kind"][] = [];
    for await (const { kind } of flights.settle()) kinds.push(kind);
    return kinds;
  };
  return { state, flights, settle };
}

describe("keeper: transactions under way", () => {
  it("hold their accounts until they have ended", async () => {
    const { state, flights, settle } = ledger(0, 1);
    flights.add(flight(0));
    expect([flights.holds("a0"), flights.holds("a1")]).to.deep.equal([true, false]);
    expect(await settle()).to.deep.equal([]);
    expect(flights.holds("a0")).to.equal(true);
    state.receipts["hash 0"] = RECEIPT;
    expect(await settle()).to.deep.equal(["mined"]);
    expect(flights.holds("a0")).to.equal(false);
    expect(flights.count).to.equal(0);
  });

  it("are dropped when the node does not count them any more", async () => {
    const { flights, settle } = ledger(3, 3);
    flights.add(flight(3));
    expect(await settle()).to.deep.equal(["dropped"]);
    expect(flights.holds("a3")).to.equal(false);
  });

  it("are superseded when another transaction took their nonce", async () => {
    const { flights, settle } = ledger(4, 4);
    flights.add(flight(3));
    expect(await settle()).to.deep.equal(["superseded"]);
  });

  it("of unknown hash wait as long as the node counts their nonce as pending", async () => {
    const { state, flights, settle } = ledger(3, 4);
    flights.add({ ...flight(3), hash: undefined });
    expect(await settle()).to.deep.equal([]);
    state.latest = 4;
    expect(await settle()).to.deep.equal(["superseded"]);
  });

  it("stay settled when the node fails at a later one", async () => {
    const receipts = new Map([["hash 0", RECEIPT]]);
    const flights = new Flights({
      receipt: async (hash) => {
        const receipt = receipts.get(hash);
        if (receipt === undefined) throw timeout();
        return receipt;
      },
      transactionCount: async () => 0,
    });
    flights.add(flight(0));
    flights.add(flight(1));
    const landed: number[] = [];
    await failureOf(
      (async () => {
        for await (const landing of flights.settle()) landed.push(landing.flight.nonce);
      })(),
    );
    expect(landed).to.deep.equal([0]);
    expect(flights.count).to.equal(1);
    expect(flights.holds("a1")).to.equal(true);
  });
});
