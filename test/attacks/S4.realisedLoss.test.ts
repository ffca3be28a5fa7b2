// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../deploy/parameters/units.ts";
import { lossesFixture, newConnection, SMALL } from "../integration/losses/support.ts";

const connection = await newConnection();
const { networkHelpers } = connection;

describe("S4: an account that realises a loss in one market and keeps the profit of another open", () => {
  /**
   * Alice is long 400 ETH from 2,000 and has lost as much in BTC as the ETH gained up to 2,600. Her own short on Bob's account
   * took the other side. Then ETH falls 15 % in one round: she lacks what no market has lost since its entry.
   */
  async function straddled() {
    const losses = await lossesFixture(connection, SMALL);
    const { alice, bob, seat, setPrices, publish, close, oracle, marketIds, clearingHouse } = losses;
    const [long = "", short = ""] = await seat([
      { owner: alice, cash: "90,000", legs: { ETH: "400", BTC: "20" } },
      { owner: bob, cash: "200,000", legs: { ETH: "-400", BTC: "-20" } },
    ]);
    await setPrices({ ETH: "2,600", BTC: "28,000" });
    await close(alice, long, "BTC");
    await clearingHouse.sweepFees(marketIds.ETH);
    for (let round = 0; round < 2; round++) await publish("ETH", "2,210");
    await oracle.recordPrice(marketIds.ETH);
    return { ...losses, long, short };
  }

  it("insurance pays all of its deficit, whatever the market's budget, and no more than the gap took beyond its margin", async () => {
    const { clearingHouse, long, liquidate, liquidator, insuranceCash, lens, marketIds, cashOf } =
      await networkHelpers.loadFixture(straddled);
    const [health] = await lens.healthOf([long]);
    const deficit = -(health?.accountValue ?? 0n);
    const [before, { insurance }] = [await insuranceCash(), await clearingHouse.marketState(marketIds.ETH)];
    await liquidate(liquidator, [long]);
    const paid = before - (await insuranceCash());
    expect(paid).to.be.within(deficit, deficit + usd("3"));
    expect(paid > 10n * insurance.budget).to.equal(true);
    // 15 % of 1,040,000 less the 2.5 % that it held at least.
    expect(paid).to.be.at.most(usd("1,040,000") / 8n);
    expect(await cashOf(long)).to.equal(0n);
  });
});
