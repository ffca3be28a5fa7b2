// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { Crossings } from "../../../scripts/demo/crossings.ts";

describe("blocks from crossing to liquidation", () => {
  it("count from the block at whose end the account can first be liquidated", () => {
    const crossings = new Crossings();
    crossings.close(10, [], ["a", "b"]);
    crossings.close(11, ["a"], ["b"]);
    crossings.close(12, ["b"], []);
    expect(crossings.delays).to.deep.equal([
      { blocks: 1, count: 1 },
      { blocks: 2, count: 1 },
    ]);
    expect(crossings.longestWait).to.equal(1);
  });

  it("an account that crosses and is liquidated in one block counts as none", () => {
    const crossings = new Crossings();
    crossings.close(10, ["a"], []);
    expect(crossings.delays).to.deep.equal([{ blocks: 0, count: 1 }]);
    expect(crossings.longestWait).to.equal(0);
  });

  it("an account that recovers by itself starts anew", () => {
    const crossings = new Crossings();
    crossings.close(10, [], ["a"]);
    crossings.close(11, [], []);
    crossings.close(15, [], ["a"]);
    crossings.close(16, ["a"], []);
    expect(crossings.delays).to.deep.equal([{ blocks: 1, count: 1 }]);
  });

  it("an account still below the line after a liquidation starts anew", () => {
    const crossings = new Crossings();
    crossings.close(10, [], ["a"]);
    crossings.close(11, ["a"], ["a"]);
    crossings.close(12, ["a"], []);
    expect(crossings.delays).to.deep.equal([{ blocks: 1, count: 2 }]);
    expect(crossings.longestWait).to.equal(0);
  });

  it("an account that nobody liquidates shows as the longest wait", () => {
    const crossings = new Crossings();
    for (let block = 10; block <= 14; block++) crossings.close(block, [], ["a"]);
    expect(crossings.delays).to.deep.equal([]);
    expect(crossings.longestWait).to.equal(4);
  });
});
