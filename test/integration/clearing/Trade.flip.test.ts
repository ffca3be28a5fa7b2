// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { createRandom } from "../../../scripts/lib/random.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { ledgerOf } from "./mirror.ts";
import { ANY_STATE, tradingFixture } from "./trading.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const CASES = 16;

describe("a flip (A46)", () => {
  async function funded() {
    const fixture = await tradingFixture(connection);
    await fixture.fund(fixture.alice, usd("5,000,000"));
    await fixture.fund(fixture.bob, usd("5,000,000"));
    // Somebody else's skew, so that the two legs meet different premiums.
    await fixture.send(fixture.bob, "ETH", fixture.sizeOf("ETH", "777"));
    return fixture;
  }

  it("equals a close and an open to the unit, for both sides, fees owed and the market", async () => {
    const fixture = await networkHelpers.loadFixture(funded);
    const { alice, clearingHouse, order, setPrice, termsOf } = fixture;
    const account = accountOf(alice);
    const random = createRandom("flips");
    const least = termsOf("ETH").trade.minSize;
    for (let number = 0; number < CASES; number++) {
      const before = await networkHelpers.takeSnapshot();
      const side = random.chance(1, 2) ? 1n : -1n;
      const size = side * random.logUniform(least, 800n * least);
      const turned = -side * random.logUniform(least, 800n * least);
      await clearingHouse.connect(alice).trade(order(alice, "ETH", size));
      await setPrice("ETH", `1,${random.integer(970, 999)}.${random.integer(10_000_000, 99_999_999)}`);
      const flipAt = (await networkHelpers.time.latest()) + random.integer(1, 900);

      const opened = await networkHelpers.takeSnapshot();
      await networkHelpers.time.setNextBlockTimestamp(flipAt);
      await clearingHouse.connect(alice).trade(order(alice, "ETH", turned - size));
      const flipped = await ledgerOf(fixture, account, "ETH");

      await opened.restore();
      await networkHelpers.time.setNextBlockTimestamp(flipAt);
      const legs = [-size, turned].map((delta) =>
        clearingHouse.interface.encodeFunctionData("trade", [order(alice, "ETH", delta)]),
      );
      await clearingHouse.connect(alice).multicall(legs);
      const inTwo = await ledgerOf(fixture, account, "ETH");

      expect(flipped.taker.position.size).to.equal(turned);
      // The fee is split once for a flip and twice for two orders: the two floors differ by a unit each at most.
      const owed = (ledger: typeof flipped): bigint => ledger.insuranceOwed + ledger.treasuryOwed;
      expect(owed(flipped) - owed(inTwo)).to.be.oneOf([0n, 1n, 2n]);
      expect(flipped.pool.cash + owed(flipped)).to.equal(inTwo.pool.cash + owed(inTwo));
      const withoutSplit = ({ insuranceOwed: _i, treasuryOwed: _t, pool: { position }, ...rest }: typeof flipped) => ({
        ...rest,
        pool: position,
      });
      expect(withoutSplit(flipped)).to.deep.equal(withoutSplit(inTwo));
      await before.restore();
    }
  });

  it("charges the fee of both legs and realizes the whole result of the one that closes", async () => {
    const fixture = await networkHelpers.loadFixture(funded);
    const { alice, clearingHouse, order, send, setPrice, sizeOf, marketIds } = fixture;
    await send(alice, "ETH", -sizeOf("ETH", "5"));
    await setPrice("ETH", "1,990");
    const close = await clearingHouse.connect(alice).trade.staticCall(order(alice, "ETH", sizeOf("ETH", "5")));
    const flip = await clearingHouse.connect(alice).trade.staticCall(order(alice, "ETH", sizeOf("ETH", "13")));
    expect(flip.realizedPnl).to.equal(close.realizedPnl);
    expect(flip.realizedPnl).to.be.greaterThan(0n);
    const sent = await send(alice, "ETH", sizeOf("ETH", "13"));
    const { entryNotional } = await clearingHouse.positionState(accountOf(alice), marketIds.ETH);
    expect(entryNotional).to.equal(close.quote - flip.quote);
    await expect(sent)
      .to.emit(clearingHouse, "Traded")
      .withArgs(
        accountOf(alice),
        marketIds.ETH,
        alice.address,
        sizeOf("ETH", "13"),
        flip.quote,
        flip.fee,
        ...ANY_STATE,
      );
    const feeOf = (quote: bigint): bigint => (quote * 500n + 999_999n) / 1_000_000n;
    expect(flip.fee).to.equal(feeOf(close.quote) + feeOf(flip.quote - close.quote));
  });
});
