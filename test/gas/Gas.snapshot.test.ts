// SPDX-License-Identifier: MIT
import { expect } from "chai";
import hre, { network } from "hardhat";

import { measureGas, OPERATIONS } from "./operations.ts";
import type { GasReport } from "./operations.ts";
import { differences, readSnapshot, TARGETS, toleranceOf } from "./snapshot.ts";

describe("Gas", () => {
  let report: GasReport;

  before(async function () {
    // What coverage adds to the contracts costs gas.
    if (hre.globalOptions.coverage) this.skip();
    report = await measureGas(await network.create());
  });

  it("is what the snapshot says; after a change that means it, run `npm run bench` and commit the file", () => {
    const snapshot = readSnapshot();
    const changed = differences(report, snapshot).map(
      (operation) => `${operation}: ${snapshot[operation]} -> ${report[operation]}`,
    );
    expect(changed).to.deep.equal([]);
  });

  for (const operation of OPERATIONS) {
    it(`${operation} stays within ${toleranceOf(operation)} of its target`, () => {
      expect(report[operation]).to.be.at.most(TARGETS[operation] * toleranceOf(operation));
    });
  }
});
