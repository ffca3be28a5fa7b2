// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { receiptOf, receiptsOf } from "./receipts.ts";
import { liquidationFixture, networkHelpers } from "./support.ts";

describe("liquidate: liquidator, owner and beneficiary are one", () => {
  async function aliasedFixture() {
    const fixture = await liquidationFixture();
    const { alice, open, setPrice } = fixture;
    const account = await open(alice, { cash: usd("2,200"), tokens: "20" });
    const lost = await open(alice, { cash: usd("1,030"), tokens: "10", subAccount: 1n });
    await setPrice("ETH", "1,938");
    return { ...fixture, account, lost };
  }

  it("the reward goes on top of what the receipt says the account had", async () => {
    const { clearingHouse, alice, account, liquidate, cashOf, lens } = await networkHelpers.loadFixture(aliasedFixture);
    const response = await liquidate(alice, [account], account);
    const { value, penalty, reward, cash } = await receiptOf(clearingHouse, response);
    await expect(response)
      .to.emit(clearingHouse, "LiquidationRewarded")
      .withArgs(account, alice.address, reward, cash + reward);
    expect(await cashOf(account)).to.equal(cash + reward);
    const after = (await lens.accountOf(account)).health.accountValue;
    // All that it lost went to insurance; closing and valuing round by a few units.
    expect(value - penalty + reward - after).to.be.within(0n, 4n);
  });

  it("an account closed below zero ends at zero and is credited the reward once, also where it is named thrice", async () => {
    const { clearingHouse, alice, lost, account, setPrice, liquidate, cashOf } =
      await networkHelpers.loadFixture(aliasedFixture);
    await setPrice("ETH", "1,850");
    const response = await liquidate(alice, [lost, account, lost, lost], lost);
    const receipts = await receiptsOf(clearingHouse, response);
    expect(receipts.map(({ account, cash }) => [account, cash])).to.deep.equal([
      [lost.toLowerCase(), 0n],
      [account.toLowerCase(), 0n],
    ]);
    const total = receipts.reduce((sum, { reward }) => sum + reward, 0n);
    expect(total).to.equal(usd("6"));
    await expect(response).to.emit(clearingHouse, "LiquidationRewarded").withArgs(lost, alice.address, total, total);
    expect(await cashOf(lost)).to.equal(total);
  });

  it("a reward that heals another account of the batch comes after that account's decision", async () => {
    const { clearingHouse, alice, account, lost, liquidate, setPrice } =
      await networkHelpers.loadFixture(aliasedFixture);
    await setPrice("ETH", "1,935");
    const receipts = await receiptsOf(clearingHouse, await liquidate(alice, [lost, account], account));
    expect(receipts).to.have.length(2);
    expect(receipts.every(({ value, margin }) => value < margin)).to.equal(true);
  });
});
