// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { expectedLiquidation } from "./expected.ts";
import { receiptOf } from "./receipts.ts";
import { liquidationFixture, networkHelpers } from "./support.ts";

describe("liquidate: which market first", () => {
  // 20 ETH are 40,000 USD, 2 BTC are 80,000: the other way round in the second case.
  const CASES = [
    { eth: "20", btc: "2", cash: "6,600", first: "BTC" },
    { eth: "40", btc: "1", cash: "6,600", first: "ETH" },
    { eth: "-20", btc: "2", cash: "6,600", first: "BTC" },
  ] as const;

  for (const { eth, btc, cash, first } of CASES) {
    it(`${eth} ETH and ${btc} BTC: ${first} frees the most margin and is closed first, and alone where it is enough`, async () => {
      const { clearingHouse, alice, liquidator, open, order, setPrices, stateAtNext, liquidate, marketIds } =
        await networkHelpers.loadFixture(liquidationFixture);
      const account = await open(alice, { cash: usd(cash), tokens: eth });
      await order(alice, account, "BTC", btc);
      await setPrices(eth.startsWith("-") ? { ETH: "2,050", BTC: "38,700" } : { ETH: "1,940", BTC: "38,800" });
      const before = await stateAtNext(account);
      const receipt = await receiptOf(clearingHouse, await liquidate(liquidator, [account]));
      expect(receipt.closed.map(({ market }) => market)).to.deep.equal([BigInt(marketIds[first])]);
      const exact = expectedLiquidation(before, (_, computed) => receipt.closed[0]?.sizeClosed ?? computed);
      expect(receipt).to.include({ penalty: exact.penalty, reward: exact.reward, cash: exact.after.cash });
    });
  }

  it("goes on to the next where the first is not enough, and stops at the target", async () => {
    const { clearingHouse, alice, liquidator, open, order, setPrices, stateAtNext, liquidate, marketIds, sizeOf } =
      await networkHelpers.loadFixture(liquidationFixture);
    const account = await open(alice, { cash: usd("3,300"), tokens: "10" });
    await order(alice, account, "BTC", "1");
    await setPrices({ ETH: "1,919", BTC: "38,375" });
    const before = await stateAtNext(account);
    const receipt = await receiptOf(clearingHouse, await liquidate(liquidator, [account]));
    expect(receipt.closed.map(({ market }) => market)).to.deep.equal([BigInt(marketIds.BTC), BigInt(marketIds.ETH)]);
    expect(receipt.closed[0]?.sizeClosed).to.equal(sizeOf("BTC", "1"));
    const computed = expectedLiquidation(before);
    const excess = (receipt.closed[1]?.sizeClosed ?? 0n) - (computed.closings[1]?.sizeClosed ?? 0n);
    expect(excess).to.be.within(0n, 1n);
    const { size } = await clearingHouse.positionState(account, marketIds.ETH);
    expect(size > 0n && size < sizeOf("ETH", "10")).to.equal(true);
    const sizes = new Map(receipt.closed.map(({ market, sizeClosed }) => [market, sizeClosed]));
    const exact = expectedLiquidation(before, (market, size) => sizes.get(market) ?? size);
    expect(receipt).to.include({ penalty: exact.penalty, reward: exact.reward, cash: exact.after.cash });
  });

  it("leaves the next alone where the first brings the account to its target whole", async () => {
    const { clearingHouse, alice, liquidator, open, order, setPrices, stateAtNext, liquidate, marketIds } =
      await networkHelpers.loadFixture(liquidationFixture);
    // 0.6 ETH close whole, because a part would leave less than the minimum; what that frees bears the rest of 0.026 BTC.
    const account = await open(alice, { cash: usd("130"), tokens: "0.6" });
    await order(alice, account, "BTC", "0.026");
    await setPrices({ ETH: "1,880", BTC: "40,000" });
    const before = await stateAtNext(account);
    const receipt = await receiptOf(clearingHouse, await liquidate(liquidator, [account]));
    expect(receipt.closed.map(({ market }) => market)).to.deep.equal([BigInt(marketIds.ETH)]);
    expect(expectedLiquidation(before).closings).to.have.length(1);
    expect((await clearingHouse.accountState(account)).markets).to.equal(1n << BigInt(marketIds.BTC));
    expect(receipt.penalty).to.equal(expectedLiquidation(before).penalty);
  });
});
