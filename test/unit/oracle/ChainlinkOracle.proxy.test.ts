// SPDX-License-Identifier: MIT
// Chainlink's own proxy code in front of an aggregator, as on every chain.
import { expect } from "chai";
import { network } from "hardhat";

import type { MockV3Aggregator } from "../../../typechain/index.ts";
import { PriceValidity } from "../../fixtures/validity.ts";
import { ANSWER, bareOracle, listFeed, MARKET, priceOf, roundAt, unusable, usable } from "./support.ts";

const { ethers, networkHelpers } = await network.create();

/** The proxy puts its phase above the aggregator's own round id. */
const inPhase = (phase: bigint, roundId: bigint): bigint => (phase << 64n) + roundId;

describe("ChainlinkOracle over Chainlink's proxy", () => {
  async function fixture() {
    const { oracle } = await bareOracle(ethers);
    const aggregator: MockV3Aggregator = await ethers.deployContract("MockV3Aggregator", [8n, ANSWER]);
    await aggregator.updateAnswer(ANSWER + 1n);
    const proxy = await ethers.deployContract("EACAggregatorProxy", [
      await aggregator.getAddress(),
      ethers.ZeroAddress,
    ]);
    await listFeed(oracle, proxy);
    const moveTo = async (next: { getAddress(): Promise<string> }): Promise<void> => {
      await proxy.proposeAggregator(await next.getAddress());
      await proxy.confirmAggregator(await next.getAddress());
    };
    return { oracle, aggregator, proxy, moveTo };
  }

  it("reads the price, with the round id of the proxy", async () => {
    const { oracle, aggregator } = await networkHelpers.loadFixture(fixture);
    const updatedAt = await aggregator.latestTimestamp();
    const round = { answer: ANSWER + 1n, roundId: inPhase(1n, 2n), updatedAt };
    expect(await oracle.readPrice(MARKET)).to.deep.equal(usable(PriceValidity.Valid, round));
  });

  it("a change of phase, whose ids begin anew, is a round like any other (A14)", async () => {
    const { oracle, moveTo } = await networkHelpers.loadFixture(fixture);
    const next: MockV3Aggregator = await ethers.deployContract("MockV3Aggregator", [8n, ANSWER - 5n]);
    await moveTo(next);
    const updatedAt = await next.latestTimestamp();
    const round = { answer: ANSWER - 5n, roundId: inPhase(2n, 1n), updatedAt };
    expect(await oracle.readPrice(MARKET)).to.deep.equal(usable(PriceValidity.Valid, round));
    await oracle.recordPrice(MARKET);
    expect(await oracle.acceptedPrice(MARKET)).to.equal(priceOf(ANSWER - 5n));
  });

  it("a far price in a phase's first round is Jumped, since no round before it can be read, and then settles", async () => {
    const { oracle, aggregator, moveTo } = await networkHelpers.loadFixture(fixture);
    const validity = async (): Promise<bigint> => (await oracle.readPrice(MARKET)).validity;
    const [near, far] = [(ANSWER * 85n) / 100n, (ANSWER * 79n) / 100n];
    await aggregator.updateAnswer(near);
    const next: MockV3Aggregator = await ethers.deployContract("MockV3Aggregator", [8n, far]);
    await moveTo(next);
    expect(await validity()).to.equal(PriceValidity.Jumped);
    await next.updateAnswer(far + 1n);
    expect(await validity()).to.equal(PriceValidity.Settling);
    await next.updateAnswer(near);
    expect(await validity()).to.equal(PriceValidity.Valid);
  });

  it("earlier rounds are read through the proxy: small steps to a far price are Valid", async () => {
    const { oracle, aggregator } = await networkHelpers.loadFixture(fixture);
    for (let answer = ANSWER; answer > ANSWER / 3n; answer = (answer * 95n) / 100n) {
      await networkHelpers.time.increase(60n);
      await aggregator.updateAnswer(answer);
      expect((await oracle.readPrice(MARKET)).validity).to.equal(PriceValidity.Valid);
    }
  });

  it("a phase that has not answered yet is Invalid until its first round", async () => {
    const { oracle, moveTo } = await networkHelpers.loadFixture(fixture);
    const next = await ethers.deployContract("FaultyFeed", [8n]);
    await moveTo(next);
    const silent = unusable(PriceValidity.Invalid, priceOf(ANSWER + 1n), 0n, 0n);
    expect(await oracle.readPrice(MARKET)).to.deep.equal(silent);
    const first = roundAt(BigInt(await networkHelpers.time.latest()), ANSWER, 1n);
    await next.setRound(first);
    const expected = usable(PriceValidity.Valid, { ...first, roundId: inPhase(2n, 1n) });
    expect(await oracle.readPrice(MARKET)).to.deep.equal(expected);
  });

  it("a proxy that no longer lets us read is Invalid", async () => {
    const { oracle, aggregator, proxy } = await networkHelpers.loadFixture(fixture);
    // Any contract that knows no hasAccess refuses everybody.
    await proxy.setController(await aggregator.getAddress());
    const refused = unusable(PriceValidity.Invalid, priceOf(ANSWER + 1n), 0n, 0n);
    expect(await oracle.readPrice(MARKET)).to.deep.equal(refused);
  });
});
