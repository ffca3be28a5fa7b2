// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { answer, usd } from "../../../deploy/parameters/units.ts";
import { PriceValidity } from "../../fixtures/validity.ts";
import { expectedLiquidation } from "./expected.ts";
import { receiptOf, receiptsOf } from "./receipts.ts";
import { ethers, liquidationFixture, networkHelpers } from "./support.ts";

/** FaultyFeed.Mode, in the order of its declaration. */
const Mode = { Revert: 1n, BurnGas: 2n, ShortReturn: 3n, HugeReturn: 4n } as const;

type Fixture = Awaited<ReturnType<typeof mixedFixture>>;

/** 20 ETH long beside BTC behind a feed that can fail; `cash` bears both at the opening. */
async function mixedFixture() {
  const fixture = await liquidationFixture();
  const { alice, governor, oracle, open, order, marketIds } = fixture;
  const faulty = await ethers.deployContract("FaultyFeed", [8n]);
  const round = async (price = "40,000"): Promise<void> => {
    const now = BigInt(await networkHelpers.time.latest());
    await faulty.setRound({
      roundId: now,
      answer: answer(price),
      startedAt: now,
      updatedAt: now,
      answeredInRound: now,
    });
  };
  await round();
  const { heartbeat, maxLiquidationAge, sizeDecimals, lowerBound, upperBound, jumpBound } = await oracle.feedOf(
    marketIds.BTC,
  );
  const limits = { heartbeat, maxLiquidationAge, sizeDecimals, lowerBound, upperBound, jumpBound };
  await oracle.connect(governor).setFeed(marketIds.BTC, { feed: await faulty.getAddress(), ...limits });
  const account = await open(alice, { cash: usd("3,300"), tokens: "20" });
  await order(alice, account, "BTC", "0.5");
  return { ...fixture, faulty, round, account };
}

const FAILURES: Readonly<Record<string, (fixture: Fixture) => Promise<unknown>>> = {
  "has expired": async () => networkHelpers.time.increase(4_300),
  "has a feed that reverts": async ({ faulty }) => faulty.setModes(Mode.Revert, Mode.Revert),
  "has a feed that burns its gas": async ({ faulty }) => faulty.setModes(Mode.BurnGas, Mode.BurnGas),
  "has a feed that answers 31 bytes": async ({ faulty }) => faulty.setModes(Mode.ShortReturn, Mode.ShortReturn),
  "has a feed that answers 100,000 bytes": async ({ faulty }) => faulty.setModes(Mode.HugeReturn, Mode.HugeReturn),
};

