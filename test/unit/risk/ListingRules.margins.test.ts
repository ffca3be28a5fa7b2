// SPDX-License-Identifier: MIT
import { network } from "hardhat";

import { percent, usd } from "../../../deploy/parameters/units.ts";
import { changed, exampleSet, expectBroken, expectSound } from "./listing.ts";

const { ethers, networkHelpers } = await network.create();

const BP = 100n;
const ONE = 1_000_000n;

describe("listing rules 1 and 2: margins", () => {
  async function rulesFixture() {
    return ethers.deployContract("ListingRulesHarness");
  }

  for (const name of ["close", "coarse", "loose"] as const) {
    it(`the ${name} example set satisfies every rule`, async () => {
      await expectSound(await networkHelpers.loadFixture(rulesFixture), exampleSet(name));
    });
  }

  it("1: a target margin ratio of one is refused, one part per million more is not", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const set = changed("close", ({ liquidation }) => (liquidation.targetMarginRatio = ONE));
    await expectBroken(rules, set, "requireTarget", "TargetRatioTooLow", [ONE, ONE]);
    set.liquidation.targetMarginRatio = ONE + 1n;
    await expectSound(rules, set);
  });

  it("1: a tier bound below the one before is refused, an equal one is not", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const bound = usd("5,000,000");
    const set = changed("close", ({ tiers }) => (tiers.bounds[1] = bound - 1n));
    await expectBroken(rules, set, "requireOrderedTiers", "TierBoundDecreases", [1n, bound - 1n, bound]);
    set.tiers.bounds[1] = bound;
    await expectSound(rules, set);
  });

  it("1: a maintenance rate below that of the tier before is refused, an equal one is not", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const rate = percent("5");
    const set = changed("close", ({ tiers }) => (tiers.maintenance[2] = rate - BP));
    await expectBroken(rules, set, "requireOrderedTiers", "MaintenanceRateDecreases", [2n, rate - BP, rate]);
    set.tiers.maintenance[2] = rate;
    await expectSound(rules, set);
  });

  it("1: an initial rate below that of the tier before is refused, an equal one is not", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const rate = percent("10");
    const set = changed("close", ({ tiers }) => {
      tiers.maintenance[2] = tiers.maintenance[1];
      tiers.initial[2] = rate - BP;
    });
    await expectBroken(rules, set, "requireOrderedTiers", "InitialRateDecreases", [2n, rate - BP, rate]);
    set.tiers.initial[2] = rate;
    await expectSound(rules, set);
  });

  it("1: an initial rate equal to the maintenance rate is refused in any tier", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const rate = percent("20");
    const set = changed("close", ({ tiers }) => {
      tiers.initial[2] = rate;
      tiers.initial[3] = rate;
    });
    const also = ["requireRoomAboveMaintenance"] as const;
    await expectBroken(rules, set, "requireOrderedTiers", "InitialRateTooLow", [3n, rate, rate], also);
  });

  it("1: a penalty equal to the first maintenance rate is refused, one part per million less is not", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const rate = percent("2.5");
    const set = changed("close", ({ tiers, trade, liquidation }) => {
      tiers.initial[0] = percent("10");
      trade.minSize *= 10_000_000n;
      liquidation.penalty = rate;
    });
    const also = ["requireMinSize"] as const;
    const rule = "requirePenaltyBelowMaintenance";
    await expectBroken(rules, set, rule, "PenaltyTooHigh", [rate, rate], also);
    set.liquidation.penalty = rate - 1n;
    await expectSound(rules, set);
  });

  it("1: k x maintenance rate must exceed the penalty in every tier", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const rate = percent("2.5");
    const set = changed("close", ({ liquidation }) => {
      liquidation.targetMarginRatio = ONE;
      liquidation.penalty = rate;
    });
    // It follows from k > 1 and mmr > p, so it cannot be broken alone.
    const also = [
      "requireTarget",
      "requirePenaltyBelowMaintenance",
      "requireRoomAboveMaintenance",
      "requireMinSize",
    ] as const;
    await expectBroken(rules, set, "requirePenaltyBelowTarget", "PenaltyAboveTarget", [0n, rate, rate], also);
  });

  it("2: an initial rate one step too near its maintenance rate is refused", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    // 2 x 0.1 % + 1.2 % + 3 / 1,000.
    const minimum = percent("1.7");
    const set = changed("close", ({ tiers }) => (tiers.initial[0] = tiers.maintenance[0] + minimum - BP));
    const rule = "requireRoomAboveMaintenance";
    await expectBroken(rules, set, rule, "InitialMarginTooThin", [0n, minimum - BP, minimum]);
    set.tiers.initial[0] += BP;
    await expectSound(rules, set);
  });

  it("2: the quotient of reward and notional rounds up: at a price one step lower the same set is refused", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const minimum = percent("1.7");
    const set = changed("close", (changing) => {
      changing.tiers.initial[0] = changing.tiers.maintenance[0] + minimum;
      changing.price -= 1n;
    });
    const rule = "requireRoomAboveMaintenance";
    await expectBroken(rules, set, rule, "InitialMarginTooThin", [0n, minimum, minimum + 1n]);
  });
});
