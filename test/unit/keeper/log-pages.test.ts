// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { makeError } from "ethers";

import { LogPages } from "../../../scripts/keeper/log-pages.ts";
import type { ReadLogs } from "../../../scripts/keeper/log-pages.ts";
import { failureOf, positionLog, timeout } from "./support.ts";

const refusal = (): Error => makeError("query returned more than 10000 results", "UNKNOWN_ERROR");

async function ranges(pages: LogPages, from: number, to: number): Promise<readonly (readonly [number, number])[]> {
  const read: (readonly [number, number])[] = [];
  for await (const page of pages.pages(from, to)) read.push([page.from, page.to]);
  return read;
}

describe("keeper: pages of logs", () => {
  it("reads every block of the range once and in order", async () => {
    const pages = new LogPages(async () => [], 3);
    expect(await ranges(pages, 5, 20)).to.deep.equal([
      [5, 7],
      [8, 13],
      [14, 20],
    ]);
  });

  it("halves a page that the node refuses until it is served", async () => {
    const asked: number[] = [];
    const read: ReadLogs = async (from, to) => {
      asked.push(to - from + 1);
      if (to - from + 1 > 4) throw refusal();
      return [positionLog(1, 0, 1n, from)];
    };
    const served = await ranges(new LogPages(read, 16), 1, 10);
    expect(asked.slice(0, 3)).to.deep.equal([10, 5, 2]);
    expect(served[0]).to.deep.equal([1, 2]);
    expect(served.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i))).to.deep.equal(
      Array.from({ length: 10 }, (_, i) => i + 1),
    );
  });

  it("passes a refusal of a single block on", async () => {
    const error = refusal();
    const pages = new LogPages(async () => {
      throw error;
    });
    expect(await failureOf(ranges(pages, 4, 4))).to.equal(error);
  });

  it("never takes a node that does not answer for an empty answer (D7)", async () => {
    let calls = 0;
    const error = timeout();
    const pages = new LogPages(async () => {
      calls++;
      throw error;
    });
    expect(await failureOf(ranges(pages, 1, 100))).to.equal(error);
    expect(calls).to.equal(1);
  });

  it("reads nothing where there is no block", async () => {
    const pages = new LogPages(async () => {
      throw refusal();
    });
    expect(await ranges(pages, 5, 4)).to.deep.equal([]);
  });
});
