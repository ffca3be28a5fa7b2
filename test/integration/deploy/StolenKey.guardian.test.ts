// SPDX-License-Identifier: MIT
// The worst that whoever steals the guardian's key can do: stop openings, and stop what governor and risk admin announce,
// until the admin has taken the role away.
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { FUNCTION_ROLES, Role } from "../../../deploy/roles.ts";
import { selectorOf } from "../../../deploy/selectors.ts";
import { callTo, liveFixture, TWO_DAYS } from "./live.ts";

const connection = await network.create();
const { networkHelpers } = connection;

describe("A stolen guardian key", () => {
  /** A trader long one ETH, and every market restricted by the thief. */
  async function restricted() {
    const live = await liveFixture(connection);
    const { trader, fund, trade, sizeOf, clearingHouse, guardian, parameters } = live;
    const account = await fund(trader, usd("1,000"));
    await trade(trader, "ETH", sizeOf("ETH", "1"));
    for (const { id } of parameters.markets) await clearingHouse.connect(guardian).restrictMarket(id);
    return { ...live, account };
  }

  it("stops what opens or increases a position", async () => {
    const { clearingHouse, trade, trader, sizeOf } = await networkHelpers.loadFixture(restricted);
    await expect(trade(trader, "ETH", sizeOf("ETH", "0.5")))
      .to.be.revertedWithCustomError(clearingHouse, "MarketReduceOnly")
      .withArgs(0n);
  });

  it("stops no deposit, no reduction, no withdrawal of who is flat", async () => {
    const { trade, trader, fund, vault, clearingHouse, sizeOf, account } = await networkHelpers.loadFixture(restricted);
    await fund(trader, usd("10"));
    await trade(trader, "ETH", -sizeOf("ETH", "0.4"));
    await trade(trader, "ETH", -sizeOf("ETH", "0.6"));
    const { cash } = await clearingHouse.accountState(account);
    await vault.connect(trader).withdraw(account, cash, trader.address);
    expect((await clearingHouse.accountState(account)).cash).to.equal(0n);
  });

  it("stops no liquidation", async () => {
    const { clearingHouse, liquidator, setPrice, account } = await networkHelpers.loadFixture(restricted);
    await setPrice("ETH", "1,030");
    await expect(clearingHouse.connect(liquidator).liquidate([account], account)).to.emit(
      clearingHouse,
      "AccountLiquidated",
    );
  });

  it("vetoes what the governor announced, again and again", async () => {
    const { accessManager, clearingHouse, governor, guardian } = await networkHelpers.loadFixture(restricted);
    const { to, data } = await callTo(clearingHouse, "openMarket", [0n]);
    for (let time = 0; time < 2; ++time) {
      await accessManager.connect(governor).schedule(to, data, 0n);
      await expect(accessManager.connect(guardian).cancel(governor.address, to, data)).to.emit(
        accessManager,
        "OperationCanceled",
      );
    }
  });

  it("does nothing else: no other restricted function is the guardian's", async () => {
    const { accessManager, clearingHouse, oracle, guardian } = await networkHelpers.loadFixture(restricted);
    const targets = { IClearingHouse: clearingHouse, IPriceOracle: oracle };
    const allowed: string[] = [];
    for (const entry of FUNCTION_ROLES) {
      const target = await targets[entry.contract].getAddress();
      const [immediate, delay] = await accessManager.canCall(guardian.address, target, selectorOf(entry));
      if (immediate || delay !== 0n) allowed.push(entry.functionName);
    }
    expect(allowed).to.deep.equal(["restrictMarket"]);
  });

  it("does not veto its own end: the admin revokes it after two days, and then the governor opens again", async () => {
    const fixture = await networkHelpers.loadFixture(restricted);
    const { accessManager, clearingHouse, config, admin, governor, guardian, setPrices } = fixture;
    const revocation = await callTo(accessManager, "revokeRole", [Role.GUARDIAN, guardian.address]);
    await accessManager.connect(admin).schedule(revocation.to, revocation.data, 0n);
    await expect(accessManager.connect(guardian).cancel(admin.address, revocation.to, revocation.data))
      .to.be.revertedWithCustomError(accessManager, "AccessManagerUnauthorizedCancel")
      .withArgs(guardian.address, admin.address, revocation.to, revocation.data.slice(0, 10));
    await networkHelpers.time.increase(TWO_DAYS);
    await admin.sendTransaction(revocation);

    const opening = await callTo(clearingHouse, "openMarket", [0n]);
    await accessManager.connect(governor).schedule(opening.to, opening.data, 0n);
    await expect(
      accessManager.connect(guardian).cancel(governor.address, opening.to, opening.data),
    ).to.be.revertedWithCustomError(accessManager, "AccessManagerUnauthorizedCancel");
    await expect(clearingHouse.connect(guardian).restrictMarket(0n))
      .to.be.revertedWithCustomError(config, "AccessManagedUnauthorized")
      .withArgs(guardian.address);
    await networkHelpers.time.increase(TWO_DAYS);
    await setPrices({});
    await governor.sendTransaction(opening);
    expect((await clearingHouse.marketState(0n)).reduceOnly).to.equal(false);
  });
});
