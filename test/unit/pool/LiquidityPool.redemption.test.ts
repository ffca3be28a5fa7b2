// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import type { IClearingHouse } from "../../../typechain/index.ts";
import { Lapse, Reason, Status, VIRTUAL_SHARES, assetsFor, workingPoolFixture } from "./support.ts";

const connection = await network.create();
const { networkHelpers } = connection;

describe("LiquidityPool: leaving", () => {
  /** All shares of the pool are the provider's; commitments are 6,000,000 of its 10,000,000. */
  async function providerFixture() {
    const working = await workingPoolFixture(connection);
    const shares = await working.claimShares(working.provider);
    return { ...working, shares };
  }

  it("a request takes the shares, and execution makes cash claimable that left main at the value of then", async () => {
    const { pool, clearingHouse, provider, shares, askToLeave, waitForWindow, execute, outcomeOf, ...ledger } =
      await networkHelpers.loadFixture(providerFixture);
    const part = shares / 10n;
    const id = await askToLeave(provider, part);
    expect(await pool.balanceOf(provider.address)).to.equal(shares - part);
    expect(await pool.totalSupply()).to.equal(shares);
    expect(await pool.pendingRedeemRequest(id, provider.address)).to.equal(part);
    await waitForWindow();

    const [main, { unwindingValue }] = [await ledger.mainCash(), await clearingHouse.poolValuation()];
    const { assets, shares: burned } = await outcomeOf(execute(id));
    expect(burned).to.equal(part);
    expect(assets).to.equal(assetsFor(part, shares, unwindingValue));
    expect(await pool.totalSupply()).to.equal(shares - part);
    expect(await ledger.mainCash()).to.equal(main - assets);
    expect(await ledger.escrowCash()).to.equal(assets);
    expect(await pool.claimableRedeemRequest(id, provider.address)).to.equal(part);
    expect(await pool.pendingRedeemRequest(id, provider.address)).to.equal(0n);
  });

  it("a claim credits the receiver's ledger account and moves no token", async () => {
    const { pool, token, clearingHouse, vault, provider, alice, shares, walletOf, ...steps } =
      await networkHelpers.loadFixture(providerFixture);
    const id = await steps.askToLeave(provider, shares / 10n);
    await steps.waitForWindow();
    const { assets } = await steps.outcomeOf(steps.execute(id));
    const custody = await token.balanceOf(await vault.getAddress());
    const claim = pool.connect(provider).withdraw(assets, alice.address, provider.address);
    await expect(claim)
      .to.emit(pool, "Withdraw")
      .withArgs(provider.address, alice.address, provider.address, assets, shares / 10n);
    await expect(claim).to.emit(clearingHouse, "CashMoved");
    expect(await walletOf(alice)).to.equal(assets);
    expect(await token.balanceOf(await vault.getAddress())).to.equal(custody);
    expect(await pool.claimableRedeemRequest(id, provider.address)).to.equal(0n);
  });

  it("is priced at the unwinding value, below what a deposit pays, by the premium on the inventory", async () => {
    const { pool, clearingHouse, provider, bob, shares, fund, trade, sizeOf, parameters, ...steps } =
      await networkHelpers.loadFixture(providerFixture);
    await fund(bob, usd("1,000,000"));
    const id = await steps.askToLeave(provider, shares / 10n);
    await steps.waitForWindow();
    await trade(bob, "ETH", "2,000");
    const { markValue, unwindingValue } = await clearingHouse.poolValuation();
    const size = sizeOf("ETH", "2,000");
    const scale = parameters.markets.find(({ asset }) => asset === "ETH")?.trade.skewScale ?? 0n;
    // inventory² x price / (2 x scale), with 2,000 USD an ETH.
    const notional = usd("4,000,000");
    const premium = (notional * size) / (2n * scale);
    expect(markValue - unwindingValue).to.be.closeTo(premium, 2n);
    expect(premium).to.be.greaterThan(usd("1,000"));
    const { assets, poolValue } = await steps.outcomeOf(steps.execute(id));
    expect(poolValue).to.be.closeTo(unwindingValue, usd("1"));
    expect(assets).to.equal(assetsFor(shares / 10n, shares, poolValue));
    expect(await pool.convertToAssets(await pool.totalSupply())).to.be.lessThan(await pool.totalAssets());
  });

  it("traders' unrealised profit is not paid out to who leaves before they close", async () => {
    const { pool, provider, bob, shares, fund, trade, ...steps } = await networkHelpers.loadFixture(providerFixture);
    await fund(bob, usd("1,000,000"));
    await trade(bob, "ETH", "1,000");
    const id = await steps.askToLeave(provider, shares / 10n);
    // The trader is 200,000 up; all of the pool's cash is still there.
    await steps.waitForWindow({ ETH: "2,200" });
    const { assets } = await steps.outcomeOf(steps.execute(id));
    // A tenth of 10,000,000 + about 2,000 of fees − 200,000.
    expect(assets).to.be.lessThan(usd("980,500")).and.greaterThan(usd("979,500"));
    expect(await pool.maxWithdraw(provider.address)).to.equal(assets);
  });

  it("is executed for what main can pay with commitments at 80 % of the rest; the other shares go back (A81)", async () => {
    const { pool, clearingHouse, provider, shares, askToLeave, waitForWindow, execute, mainCash } =
      await networkHelpers.loadFixture(providerFixture);
    const id = await askToLeave(provider, shares);
    await waitForWindow();
    const { unwindingValue } = await clearingHouse.poolValuation();
    const most = await payableNow(clearingHouse);
    // 10,000,000 less 6,000,000 / 0.8.
    expect(most).to.equal(usd("2,500,000"));
    const burned = ceilDivide(most * (shares + VIRTUAL_SHARES), unwindingValue + 1n);
    const execution = execute(id);
    await expect(execution)
      .to.emit(pool, "RequestExecuted")
      .withArgs(id, provider.address, most, burned, unwindingValue, shares);
    await expect(execution)
      .to.emit(pool, "RequestLapsed")
      .withArgs(id, provider.address, Lapse.MainCannotPay, shares - burned);
    expect(await pool.balanceOf(provider.address)).to.equal(shares - burned);
    expect(await mainCash()).to.equal(usd("1,500,000"));
    expect(await payableNow(clearingHouse)).to.equal(0n);
    expect((await pool.requestState(id)).amount).to.equal(burned);
  });

  it("lapses whole where main can pay nothing", async () => {
    const { pool, provider, shares, askToLeave, waitForWindow, execute } =
      await networkHelpers.loadFixture(providerFixture);
    const [first, second] = [await askToLeave(provider, shares - 1n), await askToLeave(provider, 1n)];
    await waitForWindow();
    await execute(first);
    await expect(execute(second))
      .to.emit(pool, "RequestLapsed")
      .withArgs(second, provider.address, Lapse.MainCannotPay, 1n);
    expect((await pool.requestState(second)).status).to.equal(Status.Lapsed);
  });

  it("main's debt blocks every exit until somebody joins", async () => {
    const { pool, clearingHouse, liquidator, provider, alice, bob, shares, fund, trade, ...steps } =
      await networkHelpers.loadFixture(providerFixture);
    const account = await fund(bob, usd("2,500,000"));
    const reward = await fund(liquidator, 1n);
    const [first, second] = [
      await steps.askToLeave(provider, shares / 2n),
      await steps.askToLeave(provider, shares / 4n),
    ];
    const joining = await steps.askToJoin(alice, usd("2,000,000"));
    await steps.waitForWindow();
    await steps.execute(first);
    // A loss of 4,900,000 in ETH is taken while BTC is as far above its entry, and then that gain goes: the deficit belongs
    // to no market.
    await trade(bob, "ETH", "7,000");
    await trade(bob, "BTC", "350");
    await steps.setPrices({ ETH: "1,300", BTC: "54,000" });
    await trade(bob, "ETH", "7,000", true);
    await steps.setPrices({ BTC: "40,000" });
    await clearingHouse.connect(liquidator).liquidate([account], reward);

    // About 2,440,000 are missing with premium, spread and fee; insurance had 100,000 and main 1,500,000.
    const debt = await steps.mainCash();
    expect(debt).to.be.lessThan(-usd("820,000")).and.greaterThan(-usd("860,000"));
    expect(await payableNow(clearingHouse)).to.equal(0n);
    await expect(steps.execute(second))
      .to.emit(pool, "RequestLapsed")
      .withArgs(second, provider.address, Lapse.MainCannotPay, shares / 4n);
    await steps.execute(joining);
    expect(await steps.mainCash()).to.equal(debt + usd("2,000,000"));
  });

  it("a spender of the shares may ask, and uses up the allowance; a stranger may not", async () => {
    const { pool, provider, stranger, shares } = await networkHelpers.loadFixture(providerFixture);
    const ask = async () => pool.connect(stranger).requestRedeem(5n, stranger.address, provider.address);
    await expect(ask())
      .to.be.revertedWithCustomError(pool, "ERC20InsufficientAllowance")
      .withArgs(stranger.address, 0n, 5n);
    await pool.connect(provider).approve(stranger.address, 8n);
    await ask();
    expect(await pool.allowance(provider.address, stranger.address)).to.equal(3n);
    expect(await pool.balanceOf(provider.address)).to.equal(shares - 5n);
    expect(await pool.pendingRedeemRequest(await pool.lastRequestId(), stranger.address)).to.equal(5n);
  });

  it("the ledger says how cash moved", async () => {
    const { clearingHouse, provider, shares, askToLeave, waitForWindow, execute, mainCash } =
      await networkHelpers.loadFixture(providerFixture);
    const id = await askToLeave(provider, shares / 10n);
    await waitForWindow();
    const before = await mainCash();
    const assets = assetsFor(shares / 10n, shares, (await clearingHouse.poolValuation()).unwindingValue);
    await expect(execute(id))
      .to.emit(clearingHouse, "CashMoved")
      .withArgs(
        await clearingHouse.poolAccount(),
        await clearingHouse.poolEscrowAccount(),
        Reason.PoolPayment,
        assets,
        before - assets,
        assets,
      );
  });
});

const ceilDivide = (a: bigint, b: bigint): bigint => (a + b - 1n) / b;

/** What main may pay an LP. */
async function payableNow(clearingHouse: IClearingHouse): Promise<bigint> {
  const { payable_: amount } = await clearingHouse.poolValuation();
  return amount;
}
