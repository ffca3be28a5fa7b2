// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { divDown } from "../../../scripts/lib/units/rounding.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { receiptOf } from "../liquidation/receipts.ts";
import { lossesFixture, newConnection } from "./support.ts";

const connection = await newConnection();
const { networkHelpers } = connection;

describe("liquidate: what the pool has no room for goes to the opposite side, at mark and in the same call", () => {
  /** A long of 40 ETH that must be closed whole for 500 USD of value, and shorts of 60 ETH with 4x their margin. */
  async function victimFixture() {
    const losses = await lossesFixture(connection);
    const { alice, bob, carol, seat, setPrice } = losses;
    const [victim = "", small = "", large = "", other = ""] = await seat([
      { owner: alice, cash: "4,280", legs: { ETH: "40" } },
      { owner: bob, subAccount: 0n, cash: "20,000", legs: { ETH: "-20" } },
      { owner: bob, subAccount: 1n, cash: "20,000", legs: { ETH: "-40" } },
      { owner: carol, cash: "20,000", legs: { ETH: "20" } },
    ]);
    await setPrice("ETH", "1,905");
    return { ...losses, victim, shorts: [small, large], other, accounts: [victim, small, large, other] };
  }

  /** The pool's account keeps a margin for 10 ETH of inventory and no more. */
  async function tightFixture() {
    const losses = await victimFixture();
    const { clearingHouse, riskAdmin } = losses;
    await clearingHouse.connect(riskAdmin).setCommitment(0, usd("952.5"));
    await clearingHouse.returnSurplus(0);
    return losses;
  }

  it("with room the pool takes all of it and nobody is deleveraged", async () => {
    const { victim, liquidate, liquidator, clearingHouse, poolSize, sizeOf, epochOf } =
      await networkHelpers.loadFixture(victimFixture);
    const response = await liquidate(liquidator, [victim]);
    const { value } = await receiptOf(clearingHouse, response);
    expect(value > 0n).to.equal(true);
    await expect(response).not.to.emit(clearingHouse, "SideDeleveraged");
    expect([await poolSize("ETH"), await epochOf("ETH")]).to.deep.equal([sizeOf("ETH", "40"), 0n]);
  });

  it("the pool's account ends at its initial margin, to the unit, and the shorts take the rest", async () => {
    const { victim, liquidate, liquidator, clearingHouse, poolSize, poolOf, cashOf, markOf, sizeOf, marketIds } =
      await networkHelpers.loadFixture(tightFixture);
    const cash = await cashOf(poolOf.ETH);
    const mark = await markOf("ETH");
    // 5 % of notional.
    const room = divDown(cash * 20n * 10n ** 16n, mark);
    expect(room).to.be.within(sizeOf("ETH", "9.99"), sizeOf("ETH", "10.2"));
    const response = await liquidate(liquidator, [victim]);
    const { closed, value } = await receiptOf(clearingHouse, response);
    expect(closed.map(({ sizeClosed }) => sizeClosed)).to.deep.equal([sizeOf("ETH", "40")]);
    expect(await poolSize("ETH")).to.be.within(room - 1n, room + 1n);
    const left = sizeOf("ETH", "40") - (await poolSize("ETH"));
    const [event] = await clearingHouse.queryFilter(clearingHouse.filters.SideDeleveraged(marketIds.ETH), -1);
    expect(event?.args.long).to.equal(false);
    expect(event?.args.units).to.be.within(left - 1n, left + 1n);
    // At mark: rounded by less than one money over all units.
    expect(event?.args.price).to.be.within(mark, mark + (10n ** 16n * 2n) / left + 1n);
    expect(value > 0n).to.equal(true);
  });

  it("the account is paid the same as with room: mark for all of it", async () => {
    const roomy = await networkHelpers.loadFixture(victimFixture);
    const inPool = await receiptOf(roomy.clearingHouse, await roomy.liquidate(roomy.liquidator, [roomy.victim]));
    const tight = await networkHelpers.loadFixture(tightFixture);
    const shared = await receiptOf(tight.clearingHouse, await tight.liquidate(tight.liquidator, [tight.victim]));
    expect(shared.closed[0]?.quote).to.equal(inPool.closed[0]?.quote);
    expect(shared.cash).to.equal(inPool.cash);
  });

  it("no value is made or lost, and sizes sum to zero once all have caught up", async () => {
    const { victim, accounts, liquidate, liquidator, ledger, settleAll } =
      await networkHelpers.loadFixture(tightFixture);
    const who = [...accounts, accountOf(liquidator)];
    const before = await ledger(who);
    await liquidate(liquidator, [victim]);
    await settleAll(accounts);
    const after = await ledger(who);
    expect(after.sizes).to.deep.equal([0n, 0n]);
    expect(after.surplus - before.surplus).to.be.within(-8n, 20n);
    expect(after.surplus >= 0n).to.equal(true);
  });

  it("a pool that stands on the account's other side takes its whole inventory back first, whatever its margin", async () => {
    const losses = await networkHelpers.loadFixture(victimFixture);
    const { victim, carol, order, other, drainPool, liquidate, liquidator, poolSize, sizeOf, clearingHouse } = losses;
    // Longs grow by 60: the pool is short 60 then.
    await order(carol, other, "ETH", "60");
    expect(await poolSize("ETH")).to.equal(-sizeOf("ETH", "60"));
    await drainPool("ETH");
    const response = await liquidate(liquidator, [victim]);
    await expect(response).not.to.emit(clearingHouse, "SideDeleveraged");
    expect(await poolSize("ETH")).to.equal(-sizeOf("ETH", "20"));
  });
});
