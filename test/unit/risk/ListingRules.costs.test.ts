// SPDX-License-Identifier: MIT
import { network } from "hardhat";

import { percent } from "../../../deploy/parameters/units.ts";
import { changed, expectBroken, expectSound } from "./listing.ts";

const { ethers, networkHelpers } = await network.create();

const BP = 100n;

describe("listing rules 3, 4 and 5: what trading and closing cost", () => {
  async function rulesFixture() {
    return ethers.deployContract("ListingRulesHarness");
  }

  it("3: a keeper's share that leaves insurance less than the premium is refused, by one part per million", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    // 2.25 % x (1 - 0.333334) is 1.4999985 %, against 0.05 % + 0.45 % + 1 %.
    const set = changed("coarse", ({ liquidation }) => (liquidation.keeperShare = 333_334n));
    const rule = "requireCostlyLiquidation";
    await expectBroken(rules, set, rule, "LiquidationTooCheap", [14_999n, percent("1.5")]);
    set.liquidation.keeperShare = 333_333n;
    await expectSound(rules, set);
  });

  it("4: a first maintenance rate one step below the dearest close is refused", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const rate = percent("2.5");
    const set = changed("close", ({ trade }) => {
      trade.maxSkew = rate - percent("0.1") + BP;
      trade.maxOpenInterest *= 10n;
    });
    // Who keeps 3 and mmr > p keeps 4, so it is not broken alone.
    const also = ["requireCostlyLiquidation", "requireVenueBand"] as const;
    const rule = "requireClosingPayable";
    await expectBroken(rules, set, rule, "MaintenanceBelowClosingCost", [rate, rate + BP], also);
    set.trade.maxSkew -= BP;
    await rules.requireClosingPayable(set);
  });

  it("5: a feed that deviates one step more than a fill charges is refused (A18)", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const cost = percent("0.1");
    const set = changed("close", ({ liquidation }) => (liquidation.deviationThreshold = cost + 1n));
    await expectBroken(rules, set, "requireTakerCost", "TakerCostTooLow", [cost, cost + 1n]);
    set.liquidation.deviationThreshold = cost;
    await expectSound(rules, set);
  });

  it("5: a venue band one step narrower than premium and spread is refused", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const minimum = percent("0.35");
    const set = changed("close", ({ liquidation }) => (liquidation.venueBand = minimum - 1n));
    await expectBroken(rules, set, "requireVenueBand", "VenueBandTooNarrow", [minimum - 1n, minimum]);
    set.liquidation.venueBand = minimum;
    await expectSound(rules, set);
  });

  it("5: a venue band as wide as the first maintenance rate is refused, one step less is not", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const rate = percent("2.5");
    const set = changed("close", ({ liquidation }) => (liquidation.venueBand = rate));
    await expectBroken(rules, set, "requireVenueBand", "VenueBandTooWide", [rate, rate]);
    set.liquidation.venueBand = rate - 1n;
    await expectSound(rules, set);
  });
});
