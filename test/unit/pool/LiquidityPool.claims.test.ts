// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { workingPoolFixture } from "./support.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

const ASSETS = usd("1,000");

describe("LiquidityPool: claims", () => {
  /** Alice's deposits of 1,000 and 3,000 are executed. */
  async function executedFixture() {
    const working = await workingPoolFixture(connection);
    const { pool, alice, askToJoin, waitForWindow, execute } = working;
    const ids = [await askToJoin(alice, ASSETS), await askToJoin(alice, 3n * ASSETS)] as const;
    await waitForWindow();
    for (const id of ids) await execute(id);
    const shares = await pool.maxMint(alice.address);
    return { ...working, ids, shares };
  }

  /** Alice's shares are redeemed and wait as cash. */
  async function redeemedFixture() {
    const executed = await executedFixture();
    const { alice, claimShares, askToLeave, waitForWindow, execute } = executed;
    const shares = await claimShares(alice);
    const id = await askToLeave(alice, shares);
    await waitForWindow();
    await execute(id);
    return { ...executed, id, assets: await executed.pool.maxWithdraw(alice.address) };
  }

  it("execution pushes nothing: shares wait in the pool until their controller claims them", async () => {
    const { pool, alice, shares } = await networkHelpers.loadFixture(executedFixture);
    expect(await pool.balanceOf(alice.address)).to.equal(0n);
    expect(await pool.balanceOf(await pool.getAddress())).to.be.at.least(shares);
    expect(await pool.maxDeposit(alice.address)).to.equal(4n * ASSETS);
  });

  it("deposit claims by assets, the oldest request first", async () => {
    const { pool, alice, ids, shares } = await networkHelpers.loadFixture(executedFixture);
    const claimable = async () => Promise.all(ids.map(async (id) => pool.claimableDepositRequest(id, alice.address)));
    expect(await claimable()).to.deep.equal([ASSETS, 3n * ASSETS]);
    const claim = pool.connect(alice)["deposit(uint256,address)"](2n * ASSETS, alice.address);
    await expect(claim)
      .to.emit(pool, "Deposit")
      .withArgs(alice.address, alice.address, 2n * ASSETS, shares / 2n);
    expect(await claimable()).to.deep.equal([0n, 2n * ASSETS]);
    expect(await pool.balanceOf(alice.address)).to.equal(shares / 2n);
    await pool.connect(alice)["deposit(uint256,address)"](2n * ASSETS, alice.address);
    expect(await claimable()).to.deep.equal([0n, 0n]);
    expect(await pool.balanceOf(alice.address)).to.equal(shares);
    expect(await pool.maxMint(alice.address)).to.equal(0n);
  });

  it("mint claims by shares, for another receiver too", async () => {
    const { pool, alice, bob, shares } = await networkHelpers.loadFixture(executedFixture);
    const quarter = shares / 4n;
    await pool.connect(alice)["mint(uint256,address,address)"](quarter, bob.address, alice.address);
    expect(await pool.balanceOf(bob.address)).to.equal(quarter);
    expect(await pool.maxMint(alice.address)).to.equal(shares - quarter);
    expect(await pool.maxDeposit(alice.address)).to.be.closeTo(3n * ASSETS, 1n);
  });

  it("nobody claims more than there is, nothing, or for nobody", async () => {
    const { pool, alice, ids, shares } = await networkHelpers.loadFixture(executedFixture);
    const asAlice = pool.connect(alice);
    await expect(asAlice["deposit(uint256,address)"](4n * ASSETS + 1n, alice.address))
      .to.be.revertedWithCustomError(pool, "ExceedsClaimable")
      .withArgs(alice.address, 4n * ASSETS + 1n, 4n * ASSETS);
    await expect(asAlice["mint(uint256,address)"](shares + 1n, alice.address))
      .to.be.revertedWithCustomError(pool, "ExceedsClaimable")
      .withArgs(alice.address, shares + 1n, shares);
    await expect(asAlice["mint(uint256,address)"](0n, alice.address)).to.be.revertedWithCustomError(
      pool,
      "ZeroRequest",
    );
    for (const receiver of [ethers.ZeroAddress, await pool.getAddress()]) {
      await expect(asAlice["mint(uint256,address)"](1n, receiver))
        .to.be.revertedWithCustomError(pool, "InvalidReceiver")
        .withArgs(receiver);
    }
    expect(await pool.claimableDepositRequest(ids[0], alice.address)).to.equal(ASSETS);
  });

  it("only the controller and its operators claim", async () => {
    const { pool, alice, bob } = await networkHelpers.loadFixture(executedFixture);
    const claim = async () => pool.connect(bob)["deposit(uint256,address,address)"](ASSETS, bob.address, alice.address);
    await expect(claim())
      .to.be.revertedWithCustomError(pool, "NotAuthorizedInPool")
      .withArgs(alice.address, bob.address);
    await pool.connect(alice).setOperator(bob.address, true);
    await expect(claim()).to.emit(pool, "Deposit");
    await pool.connect(alice).setOperator(bob.address, false);
    await expect(claim()).to.be.revertedWithCustomError(pool, "NotAuthorizedInPool");
  });

  it("an operator asks for who approved it, and nobody else does", async () => {
    const { pool, alice, bob, fund } = await networkHelpers.loadFixture(executedFixture);
    await fund(alice, ASSETS);
    const ask = async () => pool.connect(bob).requestDeposit(ASSETS, alice.address, alice.address);
    await expect(ask()).to.be.revertedWithCustomError(pool, "NotAuthorizedInPool").withArgs(alice.address, bob.address);
    expect(await pool.connect(alice).setOperator.staticCall(bob.address, true)).to.equal(true);
    await expect(pool.connect(alice).setOperator(bob.address, true))
      .to.emit(pool, "OperatorSet")
      .withArgs(alice.address, bob.address, true);
    expect(await pool.isOperator(alice.address, bob.address)).to.equal(true);
    await expect(ask()).to.emit(pool, "DepositRequest");
  });

  it("an operator of the clearing house has no power over shares and requests", async () => {
    const { pool, clearingHouse, alice, bob, fund } = await networkHelpers.loadFixture(executedFixture);
    await fund(alice, ASSETS);
    await clearingHouse.connect(alice).setOperator(accountOf(alice), bob.address, 255n, 2n ** 40n - 1n);
    await expect(pool.connect(bob).requestDeposit(ASSETS, bob.address, alice.address)).to.be.revertedWithCustomError(
      pool,
      "NotAuthorizedInPool",
    );
  });

  it("withdraw and redeem credit the receiver's ledger account, in parts that sum to the whole", async () => {
    const { pool, alice, bob, id, assets, walletOf } = await networkHelpers.loadFixture(redeemedFixture);
    const shares = await pool.maxRedeem(alice.address);
    const asAlice = pool.connect(alice);
    await asAlice.withdraw(assets / 3n, bob.address, alice.address);
    await asAlice.redeem(shares / 3n, bob.address, alice.address);
    expect(await pool.claimableRedeemRequest(id, alice.address)).to.equal(await pool.maxRedeem(alice.address));
    await asAlice.redeem(await pool.maxRedeem(alice.address), bob.address, alice.address);
    expect(await walletOf(bob)).to.equal(assets);
    expect([await pool.maxWithdraw(alice.address), await pool.maxRedeem(alice.address)]).to.deep.equal([0n, 0n]);
    await expect(asAlice.redeem(1n, bob.address, alice.address))
      .to.be.revertedWithCustomError(pool, "ExceedsClaimable")
      .withArgs(alice.address, 1n, 0n);
  });

  it("only the controller and its operators withdraw, and never to the system", async () => {
    const { pool, clearingHouse, alice, bob, assets, walletOf } = await networkHelpers.loadFixture(redeemedFixture);
    await expect(pool.connect(bob).withdraw(1n, bob.address, alice.address))
      .to.be.revertedWithCustomError(pool, "NotAuthorizedInPool")
      .withArgs(alice.address, bob.address);
    const system = await clearingHouse.getAddress();
    await expect(pool.connect(alice).withdraw(1n, system, alice.address)).to.be.revertedWithCustomError(
      clearingHouse,
      "SystemAccount",
    );
    await pool.connect(alice).setOperator(bob.address, true);
    await pool.connect(bob).withdraw(assets, bob.address, alice.address);
    expect(await walletOf(bob)).to.equal(assets);
  });

  it("a claim needs no price: with every feed dead it pays what execution set aside", async () => {
    const { pool, alice, feeds, assets, walletOf } = await networkHelpers.loadFixture(redeemedFixture);
    for (const feed of [feeds.ETH, feeds.BTC]) await feed.updateAnswer(0n);
    await pool.connect(alice).withdraw(assets, alice.address, alice.address);
    expect(await walletOf(alice)).to.equal(assets);
  });

  it("a stranger's gift of an executed request takes nothing from the controller", async () => {
    const { pool, alice, bob, shares, fund, waitForWindow, execute, claimShares } =
      await networkHelpers.loadFixture(executedFixture);
    await fund(bob, 1n);
    await pool.connect(bob).requestDeposit(1n, alice.address, bob.address);
    await waitForWindow();
    await execute(await pool.lastRequestId());
    expect(await claimShares(alice)).to.be.at.least(shares);
  });
});
