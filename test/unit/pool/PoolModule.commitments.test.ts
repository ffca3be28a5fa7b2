// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { DAY, HOUR, Reason, workingPoolFixture } from "./support.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const ETH = 0;
const BTC = 1;
/** PriceValidity. */
const INVALID = 7n;

/** Main has 4,000,000 of 10,000,000 and the accounts of ETH and BTC 3,000,000 each. */
const workingPool = async () => workingPoolFixture(connection);

/** A trader takes about 300,000 from the pool's account of ETH. */
async function losingFixture() {
  const working = await workingPool();
  const { bob, fund, trade, setPrice } = working;
  await fund(bob, usd("1,000,000"));
  await trade(bob, "ETH", "3,000");
  await setPrice("ETH", "2,100");
  await trade(bob, "ETH", "3,000", true);
  return working;
}

/** A trader loses about 300,000 to it. */
async function winningFixture() {
  const working = await workingPool();
  const { bob, fund, trade, setPrice } = working;
  await fund(bob, usd("1,000,000"));
  await trade(bob, "ETH", "3,000");
  await setPrice("ETH", "1,900");
  await trade(bob, "ETH", "3,000", true);
  return working;
}

describe("PoolModule: commitments", () => {
  it("a first commitment is funded at once from main", async () => {
    const { clearingHouse, mainCash, marketCash } = await networkHelpers.loadFixture(workingPool);
    expect(await mainCash()).to.equal(usd("4,000,000"));
    expect([await marketCash("ETH"), await marketCash("BTC")]).to.deep.equal([usd("3,000,000"), usd("3,000,000")]);
    expect((await clearingHouse.marketState(ETH)).pool.commitment).to.equal(usd("3,000,000"));
  });

  it("a rise sends what it adds and says so", async () => {
    const { clearingHouse, riskAdmin, mainCash, marketCash } = await networkHelpers.loadFixture(workingPool);
    const rise = clearingHouse.connect(riskAdmin).setCommitment(ETH, usd("4,000,000"));
    await expect(rise).to.emit(clearingHouse, "CommitmentChanged").withArgs(ETH, usd("3,000,000"), usd("4,000,000"));
    await expect(rise)
      .to.emit(clearingHouse, "CashMoved")
      .withArgs(
        await clearingHouse.poolAccount(),
        await clearingHouse.poolMarketAccount(ETH),
        Reason.PoolFunding,
        usd("1,000,000"),
        usd("3,000,000"),
        usd("4,000,000"),
      );
    expect([await mainCash(), await marketCash("ETH")]).to.deep.equal([usd("3,000,000"), usd("4,000,000")]);
  });

  it("reverts with CommitmentsTooHigh above 80 % of the pool and not at it", async () => {
    const { clearingHouse, riskAdmin } = await networkHelpers.loadFixture(workingPool);
    const asAdmin = clearingHouse.connect(riskAdmin);
    await expect(asAdmin.setCommitment(ETH, usd("5,000,000") + 1n))
      .to.be.revertedWithCustomError(clearingHouse, "CommitmentsTooHigh")
      .withArgs(usd("8,000,000") + 1n, usd("8,000,000"));
    await asAdmin.setCommitment(ETH, usd("5,000,000"));
    expect((await clearingHouse.marketState(ETH)).pool.commitment).to.equal(usd("5,000,000"));
  });

  it("may always be lowered, though all together are too high, and moves no cash", async () => {
    const { clearingHouse, riskAdmin, bob, fund, trade, setPrice, marketCash } =
      await networkHelpers.loadFixture(workingPool);
    const asAdmin = clearingHouse.connect(riskAdmin);
    await asAdmin.setCommitment(ETH, usd("5,000,000"));
    await fund(bob, usd("1,000,000"));
    await trade(bob, "ETH", "3,000");
    await setPrice("ETH", "2,100");
    await expect(asAdmin.setCommitment(BTC, usd("3,000,001"))).to.be.revertedWithCustomError(
      clearingHouse,
      "CommitmentsTooHigh",
    );
    const cash = await marketCash("BTC");
    await asAdmin.setCommitment(BTC, usd("2,900,000"));
    expect(await marketCash("BTC")).to.equal(cash);
  });

  it("setting the same commitment again sends nothing: it is no way round the daily refill", async () => {
    const { clearingHouse, riskAdmin, marketCash } = await networkHelpers.loadFixture(losingFixture);
    const before = await marketCash("ETH");
    const asAdmin = clearingHouse.connect(riskAdmin);
    await asAdmin.setCommitment(ETH, usd("3,000,000"));
    expect(await marketCash("ETH")).to.equal(before);
    await asAdmin.setCommitment(ETH, usd("3,000,010"));
    expect(await marketCash("ETH")).to.equal(before + usd("10"));
  });

  it("only the risk admin sets one, and only of a listed market", async () => {
    const { clearingHouse, oracle, riskAdmin, stranger } = await networkHelpers.loadFixture(workingPool);
    await expect(clearingHouse.connect(stranger).setCommitment(ETH, 1n))
      .to.be.revertedWithCustomError(oracle, "AccessManagedUnauthorized")
      .withArgs(stranger.address);
    await expect(clearingHouse.connect(riskAdmin).setCommitment(9, 1n))
      .to.be.revertedWithCustomError(clearingHouse, "UnknownMarket")
      .withArgs(9n);
  });
});

