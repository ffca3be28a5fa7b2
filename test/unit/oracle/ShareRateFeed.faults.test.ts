// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { MaxUint256 } from "ethers";
import { network } from "hardhat";

import { percent } from "../../../deploy/parameters/units.ts";
import { PriceValidity } from "../../fixtures/validity.ts";
import { ETH_ANSWER, GROWTH, ONE, shareFeed, VaultMode, WEEK } from "./shares.ts";
import { bareOracle, listFeed, MARKET, OTHER_MARKET } from "./support.ts";

const { ethers, networkHelpers } = await network.create();

describe("ShareRateFeed: vaults and feeds that fail", () => {
  const fixture = async () => shareFeed(ethers);

  async function listed() {
    const shares = await shareFeed(ethers);
    const { oracle } = await bareOracle(ethers);
    await listFeed(oracle, shares.feed);
    await listFeed(oracle, shares.underlying, OTHER_MARKET);
    return { ...shares, oracle };
  }

  for (const mode of ["Revert", "BurnGas", "ShortReturn"] as const) {
    it(`a vault in mode ${mode} makes the price Invalid, and nobody else's`, async () => {
      const { vault, oracle, feed } = await networkHelpers.loadFixture(listed);
      await vault.setMode(VaultMode[mode]);
      expect((await feed.latestRoundData()).answer).to.equal(0n);
      expect((await oracle.readPrice(MARKET)).validity).to.equal(PriceValidity.Invalid);
      expect((await oracle.readPrice(OTHER_MARKET)).validity).to.equal(PriceValidity.Valid);
    });
  }

  it("an answer of a hundred thousand bytes costs no more than its first word", async () => {
    const { vault, feed } = await networkHelpers.loadFixture(fixture);
    await vault.setMode(VaultMode.HugeReturn);
    expect(await feed.latestRoundData.estimateGas()).to.be.below(150_000n);
  });

  it("a vault that claims the largest number is priced at the cap", async () => {
    const { vault, feed } = await networkHelpers.loadFixture(fixture);
    await vault.setLie(MaxUint256);
    expect(await feed.rate()).to.equal(await feed.rateCap());
    expect((await feed.latestRoundData()).answer).to.be.within(ETH_ANSWER, ETH_ANSWER + ETH_ANSWER / 100_000n);
  });

  it("a vault slashed to nothing has no price", async () => {
    const { vault, oracle } = await networkHelpers.loadFixture(listed);
    await vault.setLie(0n);
    expect((await oracle.readPrice(MARKET)).validity).to.equal(PriceValidity.Invalid);
  });

  it("a poke while the vault reports nothing takes no time from the cap", async () => {
    const { vault, feed } = await networkHelpers.loadFixture(fixture);
    await networkHelpers.time.increase(WEEK);
    await vault.setMode(VaultMode.Revert);
    await expect(feed.poke()).not.to.emit(feed, "RateCapAdvanced");
    await vault.setMode(VaultMode.Answer);
    await expect(feed.poke()).to.emit(feed, "RateCapAdvanced");
    expect(await feed.rateCap()).to.be.above(ONE);
  });

  it("an underlying answer of zero or less passes as it is", async () => {
    const { underlying, feed } = await networkHelpers.loadFixture(fixture);
    await underlying.updateAnswer(0n);
    expect((await feed.latestRoundData()).answer).to.equal(0n);
    await underlying.updateAnswer(-5n);
    expect((await feed.latestRoundData()).answer).to.equal(-5n);
  });

  it("reverts with InsufficientGasForVault where the caller's gas could make a good vault look dead", async () => {
    const { feed } = await networkHelpers.loadFixture(fixture);
    await expect(feed.rate({ gasLimit: 100_000n })).to.be.revertedWithCustomError(feed, "InsufficientGasForVault");
  });

  it("takes no growth of zero and none above 50 % a year", async () => {
    const { addresses, feed } = await networkHelpers.loadFixture(fixture);
    const factory = await ethers.getContractFactory("ShareRateFeed");
    for (const growth of [0n, percent("50") + 1n]) {
      await expect(factory.deploy(...addresses, growth, ONE))
        .to.be.revertedWithCustomError(feed, "GrowthOutOfRange")
        .withArgs(growth, percent("50"));
    }
  });

  it("is not deployed on a rate that somebody lifted, or on none", async () => {
    const { addresses, feed, vault, donate } = await networkHelpers.loadFixture(fixture);
    const factory = await ethers.getContractFactory("ShareRateFeed");
    await donate(ONE);
    await expect(factory.deploy(...addresses, GROWTH, ONE))
      .to.be.revertedWithCustomError(feed, "RateOutOfRange")
      .withArgs(await feed.reportedRate(), ONE);
    await vault.setMode(VaultMode.Revert);
    await expect(factory.deploy(...addresses, GROWTH, ONE))
      .to.be.revertedWithCustomError(feed, "RateOutOfRange")
      .withArgs(0n, ONE);
  });
});
