// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { accrueFunding, fundingPaymentUp } from "../../../scripts/lib/market/funding.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { ledgerOf } from "./mirror.ts";
import { timeOf, tradingFixture } from "./trading.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const HOUR = 3_600;

describe("funding", () => {
  /** alice long 3,000 ETH, bob short 1,000: the pool is short 2,000. */
  async function skewed() {
    const fixture = await tradingFixture(connection);
    const { alice, bob, fund, send, setPrices, sizeOf, termsOf } = fixture;
    await fund(alice, usd("3,000,000"));
    await fund(bob, usd("1,000,000"));
    await send(alice, "ETH", sizeOf("ETH", "3,000"));
    await send(bob, "ETH", -sizeOf("ETH", "1,000"));
    await setPrices({});
    return { ...fixture, maxRate: termsOf("ETH").tiers.maxFundingRatePerSecond };
  }

  it("accrueFunding brings index and rate to where the mirror has them, in every pause; anyone may call", async () => {
    const fixture = await networkHelpers.loadFixture(skewed);
    const { clearingHouse, stranger, alice, maxRate, setPrice, marketIds, skewOf } = fixture;
    const prices = ["2,000", "1,950.5", "2,100", "2,000.00000001"];
    for (const [index, pause] of [1, 7, 600, HOUR].entries()) {
      await networkHelpers.time.increase(pause);
      await setPrice("ETH", prices[index] ?? "2,000");
      const before = await ledgerOf(fixture, accountOf(alice), "ETH");
      const sent = await clearingHouse.connect(stranger).accrueFunding(marketIds.ETH);
      const expected = accrueFunding(before.funding, before.mark, await timeOf(connection, sent), maxRate);
      const after = await ledgerOf(fixture, accountOf(alice), "ETH");
      // Funding moves into cash when somebody touches the position, not here.
      expect(after).to.deep.equal({ ...before, funding: expected });
      await expect(sent)
        .to.emit(clearingHouse, "MarketUpdated")
        .withArgs(
          marketIds.ETH,
          before.mark,
          expected.fundingIndex,
          expected.fundingRatePerSecond,
          before.openInterest,
          await skewOf("ETH"),
        );
    }
  });

  it("the rate rises with a long skew to its bound and no further", async () => {
    const fixture = await networkHelpers.loadFixture(skewed);
    const { clearingHouse, alice, maxRate, setPrice, marketIds } = fixture;
    // 500,000 x 2,000 / 3,000,000 each second: 277,700,000 after 833,934 seconds.
    let { funding } = await ledgerOf(fixture, accountOf(alice), "ETH");
    expect(funding.fundingDrift).to.equal(333n);
    for (const pause of [800_000, 40_000, 40_000]) {
      await networkHelpers.time.increase(pause);
      await setPrice("ETH", "2,000");
      const before = await ledgerOf(fixture, accountOf(alice), "ETH");
      const sent = await clearingHouse.accrueFunding(marketIds.ETH);
      const expected = accrueFunding(before.funding, before.mark, await timeOf(connection, sent), maxRate);
      ({ funding } = await ledgerOf(fixture, accountOf(alice), "ETH"));
      expect(funding).to.deep.equal(expected);
    }
    expect(funding.fundingRatePerSecond).to.equal(maxRate);
  });

  it("longs pay and shorts receive, the pool among them, to within a unit each (A34)", async () => {
    const fixture = await networkHelpers.loadFixture(skewed);
    const { clearingHouse, alice, bob, cashOf, order, setPrice, sizeOf, marketIds } = fixture;
    for (let hour = 0; hour < 8; hour++) {
      await networkHelpers.time.increase(HOUR);
      await setPrice("ETH", "2,000");
      await clearingHouse.accrueFunding(marketIds.ETH);
    }
    const pool = await clearingHouse.poolMarketAccount(marketIds.ETH);
    // All over the span since the last fill, which the pool's snapshot marks.
    const { fundingIndex: since } = await clearingHouse.positionState(pool, marketIds.ETH);
    const payments: bigint[] = [];
    for (const holder of [accountOf(alice), accountOf(bob), pool]) {
      const { taker, funding } = await ledgerOf(fixture, holder, "ETH");
      payments.push(fundingPaymentUp({ ...taker.position, fundingIndex: since }, funding.fundingIndex));
    }
    const [paid = 0n, bobs = 0n, pools = 0n] = payments;
    expect(paid).to.be.greaterThan(usd("10"));
    expect([bobs < 0n, pools < 0n]).to.deep.equal([true, true]);
    expect(paid + bobs + pools).to.be.within(0n, 2n);
    // Two thirds of what the longs pay goes to the pool.
    expect(-pools - 2n * -bobs).to.be.within(-3n, 3n);

    // A fill takes it out of cash, with a second more of it.
    const reduction = order(alice, "ETH", -sizeOf("ETH", "1"));
    const { fundingPayment } = await clearingHouse.connect(alice).trade.staticCall(reduction);
    expect(fundingPayment - paid).to.be.within(0n, usd("0.1"));
    const cash = await cashOf(accountOf(alice));
    await clearingHouse.connect(alice).trade(reduction);
    expect(cash - (await cashOf(accountOf(alice)))).to.be.greaterThan(paid);
  });

  it("depends on the skew before a trade, not after it (A31)", async () => {
    const fixture = await networkHelpers.loadFixture(skewed);
    const { clearingHouse, alice, carol, maxRate, fund, send, setPrice, sizeOf, marketIds } = fixture;
    await fund(carol, usd("5,000,000"));
    await networkHelpers.time.increase(24 * HOUR);
    await setPrice("ETH", "2,000");
    const before = await ledgerOf(fixture, accountOf(alice), "ETH");
    // From 2,000 long to 6,000 short.
    const sent = await send(carol, "ETH", -sizeOf("ETH", "8,000"));
    const expected = accrueFunding(before.funding, before.mark, await timeOf(connection, sent), maxRate);
    const { state } = await clearingHouse.marketState(marketIds.ETH);
    expect(state.fundingIndex).to.equal(expected.fundingIndex);
    expect(state.fundingRatePerSecond).to.equal(expected.fundingRatePerSecond);
    expect(state.fundingIndex).to.be.greaterThan(before.funding.fundingIndex);
    expect(state.fundingDrift).to.equal(-1_000n);
    // And who opened pays nothing for the day before.
    const { fundingIndex } = await clearingHouse.positionState(accountOf(carol), marketIds.ETH);
    expect(fundingIndex).to.equal(state.fundingIndex);
  });

  it("a flat attacker leaves the rate as it was (A33): what it opened and closed moved nothing", async () => {
    const { clearingHouse, carol, fund, order, sizeOf, marketIds } = await networkHelpers.loadFixture(skewed);
    await fund(carol, usd("5,000,000"));
    const drift = (await clearingHouse.marketState(marketIds.ETH)).state.fundingDrift;
    const calls = [1n, -1n].map((side) =>
      clearingHouse.interface.encodeFunctionData("trade", [order(carol, "ETH", side * sizeOf("ETH", "5,000"))]),
    );
    await clearingHouse.connect(carol).multicall(calls);
    expect((await clearingHouse.marketState(marketIds.ETH)).state.fundingDrift).to.equal(drift);
  });

  it("a view of an account's health has its funding in it, as if somebody had accrued in that second (A36)", async () => {
    const { clearingHouse, alice, lens, setPrice, marketIds } = await networkHelpers.loadFixture(skewed);
    const account = accountOf(alice);
    await networkHelpers.time.increase(30 * 24 * HOUR);
    await setPrice("ETH", "2,000");
    const now = (await networkHelpers.time.latest()) + 10;
    const start = await networkHelpers.takeSnapshot();
    await networkHelpers.time.increaseTo(now);
    const viewed = await lens.healthOf([account]);
    await start.restore();
    const untouched = await lens.healthOf([account]);
    await networkHelpers.time.setNextBlockTimestamp(now);
    await clearingHouse.accrueFunding(marketIds.ETH);
    expect(await lens.healthOf([account])).to.deep.equal(viewed);
    expect(untouched[0]?.accountValue).to.be.greaterThan(viewed[0]?.accountValue ?? 0n);
  });

  it("a withdrawal is checked with the funding due, accrued or not (A36)", async () => {
    const { clearingHouse, vault, alice, lens, setPrice } = await networkHelpers.loadFixture(skewed);
    const account = accountOf(alice);
    const [before] = await lens.healthOf([account]);
    await networkHelpers.time.increase(10 * 24 * HOUR);
    await setPrice("ETH", "2,000");
    const [after] = await lens.healthOf([account]);
    const free = before?.freeCollateral ?? 0n;
    expect(after?.freeCollateral).to.be.lessThan(free);
    // The floor of 10 % of 6,000,000 is above initial margin here.
    await expect(vault.connect(alice).withdraw(account, free, alice.address))
      .to.be.revertedWithCustomError(clearingHouse, "InsufficientFreeCollateral")
      .withArgs(account, free, (left: bigint) => left < free && left > 0n);
  });
});
