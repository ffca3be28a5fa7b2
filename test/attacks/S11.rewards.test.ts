// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../deploy/parameters/units.ts";
import { accountOf } from "../fixtures/protocol.ts";
import { lossesFixture, newConnection } from "../integration/losses/support.ts";

const connection = await newConnection();
const { networkHelpers } = connection;

const ACCOUNTS = 30;

describe("S11, A49: dozens of the least accounts, opened to be liquidated for insurance's least reward", () => {
  /** Thirty longs of 0.5 ETH on 53 USD each, hedged by one short; a round of 4.9 % takes all below zero at once. */
  async function crowd() {
    const losses = await lossesFixture(connection);
    const { alice, seat, setPrices, publish, clearingHouse } = losses;
    const numbers = Array.from({ length: ACCOUNTS }, (_, number) => BigInt(number));
    const accounts = await seat([
      ...numbers.map((subAccount) => ({ owner: alice, subAccount, cash: "56", legs: { ETH: "0.52" } })),
      { owner: alice, subAccount: 99n, cash: "10,000", legs: { ETH: "-15.6" } },
    ]);
    const put = usd("56") * BigInt(ACCOUNTS) + usd("10,000");
    await setPrices({ ETH: "1,955" });
    await clearingHouse.sweepFees(0n);
    await publish("ETH", "1,861");
    return { ...losses, accounts, hedge: accounts[ACCOUNTS] ?? "", put, purse: accountOf(alice, 500n) };
  }

  it("take a quarter of the market's budget in all, deficits and rewards together, and no cash of other markets", async () => {
    const { alice, accounts, purse, liquidate, insuranceCash, clearingHouse, cashOf, close, hedge, put } =
      await networkHelpers.loadFixture(crowd);
    const [before, { insurance }] = [await insuranceCash(), await clearingHouse.marketState(0n)];
    await liquidate(alice, accounts.slice(0, ACCOUNTS), purse);
    const drawn = before - (await insuranceCash());
    // What the liquidations themselves owe insurance adds a quarter of it.
    expect(drawn).to.be.at.most(insurance.allowance + usd("5"));
    expect(await cashOf(purse)).to.be.at.most(usd("3") * BigInt(ACCOUNTS));
    for (const account of accounts.slice(0, ACCOUNTS)) expect(await cashOf(account)).to.be.at.least(0n);
    await close(alice, hedge, "ETH");
    let total = (await cashOf(hedge)) + (await cashOf(purse));
    for (const account of accounts.slice(0, ACCOUNTS)) total += await cashOf(account);
    // The hedge gains what they lose, less fees; what is more comes from the gap beyond their margin, at most 2.5 %.
    expect(total - put).to.be.at.most(usd("31,000") / 40n);
  });
});
