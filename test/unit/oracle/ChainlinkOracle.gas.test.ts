// SPDX-License-Identifier: MIT
import { expect } from "chai";
import hre, { network } from "hardhat";

import type { MockV3Aggregator } from "../../../typechain/index.ts";
import { PriceValidity } from "../../fixtures/validity.ts";
import { ANSWER, bareOracle, feedParameters, listFeed, MARKET, secondFeedParameters } from "./support.ts";

const { ethers, networkHelpers } = await network.create();

const GAS_LIMIT = 1_000_000n;

/** A contract and two words, all cold (2,600 + 2 × 2,100), and the work on them; 9,719 when this was written. */
const READ_OVERHEAD = 9_800n;

/** Comparing with what was stored, and no write; 214. */
const RECORD_OVERHEAD = 300n;

/** Writing a word that was read (2,900); 3,036. */
const CHANGE_OVERHEAD = 3_100n;

/** A third word and the work on two prices, without the bare call of the second feed; 5,605. */
const SECOND_OVERHEAD = 5_700n;

/** An earlier round of the double behind the proxy, which keeps three cold words for it, and the work on it; 14,726. */
const ROUND_OVERHEAD = 15_000n;

describe("ChainlinkOracle gas", () => {
  before(function () {
    // What coverage adds to the contracts costs gas.
    if (hre.globalOptions.coverage) this.skip();
  });

  async function fixture() {
    const { oracle } = await bareOracle(ethers);
    const behindProxy = async () => {
      const aggregator: MockV3Aggregator = await ethers.deployContract("MockV3Aggregator", [8n, ANSWER]);
      const proxy = await ethers.deployContract("EACAggregatorProxy", [
        await aggregator.getAddress(),
        ethers.ZeroAddress,
      ]);
      return { aggregator, proxy };
    };
    const probe = await ethers.deployContract("CallProbe");
    /** Gas of one call in a transaction of its own: everything it touches is cold. */
    const gasOf = async (target: { getAddress(): Promise<string> }, data: string): Promise<bigint> => {
      const { success, gasUsed } = await probe.attempt.staticCall(await target.getAddress(), data, GAS_LIMIT);
      expect(success).to.equal(true);
      return gasUsed;
    };
    return { oracle, ...(await behindProxy()), behindProxy, gasOf };
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

  it("a second feed costs its bare call and a bounded amount more", async () => {
    const { oracle, aggregator, proxy, behindProxy, gasOf } = await networkHelpers.loadFixture(fixture);
    const second = await behindProxy();
    const record = oracle.interface.encodeFunctionData("recordPrice", [MARKET]);
    await listFeed(oracle, proxy);
    await aggregator.updateAnswer(ANSWER + 1n);
    const alone = await gasOf(oracle, record);
    const bareCall = await gasOf(second.proxy, second.proxy.interface.encodeFunctionData("latestRoundData"));
    await oracle.setFeeds(MARKET, {
      primary: feedParameters(await proxy.getAddress()),
      secondary: secondFeedParameters(await second.proxy.getAddress()),
    });
    await aggregator.updateAnswer(ANSWER + 2n);
    const both = await gasOf(oracle, record);
    expect(both - alone - bareCall).to.be.lessThanOrEqual(SECOND_OVERHEAD);
  });

  it("a look at earlier rounds costs a bounded amount for each", async () => {
    const { oracle, aggregator, proxy, gasOf } = await networkHelpers.loadFixture(fixture);
    await listFeed(oracle, proxy);
    const read = oracle.interface.encodeFunctionData("readPrice", [MARKET]);
    const ordinary = await gasOf(oracle, read);
    // Rounds made, and how many of all are looked at until one is near the accepted price.
    for (const [made, looked] of [
      [2n, 1n],
      [4n, 5n],
    ] as const) {
      for (let round = 0n; round < made; round += 1n) await aggregator.updateAnswer(await lowered(aggregator));
      expect((await oracle.readPrice(MARKET)).validity).to.equal(PriceValidity.Valid);
      expect((await gasOf(oracle, read)) - ordinary).to.be.lessThanOrEqual(looked * ROUND_OVERHEAD);
    }
  });
});

/** The bound is 20 %: after two such steps the price is far from the accepted one. */
const lowered = async (aggregator: MockV3Aggregator): Promise<bigint> =>
  ((await aggregator.latestAnswer()) * 85n) / 100n;
