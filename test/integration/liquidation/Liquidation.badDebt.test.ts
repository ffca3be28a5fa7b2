// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { deficitShares } from "./expected.ts";
import { receiptOf } from "./receipts.ts";
import { liquidationFixture, networkHelpers } from "./support.ts";

describe("liquidate: an account below zero", () => {
  it("is closed whole and ends at exactly zero; insurance bears the deficit and the reward (A63)", async () => {
    const { clearingHouse, alice, liquidator, open, setPrice, liquidate, cashOf, insuranceCash, sweptInsurance } =
      await networkHelpers.loadFixture(liquidationFixture);
    const account = await open(alice, { cash: usd("2,200"), tokens: "20" });
    const insured = await sweptInsurance();
    await setPrice("ETH", "1,850");
    const response = await liquidate(liquidator, [account]);
    const { value, penalty, reward, topUp, cash } = await receiptOf(clearingHouse, response);
    expect(value < 0n).to.equal(true);
    expect({ penalty, reward, topUp, cash }).to.deep.equal({
      penalty: 0n,
      reward: usd("3"),
      topUp: usd("3"),
      cash: 0n,
    });
    await expect(response).to.emit(clearingHouse, "BadDebtShared").withArgs(account, 0n, -value, -value, 0n);
    await expect(response).not.to.emit(clearingHouse, "BadDebtRealized");
    await expect(response)
      .to.emit(clearingHouse, "InsuranceFundDrawn")
      .withArgs(-value, insured + value);
    expect(await insuranceCash()).to.equal(insured + value - usd("3"));
    expect(await cashOf(account)).to.equal(0n);
    expect((await clearingHouse.accountState(account)).markets).to.equal(0n);
  });

  it("draws on what the market owes insurance as well, swept or not", async () => {
    const { clearingHouse, alice, liquidator, open, setPrice, liquidate, insuranceCash, marketIds } =
      await networkHelpers.loadFixture(liquidationFixture);
    const account = await open(alice, { cash: usd("2,200"), tokens: "20" });
    const poolMarket = await clearingHouse.poolMarketAccount(marketIds.ETH);
    const { insuranceOwed } = await clearingHouse.accountState(poolMarket);
    expect(insuranceOwed > 0n).to.equal(true);
    const before = await insuranceCash();
    await setPrice("ETH", "1,850");
    const { value, topUp } = await receiptOf(clearingHouse, await liquidate(liquidator, [account]));
    expect(await insuranceCash()).to.equal(before + insuranceOwed - topUp + value);
    expect((await clearingHouse.accountState(poolMarket)).insuranceOwed).to.equal(0n);
  });

  /** A deficit of 180,000 USD and more in a market whose budget lets insurance pay 12,500 an hour, and some fees. */
  async function whaleFixture() {
    const fixture = await liquidationFixture();
    const { alice, bob, open, setPrice, sweptInsurance } = fixture;
    const whale = await open(alice, { cash: usd("120,000"), tokens: "1,000" });
    const winner = await open(bob, { cash: usd("400,000"), tokens: "-3,000" });
    const insured = await sweptInsurance();
    await setPrice("ETH", "1,700");
    return { ...fixture, whale, winner, insured };
  }

  it("of what is more than the hour's part of the market's budget the opposite side bears the rest, main nothing", async () => {
    const { clearingHouse, whale, liquidator, liquidate, stateAtNext, cashOf, insuranceCash, insured, marketIds } =
      await networkHelpers.loadFixture(whaleFixture);
    const main = await clearingHouse.poolAccount();
    const mainBefore = await cashOf(main);
    const [share = 0n] = deficitShares(await stateAtNext(whale));
    const response = await liquidate(liquidator, [whale]);
    const { value, topUp, cash, closed } = await receiptOf(clearingHouse, response);
    expect([share, share > usd("180,000")]).to.deep.equal([-value, true]);
    const [shared] = await clearingHouse.queryFilter(clearingHouse.filters.BadDebtShared(whale), -1);
    const covered = shared?.args.fromInsurance ?? 0n;
    // A quarter of 50,000, and of what fees have added.
    expect(covered).to.be.within(usd("12,500"), usd("12,800"));
    expect([shared?.args.market, shared?.args.badDebt, shared?.args.fromOppositeSide]).to.deep.equal([
      BigInt(marketIds.ETH),
      -value,
      -value - covered,
    ]);
    expect(closed[0]?.quote).to.equal(-usd("1,700,000") - (-value - covered));
    expect(insured - (await insuranceCash())).to.equal(covered + topUp);
    expect(await cashOf(main)).to.equal(mainBefore);
    expect([cash, await cashOf(whale)]).to.deep.equal([0n, 0n]);
  });

  it("the side that bears it has lost exactly that, to the rounding, and no token moves (A71)", async () => {
    const { clearingHouse, whale, winner, liquidator, liquidate, lens, vault, token, marketIds } =
      await networkHelpers.loadFixture(whaleFixture);
    // The pool is long here: the shorts are one trader's.
    const before = (await lens.healthOf([winner]))[0]?.accountValue ?? 0n;
    const held = await token.balanceOf(await vault.getAddress());
    await liquidate(liquidator, [whale]);
    const [shared] = await clearingHouse.queryFilter(clearingHouse.filters.BadDebtShared(whale), -1);
    const after = (await lens.healthOf([winner]))[0]?.accountValue ?? 0n;
    // A second of funding, of at most 0.1 % an hour, comes with it.
    expect(before - after - (shared?.args.fromOppositeSide ?? 0n)).to.be.within(-usd("2"), usd("2"));
    expect(await token.balanceOf(await vault.getAddress())).to.equal(held);
    expect((await clearingHouse.positionState(winner, marketIds.ETH)).size < 0n).to.equal(true);
  });
});
