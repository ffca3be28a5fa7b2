// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { DAY, Lapse, Reason, Status, WINDOW, sharesFor, workingPoolFixture } from "./support.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

const ASSETS = usd("1,000");

describe("LiquidityPool: lapsing", () => {
  async function providerFixture() {
    const working = await workingPoolFixture(connection);
    const shares = await working.claimShares(working.provider);
    return { ...working, shares };
  }

  it("a request cannot be taken back: not before its window, not in it", async () => {
    const { pool, alice, askToJoin, waitForWindow } = await networkHelpers.loadFixture(providerFixture);
    const id = await askToJoin(alice, ASSETS);
    const { closesAt } = await pool.requestState(id);
    for (const step of [async () => undefined, async () => waitForWindow()]) {
      await step();
      const next = BigInt(await networkHelpers.time.latest()) + 1n;
      await networkHelpers.time.setNextBlockTimestamp(next);
      await expect(pool.connect(alice).lapseRequest(id))
        .to.be.revertedWithCustomError(pool, "RequestWindowOpen")
        .withArgs(id, next, closesAt);
    }
    const cancelling = pool.interface.fragments.filter(
      (fragment) => fragment.type === "function" && fragment.format().toLowerCase().includes("cancel"),
    );
    expect(cancelling).to.deep.equal([]);
  });

  it("after its window anyone sends a deposit back to its owner's account, whatever the prices", async () => {
    const { pool, clearingHouse, alice, bob, stranger, fund, walletOf, escrowCash } =
      await networkHelpers.loadFixture(providerFixture);
    await fund(alice, ASSETS);
    await pool.connect(alice).requestDeposit(ASSETS, bob.address, alice.address);
    const id = await pool.lastRequestId();
    const { closesAt } = await pool.requestState(id);
    await networkHelpers.time.setNextBlockTimestamp(closesAt + 1n);
    const lapse = pool.connect(stranger).lapseRequest(id);
    await expect(lapse).to.emit(pool, "RequestLapsed").withArgs(id, alice.address, Lapse.WindowClosed, ASSETS);
    await expect(lapse).to.emit(clearingHouse, "CashMoved");
    expect(await walletOf(alice)).to.equal(ASSETS);
    expect(await escrowCash()).to.equal(0n);
    expect(await pool.pendingDepositRequest(id, bob.address)).to.equal(0n);
    await expect(pool.executeRequest(id))
      .to.be.revertedWithCustomError(pool, "RequestNotPending")
      .withArgs(id, Status.Lapsed);
  });

  it("after its window anyone sends a redemption's shares back", async () => {
    const { pool, provider, stranger, shares, askToLeave } = await networkHelpers.loadFixture(providerFixture);
    const id = await askToLeave(provider, shares);
    await networkHelpers.time.increase(WINDOW + DAY);
    await expect(pool.connect(stranger).lapseRequest(id))
      .to.emit(pool, "RequestLapsed")
      .withArgs(id, provider.address, Lapse.WindowClosed, shares);
    expect(await pool.balanceOf(provider.address)).to.equal(shares);
    await expect(pool.lapseRequest(id))
      .to.be.revertedWithCustomError(pool, "RequestNotPending")
      .withArgs(id, Status.Lapsed);
  });

  it("a deposit that would bring less than its minimum lapses when executed; one that brings it exactly does not", async () => {
    const { pool, clearingHouse, alice, bob, askToJoin, waitForWindow, execute, walletOf } =
      await networkHelpers.loadFixture(providerFixture);
    const { markValue } = await clearingHouse.poolValuation();
    const exact = sharesFor(ASSETS, await pool.totalSupply(), markValue);
    const [greedy, modest] = [await askToJoin(alice, ASSETS, exact + 1n), await askToJoin(bob, ASSETS, exact)];
    await waitForWindow();
    const execution = execute(greedy);
    await expect(execution).to.emit(pool, "RequestLapsed").withArgs(greedy, alice.address, Lapse.BelowMinimum, ASSETS);
    await expect(execution).not.to.emit(pool, "RequestExecuted");
    expect(await walletOf(alice)).to.equal(ASSETS);
    await expect(execute(modest)).to.emit(pool, "RequestExecuted");
  });

  it("a redemption below its minimum lapses; the minimum is a price, so a part that main can pay is held to it (A84)", async () => {
    const { pool, provider, shares, askToLeave, waitForWindow, execute } =
      await networkHelpers.loadFixture(providerFixture);
    const half = shares / 2n;
    // Half of the pool is worth 5,000,000, of which main can pay 2,500,000 at the price asked for.
    const [greedy, modest] = [
      await askToLeave(provider, half, usd("5,000,001")),
      await askToLeave(provider, half, usd("4,999,999")),
    ];
    await waitForWindow();
    await expect(execute(greedy))
      .to.emit(pool, "RequestLapsed")
      .withArgs(greedy, provider.address, Lapse.BelowMinimum, half);
    await execute(modest);
    expect(await pool.maxWithdraw(provider.address)).to.equal(usd("2,500,000"));
  });

  it("an unknown request is none", async () => {
    const { pool } = await networkHelpers.loadFixture(providerFixture);
    for (const call of [async () => pool.executeRequest(99n), async () => pool.lapseRequest(99n)]) {
      await expect(call()).to.be.revertedWithCustomError(pool, "RequestNotPending").withArgs(99n, Status.Unknown);
    }
    const state = await pool.requestState(99n);
    expect([state.controller, state.closesAt]).to.deep.equal([ethers.ZeroAddress, 0n]);
  });

  it("the ledger shows the way back", async () => {
    const { pool, clearingHouse, alice, askToJoin } = await networkHelpers.loadFixture(providerFixture);
    const id = await askToJoin(alice, ASSETS);
    await networkHelpers.time.increase(WINDOW + DAY);
    const account = ethers.solidityPacked(["address", "uint96"], [alice.address, 0n]);
    await expect(pool.lapseRequest(id))
      .to.emit(clearingHouse, "CashMoved")
      .withArgs(await clearingHouse.poolEscrowAccount(), account, Reason.PoolPayment, ASSETS, 0n, ASSETS);
  });
});
