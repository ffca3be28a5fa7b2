// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { PriceValidity } from "../../fixtures/validity.ts";
import {
  ANSWER,
  feedParameters,
  HEARTBEAT,
  MARKET,
  MAX_LIQUIDATION_AGE,
  OTHER_MARKET,
  priceOf,
  ROUND_ID,
  roundAt,
  soon,
  twoMarkets,
  unusable,
  usable,
} from "./support.ts";

const { ethers, networkHelpers } = await network.create();

const DAY = 86_400n;

describe("ChainlinkOracle: age", () => {
  async function fixture() {
    const markets = await twoMarkets(ethers, networkHelpers);
    const updatedAt = await soon(networkHelpers);
    const round = roundAt(updatedAt, ANSWER + 1n);
    await markets.faulty.setRound(round);
    /** The reading when the round is so old. */
    const readAt = async (age: bigint) => {
      await networkHelpers.time.increaseTo(updatedAt + age);
      return markets.oracle.readPrice(MARKET);
    };
    return { ...markets, round, readAt };
  }

  it("a price of this very second is Valid", async () => {
    const { readAt, round } = await networkHelpers.loadFixture(fixture);
    expect(await readAt(0n)).to.deep.equal(usable(PriceValidity.Valid, round));
  });

  it("a price as old as the heartbeat is Valid, and a second later Stale at the same price", async () => {
    const { readAt, round } = await networkHelpers.loadFixture(fixture);
    expect(await readAt(HEARTBEAT)).to.deep.equal(usable(PriceValidity.Valid, round));
    expect(await readAt(HEARTBEAT + 1n)).to.deep.equal(usable(PriceValidity.Stale, round));
  });

  it("a price as old as maxLiquidationAge is Stale, and a second later Expired at the accepted price", async () => {
    const { readAt, round } = await networkHelpers.loadFixture(fixture);
    expect(await readAt(MAX_LIQUIDATION_AGE)).to.deep.equal(usable(PriceValidity.Stale, round));
    const expired = unusable(PriceValidity.Expired, priceOf(ANSWER), ROUND_ID, round.updatedAt);
    expect(await readAt(MAX_LIQUIDATION_AGE + 1n)).to.deep.equal(expired);
  });

  it("each market's price ages by its own feed's heartbeat (A10)", async () => {
    const { oracle, good, readAt } = await networkHelpers.loadFixture(fixture);
    const slow = { ...feedParameters(await good.getAddress()), heartbeat: DAY, maxLiquidationAge: DAY };
    await oracle.setFeed(OTHER_MARKET, slow);
    expect((await readAt(HEARTBEAT + 1n)).validity).to.equal(PriceValidity.Stale);
    expect((await oracle.readPrice(OTHER_MARKET)).validity).to.equal(PriceValidity.Valid);
    const updatedAt = await good.latestTimestamp();
    await networkHelpers.time.increaseTo(updatedAt + DAY);
    expect((await oracle.readPrice(OTHER_MARKET)).validity).to.equal(PriceValidity.Valid);
    await networkHelpers.time.increaseTo(updatedAt + DAY + 1n);
    expect((await oracle.readPrice(OTHER_MARKET)).validity).to.equal(PriceValidity.Expired);
  });
});