describe("PoolModule: refilling a market", () => {
  it("takes at most a tenth of the commitment a day from main, on anybody's call", async () => {
    const { clearingHouse, stranger, marketCash, mainCash, setPrices, bob, fund, trade, setPrice } =
      await networkHelpers.loadFixture(losingFixture);
    // A second loss: the account lacks more than a tenth of its commitment.
    await setPrices({ ETH: "2,000" });
    await fund(bob, usd("1,000,000"));
    await trade(bob, "ETH", "3,000");
    await setPrice("ETH", "2,100");
    await trade(bob, "ETH", "3,000", true);
    const lacking = usd("3,000,000") - (await marketCash("ETH"));
    expect(lacking).to.be.greaterThan(usd("550,000"));

    await networkHelpers.time.increase(3 * DAY);
    await setPrices({});
    const main = await mainCash();
    await expect(clearingHouse.connect(stranger).refillMarket(ETH))
      .to.emit(clearingHouse, "CashMoved")
      .withArgs(
        await clearingHouse.poolAccount(),
        await clearingHouse.poolMarketAccount(ETH),
        Reason.PoolFunding,
        usd("300,000"),
        main - usd("300,000"),
        usd("3,300,000") - lacking,
      );
    await networkHelpers.time.increase(HOUR);
    const cash = await marketCash("ETH");
    await clearingHouse.connect(stranger).refillMarket(ETH);
    // 3,600 seconds and one or two of the calls.
    expect((await marketCash("ETH")) - cash).to.be.closeTo(usd("12,500"), usd("10"));
    await networkHelpers.time.increase(2 * DAY);
    await clearingHouse.connect(stranger).refillMarket(ETH);
    expect(await marketCash("ETH")).to.equal(usd("3,000,000"));
  });

  it("does nothing where nothing is missing", async () => {
    const { clearingHouse, mainCash } = await networkHelpers.loadFixture(winningFixture);
    await networkHelpers.time.increase(DAY);
    const main = await mainCash();
    await expect(clearingHouse.refillMarket(ETH)).not.to.emit(clearingHouse, "CashMoved");
    expect(await mainCash()).to.equal(main);
  });

  it("counts unrealised loss as missing and unrealised profit as there", async () => {
    const { clearingHouse, bob, fund, trade, setPrices, marketCash } = await networkHelpers.loadFixture(workingPool);
    await fund(bob, usd("1,000,000"));
    await trade(bob, "ETH", "1,000");
    await networkHelpers.time.increase(DAY);
    await setPrices({ ETH: "1,900" });
    await expect(clearingHouse.refillMarket(ETH)).not.to.emit(clearingHouse, "CashMoved");
    await setPrices({ ETH: "2,100" });
    const cash = await marketCash("ETH");
    await clearingHouse.refillMarket(ETH);
    expect((await marketCash("ETH")) - cash)
      .to.be.greaterThan(usd("95,000"))
      .and.lessThan(usd("100,000"));
  });

  it("reverts with CommitmentsTooHigh while the pool does not bear its commitments", async () => {
    const { clearingHouse, riskAdmin, bob, fund, trade, setPrices } = await networkHelpers.loadFixture(workingPool);
    await clearingHouse.connect(riskAdmin).setCommitment(ETH, usd("5,000,000"));
    await fund(bob, usd("1,000,000"));
    await trade(bob, "ETH", "1,000");
    await networkHelpers.time.increase(DAY);
    await setPrices({ ETH: "2,100" });
    await expect(clearingHouse.refillMarket(ETH)).to.be.revertedWithCustomError(clearingHouse, "CommitmentsTooHigh");
  });

  it("is for listed markets", async () => {
    const { clearingHouse } = await networkHelpers.loadFixture(workingPool);
    for (const call of [clearingHouse.refillMarket, clearingHouse.returnSurplus, clearingHouse.sweepFees]) {
      await expect(call(9)).to.be.revertedWithCustomError(clearingHouse, "UnknownMarket").withArgs(9n);
    }
  });
});

