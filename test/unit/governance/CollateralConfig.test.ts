// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { network } from "hardhat";

import { answer, percent, unitPrice, usd } from "../../../deploy/parameters/units.ts";
import { accountOf, deployedFixture } from "../../fixtures/protocol.ts";
import { PriceValidity } from "../../fixtures/validity.ts";
import {
  collateralFixture,
  DAY,
  DEBT_LIMIT,
  feedOf,
  FIRST_FEED,
  PHASE_IN,
  TERMS,
  weth,
  WETH,
} from "../../integration/collateral/support.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

const NEXT = 3n;

describe("CollateralConfig: listing", () => {
  async function fixture() {
    const working = await collateralFixture(connection);
    const token = await ethers.deployContract("MintableToken", ["NEW", 18n]);
    const feed = await ethers.deployContract("MockV3Aggregator", [8n, answer("10")]);
    const setFeed = async (decimals: number) =>
      working.oracle
        .connect(working.governor)
        .setFeed(FIRST_FEED + NEXT, feedOf(await feed.getAddress(), answer("10"), decimals));
    const list = async (address: string, terms = TERMS, id = NEXT) =>
      working.clearingHouse.connect(working.governor).listCollateral(id, address, terms);
    const rules = await ethers.getContractAt("IListingErrors", await working.clearingHouse.getAddress());
    return { ...working, rules, address: await token.getAddress(), feed, setFeed, listNext: list };
  }

  it("lists a token with its decimals, scale and parameters", async () => {
    const { setFeed, listNext, address, clearingHouse } = await networkHelpers.loadFixture(fixture);
    await setFeed(6);
    await expect(listNext(address))
      .to.emit(clearingHouse, "CollateralListed")
      .withArgs(NEXT, address, 18n, 12n)
      .and.to.emit(clearingHouse, "CollateralParametersChanged")
      .withArgs(NEXT, [0n, 0n, 0n, 0n], Object.values(TERMS));
    const [slot, holdings] = await clearingHouse.collateralState(NEXT);
    expect(slot & ((1n << 160n) - 1n)).to.equal(BigInt(address));
    expect(holdings).to.equal(TERMS.depositCap << 112n);
  });

  it("lists no token without a feed, and none at a price that is not Valid (I24)", async () => {
    const { setFeed, listNext, address, clearingHouse, oracle, feed } = await networkHelpers.loadFixture(fixture);
    await expect(listNext(address)).to.be.revertedWithCustomError(oracle, "UnknownFeed").withArgs(67n);
    await setFeed(6);
    await feed.updateAnswer(0n);
    await expect(listNext(address))
      .to.be.revertedWithCustomError(clearingHouse, "PriceNotUsable")
      .withArgs(67n, PriceValidity.Invalid);
  });

  it("counts no unit twice: not the settlement token, the pool's share or a listed token; and no address without code (A44)", async () => {
    const { setFeed, listNext, tokenAddresses, clearingHouse, token, pool } = await networkHelpers.loadFixture(fixture);
    await setFeed(6);
    for (const address of [await token.getAddress(), await pool.getAddress(), tokenAddresses.weth, ZeroAddress]) {
      await expect(listNext(address))
        .to.be.revertedWithCustomError(clearingHouse, "InvalidCollateralToken")
        .withArgs(address);
    }
  });

  it("takes each number once, and none above 7", async () => {
    const { listNext, address, clearingHouse } = await networkHelpers.loadFixture(fixture);
    await expect(listNext(address, TERMS, WETH))
      .to.be.revertedWithCustomError(clearingHouse, "CollateralAlreadyListed")
      .withArgs(WETH);
    for (const id of [8n, 255n]) {
      await expect(listNext(address, TERMS, id))
        .to.be.revertedWithCustomError(clearingHouse, "UnknownCollateral")
        .withArgs(id);
    }
  });

  it("refuses a unit that is finer than the token's own", async () => {
    const { setFeed, listNext, clearingHouse } = await networkHelpers.loadFixture(fixture);
    const coarse = await ethers.deployContract("MintableToken", ["COARSE", 2n]);
    await setFeed(4);
    await expect(listNext(await coarse.getAddress()))
      .to.be.revertedWithCustomError(clearingHouse, "UnsupportedCollateralDecimals")
      .withArgs(await coarse.getAddress(), 2n, 4n);
  });

  it("refuses a unit worth more than a cent: its fractions count for nothing", async () => {
    const { setFeed, listNext, address, rules } = await networkHelpers.loadFixture(fixture);
    await setFeed(2);
    await expect(listNext(address))
      .to.be.revertedWithCustomError(rules, "UnitWorthOutOfRange")
      .withArgs(unitPrice(answer("10"), 2), 10n ** 6n, 10n ** 20n);
  });

  it("refuses weights that a sale at the discount could not keep: 10", async () => {
    const { setFeed, listNext, address, clearingHouse, rules } = await networkHelpers.loadFixture(fixture);
    await setFeed(6);
    await expect(listNext(address, { ...TERMS, initialWeight: percent("89") }))
      .to.be.revertedWithCustomError(rules, "InitialWeightTooHigh")
      .withArgs(percent("89"), percent("88"));
    await expect(listNext(address, { ...TERMS, maintenanceWeight: percent("92.01") }))
      .to.be.revertedWithCustomError(rules, "MaintenanceWeightTooHigh")
      .withArgs(percent("92.01"), percent("92"));
    for (const discount of [percent("0.99"), percent("20.01")]) {
      await expect(listNext(address, { ...TERMS, maintenanceWeight: percent("70"), initialWeight: 0n, discount }))
        .to.be.revertedWithCustomError(clearingHouse, "DiscountOutOfRange")
        .withArgs(discount, percent("1"), percent("20"));
    }
    await expect(listNext(address, { ...TERMS, depositCap: 2n ** 112n }))
      .to.be.revertedWithCustomError(clearingHouse, "DepositCapTooHigh")
      .withArgs(2n ** 112n, 2n ** 112n - 1n);
  });
});

