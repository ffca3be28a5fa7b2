// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { percent, usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { ANY_STATE, tradingFixture } from "./trading.ts";

const connection = await network.create();
const { networkHelpers } = connection;

/** Of a million. */
const TAKER_FEE = 500n;

describe("the fee of a trade", () => {
  async function funded() {
    const fixture = await tradingFixture(connection);
    await fixture.fund(fixture.alice, usd("1,000,000"));
    const pool = await fixture.clearingHouse.poolMarketAccount(fixture.marketIds.ETH);
    return { ...fixture, pool };
  }

  it("is the taker fee on the executed quote, rounded up, for purchases and sales (A1)", async () => {
    const { clearingHouse, alice, order, termsOf } = await networkHelpers.loadFixture(funded);
    const { minSize } = termsOf("ETH").trade;
    let rounded = 0;
    for (let extra = 0n; extra < 6n; extra++) {
      for (const side of [1n, -1n]) {
        const { quote, fee } = await clearingHouse
          .connect(alice)
          .trade.staticCall(order(alice, "ETH", side * (minSize + extra * 777n)));
        const exact = (quote < 0n ? -quote : quote) * TAKER_FEE;
        expect(fee).to.equal((exact + 999_999n) / 1_000_000n);
        if (exact % 1_000_000n !== 0n) rounded++;
      }
    }
    expect(rounded).to.be.greaterThan(0);
  });

  it("is owed to insurance and treasury by their shares, rounded down; the pool keeps the rest", async () => {
    const { clearingHouse, alice, cashOf, order, pool, send, sizeOf } = await networkHelpers.loadFixture(funded);
    const size = sizeOf("ETH", "1.234567891");
    const { fee } = await clearingHouse.connect(alice).trade.staticCall(order(alice, "ETH", size));
    const poolCash = await cashOf(pool);
    await send(alice, "ETH", size);
    const { cash, insuranceOwed, treasuryOwed } = await clearingHouse.accountState(pool);
    expect(insuranceOwed).to.equal((fee * 20n) / 100n);
    expect(treasuryOwed).to.equal((fee * 10n) / 100n);
    expect((fee * 10n) % 100n).not.to.equal(0n);
    expect(cash - poolCash).to.equal(fee - insuranceOwed - treasuryOwed);
  });

  it("adds up over trades until somebody sweeps it", async () => {
    const { clearingHouse, alice, bob, cashOf, pool, send, sizeOf, marketIds } =
      await networkHelpers.loadFixture(funded);
    const [insurance, treasury] = [await clearingHouse.insuranceAccount(), await clearingHouse.treasuryAccount()];
    const before = [await cashOf(insurance), await cashOf(treasury)];
    for (const tokens of ["10", "7"]) {
      await send(alice, "ETH", sizeOf("ETH", tokens));
      await send(alice, "ETH", -sizeOf("ETH", tokens));
    }
    const { insuranceOwed, treasuryOwed } = await clearingHouse.accountState(pool);
    // Four fills of 68,000 USD and their spread.
    expect(insuranceOwed).to.be.within(usd("6.8"), usd("6.81"));
    await clearingHouse.connect(bob).sweepFees(marketIds.ETH);
    expect([await cashOf(insurance), await cashOf(treasury)]).to.deep.equal([
      (before[0] ?? 0n) + insuranceOwed,
      (before[1] ?? 0n) + treasuryOwed,
    ]);
  });

  it("is the fee of the moment of the fill (A103)", async () => {
    const { clearingHouse, alice, changeTrade, order, send, sizeOf, marketIds } =
      await networkHelpers.loadFixture(funded);
    const size = sizeOf("ETH", "10");
    await send(alice, "ETH", size);
    await changeTrade("ETH", { takerFee: percent("0.1") });
    const { quote, fee } = await clearingHouse.connect(alice).trade.staticCall(order(alice, "ETH", -size));
    expect(fee).to.equal((-quote * 1_000n + 999_999n) / 1_000_000n);
    await expect(send(alice, "ETH", -size))
      .to.emit(clearingHouse, "Traded")
      .withArgs(accountOf(alice), marketIds.ETH, alice.address, -size, quote, fee, ...ANY_STATE);
  });
});
