// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { pause, retry, waitAfter } from "../../../scripts/keeper/retry.ts";
import { failureOf } from "./support.ts";

const WAITS = { first: 100, longest: 1_000 };

describe("keeper: retries", () => {
  it("waits double up to the longest", () => {
    expect([1, 2, 3, 4, 5, 500].map((attempt) => waitAfter(attempt, WAITS, () => 1))).to.deep.equal([
      100, 200, 400, 800, 1_000, 1_000,
    ]);
  });

  it("the upper half of each wait is chance", () => {
    expect(waitAfter(3, WAITS, () => 0)).to.equal(200);
    expect(waitAfter(3, WAITS, () => 0.5)).to.equal(300);
  });

  it("returns the first answer and tells of the failures before it", async () => {
    const told: number[] = [];
    let calls = 0;
    const task = async (): Promise<number> => {
      if (++calls < 3) throw new Error("not yet");
      return calls;
    };
    const options = {
      first: 1,
      longest: 1,
      attempts: 5,
      onFailure: (_: unknown, attempt: number) => told.push(attempt),
    };
    expect(await retry(task, options)).to.equal(3);
    expect(told).to.deep.equal([1, 2]);
  });

  it("ends with the last error when the attempts are used up", async () => {
    let calls = 0;
    const task = async (): Promise<never> => {
      throw new Error(`failure ${++calls}`);
    };
    expect(await failureOf(retry(task, { first: 1, longest: 1, attempts: 3 }))).to.have.property(
      "message",
      "failure 3",
    );
  });

  it("tries no second time where that cannot end otherwise", async () => {
    let calls = 0;
    const task = async (): Promise<never> => {
      throw new Error(`failure ${++calls}`);
    };
    const options = { first: 1, longest: 1, attempts: 9, worthwhile: (): boolean => false };
    expect(await failureOf(retry(task, options))).to.have.property("message", "failure 1");
  });

  it("a pause ends with its signal", async () => {
    const controller = new AbortController();
    const started = performance.now();
    const paused = pause(60_000, controller.signal);
    controller.abort("enough");
    await paused;
    expect(performance.now() - started).to.be.lessThan(5_000);
  });

  it("the signal ends the attempts", async () => {
    const controller = new AbortController();
    let calls = 0;
    const task = async (): Promise<never> => {
      calls++;
      controller.abort("enough");
      throw new Error("failure");
    };
    await failureOf(retry(task, { first: 60_000, longest: 60_000, attempts: 9, signal: controller.signal }));
    expect(calls).to.equal(1);
  });
});
