// SPDX-License-Identifier: MIT
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { changed, expectBroken, expectSound, RULES } from "./listing.ts";
import type { ListingSet } from "./listing.ts";

const { ethers, networkHelpers } = await network.create();

const ONE = 1_000_000n;
const MAX_DRIFT = 2n ** 19n - 1n;

describe("what the listing rules take for granted", () => {
  async function rulesFixture() {
    return ethers.deployContract("ListingRulesHarness");
  }

  const zeros: readonly [string, (set: ListingSet) => void][] = [
    ["price", (set) => (set.price = 0n)],
    ["skewScale", ({ trade }) => (trade.skewScale = 0n)],
    ["minSize", ({ trade }) => (trade.minSize = 0n)],
  ];
  for (const [parameter, change] of zeros) {
    it(`a ${parameter} of zero is refused by name before anything is divided by it`, async () => {
      const rules = await networkHelpers.loadFixture(rulesFixture);
      const others = RULES.filter((rule) => rule !== "requireForm");
      const args = [ethers.encodeBytes32String(parameter)];
      await expectBroken(rules, changed("close", change), "requireForm", "ZeroParameter", args, others);
    });
  }

  it("a keeper's share above the whole penalty is refused", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const set = changed("close", ({ liquidation }) => (liquidation.keeperShare = ONE + 1n));
    const also = ["requireCostlyLiquidation"] as const;
    await expectBroken(rules, set, "requireForm", "KeeperShareTooHigh", [ONE + 1n, ONE], also);
  });

  it("shares of fees above the whole fee are refused, the whole fee is not (A108)", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const set = changed("close", ({ trade }) => (trade.insuranceShare = ONE - trade.treasuryShare + 10_000n));
    await expectBroken(rules, set, "requireForm", "FeeSharesTooHigh", [ONE + 10_000n, ONE]);
    set.trade.insuranceShare -= 10_000n;
    await expectSound(rules, set);
  });

  it("a greatest reward below the least is refused", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const set = changed("close", ({ liquidation }) => (liquidation.maxReward = usd("2.9")));
    await expectBroken(rules, set, "requireForm", "MaxRewardTooLow", [usd("2.9"), usd("3")]);
  });

  it("a funding velocity that a full skew could not store is refused", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const set = changed("close", ({ trade }) => (trade.maxFundingVelocity = MAX_DRIFT + 1n));
    await expectBroken(rules, set, "requireForm", "FundingVelocityTooHigh", [MAX_DRIFT + 1n, MAX_DRIFT]);
    set.trade.maxFundingVelocity = MAX_DRIFT;
    await expectSound(rules, set);
  });
});
