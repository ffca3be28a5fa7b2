// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { divDown } from "../../../scripts/lib/units/rounding.ts";
import { expectedLiquidation } from "../liquidation/expected.ts";
import { receiptOf } from "../liquidation/receipts.ts";
import { liquidationFixture, networkHelpers } from "../liquidation/support.ts";

describe("liquidate: pace", () => {
  /** 1,000 ETH on 110,000 USD, at a price that puts it below maintenance. */
  async function largeAt(price: string) {
    const fixture = await liquidationFixture();
    const { clearingHouse, alice, open, setPrice, liquidate, liquidator, marketIds } = fixture;
    const account = await open(alice, { cash: usd("110,000"), tokens: "1,000" });
    await setPrice("ETH", price);
    return {
      ...fixture,
      account,
      sizeNow: async (): Promise<bigint> => (await clearingHouse.positionState(account, marketIds.ETH)).size,
      /** The next bite, `seconds` after the last block. */
      biteAfter: async (seconds: number) => {
        const now = (await networkHelpers.time.latest()) + seconds;
        await networkHelpers.time.setNextBlockTimestamp(now);
        return receiptOf(clearingHouse, await liquidate(liquidator, [account]));
      },
    };
  }

  /** Almost all of it must go, and every bite raises the ratio. */
  async function largeFixture() {
    return largeAt("1,916");
  }

  async function bittenFixture() {
    const fixture = await largeFixture();
    await fixture.biteAfter(1);
    return { ...fixture, firstBite: await networkHelpers.time.latest() };
  }

  it("the first bite closes a fifth of the notional where that is more than unpacedNotional", async () => {
    const { sizeOf, sizeNow, biteAfter, clearingHouse, account } = await networkHelpers.loadFixture(largeFixture);
    const { closed } = await biteAfter(1);
    expect(closed).to.have.length(1);
    expect(closed[0]?.sizeClosed).to.equal(sizeOf("ETH", "200"));
    expect(await sizeNow()).to.equal(sizeOf("ETH", "800"));
    const { bittenSince, bittenFor } = await clearingHouse.accountState(account);
    expect([bittenSince, bittenFor]).to.deep.equal([BigInt(await networkHelpers.time.latest()), 0n]);
  });

  it("and unpacedNotional where that is more", async () => {
    const { clearingHouse, alice, oracle, open, setPrice, liquidate, liquidator } =
      await networkHelpers.loadFixture(liquidationFixture);
    const account = await open(alice, { cash: usd("22,000"), tokens: "200" });
    await setPrice("ETH", "1,926");
    const { closed } = await receiptOf(clearingHouse, await liquidate(liquidator, [account]));
    // 100,000 USD of 385,200, in whole units.
    expect(closed[0]?.sizeClosed).to.equal(divDown(usd("100,000") * 10n ** 16n, (await oracle.readPrice(0n)).mark));
  });

  it("an account whose bite is no larger than unpacedNotional knows no pace", async () => {
    const { clearingHouse, alice, open, setPrice, liquidate, liquidator, stateAtNext } =
      await networkHelpers.loadFixture(liquidationFixture);
    const account = await open(alice, { cash: usd("5,500"), tokens: "50" });
    await setPrice("ETH", "1,930");
    const before = await stateAtNext(account);
    const expected = expectedLiquidation(before);
    expect(expected.paced).to.equal(false);
    const { closed } = await receiptOf(clearingHouse, await liquidate(liquidator, [account]));
    expect((closed[0]?.sizeClosed ?? 0n) - (expected.closings[0]?.sizeClosed ?? 0n)).to.be.within(0n, 1n);
    const { bittenSince, bittenFor } = await clearingHouse.accountState(account);
    expect([bittenSince, bittenFor]).to.deep.equal([0n, 0n]);
  });

  for (const seconds of [6, 15, 30, 45] as const) {
    it(`${seconds} s after the first bite ${seconds}/60 of what it left may go`, async () => {
      const { sizeOf, biteAfter, sizeNow } = await networkHelpers.loadFixture(bittenFixture);
      const { closed } = await biteAfter(seconds);
      const most = (sizeOf("ETH", "800") * BigInt(seconds)) / 60n;
      expect(closed[0]?.sizeClosed).to.be.within(most - 1n, most);
      expect(await sizeNow()).to.equal(sizeOf("ETH", "800") - (closed[0]?.sizeClosed ?? 0n));
    });
  }

  it("bites add up to the line, however many there are: at t it is a fifth and 4/5 of t/60", async () => {
    const { sizeOf, biteAfter, sizeNow } = await networkHelpers.loadFixture(largeFixture);
    await biteAfter(1);
    for (let bite = 1; bite <= 10; bite++) await biteAfter(4);
    // 40 s: 20 % and 80 % of 40/60, less a unit of rounding each time.
    const line = (sizeOf("ETH", "1,000") * 2n) / 10n + (sizeOf("ETH", "1,000") * 8n * 40n) / (10n * 60n);
    expect(sizeOf("ETH", "1,000") - (await sizeNow())).to.be.within(line - 12n, line);
  });

  it("at 60 s all that the target asks for goes, and the liquidation is forgotten", async () => {
    const { biteAfter, clearingHouse, account, firstBite, stateAtNext, liquidate, liquidator } =
      await networkHelpers.loadFixture(bittenFixture);
    await networkHelpers.time.increaseTo(firstBite + 59);
    const expected = expectedLiquidation(await stateAtNext(account));
    expect(expected.paced).to.equal(false);
    const { closed, penalty } = await receiptOf(clearingHouse, await liquidate(liquidator, [account]));
    expect((closed[0]?.sizeClosed ?? 0n) - (expected.closings[0]?.sizeClosed ?? 0n)).to.be.within(0n, 1n);
    expect(penalty - expected.penalty).to.be.within(0n, 1n);
    const { bittenSince, bittenFor } = await clearingHouse.accountState(account);
    expect([bittenSince, bittenFor]).to.deep.equal([0n, 0n]);
    await expect(biteAfter(1)).to.be.revertedWithCustomError(clearingHouse, "NothingLiquidated");
  });

  it("a liquidation that nobody went on with for 600 s goes on, and after that begins anew", async () => {
    const { clearingHouse, account, firstBite, feeds, liquidate, liquidator, sizeOf } =
      await networkHelpers.loadFixture(bittenFixture);
    const answer = await feeds.ETH.latestAnswer();
    await networkHelpers.time.setNextBlockTimestamp(firstBite + 599);
    await feeds.ETH.updateAnswer(answer);
    const start = await networkHelpers.takeSnapshot();
    await networkHelpers.time.setNextBlockTimestamp(firstBite + 600);
    const onwards = await receiptOf(clearingHouse, await liquidate(liquidator, [account]));
    expect(onwards.closed[0]?.sizeClosed ?? 0n).to.be.greaterThan(sizeOf("ETH", "160"));
    await start.restore();
    await networkHelpers.time.setNextBlockTimestamp(firstBite + 601);
    const anew = await receiptOf(clearingHouse, await liquidate(liquidator, [account]));
    expect(anew.closed[0]?.sizeClosed).to.equal(sizeOf("ETH", "160"));
    expect((await clearingHouse.accountState(account)).bittenSince).to.equal(BigInt(firstBite + 601));
  });

  it("a second bite in the same second does nothing, in the same call or another", async () => {
    const { clearingHouse, account, liquidator, sizeOf, sizeNow } = await networkHelpers.loadFixture(largeFixture);
    const twice = clearingHouse.interface.encodeFunctionData("liquidate", [[account, account], account]);
    await clearingHouse.connect(liquidator).multicall([twice]);
    expect(await sizeNow()).to.equal(sizeOf("ETH", "800"));
    const again = clearingHouse.interface.encodeFunctionData("liquidate", [[account], account]);
    await networkHelpers.loadFixture(largeFixture);
    await expect(clearingHouse.connect(liquidator).multicall([again, again])).to.be.revertedWithCustomError(
      clearingHouse,
      "NothingLiquidated",
    );
  });

  it("also where what is left to close is no larger than unpacedNotional", async () => {
    const { clearingHouse, alice, liquidator, lens, open, setPrice } =
      await networkHelpers.loadFixture(liquidationFixture);
    // Between 100,000 and 200,000 USD must go of 386,400.
    const account = await open(alice, { cash: usd("22,000"), tokens: "200" });
    await setPrice("ETH", "1,932");
    const bite = clearingHouse.interface.encodeFunctionData("liquidate", [[account], account]);
    const once = await networkHelpers.takeSnapshot();
    await clearingHouse.connect(liquidator).multicall([bite]);
    const [health] = await lens.healthOf([account]);
    expect(health?.liquidatable).to.equal(true);
    await once.restore();
    await expect(clearingHouse.connect(liquidator).multicall([bite, bite])).to.be.revertedWithCustomError(
      clearingHouse,
      "NothingLiquidated",
    );
  });

  it("who calls in every second delays nothing: within the minute the account is above its line again (A56)", async () => {
    const { clearingHouse, lens, account, liquidator, firstBite } = await networkHelpers.loadFixture(bittenFixture);
    const liquidatable = async () => (await lens.healthOf([account]))[0]?.liquidatable;
    let second = 0;
    while (await liquidatable()) {
      second += 1;
      expect(second).to.be.at.most(60);
      await networkHelpers.time.setNextBlockTimestamp(firstBite + second);
      await clearingHouse.connect(liquidator).liquidate([account], account);
    }
    expect(second).to.be.greaterThan(1);
  });

  it("where a bite would lower the margin ratio pace does not apply and the whole account is closed", async () => {
    const { clearingHouse, account, setPrice, stateAtNext, liquidate, liquidator, cashOf } =
      await networkHelpers.loadFixture(largeFixture);
    // About 15,000 USD are left: less than p = 1.2 % of 1,906,000.
    await setPrice("ETH", "1,906");
    const expected = expectedLiquidation(await stateAtNext(account));
    const { closed, penalty, value, cash } = await receiptOf(clearingHouse, await liquidate(liquidator, [account]));
    expect(value > 0n && value < usd("22,000")).to.equal(true);
    expect(closed.map(({ sizeClosed }) => sizeClosed)).to.deep.equal(
      expected.closings.map(({ sizeClosed }) => sizeClosed),
    );
    expect((await clearingHouse.accountState(account)).markets).to.equal(0n);
    expect(penalty).to.equal(expected.penalty);
    expect([cash, await cashOf(account)]).to.deep.equal([expected.after.cash, expected.after.cash]);
  });

  it("an account below zero is closed in one call, without pace", async () => {
    const { clearingHouse, account, setPrice, liquidate, liquidator } = await networkHelpers.loadFixture(largeFixture);
    await setPrice("ETH", "1,880");
    const { value } = await receiptOf(clearingHouse, await liquidate(liquidator, [account]));
    expect(value < 0n).to.equal(true);
    expect((await clearingHouse.accountState(account)).markets).to.equal(0n);
  });

  it("what a cut bite is charged leaves the margin ratio no lower", async () => {
    const { account, setPrice, lens, biteAfter } = await networkHelpers.loadFixture(largeFixture);
    for (const price of ["1,915", "1,922", "1,930", "1,938"] as const) {
      const start = await networkHelpers.takeSnapshot();
      await setPrice("ETH", price);
      const [before] = await lens.healthOf([account]);
      await biteAfter(1);
      const [after] = await lens.healthOf([account]);
      expect((after?.marginRatio ?? 0n) >= (before?.marginRatio ?? 0n), price).to.equal(true);
      await start.restore();
    }
  });
});
