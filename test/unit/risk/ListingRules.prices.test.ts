// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { percent } from "../../../deploy/parameters/units.ts";
import { changed, expectBroken, expectSound } from "./listing.ts";

const { ethers, networkHelpers } = await network.create();

const LEAST_UNIT = 10n ** 15n;
const GREATEST_UNIT = 10n ** 17n;

describe("listing rule 6: prices", () => {
  async function rulesFixture() {
    return ethers.deployContract("ListingRulesHarness");
  }

  it("a size unit worth less than 1e-7 or more than 1e-5 USD is refused, the limits are not", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    await rules.requireUnitWorth(LEAST_UNIT);
    await rules.requireUnitWorth(GREATEST_UNIT);
    for (const price of [LEAST_UNIT - 1n, GREATEST_UNIT + 1n]) {
      await expect(rules.requireUnitWorth(price))
        .to.be.revertedWithCustomError(rules, "UnitWorthOutOfRange")
        .withArgs(price, LEAST_UNIT, GREATEST_UNIT);
    }
  });

  it("6: a jump bound below 5 % is refused", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const least = percent("5");
    const set = changed("close", ({ oracle }) => (oracle.jumpBound = least - 1n));
    await expectBroken(rules, set, "requireJumpBound", "JumpBoundTooLow", [least - 1n, least]);
  });

  it("6: a jump bound above the first initial rate is refused", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const rate = percent("10");
    const set = changed("coarse", ({ oracle }) => (oracle.jumpBound = rate + 1n));
    await expectBroken(rules, set, "requireJumpBound", "JumpBoundTooHigh", [rate + 1n, rate]);
    set.oracle.jumpBound = rate;
    await expectSound(rules, set);
  });

  it("6: below an initial rate of 5 % a jump bound of 5 % is the only one", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const least = percent("5");
    const set = changed("close", ({ tiers }) => (tiers.initial[0] = percent("4.5")));
    await expectSound(rules, set);
    set.oracle.jumpBound = least + 1n;
    await expectBroken(rules, set, "requireJumpBound", "JumpBoundTooHigh", [least + 1n, least]);
  });

  it("6: hold and settling of 601 seconds are refused, 600 are not", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const set = changed("close", ({ oracle }) => (oracle.jumpHold += 1n));
    await expectBroken(rules, set, "requireJumpHold", "JumpHoldTooLong", [601n, 600n]);
    set.oracle.settleTime -= 1n;
    await expectSound(rules, set);
  });

  it("6: liquidations more than 600 seconds past the heartbeat are refused", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const set = changed("close", ({ oracle }) => (oracle.maxLiquidationAge += 1n));
    await expectBroken(rules, set, "requireLiquidationAge", "LiquidationAgeTooHigh", [4_201n, 4_200n]);
  });

  it("6: a divergence bound of half the first maintenance rate is refused, one step less is not", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const rate = percent("2.5");
    const set = changed("close", ({ oracle }) => (oracle.divergenceBound = rate / 2n));
    await expectBroken(rules, set, "requireDivergenceBound", "DivergenceBoundTooHigh", [rate, rate]);
    set.oracle.divergenceBound -= 1n;
    await expectSound(rules, set);
  });

  it("6: a fallback no earlier than settlement is refused, one second earlier is not", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const set = changed("close", ({ oracle }) => (oracle.fallbackDelay = oracle.settlementDelay));
    const { settlementDelay } = set.oracle;
    const args = [settlementDelay, settlementDelay];
    await expectBroken(rules, set, "requireFallbackDelay", "FallbackDelayTooLong", args);
    set.oracle.fallbackDelay -= 1n;
    await expectSound(rules, set);
  });
});
