// SPDX-License-Identifier: MIT
// P9: a raise of maintenance margin makes nobody liquidatable in the block it lands, and reaches an account when its line does.
import { expect } from "chai";

import { percent, usd } from "../../../deploy/parameters/units.ts";
import { accountValue, maintenanceMargin } from "../../../scripts/lib/margin/account.ts";
import type { Holding } from "../../../scripts/lib/margin/account.ts";
import { marginsAt, TIER_PHASE_IN } from "../../../scripts/lib/margin/phase.ts";
import { scheduleOf } from "../../../scripts/lib/margin/tiers.ts";
import { toMoney } from "../../../scripts/lib/units/money.ts";
import { toRatio } from "../../../scripts/lib/units/ratio.ts";
import { holdingsOf, stateOf } from "./state.ts";
import { connection, liquidationFixture, networkHelpers, receiptOf } from "./support.ts";

const ETH = 0n;

/** The feed's: between two looks it gets a round. */
const HEARTBEAT = 3_600n;

describe("liquidate: maintenance margin that rises over days", () => {
  /** 20 ETH whose account is worth a little more than their margin of 2.5 %, which will be 2.8 %. */
  async function nearTheLine() {
    const fixture = await liquidationFixture();
    const { alice, clearingHouse, riskAdmin, parameters, open, setPrice, oracle } = fixture;
    const account = await open(alice, { cash: usd("2,060"), tokens: "20" });
    await setPrice("ETH", "1,950");
    await oracle.recordPrice(ETH);
    const [eth] = parameters.markets;
    if (eth === undefined) throw new Error("the fixture lists no market");
    const [, ...higher] = eth.tiers.maintenance;
    const goal = {
      ...eth.tiers,
      maintenance: [percent("2.8"), ...higher] as [bigint, bigint, bigint, bigint],
      minReward: usd("4.5"),
    };
    const start = BigInt(await networkHelpers.time.latest()) + 60n;
    /** The raise, in the block of `start`. */
    const raise = async () => {
      await networkHelpers.time.setNextBlockTimestamp(start);
      return clearingHouse.connect(riskAdmin).setTiers(ETH, goal);
    };
    return { ...fixture, account, eth, goal, start, raise };
  }

  async function raised() {
    const fixture = await nearTheLine();
    await fixture.raise();
    return fixture;
  }

  /** What the mirror says of the account's maintenance margin so many seconds after the raise. */
  async function mirrored(fixture: Awaited<ReturnType<typeof nearTheLine>>, timestamp: bigint) {
    const { account, eth, goal, start } = fixture;
    const state = await stateOf(fixture, account, timestamp);
    const phased = marginsAt(branded(eth.tiers), branded(goal), timestamp - start);
    const holdings = holdingsOf(state).map((holding): Holding => ({
      ...holding,
      tiers: {
        ...holding.tiers,
        maintenance: scheduleOf(eth.tiers.bounds.map(toMoney), phased.maintenance),
        minReward: phased.minReward,
      },
    }));
    return { margin: maintenanceMargin(holdings), value: accountValue({ cash: state.cash, holdings }) };
  }

  const branded = ({ maintenance, minReward }: { maintenance: readonly bigint[]; minReward: bigint }) => ({
    maintenance: maintenance.map(toRatio),
    minReward: toMoney(minReward),
  });

  it("P9: nobody is liquidatable in the block it lands", async () => {
    const fixture = await networkHelpers.loadFixture(nearTheLine);
    const { clearingHouse, account, liquidator, liquidate, lens, raise } = fixture;
    const { provider } = connection.ethers;
    await provider.send("evm_setAutomine", [false]);
    const sent = await raise();
    // In the same block, behind the raise: the gas is given, since an estimate would be of the block before.
    const attempt = await clearingHouse.connect(liquidator).liquidate([account], account, { gasLimit: 2_000_000n });
    await provider.send("evm_mine", []);
    await provider.send("evm_setAutomine", [true]);
    const receipts = [
      await provider.getTransactionReceipt(sent.hash),
      await provider.getTransactionReceipt(attempt.hash),
    ];
    expect(receipts.map((receipt) => receipt?.status)).to.deep.equal([1, 0]);
    expect(receipts[0]?.blockNumber).to.equal(receipts[1]?.blockNumber);
    expect((await lens.healthOf([account]))[0]?.liquidatable).to.equal(false);
    await expect(liquidate(liquidator, [account])).to.be.revertedWithCustomError(clearingHouse, "NothingLiquidated");
  });

  it("the account is liquidated when the line reaches it, and ledger, lens and mirror agree on when", async () => {
    const fixture = await networkHelpers.loadFixture(raised);
    const { account, clearingHouse, start, lens, setPrice, liquidate, liquidator } = fixture;
    let reached = 0n;
    for (let time = start + HEARTBEAT / 2n; time < start + TIER_PHASE_IN && reached === 0n; time += HEARTBEAT / 2n) {
      await networkHelpers.time.increaseTo(time);
      await setPrice("ETH", "1,950");
      const now = BigInt(await networkHelpers.time.latest());
      const [health] = await lens.healthOf([account]);
      const { margin, value } = await mirrored(fixture, now);
      expect([health?.maintenanceMargin, health?.accountValue]).to.deep.equal([margin, value]);
      expect(health?.liquidatable).to.equal(value < margin);
      if (value < margin) reached = now;
    }
    expect(reached > start + HEARTBEAT).to.equal(true);
    const next = BigInt(await networkHelpers.time.latest()) + 1n;
    const { margin, value } = await mirrored(fixture, next);
    await networkHelpers.time.setNextBlockTimestamp(next);
    const receipt = await receiptOf(clearingHouse, await liquidate(liquidator, [account]));
    expect(receipt).to.include({ margin, value });
  });

  it("and what is asked without a transaction says the same: explainLiquidation and the preview", async () => {
    const fixture = await networkHelpers.loadFixture(raised);
    const { account, alice, clearingHouse, start, setPrice, marketIds } = fixture;
    await networkHelpers.time.increaseTo(start + TIER_PHASE_IN / 10n);
    await setPrice("ETH", "1,950");
    const now = BigInt(await networkHelpers.time.latest()) + 1n;
    await networkHelpers.time.setNextBlockTimestamp(now);
    const { margin } = await mirrored(fixture, now);
    const explained = await clearingHouse.explainLiquidation.staticCall(account, { blockTag: "pending" });
    expect(explained.maintenanceMargin).to.equal(margin);
    const size = (await clearingHouse.positionState(account, marketIds.ETH)).size;
    const order = {
      account,
      market: marketIds.ETH,
      sizeDelta: -size / 2n,
      worstPrice: 0n,
      deadline: 2n ** 40n,
      reduceOnly: true,
    };
    const preview = await clearingHouse.connect(alice).previewTrade.staticCall(order, { blockTag: "pending" });
    // Of half the position: the least reward is not halved.
    const { minReward } = marginsAt(branded(fixture.eth.tiers), branded(fixture.goal), now - start);
    const half = (margin - minReward) / 2n + minReward;
    expect(preview.maintenanceMargin >= half && preview.maintenanceMargin <= half + 1n).to.equal(true);
  });
});