describe("PoolModule: returning a surplus", () => {
  it("sends what is above the commitment to main, on anybody's call", async () => {
    const { clearingHouse, stranger, mainCash, marketCash } = await networkHelpers.loadFixture(winningFixture);
    const [main, cash] = [await mainCash(), await marketCash("ETH")];
    const surplus = cash - usd("3,000,000");
    expect(surplus).to.be.greaterThan(usd("290,000"));
    await expect(clearingHouse.connect(stranger).returnSurplus(ETH))
      .to.emit(clearingHouse, "CashMoved")
      .withArgs(
        await clearingHouse.poolMarketAccount(ETH),
        await clearingHouse.poolAccount(),
        Reason.PoolSurplus,
        surplus,
        usd("3,000,000"),
        main + surplus,
      );
    await expect(clearingHouse.returnSurplus(ETH)).not.to.emit(clearingHouse, "CashMoved");
  });

  it("leaves the initial margin where that is more than the commitment, and never paper profit", async () => {
    const { clearingHouse, riskAdmin, bob, fund, trade, setPrice, marketCash } =
      await networkHelpers.loadFixture(workingPool);
    await fund(bob, usd("1,000,000"));
    await trade(bob, "ETH", "3,000");
    await clearingHouse.connect(riskAdmin).setCommitment(ETH, usd("100,000"));
    await setPrice("ETH", "1,900");
    const cash = await marketCash("ETH");
    await clearingHouse.returnSurplus(ETH);
    // 5 % of the first 5,000,000 and 10 % of the next 700,000; the 300,000 of paper profit do not count.
    expect(await marketCash("ETH")).to.equal(usd("320,000"));
    expect(cash).to.be.greaterThan(usd("3,000,000"));
  });

  it("needs a price that allows a withdrawal where there is inventory, and none where there is not", async () => {
    const { clearingHouse, riskAdmin, bob, fund, trade, feeds, marketCash } =
      await networkHelpers.loadFixture(workingPool);
    await fund(bob, usd("1,000,000"));
    await trade(bob, "ETH", "100");
    const asAdmin = clearingHouse.connect(riskAdmin);
    await asAdmin.setCommitment(ETH, usd("1,000,000"));
    await asAdmin.setCommitment(BTC, usd("1,000,000"));
    for (const feed of [feeds.ETH, feeds.BTC]) await feed.updateAnswer(0n);
    await expect(clearingHouse.returnSurplus(ETH))
      .to.be.revertedWithCustomError(clearingHouse, "PriceNotUsable")
      .withArgs(ETH, INVALID);
    await clearingHouse.returnSurplus(BTC);
    expect(await marketCash("BTC")).to.equal(usd("1,000,000"));
  });
});
