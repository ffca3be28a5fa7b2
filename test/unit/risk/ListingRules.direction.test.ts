// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { percent, usd } from "../../../deploy/parameters/units.ts";
import { changed, exampleSet } from "./listing.ts";
import type { ListingSet } from "./listing.ts";

const { ethers, networkHelpers } = await network.create();

const BP = 100n;

describe("the direction of a parameter change", () => {
  async function rulesFixture() {
    return ethers.deployContract("ListingRulesHarness");
  }

  const { tiers, trade } = exampleSet("close");
  const tiersWith = (change: (tiers: ListingSet["tiers"]) => void) =>
    changed("close", (set) => change(set.tiers)).tiers;
  const tradeWith = (change: (trade: ListingSet["trade"]) => void) =>
    changed("close", (set) => change(set.trade)).trade;

  it("no change neither loosens nor raises maintenance", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    expect(await rules.tiersLoosen(tiers, tiers)).to.equal(false);
    expect(await rules.raisesMaintenance(tiers, tiers)).to.equal(false);
    expect(await rules.tradeLoosens(trade, trade)).to.equal(false);
  });

  const raising: readonly [string, (tiers: ListingSet["tiers"]) => void][] = [
    ["the first maintenance rate", (t) => (t.maintenance[0] += BP)],
    ["the last maintenance rate", (t) => (t.maintenance[3] += BP)],
    ["a lower first bound", (t) => (t.bounds[0] -= usd("1,000"))],
    ["the least reward", (t) => (t.minReward += usd("0.1"))],
  ];
  for (const [what, change] of raising) {
    it(`${what} raises maintenance one way and loosens the other`, async () => {
      const rules = await networkHelpers.loadFixture(rulesFixture);
      const higher = tiersWith(change);
      expect(await rules.raisesMaintenance(tiers, higher)).to.equal(true);
      expect(await rules.raisesMaintenance(higher, tiers)).to.equal(false);
      expect(await rules.tiersLoosen(higher, tiers)).to.equal(true);
    });
  }

  it("a higher initial rate neither loosens nor raises maintenance", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const higher = tiersWith((t) => (t.initial[0] += BP));
    expect(await rules.tiersLoosen(tiers, higher)).to.equal(false);
    expect(await rules.raisesMaintenance(tiers, higher)).to.equal(false);
    expect(await rules.tiersLoosen(higher, tiers)).to.equal(true);
  });

  it("a lower rate in a tier that a lower bound more than makes up for does not loosen", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    // The second tier begins at 1,000,000 instead of 5,000,000: 100,000 USD more at 5,000,000. Its rate may then be a
    // basis point lower: 2,400 USD less up to the next bound.
    const other = tiersWith((t) => {
      t.bounds[0] = usd("1,000,000");
      t.maintenance[1] -= BP;
    });
    expect(await rules.tiersLoosen(tiers, other)).to.equal(false);
    expect(await rules.raisesMaintenance(tiers, other)).to.equal(true);
  });

  const loosening: readonly [string, (trade: ListingSet["trade"]) => void][] = [
    ["a lower taker fee", (t) => (t.takerFee -= 10n)],
    ["a lower maker fee", (t) => (t.makerFee -= 10n)],
    ["a lower spread", (t) => (t.spread -= 10n)],
    ["a higher skew cap", (t) => (t.maxSkew += BP)],
    ["a higher open interest cap", (t) => (t.maxOpenInterest += 1n)],
    ["a smaller least size", (t) => (t.minSize -= 1n)],
    ["a higher funding velocity", (t) => (t.maxFundingVelocity += 1n)],
    ["a smaller share for insurance", (t) => (t.insuranceShare -= percent("1"))],
    ["a larger share for the treasury", (t) => (t.treasuryShare += percent("1"))],
  ];
  for (const [what, change] of loosening) {
    it(`${what} loosens, its reverse does not`, async () => {
      const rules = await networkHelpers.loadFixture(rulesFixture);
      const looser = tradeWith(change);
      expect(await rules.tradeLoosens(trade, looser)).to.equal(true);
      expect(await rules.tradeLoosens(looser, trade)).to.equal(false);
    });
  }

  it("another skew scale loosens either way: it moves the premium at which present skew is unwound", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const larger = tradeWith((t) => (t.skewScale += 1n));
    expect(await rules.tradeLoosens(trade, larger)).to.equal(true);
    expect(await rules.tradeLoosens(larger, trade)).to.equal(true);
  });

  it("a change that tightens one parameter and loosens another loosens", async () => {
    const rules = await networkHelpers.loadFixture(rulesFixture);
    const both = tradeWith((t) => {
      t.takerFee += 10n;
      t.spread -= 10n;
    });
    expect(await rules.tradeLoosens(trade, both)).to.equal(true);
  });
});
