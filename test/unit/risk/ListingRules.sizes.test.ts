// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { percent, usd } from "../../../deploy/parameters/units.ts";
import { changed, exampleSet, expectBroken, expectSound } from "./listing.ts";

const { ethers, networkHelpers } = await network.create();

const BP = 100n;
const PRICE_SCALE = 10n ** 16n;
const MAX_INDEX = 2n ** 79n - 1n;
const CENTURY = 100n * 366n * 86_400n;

describe("listing rules 7, 8, 9 and 10: sizes, the pool, funding and collateral", () => {
  async function rulesFixture() {
    return ethers.deployContract("ListingRulesHarness");
  }

  it("7: a minimum size one unit below the least is refused", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const set = changed("close", ({ tiers }) => (tiers.initial[0] = percent("6")));
    // 3 USD / (2.5 % - 1.2 %), in units of the price, rounded up.
    const exact = usd("3") * 1_000_000n * PRICE_SCALE;
    const divisor = percent("1.3") * set.price;
    const least = (exact + divisor - 1n) / divisor;
    expect(await rules.leastMinSize(set)).to.equal(least);
    set.trade.minSize = least - 1n;
    await expectBroken(rules, set, "requireMinSize", "MinSizeTooLow", [least - 1n, least]);
    set.trade.minSize = least;
    await expectSound(rules, set);
  });

  it("7: a lower price asks for a larger minimum", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const set = exampleSet("close");
    const before = await rules.leastMinSize(set);
    set.price /= 2n;
    expect(await rules.leastMinSize(set)).to.be.greaterThan(2n * before - 2n);
  });

  it("8: a gross cap one unit below five net caps is refused", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const set = exampleSet("close");
    const least = 5n * ((set.trade.skewScale * set.trade.maxSkew) / 1_000_000n);
    set.trade.maxOpenInterest = least - 1n;
    await expectBroken(rules, set, "requireGrossCap", "OpenInterestCapTooLow", [least - 1n, least]);
    set.trade.maxOpenInterest = least;
    await expectSound(rules, set);
  });

  it("8: the net cap rounds up before it is compared", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const set = changed("close", ({ trade }) => {
      trade.skewScale = 1_000_001n;
      trade.maxOpenInterest = 15_004n;
    });
    // 0.3 % of 1,000,001 is 3,000.003.
    await expectBroken(rules, set, "requireGrossCap", "OpenInterestCapTooLow", [15_004n, 15_005n]);
  });

  it("8: a commitment below the initial margin of the largest inventory is refused", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const set = exampleSet("close");
    // 18,000,000 USD: 5 % of the first five million and 10 % of the rest.
    const least = usd("1,550,000");
    expect(await rules.leastCommitment(set)).to.equal(least);
    await rules.requireCommitment(set, least);
    await expect(rules.requireCommitment(set, least - 1n))
      .to.be.revertedWithCustomError(rules, "CommitmentTooLow")
      .withArgs(least - 1n, least);
  });

  it("9: a withdraw floor one step below the first initial rate is refused", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const rate = percent("10");
    const set = changed("coarse", ({ tiers }) => (tiers.withdrawFloor = rate - BP));
    await expectBroken(rules, set, "requireWithdrawFloor", "WithdrawFloorTooLow", [rate - BP, rate]);
  });

  it("9: a funding rate that eats a quarter of the room within a heartbeat and a minute is refused", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const maximum = (percent("2.5") * 10n ** 9n) / (4n * 3_660n);
    const set = changed("close", ({ tiers }) => (tiers.maxFundingRatePerSecond = maximum + 1n));
    await expectBroken(rules, set, "requireFundingRate", "FundingRateTooHigh", [maximum + 1n, maximum]);
    set.tiers.maxFundingRatePerSecond = maximum;
    await expectSound(rules, set);
  });

  it("9: a feed bound at which a century of the greatest rate would not fit the index is refused", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const set = exampleSet("close");
    const growth = (price: bigint): bigint => {
      const exact = set.tiers.maxFundingRatePerSecond * CENTURY * price;
      return (exact + 10n ** 15n - 1n) / 10n ** 15n;
    };
    const highest = (MAX_INDEX * 10n ** 15n) / (set.tiers.maxFundingRatePerSecond * CENTURY);
    set.oracle.upperBound = highest + 1n;
    const args = [growth(highest + 1n), MAX_INDEX];
    await expectBroken(rules, set, "requireFundingIndex", "FundingIndexTooNarrow", args);
    set.oracle.upperBound = highest;
    await expectSound(rules, set);
  });

  it("10: an LP delay one second below hold, settling and heartbeat is refused", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const set = changed("close", (changing) => (changing.poolRequestDelay = 4_199n));
    await expectBroken(rules, set, "requirePoolDelay", "PoolDelayTooShort", [4_199n, 4_200n]);
    set.poolRequestDelay = 4_200n;
    await expectSound(rules, set);
  });

  it("10: an initial weight above the maintenance weight is refused", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const weights = { initialWeight: 800_001n, maintenanceWeight: 800_000n, discount: 50_000n, gap: 50_000n };
    await expect(rules.requireWeights(weights))
      .to.be.revertedWithCustomError(rules, "InitialWeightTooHigh")
      .withArgs(800_001n, 800_000n);
  });

  it("10: a maintenance weight that leaves no room for discount and gap is refused, by one step", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const weights = { initialWeight: 800_000n, maintenanceWeight: 900_000n, discount: 50_000n, gap: 50_000n };
    await rules.requireWeights(weights);
    await expect(rules.requireWeights({ ...weights, gap: 50_001n }))
      .to.be.revertedWithCustomError(rules, "MaintenanceWeightTooHigh")
      .withArgs(900_000n, 899_999n);
  });
});
