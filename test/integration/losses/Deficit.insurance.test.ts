// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { receiptOf } from "../liquidation/receipts.ts";
import { lossesFixture, newConnection, SMALL } from "./support.ts";

const connection = await newConnection();
const { networkHelpers } = connection;

const HOUR = 3_600;

describe("a deficit: insurance pays first, what the market's budget and its hour let", () => {
  /** Three longs of 20 ETH that lack about 440 USD each at 1,876, in a market with 2,000 USD of budget. */
  async function victimsFixture() {
    const losses = await lossesFixture(connection, SMALL);
    const { alice, bob, seat, setPrice, clearingHouse } = losses;
    const seats = [0n, 1n, 2n].map((subAccount) => ({
      owner: alice,
      subAccount,
      cash: "2,060",
      legs: { ETH: "20" },
    }));
    const victims = await seat([...seats, { owner: bob, cash: "60,000", legs: { ETH: "-100" } }]);
    await clearingHouse.sweepFees(0n);
    await setPrice("ETH", "1,876");
    const [first = "", second = "", third = "", winner = ""] = victims;
    return { ...losses, first, second, third, winner };
  }

  it("with insurance for all of it, it is closed like an account with value: by the pool, at mark", async () => {
    const { clearingHouse, first, liquidate, liquidator, cashOf } = await networkHelpers.loadFixture(victimsFixture);
    const before = (await clearingHouse.marketState(0n)).insurance;
    expect(before.allowance >= usd("500")).to.equal(true);
    const response = await liquidate(liquidator, [first]);
    const { value, topUp } = await receiptOf(clearingHouse, response);
    expect(value).to.be.within(-usd("470"), -usd("400"));
    await expect(response).to.emit(clearingHouse, "BadDebtShared").withArgs(first, 0n, -value, -value, 0n);
    await expect(response).not.to.emit(clearingHouse, "SideDeleveraged");
    expect(await cashOf(first)).to.equal(0n);
    const { budget } = (await clearingHouse.marketState(0n)).insurance;
    expect(budget).to.equal(before.budget + value - topUp);
  });

  it("a quarter of the budget an hour: the second deficit of the hour goes to the opposite side, but for what is left", async () => {
    const { clearingHouse, first, second, liquidate, liquidator, cashOf } =
      await networkHelpers.loadFixture(victimsFixture);
    await liquidate(liquidator, [first]);
    const { allowance } = (await clearingHouse.marketState(0n)).insurance;
    const response = await liquidate(liquidator, [second]);
    const { value } = await receiptOf(clearingHouse, response);
    const [event] = await clearingHouse.queryFilter(clearingHouse.filters.BadDebtShared(second), -1);
    // A second more of the hour.
    expect(event?.args.fromInsurance).to.be.within(allowance, allowance + usd("0.15"));
    expect(event?.args.badDebt).to.equal(-value);
    expect((event?.args.fromInsurance ?? 0n) + (event?.args.fromOppositeSide ?? 0n)).to.equal(-value);
    expect((event?.args.fromOppositeSide ?? 0n) > usd("300")).to.equal(true);
    await expect(response).to.emit(clearingHouse, "SideDeleveraged");
    expect(await cashOf(second)).to.be.within(0n, 1n);
  });

  it("an hour later a quarter of what is left is there again, and no more however long nobody asks", async () => {
    const { clearingHouse, first, liquidate, liquidator, setPrices } = await networkHelpers.loadFixture(victimsFixture);
    await liquidate(liquidator, [first]);
    for (const hours of [1, 30]) {
      await networkHelpers.time.increase(hours * HOUR);
      await setPrices({});
      const { budget, allowance } = (await clearingHouse.marketState(0n)).insurance;
      expect(allowance).to.be.within(budget / 4n - 1n, budget / 4n);
    }
  });

  it("no hour takes more than a quarter from what there was at its beginning and what came in", async () => {
    const { clearingHouse, first, second, third, liquidate, liquidator, insuranceCash } =
      await networkHelpers.loadFixture(victimsFixture);
    const { budget } = (await clearingHouse.marketState(0n)).insurance;
    const before = await insuranceCash();
    for (const account of [first, second, third]) {
      await liquidate(liquidator, [account]);
      await networkHelpers.time.increase(1_100);
      await clearingHouse.syncMarket(0n);
    }
    expect(before - (await insuranceCash())).to.be.within(1n, budget / 4n);
  });

  it("one market's deficits do not touch what insurance keeps for another", async () => {
    const { clearingHouse, first, second, third, liquidate, liquidator } =
      await networkHelpers.loadFixture(victimsFixture);
    const before = (await clearingHouse.marketState(1n)).insurance.budget;
    await liquidate(liquidator, [first, second, third]);
    expect((await clearingHouse.marketState(1n)).insurance.budget).to.equal(before);
  });
});
