// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { createRandom } from "../../../scripts/lib/random.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { ledgerOf, tradeInMirror } from "./mirror.ts";
import { timeOf, tradingFixture } from "./trading.ts";
import type { TradingFixture } from "./trading.ts";

const connection = await network.create();
const { networkHelpers } = connection;

/** Sends the order and asserts that the ledger is what the mirror makes of it, to the unit, and that the logs say so. */
async function expectMirrored(fixture: TradingFixture, sizeDelta: bigint) {
  const { clearingHouse, alice, send, marketIds } = fixture;
  const account = accountOf(alice);
  const before = await ledgerOf(fixture, account, "ETH");
  const sent = await send(alice, "ETH", sizeDelta);
  const { after, fill, skew } = tradeInMirror(fixture, "ETH", before, sizeDelta, await timeOf(connection, sent));

  expect(await ledgerOf(fixture, account, "ETH")).to.deep.equal(after);
  const { taker, pool, funding } = after;
  expect(pool.position.size + skew).to.equal(0n);
  await expect(sent)
    .to.emit(clearingHouse, "Traded")
    .withArgs(
      account,
      marketIds.ETH,
      alice.address,
      sizeDelta,
      fill.quote,
      fill.fee,
      taker.position.size,
      taker.position.entryNotional,
      taker.cash,
      pool.position.entryNotional,
      pool.cash,
      after.mark,
      funding.fundingIndex,
      funding.fundingRatePerSecond,
      after.openInterest,
      skew,
    );
  return { before, after, fill };
}

describe("trade against the pool", () => {
  async function funded() {
    const fixture = await tradingFixture(connection);
    await fixture.fund(fixture.alice, usd("5,000,000"));
    return fixture;
  }

  async function positioned() {
    const fixture = await funded();
    await fixture.send(fixture.alice, "ETH", fixture.sizeOf("ETH", "100"));
    await networkHelpers.time.increase(600);
    await fixture.setPrice("ETH", "2,010");
    return fixture;
  }

  it("opens at index, premium and spread, and books the same integers on both sides", async () => {
    const fixture = await networkHelpers.loadFixture(funded);
    const { after, fill } = await expectMirrored(fixture, fixture.sizeOf("ETH", "100"));
    // 200,000 of index; 100 of spread; a skew of 50 of 3,000,000 on average: 3.333334 rounded up.
    expect(fill.quote).to.equal(usd("200,103.333334"));
    expect(fill.fee).to.equal(usd("100.051667"));
    expect(after.taker.position.entryNotional).to.equal(-usd("200,103.333334"));
    expect(after.pool.position.entryNotional).to.equal(fill.quote);
    expect(after.pool.position.size + after.taker.position.size).to.equal(0n);
    expect(after.taker.cash).to.equal(usd("5,000,000") - fill.fee);
  });

  it("opens a short below the index and receives the quote", async () => {
    const fixture = await networkHelpers.loadFixture(funded);
    const { after, fill } = await expectMirrored(fixture, -fixture.sizeOf("ETH", "100"));
    // What a sale brings is rounded down.
    expect(fill.quote).to.equal(-usd("199,896.666666"));
    expect(after.taker.position.entryNotional).to.equal(usd("199,896.666666"));
  });

  it("increases: the quote adds to the entry notional and funding moves into cash", async () => {
    const fixture = await networkHelpers.loadFixture(positioned);
    const { before, after, fill } = await expectMirrored(fixture, fixture.sizeOf("ETH", "50"));
    expect(fill.realizedPnl).to.equal(0n);
    expect(fill.fundingPayment).to.be.greaterThan(0n);
    expect(after.taker.position.entryNotional).to.equal(before.taker.position.entryNotional - fill.quote);
    expect(after.taker.cash).to.equal(before.taker.cash - fill.fee - fill.fundingPayment);
  });

  it("reduces: entry notional is released pro rata and the result moves into cash", async () => {
    const fixture = await networkHelpers.loadFixture(positioned);
    const { before, after, fill } = await expectMirrored(fixture, -fixture.sizeOf("ETH", "25"));
    // Three quarters are kept; what is released rounds towards minus infinity, half a unit here.
    expect(after.taker.position.entryNotional * 4n).to.equal(before.taker.position.entryNotional * 3n + 2n);
    expect(fill.realizedPnl).to.be.greaterThan(0n);
  });

  it("closes: position and membership of the market are gone, and everything is cash", async () => {
    const fixture = await networkHelpers.loadFixture(positioned);
    const { after } = await expectMirrored(fixture, -fixture.sizeOf("ETH", "100"));
    expect(after.taker.position).to.deep.equal({ size: 0n, entryNotional: 0n, fundingIndex: 0n });
    const { clearingHouse, alice } = fixture;
    expect((await clearingHouse.accountState(accountOf(alice))).markets).to.equal(0n);
    expect(after.openInterest).to.equal(0n);
  });

  it("tells its story in one log: the fill, the account, the pool, the market", async () => {
    const { clearingHouse, alice, send, sizeOf } = await networkHelpers.loadFixture(positioned);
    for (const tokens of ["-25", "-150", "75"]) {
      const size = sizeOf("ETH", tokens.replace("-", ""));
      const receipt = await (await send(alice, "ETH", tokens.startsWith("-") ? -size : size)).wait();
      const told = (receipt?.logs ?? []).map((log) => clearingHouse.interface.parseLog(log));
      expect(told.map((log) => log?.name)).to.deep.equal(["Traded"]);
    }
  });

  it("tells the caller what the fill came to", async () => {
    const fixture = await networkHelpers.loadFixture(positioned);
    const { clearingHouse, alice, order, sizeOf } = fixture;
    const sizeDelta = -sizeOf("ETH", "60");
    const before = await ledgerOf(fixture, accountOf(alice), "ETH");
    const { quote, fee, realizedPnl, fundingPayment } = await clearingHouse
      .connect(alice)
      .trade.staticCall(order(alice, "ETH", sizeDelta));
    // A call that is not mined happens in the second of the last block.
    const { fill } = tradeInMirror(fixture, "ETH", before, sizeDelta, BigInt(await networkHelpers.time.latest()));
    expect({ quote, fee, realizedPnl, fundingPayment }).to.deep.equal(fill);
  });

  it("agrees with the mirror in random sequences of trades, prices and pauses", async () => {
    const fixture = await networkHelpers.loadFixture(funded);
    const { bob, fund, send, sizeOf } = fixture;
    // Somebody else's short: the pool changes sides in the middle of fills.
    await fund(bob, usd("1,000,000"));
    await send(bob, "ETH", -sizeOf("ETH", "60"));
    const random = createRandom("trade fill");
    const least = fixture.termsOf("ETH").trade.minSize;
    for (let step = 0; step < 24; step++) {
      const { size } = await fixture.clearingHouse.positionState(accountOf(fixture.alice), fixture.marketIds.ETH);
      const target = random.chance(1, 6)
        ? 0n
        : random.logUniform(least, 400n * least) * (random.chance(1, 2) ? 1n : -1n);
      if (target === size) continue;
      await networkHelpers.time.increase(random.integer(1, 1_800));
      await fixture.setPrice("ETH", `1,${random.integer(960, 999)}.${random.integer(10_000_000, 99_999_999)}`);
      await expectMirrored(fixture, target - size);
    }
  });
});
