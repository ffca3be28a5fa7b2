// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { closingLine, tally } from "../../../scripts/rig/test-summary.ts";

const close = (lines: readonly string[], exitCode = 0): string => closingLine(tally(lines, exitCode));

describe("the closing line of the tests", () => {
  it("takes the line over all runners, not the sum with each runner's own", () => {
    const lines = ["  8 passing (2s)", "  1 failing", "12 passing (4 solidity, 8 mocha)", "1 failing (1 mocha)"];
    expect(close(lines, 1)).to.equal("12 passed, 1 failed");
  });

  it("does not count pending tests as passed", () => {
    expect(close(["  7 passing (2s)", "  1 pending", "12 passing (4 solidity, 8 mocha)"])).to.equal(
      "11 passed, 0 failed",
    );
  });

  it("reads a single runner, coloured or not", () => {
    expect(close(["  8 passing (2s)", "  2 failing"], 1)).to.equal("8 passed, 2 failed");
    expect(close(["\u001b[32m4 passing\u001b[39m"])).to.equal("4 passed, 0 failed");
  });

  it("counts a bad end without a named failure as one", () => {
    expect(close(["12 passing (12 mocha)"], 1)).to.equal("12 passed, 1 failed");
  });

  it("counts a run that tested nothing as one failure", () => {
    expect(close(["Running Mocha tests"])).to.equal("0 passed, 1 failed");
  });
});
