// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { PriceValidity } from "../../fixtures/validity.ts";
import {
  ANSWER,
  bareOracle,
  DOWN,
  faultyFeed,
  feedParameters,
  GRACE,
  HEARTBEAT,
  listFeed,
  MARKET,
  MAX_LIQUIDATION_AGE,
  Mode,
  OTHER_MARKET,
  priceOf,
  ROUND_ID,
  roundAt,
  soon,
  unusable,
  UP,
  usable,
} from "./support.ts";
import type { Round } from "./support.ts";

const { ethers, networkHelpers } = await network.create();

describe("ChainlinkOracle: sequencer", () => {
  async function fixture() {
    const uptime = await ethers.deployContract("FaultyFeed", [0n]);
    const longAgo = BigInt(await networkHelpers.time.latest()) - 10n * GRACE;
    await uptime.setRound(roundAt(longAgo, UP));
    const { oracle } = await bareOracle(ethers, await uptime.getAddress(), GRACE);
    const feed = await faultyFeed(ethers, networkHelpers);
    await listFeed(oracle, feed);
    const validity = async (): Promise<bigint> => (await oracle.readPrice(MARKET)).validity;
    /** The uptime feed's round, `updatedAt` of no account. */
    const setUptime = async (feedAnswer: bigint, startedAt: bigint): Promise<void> => {
      await uptime.setRound({ ...roundAt(longAgo, feedAnswer), startedAt });
    };
    return { uptime, longAgo, oracle, feed, validity, setUptime };
  }

  it("a price is Valid while the sequencer has long been up", async () => {
    const { validity } = await networkHelpers.loadFixture(fixture);
    expect(await validity()).to.equal(PriceValidity.Valid);
  });

  it("no price is usable while it is down, and the accepted one stands", async () => {
    const { oracle, feed, setUptime } = await networkHelpers.loadFixture(fixture);
    const now = await soon(networkHelpers);
    await setUptime(DOWN, now);
    await feed.setRound(roundAt(now, ANSWER + 5n));
    await networkHelpers.time.increaseTo(now);
    const down = unusable(PriceValidity.SequencerDown, priceOf(ANSWER), ROUND_ID, now);
    expect(await oracle.readPrice(MARKET)).to.deep.equal(down);
    await oracle.recordPrice(MARKET);
    expect(await oracle.acceptedPrice(MARKET)).to.equal(priceOf(ANSWER));
  });

  it("after its return no price is usable until the grace period since startedAt is over, and then it settles", async () => {
    const { oracle, feed, validity, setUptime } = await networkHelpers.loadFixture(fixture);
    const back = await soon(networkHelpers);
    await setUptime(UP, back);
    const round = roundAt(back, ANSWER + 5n);
    await feed.setRound(round);
    for (const age of [0n, 1n, GRACE - 1n, GRACE]) {
      await networkHelpers.time.increaseTo(back + age);
      expect(await validity()).to.equal(PriceValidity.SequencerDown);
    }
    await networkHelpers.time.increaseTo(back + GRACE + 1n);
    expect(await oracle.readPrice(MARKET)).to.deep.equal(usable(PriceValidity.Settling, round));
  });

  it("a start at 0 counts as down", async () => {
    const { validity, setUptime } = await networkHelpers.loadFixture(fixture);
    await setUptime(UP, 0n);
    expect(await validity()).to.equal(PriceValidity.SequencerDown);
  });

  it("a start in the future counts as down", async () => {
    const { validity, setUptime } = await networkHelpers.loadFixture(fixture);
    await setUptime(UP, (await soon(networkHelpers)) + GRACE);
    expect(await validity()).to.equal(PriceValidity.SequencerDown);
  });

  for (const answer of [-1n, 2n]) {
    it(`an answer of ${answer}, which means nothing, counts as down`, async () => {
      const { validity, setUptime, longAgo } = await networkHelpers.loadFixture(fixture);
      await setUptime(answer, longAgo);
      expect(await validity()).to.equal(PriceValidity.SequencerDown);
    });
  }

  for (const mode of ["Revert", "BurnGas", "ShortReturn", "HugeReturn"] as const) {
    it(`an uptime feed that fails by ${mode} counts as down`, async () => {
      const { uptime, validity } = await networkHelpers.loadFixture(fixture);
      await uptime.setModes(Mode[mode], Mode.Answer);
      expect(await validity()).to.equal(PriceValidity.SequencerDown);
    });
  }

  it("down is worse than Stale and Expired, and Invalid is worse than down", async () => {
    const { feed, validity, setUptime, longAgo } = await networkHelpers.loadFixture(fixture);
    const now = await soon(networkHelpers);
    const read = async (answer: bigint, round: Round): Promise<bigint> => {
      await setUptime(answer, longAgo);
      await feed.setRound(round);
      return validity();
    };
    await networkHelpers.time.increaseTo(now);
    const stale = roundAt(now - HEARTBEAT - 60n);
    expect(await read(UP, stale)).to.equal(PriceValidity.Stale);
    expect(await read(DOWN, stale)).to.equal(PriceValidity.SequencerDown);
    const expired = roundAt(now - MAX_LIQUIDATION_AGE - 60n);
    expect(await read(UP, expired)).to.equal(PriceValidity.Expired);
    expect(await read(DOWN, expired)).to.equal(PriceValidity.SequencerDown);
    expect(await read(DOWN, roundAt(now, 0n))).to.equal(PriceValidity.Invalid);
  });

  it("no feed is taken while it is down", async () => {
    const { oracle, feed, setUptime, longAgo } = await networkHelpers.loadFixture(fixture);
    const { updatedAt } = await oracle.readPrice(MARKET);
    await setUptime(DOWN, longAgo);
    const address = await feed.getAddress();
    await expect(oracle.setFeed(OTHER_MARKET, feedParameters(address)))
      .to.be.revertedWithCustomError(oracle, "FeedNotValid")
      .withArgs(address, [0n, 0n, 0n, PriceValidity.SequencerDown, ROUND_ID, updatedAt]);
  });

  it("shows its feed and grace period", async () => {
    const { oracle, uptime } = await networkHelpers.loadFixture(fixture);
    expect(await oracle.sequencerFeed()).to.equal(await uptime.getAddress());
    expect(await oracle.sequencerGracePeriod()).to.equal(GRACE);
  });
});
