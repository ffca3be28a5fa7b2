// SPDX-License-Identifier: MIT
import { expect } from "chai";
import hre, { network } from "hardhat";

import type { MockV3Aggregator } from "../../../typechain/index.ts";
import { ANSWER, bareOracle, listFeed, MARKET } from "./support.ts";

const { ethers, networkHelpers } = await network.create();

const GAS_LIMIT = 1_000_000n;

/** A contract and two words, all cold (2,600 + 2 × 2,100), and the work on them; 8,773 when this was written. */
const READ_OVERHEAD = 8_850n;

/** Comparing with the accepted price, and no write; 259. */
const RECORD_OVERHEAD = 300n;

/** Writing a word that was read (2,900); 2,998. */
const CHANGE_OVERHEAD = 3_100n;

describe("ChainlinkOracle gas", () => {
  before(function () {
    // What coverage adds to the contracts costs gas.
    if (hre.globalOptions.coverage) this.skip();
  });

  async function fixture() {
    const { oracle } = await bareOracle(ethers);
    const aggregator: MockV3Aggregator = await ethers.deployContract("MockV3Aggregator", [8n, ANSWER]);
    const proxy = await ethers.deployContract("EACAggregatorProxy", [
      await aggregator.getAddress(),
      ethers.ZeroAddress,
    ]);
    const probe = await ethers.deployContract("CallProbe");
    /** Gas of one call in a transaction of its own: everything it touches is cold. */
    const gasOf = async (target: { getAddress(): Promise<string> }, data: string): Promise<bigint> => {
      const { success, gasUsed } = await probe.attempt.staticCall(await target.getAddress(), data, GAS_LIMIT);
      expect(success).to.equal(true);
      return gasUsed;
    };
    return { oracle, aggregator, proxy, gasOf };
  }

  for (const name of ["aggregator", "proxy"] as const) {
    it(`a price costs a bounded amount more than the bare call of the ${name}`, async () => {
      const { oracle, gasOf, ...feeds } = await networkHelpers.loadFixture(fixture);
      const feed = feeds[name];
      await listFeed(oracle, feed);
      const read = oracle.interface.encodeFunctionData("readPrice", [MARKET]);
      const record = oracle.interface.encodeFunctionData("recordPrice", [MARKET]);

      const bareCall = await gasOf(feed, feed.interface.encodeFunctionData("latestRoundData"));
      const reading = await gasOf(oracle, read);
      const recordingSame = await gasOf(oracle, record);
      await feeds.aggregator.updateAnswer(ANSWER + 1n);
      const recordingChanged = await gasOf(oracle, record);

      expect(reading - bareCall).to.be.lessThanOrEqual(READ_OVERHEAD);
      expect(recordingSame - reading).to.be.lessThanOrEqual(RECORD_OVERHEAD);
      expect(recordingChanged - recordingSame).to.be.lessThanOrEqual(CHANGE_OVERHEAD);
    });
  }
});
