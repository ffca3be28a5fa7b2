// SPDX-License-Identifier: MIT
import { readdirSync, readFileSync } from "node:fs";

import { expect } from "chai";

const CONTRACTS = new URL("../../contracts/", import.meta.url);

describe("A23: a delay that an L2's blocks could shorten", () => {
  it("does not exist: no contract reads the block's number, all time is in seconds", () => {
    const files = readdirSync(CONTRACTS, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".sol"));
    expect(files.length).to.be.greaterThan(100);
    const counting = files.filter((name) =>
      /\bblock\s*\.\s*number\b|\bnumber\(\)|\bblockhash\b/.test(readFileSync(new URL(name, CONTRACTS), "utf8")),
    );
    expect(counting).to.deep.equal([]);
  });
});
