// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { MaxUint256 } from "ethers";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { accrueFunding } from "../../../scripts/lib/market/funding.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { ledgerOf } from "./mirror.ts";
import { HEARTBEAT, MAX_LIQUIDATION_AGE, timeOf, tradingFixture } from "./trading.ts";

const connection = await network.create();
const { networkHelpers } = connection;

describe("funding while a market cannot be reduced", () => {
  async function skewed() {
    const fixture = await tradingFixture(connection);
    const { alice, fund, send, setPrice, sizeOf, termsOf, clearingHouse, marketIds } = fixture;
    await fund(alice, usd("3,000,000"));
    await send(alice, "ETH", sizeOf("ETH", "3,000"));
    await setPrice("ETH", "2,000");
    const frozen = async (): Promise<boolean> => (await clearingHouse.marketState(marketIds.ETH)).state.fundingFrozen;
    const indexOf = async (): Promise<bigint> => (await clearingHouse.marketState(marketIds.ETH)).state.fundingIndex;
    return { ...fixture, frozen, indexOf, maxRate: termsOf("ETH").tiers.maxFundingRatePerSecond };
  }

  async function frozenFixture() {
    const fixture = await skewed();
    await fixture.nextAtAge("ETH", HEARTBEAT + 1);
    await fixture.clearingHouse.accrueFunding(fixture.marketIds.ETH);
    return fixture;
  }

  it("accrues in the last second of the heartbeat and does not freeze", async () => {
    const { clearingHouse, frozen, nextAtAge, marketIds } = await networkHelpers.loadFixture(skewed);
    await nextAtAge("ETH", HEARTBEAT);
    await expect(clearingHouse.accrueFunding(marketIds.ETH)).not.to.emit(clearingHouse, "FundingFrozen");
    expect(await frozen()).to.equal(false);
  });

  it("the call that records the outage accrues up to its block and freezes: FundingFrozen", async () => {
    const fixture = await networkHelpers.loadFixture(skewed);
    const { clearingHouse, alice, stranger, frozen, maxRate, nextAtAge, marketIds } = fixture;
    const before = await ledgerOf(fixture, accountOf(alice), "ETH");
    await nextAtAge("ETH", HEARTBEAT + 1);
    const sent = await clearingHouse.connect(stranger).accrueFunding(marketIds.ETH);
    await expect(sent).to.emit(clearingHouse, "FundingFrozen").withArgs(marketIds.ETH, true);
    expect(await frozen()).to.equal(true);
    const expected = accrueFunding(before.funding, before.mark, await timeOf(connection, sent), maxRate);
    expect((await ledgerOf(fixture, accountOf(alice), "ETH")).funding).to.deep.equal(expected);
  });

  it("while frozen nothing accrues, no view counts any, and a second record says nothing new", async () => {
    const { clearingHouse, alice, indexOf, lens, waitForAge, marketIds } =
      await networkHelpers.loadFixture(frozenFixture);
    const index = await indexOf();
    const [before] = await lens.healthOf([accountOf(alice)]);
    await waitForAge("ETH", HEARTBEAT + 500);
    const [during] = await lens.healthOf([accountOf(alice)]);
    expect(during?.accountValue).to.equal(before?.accountValue);
    await waitForAge("ETH", 10 * HEARTBEAT);
    await expect(clearingHouse.accrueFunding(marketIds.ETH)).not.to.emit(clearingHouse, "FundingFrozen");
    expect(await indexOf()).to.equal(index);
  });

  it("the first call at a valid price thaws without accruing the outage, and from there on it accrues (A37)", async () => {
    const fixture = await networkHelpers.loadFixture(frozenFixture);
    const { clearingHouse, alice, frozen, indexOf, maxRate, setPrice, waitForAge, marketIds } = fixture;
    const index = await indexOf();
    const rate = (await ledgerOf(fixture, accountOf(alice), "ETH")).funding.fundingRatePerSecond;
    await waitForAge("ETH", 20 * HEARTBEAT);
    await setPrice("ETH", "2,000");
    const thaw = await clearingHouse.accrueFunding(marketIds.ETH);
    await expect(thaw).to.emit(clearingHouse, "FundingFrozen").withArgs(marketIds.ETH, false);
    expect(await frozen()).to.equal(false);
    expect(await indexOf()).to.equal(index);
    const thawed = await ledgerOf(fixture, accountOf(alice), "ETH");
    expect(thawed.funding.fundingRatePerSecond).to.equal(rate);
    expect(thawed.funding.accruedAt).to.equal(await timeOf(connection, thaw));
    await networkHelpers.time.increase(600);
    const sent = await clearingHouse.accrueFunding(marketIds.ETH);
    const expected = accrueFunding(thawed.funding, thawed.mark, await timeOf(connection, sent), maxRate);
    expect(await indexOf()).to.equal(expected.fundingIndex);
    expect(await indexOf()).to.be.greaterThan(index);
  });

  it("a trade thaws as well as a poke: it pays for the time before the outage only", async () => {
    const { clearingHouse, alice, indexOf, send, setPrice, sizeOf, waitForAge, marketIds } =
      await networkHelpers.loadFixture(frozenFixture);
    const index = await indexOf();
    await waitForAge("ETH", 3 * HEARTBEAT);
    await setPrice("ETH", "2,000");
    await expect(send(alice, "ETH", -sizeOf("ETH", "1")))
      .to.emit(clearingHouse, "FundingFrozen")
      .withArgs(marketIds.ETH, false);
    const { fundingIndex } = await clearingHouse.positionState(accountOf(alice), marketIds.ETH);
    expect(fundingIndex).to.equal(index);
  });

  it("a close at a stale price by who is below initial margin freezes, and pays up to its block", async () => {
    const fixture = await networkHelpers.loadFixture(skewed);
    const { clearingHouse, bob, fund, frozen, nextAtAge, send, setPrice, sizeOf, marketIds } = fixture;
    await fund(bob, usd("10,500"));
    await send(bob, "ETH", sizeOf("ETH", "100"));
    await setPrice("ETH", "1,960");
    await nextAtAge("ETH", HEARTBEAT + 1);
    await expect(clearingHouse.connect(bob).closeAccount(accountOf(bob), [0n], MaxUint256))
      .to.emit(clearingHouse, "FundingFrozen")
      .withArgs(marketIds.ETH, true);
    expect(await frozen()).to.equal(true);
  });

  it("an outage that nobody records is none: funding runs on through it", async () => {
    const fixture = await networkHelpers.loadFixture(skewed);
    const { clearingHouse, alice, indexOf, maxRate, setPrice, waitForAge, marketIds } = fixture;
    const before = await ledgerOf(fixture, accountOf(alice), "ETH");
    await waitForAge("ETH", MAX_LIQUIDATION_AGE + 1_000);
    await setPrice("ETH", "2,000");
    const sent = await clearingHouse.accrueFunding(marketIds.ETH);
    await expect(sent).not.to.emit(clearingHouse, "FundingFrozen");
    const expected = accrueFunding(before.funding, before.mark, await timeOf(connection, sent), maxRate);
    expect(await indexOf()).to.equal(expected.fundingIndex);
  });

  it("one market's outage freezes no other", async () => {
    const { clearingHouse, marketIds } = await networkHelpers.loadFixture(frozenFixture);
    expect((await clearingHouse.marketState(marketIds.BTC)).state.fundingFrozen).to.equal(false);
  });
});
