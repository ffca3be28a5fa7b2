// SPDX-License-Identifier: MIT
import { anyValue } from "@nomicfoundation/hardhat-ethers-chai-matchers/withArgs";
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { DELAY, Reason, Status, WINDOW, emptyPoolFixture, sharesFor, workingPoolFixture } from "./support.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

const ASSETS = usd("1,000");

/** In so many seconds the prices of both markets are back and have settled. */
const SETTLED = 300n;

describe("LiquidityPool: joining", () => {
  const emptyPool = async () => emptyPoolFixture(connection);
  const workingPool = async () => workingPoolFixture(connection);

  it("a request moves cash of the owner's sub-account 0 into escrow and changes no price", async () => {
    const { pool, clearingHouse, alice, askToJoin, walletOf, escrowCash, now } =
      await networkHelpers.loadFixture(workingPool);
    const [value, escrowed] = [await pool.totalAssets(), await escrowCash()];
    const id = await askToJoin(alice, ASSETS);
    expect(await walletOf(alice)).to.equal(0n);
    expect(await escrowCash()).to.equal(escrowed + ASSETS);
    expect(await pool.totalAssets()).to.equal(value);
    expect(await pool.pendingDepositRequest(id, alice.address)).to.equal(ASSETS);
    expect(await pool.claimableDepositRequest(id, alice.address)).to.equal(0n);

    const opensAt = (await now()) + BigInt(DELAY);
    const state = await pool.requestState(id);
    expect(state.status).to.equal(Status.Pending);
    expect([state.opensAt, state.closesAt]).to.deep.equal([opensAt, opensAt + BigInt(WINDOW)]);
    await expect(pool.connect(alice).requestDeposit(1n, alice.address, alice.address))
      .to.be.revertedWithCustomError(clearingHouse, "InsufficientFreeCollateral")
      .withArgs(accountOf(alice), 1n, 0n);
  });

  it("emits the standard's event, the schedule and the movement of cash", async () => {
    const { pool, clearingHouse, alice, bob, fund, escrowCash } = await networkHelpers.loadFixture(workingPool);
    await fund(alice, ASSETS);
    const escrowed = await escrowCash();
    const id = (await pool.lastRequestId()) + 1n;
    const request = pool.connect(alice).requestDepositWithMinimum(ASSETS, bob.address, alice.address, 7n);
    await expect(request)
      .to.emit(pool, "DepositRequest")
      .withArgs(bob.address, alice.address, id, alice.address, ASSETS);
    await expect(request).to.emit(pool, "RequestScheduled").withArgs(id, 7n, anyValue, anyValue);
    await expect(request)
      .to.emit(clearingHouse, "CashMoved")
      .withArgs(
        accountOf(alice),
        await clearingHouse.poolEscrowAccount(),
        Reason.PoolDeposit,
        ASSETS,
        0n,
        escrowed + ASSETS,
      );
  });

  it("refuses a request of nothing, and a controller that could never claim", async () => {
    const { pool, alice, fund } = await networkHelpers.loadFixture(workingPool);
    await fund(alice, ASSETS);
    const asAlice = pool.connect(alice);
    await expect(asAlice.requestDeposit(0n, alice.address, alice.address)).to.be.revertedWithCustomError(
      pool,
      "ZeroRequest",
    );
    for (const controller of [ethers.ZeroAddress, await pool.getAddress()]) {
      await expect(asAlice.requestDeposit(1n, controller, alice.address))
        .to.be.revertedWithCustomError(pool, "InvalidController")
        .withArgs(controller);
    }
    await expect(asAlice.requestDeposit(2n ** 88n, alice.address, alice.address))
      .to.be.revertedWithCustomError(pool, "AssetsOutOfRange")
      .withArgs(2n ** 88n, 2n ** 88n - 1n);
  });

  it("is executed by anyone from the first second of the window and not before", async () => {
    const { pool, alice, stranger, askToJoin, setPrices, now } = await networkHelpers.loadFixture(workingPool);
    const id = await askToJoin(alice, ASSETS);
    const { opensAt } = await pool.requestState(id);
    await networkHelpers.time.increaseTo(opensAt - SETTLED);
    await setPrices({});
    await networkHelpers.time.setNextBlockTimestamp(opensAt - 1n);
    await expect(pool.connect(stranger).executeRequest(id))
      .to.be.revertedWithCustomError(pool, "RequestNotOpen")
      .withArgs(id, opensAt - 1n, opensAt);
    await networkHelpers.time.setNextBlockTimestamp(opensAt);
    await pool.connect(stranger).executeRequest(id);
    expect(await now()).to.equal(opensAt);
    expect((await pool.requestState(id)).status).to.equal(Status.Executed);
  });

  it("is executed up to the last second of the window and not after", async () => {
    const { pool, alice, stranger, askToJoin, setPrices } = await networkHelpers.loadFixture(workingPool);
    const [first, second] = [await askToJoin(alice, ASSETS), await askToJoin(alice, ASSETS)];
    const { closesAt } = await pool.requestState(first);
    await networkHelpers.time.increaseTo(closesAt - SETTLED);
    await setPrices({});
    await networkHelpers.time.setNextBlockTimestamp(closesAt);
    await pool.connect(stranger).executeRequest(first);
    const late = (await pool.requestState(second)).closesAt + 1n;
    await networkHelpers.time.setNextBlockTimestamp(late);
    await expect(pool.connect(stranger).executeRequest(second))
      .to.be.revertedWithCustomError(pool, "RequestWindowClosed")
      .withArgs(second, late, late - 1n);
  });

  it("the first deposit buys a million share units for each unit of money", async () => {
    const { pool, alice, askToJoin, waitForWindow, execute, mainCash } = await networkHelpers.loadFixture(emptyPool);
    const id = await askToJoin(alice, ASSETS);
    await waitForWindow();
    await expect(execute(id))
      .to.emit(pool, "RequestExecuted")
      .withArgs(id, alice.address, ASSETS, ASSETS * 1_000_000n, 0n, 0n);
    expect(await mainCash()).to.equal(ASSETS);
    expect(await pool.totalSupply()).to.equal(ASSETS * 1_000_000n);
    expect(await pool.decimals()).to.equal(12n);
  });

  it("is priced at the pool's value at mark of then, of all accounts of the pool", async () => {
    const { pool, clearingHouse, alice, bob, fund, trade, askToJoin, waitForWindow, execute, outcomeOf, setPrices } =
      await networkHelpers.loadFixture(workingPool);
    await fund(bob, usd("1,000,000"));
    await trade(bob, "ETH", "1,000");
    const id = await askToJoin(alice, ASSETS);
    await waitForWindow({ ETH: "2,100" });
    await setPrices({ ETH: "1,900" });
    const [supply, valuation] = [await pool.totalSupply(), await clearingHouse.poolValuation()];
    // The pool is short 1,000 ETH at about 2,000: it gained about 100,000 and the fees.
    expect(valuation.markValue).to.be.greaterThan(usd("10,100,000")).and.lessThan(usd("10,105,000"));
    const { shares, poolValue } = await outcomeOf(execute(id));
    // Funding accrues every second, so the value is that of the execution's own block.
    expect(poolValue - valuation.markValue)
      .to.be.lessThan(usd("1"))
      .and.greaterThan(-usd("1"));
    expect(shares).to.equal(sharesFor(ASSETS, supply, poolValue));
  });

  it("does not read a token balance: what is sent to vault, pool or clearing house changes nothing", async () => {
    const { pool, token, vault, clearingHouse, alice, askToJoin, waitForWindow, execute, outcomeOf, stranger } =
      await networkHelpers.loadFixture(workingPool);
    const id = await askToJoin(alice, ASSETS);
    await waitForWindow();
    const before = await clearingHouse.poolValuation();
    const supply = await pool.totalSupply();
    await token.connect(stranger).mint(stranger.address, usd("3,000,000"));
    for (const target of [vault, pool, clearingHouse]) {
      await token.connect(stranger).transfer(await target.getAddress(), usd("1,000,000"));
    }
    expect(await clearingHouse.poolValuation()).to.deep.equal(before);
    const { shares } = await outcomeOf(execute(id));
    expect(shares).to.equal(sharesFor(ASSETS, supply, before.markValue));
  });
});
