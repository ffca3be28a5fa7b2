// SPDX-License-Identifier: MIT
// Where several validities apply the worst is told: Invalid, SequencerDown, Jumped, Expired, Stale, and of Diverged and
// Settling the latter, which allows less.
import { expect } from "chai";
import { network } from "hardhat";

import { answer } from "../../../deploy/parameters/units.ts";
import { PriceValidity } from "../../fixtures/validity.ts";
import {
  ANSWER,
  DOWN,
  feedParameters,
  GRACE,
  MARKET,
  pairedMarket,
  roundAt,
  secondFeedParameters,
  UP,
} from "./support.ts";

const { ethers, networkHelpers } = await network.create();

/** Heartbeats shorter than jumpHold, so that a price can be Jumped and old. */
const HEARTBEAT = 100n;
const MAX_LIQUIDATION_AGE = 200n;

const JUMPED = answer("1,000");

describe("ChainlinkOracle: the worst that applies", () => {
  async function fixture() {
    const uptime = await ethers.deployContract("FaultyFeed", [0n]);
    const longAgo = BigInt(await networkHelpers.time.latest()) - 10n * GRACE;
    const setSequencer = async (status: bigint): Promise<void> => {
      await uptime.setRound(roundAt(longAgo, status));
    };
    await setSequencer(UP);
    const market = await pairedMarket(ethers, networkHelpers, await uptime.getAddress(), GRACE);
    const ages = { heartbeat: HEARTBEAT, maxLiquidationAge: MAX_LIQUIDATION_AGE };
    await market.oracle.setFeeds(MARKET, {
      primary: { ...feedParameters(await market.feed.getAddress()), ...ages },
      secondary: secondFeedParameters(await market.secondFeed.getAddress()),
    });
    return { ...market, setSequencer };
  }

  it("of one price that is jumped, old and disputed while the sequencer is down", async () => {
    const { rounds, setSequencer, validity, validityAt } = await networkHelpers.loadFixture(fixture);
    const { updatedAt } = await rounds.publish(JUMPED);
    expect(await validity()).to.equal(PriceValidity.Jumped);
    expect(await validityAt(updatedAt + HEARTBEAT + 1n)).to.equal(PriceValidity.Jumped);
    expect(await validityAt(updatedAt + MAX_LIQUIDATION_AGE + 1n)).to.equal(PriceValidity.Jumped);
    await setSequencer(DOWN);
    expect(await validity()).to.equal(PriceValidity.SequencerDown);
    await rounds.publish(0n);
    expect(await validity()).to.equal(PriceValidity.Invalid);
  });

  it("of a price that is disputed and then settles, grows stale and expires", async () => {
    const { rounds, secondRounds, validity, validityAt } = await networkHelpers.loadFixture(fixture);
    await secondRounds.publish(answer("2,100"));
    const disputed = await rounds.publish(ANSWER);
    expect(await validity()).to.equal(PriceValidity.Diverged);
    expect(await validityAt(disputed.updatedAt + HEARTBEAT + 1n)).to.equal(PriceValidity.Stale);
    const { updatedAt } = await rounds.publish(ANSWER);
    expect(await validity()).to.equal(PriceValidity.Settling);
    expect(await validityAt(updatedAt + HEARTBEAT + 1n)).to.equal(PriceValidity.Stale);
    expect(await validityAt(updatedAt + MAX_LIQUIDATION_AGE + 1n)).to.equal(PriceValidity.Expired);
  });

  it("of two feeds, one of which is Stale and the other Invalid", async () => {
    const { rounds, secondRounds, validity, validityAt } = await networkHelpers.loadFixture(fixture);
    const { updatedAt } = await rounds.publish(ANSWER);
    expect(await validityAt(updatedAt + HEARTBEAT + 1n)).to.equal(PriceValidity.Stale);
    await secondRounds.publish(-1n);
    expect(await validity()).to.equal(PriceValidity.Invalid);
  });
});
