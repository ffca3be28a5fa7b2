// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { makeError } from "ethers";
import { z } from "zod";

import { Backoffs } from "../../../scripts/keeper/backoffs.ts";
import { BatchSize, TRANSACTION_GAS_LIMIT } from "../../../scripts/keeper/batches.ts";
import type { Broadcaster, Unsigned } from "../../../scripts/keeper/broadcast.ts";
import { Flights } from "../../../scripts/keeper/flights.ts";
import { Nonces } from "../../../scripts/keeper/nonces.ts";
import { Sender } from "../../../scripts/keeper/send.ts";
import type { At } from "../../../scripts/keeper/send.ts";
import { Tally } from "../../../scripts/keeper/tally.ts";
import {
  account,
  address,
  clearingHouse,
  failureOf,
  header,
  health,
  recordingLog,
  revert,
  revertWith,
  timeout,
} from "./support.ts";

interface Contract {
  /** Gas that a batch needs, or what its simulation throws. */
  readonly gas: (accounts: readonly string[]) => bigint;
  readonly send?: (transaction: Unsigned) => void;
  readonly dryRun?: boolean;
}

const batchOf = (data: string): readonly string[] =>
  z.array(z.string()).parse(clearingHouse.decodeFunctionData("liquidate", data).toArray(true)[0]);

function senderWith({ gas, send, dryRun = false }: Contract) {
  const sent: Unsigned[] = [];
  const simulated: (readonly [accounts: readonly string[], at: At])[] = [];
  const { log, lines, events } = recordingLog();
  const tally = new Tally();
  const backoffs = new Backoffs();
  const flights = new Flights({ receipt: async () => null, transactionCount: async () => 0 });
  const broadcaster: Broadcaster = {
    address: address(77),
    prepare: async (transaction) => ({
      hash: `hash ${transaction.nonce}`,
      send: async () => {
        send?.(transaction);
        sent.push(transaction);
        return `hash ${transaction.nonce}`;
      },
    }),
  };
  const sender = new Sender({
    clearingHouse: address(99),
    beneficiary: account(77),
    priorityFee: 3n,
    simulator: {
      liquidate: async (accounts, limit, at) => {
        simulated.push([accounts, at]);
        if (gas(accounts) > limit) throw revert(null, "execution reverted");
        return BigInt(accounts.length);
      },
    },
    broadcaster: dryRun ? { address: broadcaster.address } : broadcaster,
    nonces: new Nonces(async () => 40 + sent.length),
    flights,
    backoffs,
    batchSize: new BatchSize(),
    tally,
    log,
  });
  const batches = (): readonly (readonly string[])[] => sent.map(({ data }) => batchOf(data));
  return { sender, sent, simulated, batches, lines, events, tally, backoffs, flights };
}

const below = (count: number) => Array.from({ length: count }, (_, n) => health(n + 1, 0n, 10n));
const ids = (count: number): readonly string[] => below(count).map((one) => one.account);

