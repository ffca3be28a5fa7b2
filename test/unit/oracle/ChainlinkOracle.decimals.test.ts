// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { MaxUint256 } from "ethers";
import { network } from "hardhat";

import { PriceValidity } from "../../fixtures/validity.ts";
import { bareOracle, feedParameters, MARKET, MAX_BOUND, roundAt } from "./support.ts";

const { ethers, networkHelpers } = await network.create();

/** A token of 20,000 USD, so that a feed without decimals is fine enough, in units of 1e-10: 2e-6 USD, in 1e-22 USD. */
const WHOLE_USD = 20_000n;
const SIZE_DECIMALS = 10n;
const PRICE = WHOLE_USD * 10n ** 12n;

/** The same and a fraction, to 18 decimals. */
const FINE_USD = 20_000_123456789123456789n;
const FINE_PRICE = 20_000_123456789123n;

/** 1e-6, as a divisor. */
const TOLERANCE = 1_000_000n;

const DECIMALS = [0n, 6n, 8n, 18n] as const;

describe("ChainlinkOracle: decimals", () => {
  const fixture = async () => bareOracle(ethers);

  async function listed(oracle: Awaited<ReturnType<typeof fixture>>["oracle"], decimals: bigint, sizeDecimals: bigint) {
    const feed = await ethers.deployContract("FaultyFeed", [decimals]);
    const setAnswer = async (answer: bigint): Promise<void> => {
      await feed.setRound(roundAt(BigInt(await networkHelpers.time.latest()), answer));
    };
    await setAnswer(WHOLE_USD * 10n ** decimals);
    // No fall is a jump under a bound of 100 %.
    const wide = { lowerBound: 0n, upperBound: MAX_BOUND, jumpBound: 1_000_000n, sizeDecimals };
    await oracle.setFeed(MARKET, { ...feedParameters(await feed.getAddress()), ...wide });
    return { feed, setAnswer };
  }

  for (const decimals of DECIMALS) {
    it(`a feed with ${decimals} decimals gives the price of every other (A6)`, async () => {
      const { oracle } = await networkHelpers.loadFixture(fixture);
      const { setAnswer } = await listed(oracle, decimals, SIZE_DECIMALS);
      expect((await oracle.readPrice(MARKET)).mark).to.equal(PRICE);
      await setAnswer(FINE_USD / 10n ** (18n - decimals));
      const { mark, validity } = await oracle.readPrice(MARKET);
      expect(validity).to.equal(PriceValidity.Valid);
      expect(mark).to.be.lessThanOrEqual(FINE_PRICE);
      // A feed in whole dollars has no better answer: one of them is 5e-5 of the price.
      const tolerance = decimals === 0n ? TOLERANCE / 100n : TOLERANCE;
      expect((FINE_PRICE - mark) * tolerance).to.be.lessThan(FINE_PRICE);
    });
  }

  it("a price is rounded down, and one that rounds to zero is Invalid", async () => {
    const { oracle } = await networkHelpers.loadFixture(fixture);
    // 18 decimals of feed and size: a price is the answer without its last 14 digits.
    const { setAnswer } = await listed(oracle, 18n, 18n);
    const step = 10n ** 14n;
    for (const [answer, price] of [
      [2n * step, 2n],
      [2n * step - 1n, 1n],
      [step, 1n],
    ] as const) {
      await setAnswer(answer);
      const { mark, validity } = await oracle.readPrice(MARKET);
      expect([mark, validity]).to.deep.equal([price, PriceValidity.Valid]);
    }
    await setAnswer(step - 1n);
    const { mark, validity } = await oracle.readPrice(MARKET);
    expect(validity).to.equal(PriceValidity.Invalid);
    expect(mark).to.equal(WHOLE_USD * 10n ** 4n);
  });

  it("more decimals after listing change nothing: the exponent is stored", async () => {
    const { oracle } = await networkHelpers.loadFixture(fixture);
    const { feed } = await listed(oracle, 8n, SIZE_DECIMALS);
    await feed.setDecimals(18n);
    expect((await oracle.readPrice(MARKET)).mark).to.equal(PRICE);
  });

  it("reverts with UnsupportedFeedDecimals when a feed has more than 18", async () => {
    const { oracle } = await networkHelpers.loadFixture(fixture);
    const feed = await ethers.deployContract("FaultyFeed", [19n]);
    const address = await feed.getAddress();
    await expect(oracle.setFeed(MARKET, feedParameters(address)))
      .to.be.revertedWithCustomError(oracle, "UnsupportedFeedDecimals")
      .withArgs(address, 19n, 18n);
  });

  it("reverts with UnsupportedFeedDecimals when a contract tells none, or there is no contract", async () => {
    const { oracle, authority, stranger } = await networkHelpers.loadFixture(fixture);
    for (const address of [await authority.getAddress(), stranger.address, ethers.ZeroAddress]) {
      await expect(oracle.setFeed(MARKET, feedParameters(address)))
        .to.be.revertedWithCustomError(oracle, "UnsupportedFeedDecimals")
        .withArgs(address, MaxUint256, 18n);
    }
  });
});
