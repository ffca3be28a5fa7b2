// SPDX-License-Identifier: MIT
// The worst that whoever steals the risk admin's key can do with margins, caps and fees: tighten until nobody opens. What
// stands can still be closed, at a bounded cost, and nobody becomes liquidatable by it.
import { expect } from "chai";
import { network } from "hardhat";

import { percent, usd } from "../../../deploy/parameters/units.ts";
import { FUNCTION_ROLES, Role } from "../../../deploy/roles.ts";
import { selectorOf } from "../../../deploy/selectors.ts";
import { callTo, liveFixture, TWO_DAYS } from "./live.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const ETH = 0n;
const WHOLE = percent("100");
/** p x (1 - keeper's share) of the shipped set, less the spread and the least skew cap: listing rule 3 allows no more. */
const HIGHEST_FEE = percent("0.73");

describe("A stolen risk-admin key (A105)", () => {
  /** A trader near initial margin. */
  async function invested() {
    const live = await liveFixture(connection);
    const { trader, fund, trade, sizeOf, parameters } = live;
    const [eth] = parameters.markets;
    if (eth === undefined) throw new Error("the fixture lists no market");
    const account = await fund(trader, usd("112"));
    await trade(trader, "ETH", sizeOf("ETH", "1"));
    const tight = {
      tiers: { ...eth.tiers, initial: [WHOLE, WHOLE, WHOLE, WHOLE] as const, withdrawFloor: WHOLE },
      trade: {
        ...eth.trade,
        takerFee: HIGHEST_FEE,
        maxSkew: percent("0.01"),
        maxOpenInterest: eth.trade.maxOpenInterest / 20n,
        minSize: eth.trade.minSize * 1_000n,
      },
    };
    return { ...live, account, eth, tight };
  }

  /** Everything that tightens, in one block as far as an account can tell. */
  async function tightened() {
    const fixture = await invested();
    const risk = fixture.clearingHouse.connect(fixture.riskAdmin);
    await risk.setTiers(ETH, { ...fixture.tight.tiers, initial: [...fixture.tight.tiers.initial] });
    await risk.setTradeParameters(ETH, fixture.tight.trade);
    return fixture;
  }

  it("P9: makes no account liquidatable by tightening", async () => {
    const { lens, clearingHouse, liquidator, account } = await networkHelpers.loadFixture(tightened);
    const [health] = await lens.healthOf([account]);
    expect(health?.liquidatable).to.equal(false);
    await expect(clearingHouse.connect(liquidator).liquidate([account], account)).to.be.revertedWithCustomError(
      clearingHouse,
      "NothingLiquidated",
    );
  });

  it("stops what opens a position", async () => {
    const { fund, alice, trade, sizeOf, clearingHouse } = await networkHelpers.loadFixture(tightened);
    await fund(alice, usd("1,000"));
    await expect(trade(alice, "ETH", sizeOf("ETH", "1"))).to.be.revertedWithCustomError(
      clearingHouse,
      "SizeBelowMinimum",
    );
  });

  it("locks nobody in: a close costs at most fee and spread inside rule 3, and who is flat withdraws everything", async () => {
    const { trader, trade, sizeOf, clearingHouse, vault, account, token } = await networkHelpers.loadFixture(tightened);
    const before = (await clearingHouse.accountState(account)).cash;
    await trade(trader, "ETH", -sizeOf("ETH", "1"));
    const { cash } = await clearingHouse.accountState(account);
    // 0.8 % of 2,000 USD, and the premium that the account had paid itself.
    expect(before - cash)
      .to.be.greaterThan(usd("14"))
      .and.lessThan(usd("17"));
    await vault.connect(trader).withdraw(account, cash, trader.address);
    expect(await token.balanceOf(trader.address)).to.equal(cash);
  });

  it("goes no further than the listing rules: LiquidationTooCheap for a fee beyond rule 3", async () => {
    const { clearingHouse, riskAdmin, tight } = await networkHelpers.loadFixture(tightened);
    const rules = await connection.ethers.getContractAt("IListingErrors", await clearingHouse.getAddress());
    const greedy = { ...tight.trade, takerFee: HIGHEST_FEE + percent("0.05") };
    await expect(clearingHouse.connect(riskAdmin).setTradeParameters(ETH, greedy))
      .to.be.revertedWithCustomError(rules, "LiquidationTooCheap")
      .withArgs(percent("0.8"), percent("0.84"));
  });

  it("pays no accomplice out of the pool: a smaller skew scale, and with it a higher premium, is not its to set", async () => {
    const { clearingHouse, config, riskAdmin, eth } = await networkHelpers.loadFixture(invested);
    const steeper = { ...eth.trade, skewScale: eth.trade.skewScale / 100n };
    await expect(clearingHouse.connect(riskAdmin).setTradeParameters(ETH, steeper))
      .to.be.revertedWithCustomError(config, "LooseningNotDelayed")
      .withArgs(riskAdmin.address, 0n, BigInt(TWO_DAYS));
  });

  it("raises maintenance margin over open positions by days alone: nothing of it counts in its block", async () => {
    const { clearingHouse, riskAdmin, eth } = await networkHelpers.loadFixture(invested);
    const [, ...others] = eth.tiers.maintenance;
    const raised = { ...eth.tiers, maintenance: [percent("2.6"), ...others] as [bigint, bigint, bigint, bigint] };
    const before = (await clearingHouse.marketState(ETH)).tierSlot;
    await clearingHouse.connect(riskAdmin).setTiers(ETH, raised);
    const { tierSlot, tiers } = await clearingHouse.marketState(ETH);
    expect(tierSlot).to.equal(before);
    expect([...tiers.maintenance]).to.deep.equal(raised.maintenance);
  });

  it("takes no account further in three days than half more margin, and takes no raise back", async () => {
    const { clearingHouse, config, riskAdmin, eth } = await networkHelpers.loadFixture(invested);
    const risk = clearingHouse.connect(riskAdmin);
    const [, ...others] = eth.tiers.maintenance;
    const raisedTo = (rate: string) => ({
      ...eth.tiers,
      maintenance: [percent(rate), ...others] as [bigint, bigint, bigint, bigint],
      initial: [WHOLE, WHOLE, WHOLE, WHOLE] as [bigint, bigint, bigint, bigint],
      withdrawFloor: WHOLE,
    });
    await expect(risk.setTiers(ETH, raisedTo("4")))
      .to.be.revertedWithCustomError(config, "MaintenanceRisesTooFar")
      .withArgs(ETH, 0n, percent("4"), percent("3.76"));
    await risk.setTiers(ETH, raisedTo("3.76"));
    await expect(risk.setTiers(ETH, raisedTo("2.5")))
      .to.be.revertedWithCustomError(config, "LooseningNotDelayed")
      .withArgs(riskAdmin.address, 0n, BigInt(TWO_DAYS));
  });

  it("has no other function than the four of its role, and announces nothing that waits", async () => {
    const { accessManager, clearingHouse, oracle, riskAdmin, eth } = await networkHelpers.loadFixture(invested);
    const targets = { IClearingHouse: clearingHouse, IPriceOracle: oracle };
    for (const entry of FUNCTION_ROLES) {
      const target = await targets[entry.contract].getAddress();
      const [immediate, delay] = await accessManager.canCall(riskAdmin.address, target, selectorOf(entry));
      expect([immediate, delay], entry.functionName).to.deep.equal([entry.role === "RISK_ADMIN", 0n]);
    }
    const { to, data } = await callTo(clearingHouse, "setLiquidationParameters", [ETH, eth.liquidation]);
    await expect(accessManager.connect(riskAdmin).schedule(to, data, 0n)).to.be.revertedWithCustomError(
      accessManager,
      "AccessManagerUnauthorizedCall",
    );
  });

  it("ends when the admin revokes it, and the governor restores what was tightened in a restricted market", async () => {
    const fixture = await networkHelpers.loadFixture(tightened);
    const { accessManager, clearingHouse, config, admin, governor, guardian, riskAdmin, eth, setPrices } = fixture;
    // In an open market the pool's commitment would have to carry the old caps at the new margins on the way back.
    await clearingHouse.connect(guardian).restrictMarket(ETH);
    const revocation = await callTo(accessManager, "revokeRole", [Role.RISK_ADMIN, riskAdmin.address]);
    const loosenings = [
      await callTo(clearingHouse, "setTradeParameters", [ETH, eth.trade]),
      await callTo(clearingHouse, "setTiers", [ETH, eth.tiers]),
      await callTo(clearingHouse, "openMarket", [ETH]),
    ];
    await accessManager.connect(admin).schedule(revocation.to, revocation.data, 0n);
    for (const { to, data } of loosenings) await accessManager.connect(governor).schedule(to, data, 0n);
    await networkHelpers.time.increase(TWO_DAYS);
    await setPrices({});
    await admin.sendTransaction(revocation);
    await expect(clearingHouse.connect(riskAdmin).setCommitment(ETH, 0n))
      .to.be.revertedWithCustomError(config, "AccessManagedUnauthorized")
      .withArgs(riskAdmin.address);
    for (const loosening of loosenings) await governor.sendTransaction(loosening);
    const restored = await clearingHouse.marketState(ETH);
    expect(restored.tiers.initial).to.deep.equal(eth.tiers.initial);
    expect(restored.reduceOnly).to.equal(false);
  });
});