describe("keeper: sending", () => {
  it("sends one batch in the given order, with margin, fees of the head and the beneficiary", async () => {
    const { sender, sent, batches, tally, flights } = senderWith({ gas: () => 1_000_000n });
    await sender.send(below(3), header(8));
    expect(batches()).to.deep.equal([ids(3)]);
    expect(sent[0]).to.deep.include({
      to: address(99),
      nonce: 40,
      gasLimit: new BatchSize().limit(3),
      maxFeePerGas: 17n,
      maxPriorityFeePerGas: 3n,
    });
    expect(clearingHouse.decodeFunctionData("liquidate", sent[0]?.data ?? "0x")[1]).to.equal(account(77));
    expect(tally.sent).to.equal(1);
    expect(flights.holds(account(2))).to.equal(true);
  });

  it("simulates at the head, but in the block to come and last whom the head has just liquidated", async () => {
    const { sender, simulated, batches } = senderWith({ gas: () => 500_000n });
    await sender.send(below(3), header(8), new Set([account(1), account(9)]));
    const groups = [[account(2), account(3)], [account(1)]];
    expect(batches()).to.deep.equal(groups);
    expect(simulated).to.deep.equal([
      [groups[0], 8],
      [groups[1], "pending"],
    ]);
  });

  it("splits what does not fit into one transaction, with nonces in a row (D6)", async () => {
    const { sender, sent, batches } = senderWith({ gas: (accounts) => 200_000n * BigInt(accounts.length) });
    await sender.send(below(150), header(8));
    expect(batches().flat()).to.deep.equal(ids(150));
    expect(sent.map(({ nonce }) => nonce)).to.deep.equal(sent.map((_, n) => 40 + n));
    expect(sent.length).to.be.greaterThan(1);
    expect(sent.every(({ gasLimit }) => gasLimit <= TRANSACTION_GAS_LIMIT)).to.equal(true);
  });

  it("raises the limit of a batch that needs more than was guessed, with 15 % of it left for the next block", async () => {
    const { sender, sent } = senderWith({ gas: () => 9_000_000n });
    await sender.send(below(3), header(8));
    expect(sent).to.have.length(1);
    expect((sent[0]?.gasLimit ?? 0n) >= (9_000_000n * 115n) / 100n).to.equal(true);
  });

  it("halves a batch that does not fit at any limit", async () => {
    const { sender, batches } = senderWith({ gas: (accounts) => (accounts.length > 10 ? 10n ** 8n : 1_000_000n) });
    await sender.send(below(20), header(8));
    expect(batches().flat()).to.deep.equal(ids(20));
    expect(Math.max(...batches().map((batch) => batch.length))).to.be.at.most(10);
  });

  it("sends no more than a block has room for, the most urgent first", async () => {
    const { sender, batches } = senderWith({ gas: () => 1_000_000n });
    await sender.send(below(300), { ...header(8), gasLimit: 40_000_000n });
    const sent = batches().flat();
    expect(sent).to.deep.equal(ids(2 * new BatchSize().size));
  });

  it("sends nothing where the simulation liquidates nobody, and holds nobody back", async () => {
    const { sender, sent, tally, backoffs, events } = senderWith({
      gas: () => {
        throw revertWith("NothingLiquidated");
      },
    });
    await sender.send(below(2), header(8));
    expect(sent).to.deep.equal([]);
    expect(tally.failures("NothingLiquidated")).to.equal(1);
    expect(backoffs.holds(account(1))).to.equal(false);
    expect(events()).to.deep.equal(["simulation-found-nothing"]);
  });

  it("finds the account that spoils a batch, holds it back alone and sends the others", async () => {
    const poisoned = account(5);
    const { sender, batches, tally, backoffs, lines } = senderWith({
      gas: (accounts) => {
        if (accounts.includes(poisoned)) throw revert("0x12345678");
        return 1_000_000n;
      },
    });
    await sender.send(below(8), header(8));
    expect(batches().flat()).to.deep.equal(ids(8).filter((id) => id !== poisoned));
    expect(ids(8).filter((id) => backoffs.holds(id))).to.deep.equal([poisoned]);
    expect(tally.failures("unknown")).to.equal(1);
    expect(lines.find(({ event }) => event === "account-held-back")).to.deep.include({
      account: poisoned,
      error: "unknown",
      args: ["0x12345678"],
    });
  });

  it("counts and says a refused send, and does not go on after it (D3)", async () => {
    const { sender, tally, lines, flights } = senderWith({
      gas: (accounts) => 200_000n * BigInt(accounts.length),
      send: () => {
        throw makeError("insufficient funds", "INSUFFICIENT_FUNDS", { transaction: {} });
      },
    });
    await sender.send(below(150), header(8));
    expect(tally.failures("INSUFFICIENT_FUNDS")).to.equal(1);
    expect(tally.sent).to.equal(0);
    expect(flights.count).to.equal(0);
    expect(lines.map(({ event, level }) => [level, event])).to.deep.equal([["error", "send-failed"]]);
  });

  it("takes a send without an answer for one that may be under way", async () => {
    const { sender, flights, tally } = senderWith({
      gas: () => 1_000_000n,
      send: () => {
        throw timeout();
      },
    });
    await sender.send(below(1), header(8));
    expect(flights.holds(account(1))).to.equal(true);
    expect(tally.failures("TIMEOUT")).to.equal(1);
  });

  it("asks for the nonce again after a failure", async () => {
    let failures = 1;
    const { sender, sent } = senderWith({
      gas: () => 1_000_000n,
      send: () => {
        if (failures-- > 0) throw makeError("nonce has already been used", "NONCE_EXPIRED", { transaction: {} });
      },
    });
    await sender.send(below(1), header(8));
    await sender.send(below(1), header(9));
    expect(sent.map(({ nonce }) => nonce)).to.deep.equal([40]);
  });

  it("sends nothing in a dry run and says what it would have sent (D9)", async () => {
    const { sender, sent, flights, lines } = senderWith({ gas: () => 1_000_000n, dryRun: true });
    await sender.send(below(2), header(8));
    expect(sent).to.deep.equal([]);
    expect(flights.count).to.equal(0);
    expect(lines).to.deep.equal([
      {
        level: "info",
        event: "would-liquidate",
        block: 8,
        accounts: ids(2),
        expected: 2,
        gasLimit: new BatchSize().limit(2),
      },
    ]);
  });

  it("passes a node that is away on to who tries again", async () => {
    const error = timeout();
    const { sender, sent } = senderWith({
      gas: () => {
        throw error;
      },
    });
    expect(await failureOf(sender.send(below(2), header(8)))).to.equal(error);
    expect(sent).to.deep.equal([]);
  });
});
