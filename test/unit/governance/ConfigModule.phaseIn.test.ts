// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { Result } from "ethers";
import { network } from "hardhat";

import { percent, usd } from "../../../deploy/parameters/units.ts";
import { TIER_PHASE_IN } from "../../../scripts/lib/margin/phase.ts";
import { protocolFixture } from "../../fixtures/protocol.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const ETH = 0n;
const UNLISTED = 5n;

/** A struct of an event by its fields' names. */
function fields(struct: unknown): object {
  if (!(struct instanceof Result)) throw new TypeError("not a struct");
  return struct.toObject(true);
}

const isEqual = (expected: object) => (struct: unknown) => expect(fields(struct)).to.deep.equal(expected) !== undefined;

describe("ConfigModule: a raise of maintenance margin over open positions", () => {
  async function positioned() {
    const fixture = await protocolFixture(connection);
    const { clearingHouse, riskAdmin, trader, fund, trade, sizeOf, parameters } = fixture;
    await fund(trader, usd("1,000,000"));
    await trade(trader, "ETH", sizeOf("ETH", "10"));
    const [eth] = parameters.markets;
    if (eth === undefined) throw new Error("the fixture lists no market");
    const withFirst = (rate: string, change: Partial<typeof eth.tiers> = {}): typeof eth.tiers => {
      const [, second, third, fourth] = eth.tiers.maintenance;
      return { ...eth.tiers, maintenance: [percent(rate), second, third, fourth], ...change };
    };
    const setTiers = async (tiers: typeof eth.tiers) => clearingHouse.connect(riskAdmin).setTiers(ETH, tiers);
    const setTiersAt = async (time: bigint, tiers: typeof eth.tiers) => {
      await networkHelpers.time.setNextBlockTimestamp(time);
      return setTiers(tiers);
    };
    /** The first tier's rate as margins count it now: bits 84 to 99, basis points. */
    const rateNow = async (): Promise<bigint> =>
      (((await clearingHouse.marketState(ETH)).tierSlot >> 84n) & 0xffffn) * 100n;
    const start = BigInt(await networkHelpers.time.latest()) + 60n;
    return { ...fixture, eth, withFirst, setTiers, setTiersAt, rateNow, start, end: start + TIER_PHASE_IN };
  }

  /** ETH's first maintenance rate is on its way from 2.5 % to 2.8 %. */
  async function rising() {
    const fixture = await positioned();
    await fixture.setTiersAt(fixture.start, fixture.withFirst("2.8"));
    return fixture;
  }

  it("arrives over three days: TiersPhasedIn says from where, to where, and when", async () => {
    const { clearingHouse, eth, withFirst, setTiersAt, start, end } = await networkHelpers.loadFixture(positioned);
    const goal = withFirst("2.8", { minReward: usd("4") });
    const sent = await setTiersAt(start, goal);
    await expect(sent)
      .to.emit(clearingHouse, "TiersPhasedIn")
      .withArgs(ETH, isEqual({ ...eth.tiers }), isEqual(goal), start, end);
    await expect(sent).to.emit(clearingHouse, "TiersChanged").withArgs(ETH, isEqual(eth.tiers), isEqual(goal));
    const phase = await clearingHouse.tierPhaseOf(ETH);
    expect([phase.rising, phase.startedAt, phase.endsAt]).to.deep.equal([true, start, end]);
    expect(fields(phase.from)).to.deep.equal(eth.tiers);
    expect(fields((await clearingHouse.marketState(ETH)).tiers)).to.deep.equal(goal);
  });

  it("P9: counts for nothing in its block, half way as half, and whole at its end", async () => {
    const { rateNow, start, end } = await networkHelpers.loadFixture(rising);
    expect(await rateNow()).to.equal(percent("2.5"));
    await networkHelpers.time.increaseTo(start + TIER_PHASE_IN / 2n);
    expect(await rateNow()).to.equal(percent("2.65"));
    await networkHelpers.time.increaseTo(end - 1n);
    expect(await rateNow()).to.equal(percent("2.79"));
    await networkHelpers.time.increaseTo(end);
    expect(await rateNow()).to.equal(percent("2.8"));
  });

  it("initial margin that is raised with it counts at once", async () => {
    const { clearingHouse, eth, withFirst, setTiers } = await networkHelpers.loadFixture(positioned);
    const [, second, third, fourth] = eth.tiers.initial;
    await setTiers(withFirst("2.8", { initial: [percent("6"), second, third, fourth], withdrawFloor: percent("12") }));
    const { tierSlot } = await clearingHouse.marketState(ETH);
    expect(((tierSlot >> 148n) & 0xffffn) * 100n).to.equal(percent("6"));
    expect(((tierSlot >> 228n) & 0x3fffn) * 100n).to.equal(percent("12"));
  });

  it("a second one starts from what counts at that moment", async () => {
    const { clearingHouse, rateNow, setTiersAt, withFirst, start } = await networkHelpers.loadFixture(rising);
    const middle = start + TIER_PHASE_IN / 2n;
    await setTiersAt(middle, withFirst("3"));
    const { from, startedAt } = await clearingHouse.tierPhaseOf(ETH);
    expect([from.maintenance[0], startedAt]).to.deep.equal([percent("2.65"), middle]);
    expect(await rateNow()).to.equal(percent("2.65"));
    await networkHelpers.time.increaseTo(middle + TIER_PHASE_IN);
    expect(await rateNow()).to.equal(percent("3"));
  });

  it("a loosening ends it at once", async () => {
    const { clearingHouse, rateNow, setTiersAt, withFirst, start } = await networkHelpers.loadFixture(rising);
    const sent = await setTiersAt(start + TIER_PHASE_IN / 2n, withFirst("2.6"));
    await expect(sent).not.to.emit(clearingHouse, "TiersPhasedIn");
    expect((await clearingHouse.tierPhaseOf(ETH)).rising).to.equal(false);
    expect(await rateNow()).to.equal(percent("2.6"));
  });

  it("a rate that is lowered beside it counts at once, and what rises starts where it was", async () => {
    const { clearingHouse, eth, setTiers } = await networkHelpers.loadFixture(positioned);
    const [, second, third, fourth] = eth.tiers.maintenance;
    await setTiers({ ...eth.tiers, maintenance: [percent("2.8"), second - percent("0.1"), third, fourth] });
    const { from } = await clearingHouse.tierPhaseOf(ETH);
    expect([...from.maintenance]).to.deep.equal([percent("2.5"), second - percent("0.1"), third, fourth]);
  });

  it("reverts with TierBoundChanged where a bound moves with it", async () => {
    const { config, eth, withFirst, setTiers } = await networkHelpers.loadFixture(positioned);
    const [first, second, third] = eth.tiers.bounds;
    for (const bound of [second - usd("1,000"), second + usd("1,000")]) {
      await expect(setTiers(withFirst("2.8", { bounds: [first, bound, third] })))
        .to.be.revertedWithCustomError(config, "TierBoundChanged")
        .withArgs(ETH, 1n, bound, second);
    }
  });

  it("takes a rate and the least reward at most half further than what counts, and a step", async () => {
    const { config, eth, withFirst, setTiers } = await networkHelpers.loadFixture(positioned);
    const highest = percent("3.76");
    await expect(setTiers(withFirst("3.77")))
      .to.be.revertedWithCustomError(config, "MaintenanceRisesTooFar")
      .withArgs(ETH, 0n, percent("3.77"), highest);
    const fourth = eth.tiers.initial[3];
    const wide = { initial: [percent("20"), percent("20"), percent("20"), fourth] as typeof eth.tiers.initial };
    await setTiers(withFirst("3.76", { ...wide, withdrawFloor: percent("20") }));
    await expect(setTiers({ ...eth.tiers, minReward: usd("4.7") }))
      .to.be.revertedWithCustomError(config, "MinRewardRisesTooFar")
      .withArgs(ETH, usd("4.7"), usd("4.6"));
  });

  it("is not needed without open positions: all of it counts at once", async () => {
    const { clearingHouse, rateNow, trade, trader, sizeOf, setTiers, withFirst } =
      await networkHelpers.loadFixture(positioned);
    await trade(trader, "ETH", -sizeOf("ETH", "10"));
    await setTiers(withFirst("2.8"));
    expect((await clearingHouse.tierPhaseOf(ETH)).rising).to.equal(false);
    expect(await rateNow()).to.equal(percent("2.8"));
  });

  it("meets the listing rules where it goes, and where it stands while another parameter changes", async () => {
    const { clearingHouse, config, riskAdmin, eth, setTiers, withFirst, end } =
      await networkHelpers.loadFixture(rising);
    const [first] = eth.tiers.initial;
    const { penalty, venueBand } = eth.liquidation;
    expect(penalty < percent("2.5") && venueBand < percent("2.5")).to.equal(true);
    await expect(setTiers(withFirst("3.7"))).to.be.revertedWithCustomError(config, "InitialMarginTooThin");
    expect(first).to.equal(percent("5"));
    // A band between what counts and where it goes.
    const wide = { ...eth.liquidation, venueBand: percent("2.7") };
    const set = async () => clearingHouse.connect(riskAdmin).setLiquidationParameters(ETH, wide);
    await expect(set()).to.be.revertedWithCustomError(config, "VenueBandTooWide");
    await networkHelpers.time.increaseTo(end);
    await set();
  });

  it("a restriction keeps it on its way", async () => {
    const { clearingHouse, guardian, rateNow, start } = await networkHelpers.loadFixture(rising);
    await clearingHouse.connect(guardian).restrictMarket(ETH);
    await networkHelpers.time.increaseTo(start + TIER_PHASE_IN / 2n);
    expect(await rateNow()).to.equal(percent("2.65"));
    expect((await clearingHouse.marketState(ETH)).reduceOnly).to.equal(true);
  });

  it("anybody writes down that it has arrived: endTierPhase, which changes nothing that counts", async () => {
    const { clearingHouse, stranger, rateNow, end } = await networkHelpers.loadFixture(rising);
    await networkHelpers.time.setNextBlockTimestamp(end);
    await clearingHouse.connect(stranger).endTierPhase(ETH);
    expect((await clearingHouse.tierPhaseOf(ETH)).rising).to.equal(false);
    expect(await rateNow()).to.equal(percent("2.8"));
  });

  it("endTierPhase reverts with TierPhaseNotOver before, NoTierPhase without one, UnknownMarket where there is none", async () => {
    const { clearingHouse, config, end } = await networkHelpers.loadFixture(rising);
    await networkHelpers.time.setNextBlockTimestamp(end - 1n);
    await expect(clearingHouse.endTierPhase(ETH))
      .to.be.revertedWithCustomError(config, "TierPhaseNotOver")
      .withArgs(ETH, end - 1n, end);
    await expect(clearingHouse.endTierPhase(1n)).to.be.revertedWithCustomError(config, "NoTierPhase").withArgs(1n);
    await expect(clearingHouse.endTierPhase(UNLISTED))
      .to.be.revertedWithCustomError(clearingHouse, "UnknownMarket")
      .withArgs(UNLISTED);
  });
});