describe("CollateralConfig: changes", () => {
  /** A flat account at its line: 10 WETH at 88 % less a debt of 15,999. */
  async function fixture() {
    const working = await collateralFixture(connection);
    const { vault, trader, clearingHouse, riskAdmin } = working;
    const account = accountOf(trader);
    await vault.connect(trader).depositCollateral(account, WETH, weth("10"));
    const set = async (terms: Partial<typeof TERMS>, caller = riskAdmin) =>
      clearingHouse.connect(caller).setCollateralParameters(WETH, { ...TERMS, ...terms });
    const maintenance = async (): Promise<bigint> => (await clearingHouse.collateralValues(account, 1n))[1];
    const rules = await ethers.getContractAt("IListingErrors", await clearingHouse.getAddress());
    return { ...working, rules, account, set, maintenance };
  }

  it("a lowered maintenance weight makes nobody liquidatable in its block and arrives over three days (P9)", async () => {
    const { set, maintenance, clearingHouse, lens, account } = await networkHelpers.loadFixture(fixture);
    const before = await maintenance();
    await networkHelpers.time.setNextBlockTimestamp((await networkHelpers.time.latest()) + 10);
    await expect(set({ initialWeight: percent("50"), maintenanceWeight: percent("58") }))
      .to.emit(clearingHouse, "MaintenanceWeightMoved")
      .withArgs(
        WETH,
        percent("88"),
        percent("58"),
        (await networkHelpers.time.latest()) + 10,
        (await networkHelpers.time.latest()) + 10 + PHASE_IN,
      );
    const changedAt = await networkHelpers.time.latest();
    expect(await maintenance()).to.equal(before);
    expect((await lens.healthOf([account]))[0]?.accountValue).to.equal(before);
    await networkHelpers.time.increaseTo(changedAt + PHASE_IN / 3);
    // The price is older than its heartbeat by then, and counts at the same value for maintenance.
    expect(await maintenance()).to.be.closeTo(usd("15,600"), usd("1"));
    await networkHelpers.time.increaseTo(changedAt + PHASE_IN);
    expect(((await maintenance()) * 10n) / 12n).to.be.at.least(usd("9,666"));
  });

  it("a lowered initial weight and a lowered cap count at once", async () => {
    const { set, clearingHouse, vault, trader, account } = await networkHelpers.loadFixture(fixture);
    await set({ initialWeight: percent("40"), depositCap: 0n });
    expect((await clearingHouse.collateralValues(account, 1n))[0]).to.equal(usd("8,000"));
    await expect(vault.connect(trader).depositCollateral(account, WETH, 1n))
      .to.be.revertedWithCustomError(clearingHouse, "DepositCapExceeded")
      .withArgs(WETH, weth("10") + 1n, 0n);
    await vault.connect(trader).withdrawCollateral(account, WETH, weth("10"), trader.address);
  });

  it("a second change on the way begins where the weight is", async () => {
    const { set, maintenance } = await networkHelpers.loadFixture(fixture);
    await set({ initialWeight: percent("50"), maintenanceWeight: percent("58") });
    await networkHelpers.time.increase(PHASE_IN / 2);
    const halfWay = await maintenance();
    await set({ initialWeight: percent("50"), maintenanceWeight: percent("55") });
    expect(await maintenance()).to.be.closeTo(halfWay, usd("3"));
  });

  it("a discount that the weight on its way could not bear is refused until it has arrived", async () => {
    const { set, rules } = await networkHelpers.loadFixture(fixture);
    const terms = { initialWeight: percent("50"), maintenanceWeight: percent("58"), discount: percent("15") };
    await expect(set(terms))
      .to.be.revertedWithCustomError(rules, "MaintenanceWeightTooHigh")
      .withArgs(percent("88"), percent("82"));
    await set({ ...terms, discount: TERMS.discount });
    await networkHelpers.time.increase(PHASE_IN);
    await set(terms);
  });

  it("strangers change nothing", async () => {
    const { set, stranger, clearingHouse, config, tokenAddresses } = await networkHelpers.loadFixture(fixture);
    await expect(set({}, stranger)).to.be.revertedWithCustomError(config, "AccessManagedUnauthorized");
    const house = clearingHouse.connect(stranger);
    await expect(house.setDebtLimit(0n)).to.be.revertedWithCustomError(config, "AccessManagedUnauthorized");
    await expect(house.listCollateral(NEXT, tokenAddresses.weth, TERMS)).to.be.revertedWithCustomError(
      config,
      "AccessManagedUnauthorized",
    );
  });

  it("reverts with UnknownCollateral for a token that is not listed, and AmountOutOfRange for a limit below zero", async () => {
    const { clearingHouse, riskAdmin } = await networkHelpers.loadFixture(fixture);
    await expect(clearingHouse.connect(riskAdmin).setCollateralParameters(NEXT, TERMS))
      .to.be.revertedWithCustomError(clearingHouse, "UnknownCollateral")
      .withArgs(NEXT);
    await expect(clearingHouse.connect(riskAdmin).setDebtLimit(-1n))
      .to.be.revertedWithCustomError(clearingHouse, "AmountOutOfRange")
      .withArgs(-1n);
  });

  it("says the old and the new limit, and a raised one counts at once", async () => {
    const { clearingHouse, riskAdmin } = await networkHelpers.loadFixture(fixture);
    await expect(clearingHouse.connect(riskAdmin).setDebtLimit(usd("80,000")))
      .to.emit(clearingHouse, "DebtLimitChanged")
      .withArgs(DEBT_LIMIT, usd("80,000"));
    expect(await clearingHouse.collateralDebts()).to.deep.equal([0n, usd("80,000"), usd("80,000")]);
  });
});

describe("CollateralConfig: what loosens waits", () => {
  /** The module of a chain whose loosening is announced two days before. */
  async function fixture() {
    return deployedFixture(connection, (parameters) => ({ ...parameters, looseningDelay: 2 * DAY }));
  }

  it("reverts with LooseningNotDelayed for a raised limit and for a new token of a caller who need not wait", async () => {
    const { clearingHouse, riskAdmin, governor, config } = await networkHelpers.loadFixture(fixture);
    await expect(clearingHouse.connect(riskAdmin).setDebtLimit(1n))
      .to.be.revertedWithCustomError(config, "LooseningNotDelayed")
      .withArgs(riskAdmin.address, 0n, BigInt(2 * DAY));
    await expect(clearingHouse.connect(governor).listCollateral(0n, await config.getAddress(), TERMS))
      .to.be.revertedWithCustomError(config, "LooseningNotDelayed")
      .withArgs(governor.address, 0n, BigInt(2 * DAY));
    await clearingHouse.connect(riskAdmin).setDebtLimit(0n);
  });
});
