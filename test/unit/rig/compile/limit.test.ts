// SPDX-License-Identifier: MIT
import { setImmediate } from "node:timers/promises";

import { expect } from "chai";

import { limit } from "../../../../scripts/rig/compile/limit.ts";

describe("limit", () => {
  it("runs no more at once than it may, in order, and gives each its result", async () => {
    const most = limit(2);
    const started: number[] = [];
    let running = 0;
    let highest = 0;
    const task = async (id: number): Promise<number> => {
      started.push(id);
      highest = Math.max(highest, (running += 1));
      await setImmediate();
      running -= 1;
      return id;
    };
    const results = await Promise.all([0, 1, 2, 3, 4].map(async (id) => await most(async () => await task(id))));
    expect(results).to.deep.equal([0, 1, 2, 3, 4]);
    expect(started).to.deep.equal([0, 1, 2, 3, 4]);
    expect(highest).to.equal(2);
  });

  it("frees the place of one that fails", async () => {
    const most = limit(1);
    const failed = most(async () => await Promise.reject(new Error("no")));
    const next = most(async () => await Promise.resolve("done"));
    const outcomes = await Promise.allSettled([failed, next]);
    expect(outcomes.map(({ status }) => status)).to.deep.equal(["rejected", "fulfilled"]);
  });
});