describe("liquidate: one market's price is not usable", () => {
  for (const [name, fail] of Object.entries(FAILURES)) {
    it(`a market that ${name} shields nothing: the other is liquidated, and its own position stays (A14, A48)`, async () => {
      const fixture = await networkHelpers.loadFixture(mixedFixture);
      const { clearingHouse, oracle, liquidator, account, setPrice, stateAtNext, liquidate, marketIds } = fixture;
      await fail(fixture);
      await setPrice("ETH", "1,860");
      expect((await oracle.readPrice(marketIds.BTC)).validity >= PriceValidity.Expired).to.equal(true);
      const kept = await clearingHouse.positionState(account, marketIds.BTC);
      const before = await stateAtNext(account);
      const receipt = await receiptOf(clearingHouse, await liquidate(liquidator, [account]));
      expect(receipt.closed.map(({ market }) => market)).to.deep.equal([BigInt(marketIds.ETH)]);
      expect(await clearingHouse.positionState(account, marketIds.BTC)).to.deep.equal(kept);
      const exact = expectedLiquidation(before, (_, computed) => receipt.closed[0]?.sizeClosed ?? computed);
      expect(receipt).to.include({
        value: exact.value,
        margin: exact.margin,
        penalty: exact.penalty,
        reward: exact.reward,
        cash: exact.after.cash,
      });
    });
  }

  it("where closing the other is not enough, what it is charged leaves the margin ratio no lower", async () => {
    const fixture = await networkHelpers.loadFixture(mixedFixture);
    const { clearingHouse, faulty, liquidator, account, setPrice, liquidate, lens, marketIds } = fixture;
    await faulty.setModes(Mode.Revert, Mode.Revert);
    // With BTC at 42,000 (5 % in its favour): little is left beside the margin of BTC.
    await setPrice("ETH", "1,815");
    const [before] = await lens.healthOf([account]);
    const { penalty, reward, value } = await receiptOf(clearingHouse, await liquidate(liquidator, [account]));
    expect((await clearingHouse.positionState(account, marketIds.ETH)).size).to.equal(0n);
    // Less than 1.2 % of 36,300 USD.
    expect(value > 0n && penalty > 0n && penalty < usd("435")).to.equal(true);
    expect(reward <= penalty).to.equal(true);
    const [after] = await lens.healthOf([account]);
    expect((after?.marginRatio ?? 0n) >= (before?.marginRatio ?? 0n)).to.equal(true);
    // And not much higher: all that can be charged is.
    expect((after?.marginRatio ?? 0n) - (before?.marginRatio ?? 0n) <= 1n).to.equal(true);
  });

  it("below zero, the account keeps the position and its share until there is a price, and is charged nothing", async () => {
    const fixture = await networkHelpers.loadFixture(mixedFixture);
    const { clearingHouse, faulty, round, liquidator, account, setPrice, liquidate, cashOf, marketIds } = fixture;
    await faulty.setModes(Mode.Revert, Mode.Revert);
    await setPrice("ETH", "1,700");
    const response = await liquidate(liquidator, [account]);
    const receipt = await receiptOf(clearingHouse, response);
    expect(receipt).to.include({ penalty: 0n, reward: usd("3"), topUp: usd("3") });
    expect(await cashOf(account)).to.equal(receipt.cash);
    // All that it has lost is in ETH: at 42,000, five per cent in its favour, BTC has gained.
    await expect(response)
      .to.emit(clearingHouse, "BadDebtShared")
      .withArgs(account, marketIds.ETH, -receipt.value, -receipt.value, 0n);
    await expect(response).not.to.emit(clearingHouse, "BadDebtRealized");
    expect((await clearingHouse.accountState(account)).markets).to.equal(1n << BigInt(marketIds.BTC));

    await faulty.setModes(0n, 0n);
    await round();
    const last = await liquidate(liquidator, [account]);
    const { value } = await receiptOf(clearingHouse, last);
    expect(value < 0n).to.equal(true);
    // At 40,000 it has lost what opening cost it, which is BTC's; the gain that was counted on has come to nothing and is
    // no market's loss.
    const [shared] = await clearingHouse.queryFilter(clearingHouse.filters.BadDebtShared(account), -1);
    const [realized] = await clearingHouse.queryFilter(clearingHouse.filters.BadDebtRealized(account), -1);
    expect(shared?.args.market).to.equal(BigInt(marketIds.BTC));
    expect((shared?.args.badDebt ?? 0n) + (realized?.args.badDebt ?? 0n)).to.equal(-value);
    expect(realized?.args.fromPool).to.equal(0n);
    expect(await cashOf(account)).to.equal(0n);
  });

  it("an account all of whose prices are unusable is skipped: NothingLiquidated alone, no obstacle in a batch", async () => {
    const fixture = await networkHelpers.loadFixture(mixedFixture);
    const {
      clearingHouse,
      oracle,
      faulty,
      round,
      bob,
      liquidator,
      account,
      open,
      setPrice,
      liquidate,
      lens,
      marketIds,
    } = fixture;
    const dead = await open(bob, { cash: usd("1,100"), asset: "BTC", tokens: "0.5" });
    // Within the jump bound of what was accepted last, each time.
    for (const price of ["38,100", "36,300", "35,000"]) {
      await round(price);
      await oracle.recordPrice(marketIds.BTC);
    }
    await faulty.setModes(Mode.Revert, Mode.Revert);
    await setPrice("ETH", "1,950");
    const [health] = await lens.healthOf([dead]);
    expect((health?.accountValue ?? 0n) < (health?.maintenanceMargin ?? 0n)).to.equal(true);
    expect(health?.liquidatable).to.equal(false);
    await expect(liquidate(liquidator, [dead])).to.be.revertedWithCustomError(clearingHouse, "NothingLiquidated");
    const receipts = await receiptsOf(clearingHouse, await liquidate(liquidator, [dead, account, dead]));
    expect(receipts.map((receipt) => receipt.account)).to.deep.equal([account.toLowerCase()]);
  });
});
