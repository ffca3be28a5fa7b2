// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { Metronome } from "../../../scripts/demo/metronome.ts";

/** A clock that moves only when somebody waits or works. */
function clock() {
  const state = { now: 1_000, waits: [] as number[] };
  const parts = {
    now: () => state.now,
    wait: async (milliseconds: number): Promise<void> => {
      state.waits.push(milliseconds);
      state.now += milliseconds;
    },
  };
  return { state, parts };
}

const never = new AbortController().signal;

describe("the beat of the blocks", () => {
  it("the first is at once, and work within a beat does not move the next", async () => {
    const { state, parts } = clock();
    const metronome = new Metronome(250, never, parts);
    await metronome.next();
    state.now += 60;
    await metronome.next();
    state.now += 249;
    await metronome.next();
    expect(state.waits).to.deep.equal([190, 1]);
    expect(state.now).to.equal(1_500);
  });

  it("after work that took longer the beat starts anew: blocks never hurry after", async () => {
    const { state, parts } = clock();
    const metronome = new Metronome(250, never, parts);
    await metronome.next();
    state.now += 900;
    await metronome.next();
    expect(state.waits).to.deep.equal([]);
    await metronome.next();
    expect(state.waits).to.deep.equal([250]);
  });

  it("the half is counted from the beat, not from now", async () => {
    const { state, parts } = clock();
    const metronome = new Metronome(250, never, parts);
    await metronome.next();
    state.now += 100;
    await metronome.half();
    await metronome.half();
    expect(state.waits).to.deep.equal([25]);
  });

  it("ends with the signal's own reason, before and while it waits", async () => {
    const controller = new AbortController();
    const reason = new Error("told to end");
    const metronome = new Metronome(60_000, controller.signal);
    await metronome.next();
    const waiting = metronome.next().then(
      () => "went on",
      (error: unknown) => error,
    );
    controller.abort(reason);
    expect(await waiting).to.equal(reason);
    const later = await metronome.next().then(
      () => "went on",
      (error: unknown) => error,
    );
    expect(later).to.equal(reason);
  });
});
