// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { ChainChanged, NodeUnreachable } from "../../../scripts/keeper/errors.ts";
import type { Header } from "../../../scripts/keeper/headers.ts";
import { run } from "../../../scripts/keeper/run.ts";
import type { RunParts } from "../../../scripts/keeper/run.ts";
import { Tally } from "../../../scripts/keeper/tally.ts";
import { failureOf, header, recordingLog, timeout } from "./support.ts";

interface Script {
  /** What happens at each step, in turn; the last one ends the run. */
  readonly steps: readonly (() => void)[];
  readonly parts?: Partial<RunParts>;
}

/** Runs over a chain that grows by a block whenever it is asked. */
async function runOver({ steps, parts = {} }: Script) {
  const { log, lines, events } = recordingLog();
  const controller = new AbortController();
  const tally = new Tally();
  const stepped: number[] = [];
  let number = 0;
  let calls = 0;
  const step = async ({ number: block }: Header): Promise<void> => {
    stepped.push(block);
    const script = steps[calls++];
    if (calls >= steps.length) controller.abort("end of the script");
    script?.();
  };
  const heads = {
    endpoint: "node",
    blockNumber: async () => ++number,
    header: async (block: number) => header(block),
    confirmChain: async () => undefined,
  };
  const error = await run({
    heads,
    keeper: { step, observe: async () => undefined },
    flights: { count: 0 },
    tally,
    log,
    signal: controller.signal,
    pollMs: 1,
    once: false,
    attempts: 3,
    waits: { first: 1, longest: 2 },
    ...parts,
  }).catch((thrown: unknown) => thrown);
  return { stepped, lines, events, tally, error };
}

const fine = (): void => undefined;
const fails = (error: Error) => (): void => {
  throw error;
};

describe("keeper: running", () => {
  it("steps once at each new head", async () => {
    let number = 5;
    const heads = {
      endpoint: "node",
      blockNumber: async () => Math.floor(number++ / 3),
      header: async (block: number) => header(block),
      confirmChain: async () => undefined,
    };
    const { stepped } = await runOver({ steps: [fine, fine, fine], parts: { heads } });
    expect(stepped).to.deep.equal([1, 2, 3]);
  });

  it("keeps on while the node is away, says so and says when it is back", async () => {
    const { error, events, lines, tally } = await runOver({ steps: [fails(timeout()), fails(timeout()), fine, fine] });
    expect(error).to.equal(undefined);
    expect(events()).to.deep.equal(["node-away", "node-away", "node-back"]);
    expect(lines.map(({ attempt }) => attempt)).to.deep.equal([1, 2, undefined]);
    expect(tally.failures("TIMEOUT")).to.equal(2);
  });

  it("survives an error that nobody foresaw, with its stack in the log (D10, D15)", async () => {
    const { error, lines, tally } = await runOver({ steps: [fails(new TypeError("oh")), fine] });
    expect(error).to.equal(undefined);
    expect(lines[0]).to.include({ level: "error", event: "block-failed", kind: "unexpected", message: "oh" });
    expect(lines[0]?.["stack"]).to.contain("TypeError: oh");
    expect(tally.failures("unexpected")).to.equal(1);
  });

  it("tries a head that failed again even if no other follows", async () => {
    const heads = {
      endpoint: "node",
      blockNumber: async () => 4,
      header: async (block: number) => header(block),
      confirmChain: async () => undefined,
    };
    const { stepped } = await runOver({ steps: [fails(timeout()), fine], parts: { heads } });
    expect(stepped).to.deep.equal([4, 4]);
  });

  it("ends where the node comes back on another chain", async () => {
    const heads = {
      endpoint: "node",
      blockNumber: async () => 4,
      header: async (block: number) => header(block),
      confirmChain: async () => {
        throw new ChainChanged(1n, 2n);
      },
    };
    const { error, stepped } = await runOver({ steps: [fails(timeout()), fine, fine], parts: { heads } });
    expect(error).to.be.instanceOf(ChainChanged);
    expect(stepped).to.deep.equal([4]);
  });

  it("once: steps at one head and ends", async () => {
    const { stepped, error } = await runOver({ steps: [fine, fine, fine], parts: { once: true } });
    expect(error).to.equal(undefined);
    expect(stepped).to.deep.equal([1]);
  });

  it("once: gives up with NodeUnreachable after the attempts", async () => {
    const steps = Array.from({ length: 9 }, () => fails(timeout()));
    const { error } = await runOver({ steps, parts: { once: true } });
    expect(error).to.be.instanceOf(NodeUnreachable);
    expect(error).to.include({ endpoint: "node", attempts: 3, exitCode: 3 });
  });

  it("once: looks on until what was sent has ended", async () => {
    const flights = { count: 2 };
    const observe = async (): Promise<void> => {
      flights.count--;
    };
    const keeper = { step: async () => undefined, observe };
    const { error } = await runOver({ steps: [], parts: { once: true, flights, keeper } });
    expect(error).to.equal(undefined);
    expect(flights.count).to.equal(0);
  });

  it("does nothing when the signal came first", async () => {
    const keeper = { step: async () => Promise.reject(new Error("stepped")), observe: async () => undefined };
    const signal = AbortSignal.abort("early");
    expect((await runOver({ steps: [], parts: { signal, keeper } })).stepped).to.deep.equal([]);
    expect(await failureOf(keeper.step())).to.have.property("message", "stepped");
  });
});
