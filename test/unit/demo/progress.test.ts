// SPDX-License-Identifier: MIT
import { PassThrough } from "node:stream";

import { expect } from "chai";

import { DemoProgress, describeBlock } from "../../../scripts/demo/report/progress.ts";
import { sampleBlocks } from "./sample.ts";

/** A stream that remembers what was written, and may say that it is a terminal. */
function sink(isTTY: boolean) {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 160 });
  const chunks: string[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk.toString()));
  return { stream, text: () => chunks.join("") };
}

describe("progress of a replay", () => {
  const blocks = sampleBlocks();

  it("tells price, open interest, accounts under the line and insurance", () => {
    const [block] = blocks;
    expect(block).not.to.equal(undefined);
    if (block !== undefined) {
      expect(describeBlock(block)).to.equal(
        "ETH 195.00 · BTC 7,950.00 · open interest $41.4M · under the line 0 · insurance $250.0K",
      );
    }
  });

  it("prints a line about every five seconds where there is no terminal", () => {
    const { stream, text } = sink(false);
    let clock = 0;
    const progress = new DemoProgress({ total: 60, stream, now: () => clock });
    for (const block of blocks.slice(0, 60)) {
      progress.update(block);
      clock += 250;
    }
    progress.stop();
    const lines = text().trimEnd().split("\n");
    expect(lines.map((line) => line.split(" · ")[0])).to.deep.equal([
      "block 1/60",
      "block 21/60",
      "block 41/60",
      "block 60/60",
    ]);
    expect(text()).not.to.include("\u001b");
  });

  it("does not print the last block twice, and nothing when there was none", () => {
    const { stream, text } = sink(false);
    const progress = new DemoProgress({ total: 1, stream, now: () => 0 });
    progress.stop();
    expect(text()).to.equal("");
    for (const block of blocks.slice(0, 1)) progress.update(block);
    progress.stop();
    expect(text().split("\n")).to.have.lengthOf(2);
  });

  it("draws a bar on a terminal", () => {
    const { stream, text } = sink(true);
    const progress = new DemoProgress({ total: 2, stream });
    for (const block of blocks.slice(0, 2)) progress.update(block);
    progress.stop();
    expect(text()).to.include("█").and.to.include("2/2");
  });
});
