// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { emptyPoolFixture, workingPoolFixture } from "./support.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

const ETH = 0;

const workingPool = async () => workingPoolFixture(connection);

describe("PoolModule: who may move the pool's cash", () => {
  it("reverts with NotLockHolder for everybody but the pool under its own lock", async () => {
    const { clearingHouse, stranger } = await networkHelpers.loadFixture(workingPool);
    const asStranger = clearingHouse.connect(stranger);
    const own = accountOf(stranger);
    for (const call of [
      async () => asStranger.escrowCash(own, 1n),
      async () => asStranger.releaseEscrow(own, 1n),
      async () => asStranger.depositToPool(1n),
      async () => asStranger.payFromPool(own, 1n),
      async () => asStranger.acquireLock(),
      async () => asStranger.releaseLock(),
    ]) {
      await expect(call()).to.be.revertedWithCustomError(clearingHouse, "NotLockHolder").withArgs(stranger.address);
    }
  });

  it("even the pool may not without the lock, and the vault may not with it", async () => {
    const { clearingHouse, pool, vault } = await networkHelpers.loadFixture(workingPool);
    for (const part of [await pool.getAddress(), await vault.getAddress()]) {
      await networkHelpers.impersonateAccount(part);
      await networkHelpers.setBalance(part, 10n ** 18n);
      const asPart = clearingHouse.connect(await ethers.getSigner(part));
      await expect(asPart.payFromPool(await clearingHouse.poolEscrowAccount(), 1n))
        .to.be.revertedWithCustomError(clearingHouse, "NotLockHolder")
        .withArgs(part);
    }
  });
});

describe("PoolModule: what the pool itself may not do under the lock", () => {
  async function actingFixture() {
    const working = await workingPool();
    const { clearingHouse, pool } = working;
    const address = await pool.getAddress();
    await networkHelpers.impersonateAccount(address);
    await networkHelpers.setBalance(address, 10n ** 18n);
    const asPool = clearingHouse.connect(await ethers.getSigner(address));
    const { interface: house } = clearingHouse;
    /** One call in the pool's name, between taking the lock and giving it back. */
    const underLock = async (data: string) =>
      asPool.multicall([house.encodeFunctionData("acquireLock"), data, house.encodeFunctionData("releaseLock")]);
    return { ...working, house, underLock };
  }

  it("pay more than main may", async () => {
    const { clearingHouse, house, underLock, alice, walletOf } = await networkHelpers.loadFixture(actingFixture);
    const most = usd("2,500,000");
    const pay = async (amount: bigint) =>
      underLock(house.encodeFunctionData("payFromPool", [accountOf(alice), amount]));
    await expect(pay(most + 1n))
      .to.be.revertedWithCustomError(clearingHouse, "InsufficientPoolCash")
      .withArgs(most + 1n, most);
    await pay(most);
    expect(await walletOf(alice)).to.equal(most);
  });

  it("pay more than the pool is worth, though main has the cash and no commitment stands", async () => {
    const { clearingHouse, house, underLock, riskAdmin, alice, bob, fund, trade, setPrice, mainCash } =
      await networkHelpers.loadFixture(actingFixture);
    await fund(bob, usd("2,000,000"));
    await trade(bob, "ETH", "8,000");
    for (const market of [0, 1]) await clearingHouse.connect(riskAdmin).setCommitment(market, 0n);
    await setPrice("ETH", "2,900");
    const { unwindingValue, mainCash: cash } = await clearingHouse.poolValuation();
    expect(unwindingValue).to.be.lessThan(cash);
    await expect(
      underLock(house.encodeFunctionData("payFromPool", [accountOf(alice), cash])),
    ).to.be.revertedWithCustomError(clearingHouse, "InsufficientPoolCash");
    expect(await mainCash()).to.equal(cash);
  });

  it("move what is not in escrow, or nothing", async () => {
    const { clearingHouse, house, underLock, alice, askToJoin } = await networkHelpers.loadFixture(actingFixture);
    await askToJoin(alice, 5n);
    for (const data of [
      house.encodeFunctionData("releaseEscrow", [accountOf(alice), 6n]),
      house.encodeFunctionData("depositToPool", [6n]),
    ]) {
      await expect(underLock(data))
        .to.be.revertedWithCustomError(clearingHouse, "InsufficientPoolCash")
        .withArgs(6n, 5n);
    }
    for (const data of [
      house.encodeFunctionData("releaseEscrow", [accountOf(alice), 0n]),
      house.encodeFunctionData("depositToPool", [-1n]),
      house.encodeFunctionData("payFromPool", [accountOf(alice), 0n]),
      house.encodeFunctionData("escrowCash", [accountOf(alice), 0n]),
    ]) {
      await expect(underLock(data)).to.be.revertedWithCustomError(clearingHouse, "AmountOutOfRange");
    }
  });

  it("touch a system account other than escrow and main", async () => {
    const { clearingHouse, house, underLock } = await networkHelpers.loadFixture(actingFixture);
    const insurance = await clearingHouse.insuranceAccount();
    for (const data of [
      house.encodeFunctionData("escrowCash", [insurance, 1n]),
      house.encodeFunctionData("releaseEscrow", [insurance, 1n]),
      house.encodeFunctionData("payFromPool", [insurance, 1n]),
    ]) {
      await expect(underLock(data)).to.be.revertedWithCustomError(clearingHouse, "SystemAccount").withArgs(insurance);
    }
  });
});

describe("PoolModule: one lock for the whole system", () => {
  /** A settlement token that calls out while the vault moves it. */
  async function hookFixture() {
    const hook = await ethers.deployContract("HookSettlementToken");
    const deployed = await emptyPoolFixture(connection, await hook.getAddress());
    const { vault, alice } = deployed;
    await hook.mint(alice.address, usd("1,000"));
    await hook.connect(alice).approve(await vault.getAddress(), usd("1,000"));
    return { ...deployed, hook };
  }

  it("from inside a deposit every door and every price of pool and module is closed", async () => {
    const { pool, clearingHouse, vault, hook, alice } = await networkHelpers.loadFixture(hookFixture);
    const me = alice.address;
    const doors = [
      pool.interface.encodeFunctionData("requestDeposit", [1n, me, await hook.getAddress()]),
      pool.interface.encodeFunctionData("requestRedeem", [1n, me, await hook.getAddress()]),
      pool.interface.encodeFunctionData("executeRequest", [1n]),
      pool.interface.encodeFunctionData("lapseRequest", [1n]),
      pool.interface.encodeFunctionData("recordOutage"),
      pool.interface.encodeFunctionData("deposit(uint256,address)", [1n, me]),
      pool.interface.encodeFunctionData("deposit(uint256,address,address)", [1n, me, me]),
      pool.interface.encodeFunctionData("mint(uint256,address)", [1n, me]),
      pool.interface.encodeFunctionData("mint(uint256,address,address)", [1n, me, me]),
      pool.interface.encodeFunctionData("withdraw", [1n, me, me]),
      pool.interface.encodeFunctionData("redeem", [1n, me, me]),
      pool.interface.encodeFunctionData("totalAssets"),
      pool.interface.encodeFunctionData("convertToShares", [1n]),
      pool.interface.encodeFunctionData("convertToAssets", [1n]),
    ];
    const halls = [
      clearingHouse.interface.encodeFunctionData("poolValuation"),
      clearingHouse.interface.encodeFunctionData("refillMarket", [ETH]),
      clearingHouse.interface.encodeFunctionData("returnSurplus", [ETH]),
      clearingHouse.interface.encodeFunctionData("sweepFees", [ETH]),
    ];
    const locked = clearingHouse.interface.encodeErrorResult("Locked");
    const targets = [
      ...doors.map((data) => ({ target: pool, data })),
      ...halls.map((data) => ({ target: clearingHouse, data })),
    ];
    for (const { target, data } of targets) {
      await hook.setBeforeTransfer(await target.getAddress(), data, false);
      await hook.setAfterTransfer(await target.getAddress(), data, false);
      await vault.connect(alice).deposit(accountOf(alice), 1n);
      for (const outcome of [await hook.beforeOutcome(), await hook.afterOutcome()]) {
        expect([outcome.success, outcome.returned], data.slice(0, 10)).to.deep.equal([false, locked]);
      }
    }
    expect((await hook.beforeOutcome()).calls).to.equal(BigInt(targets.length));
  });

  it("the lock is free again after every request, execution and claim", async () => {
    const { clearingHouse, pool, alice, askToJoin, waitForWindow, execute, claimShares } =
      await networkHelpers.loadFixture(workingPool);
    const id = await askToJoin(alice, usd("10"));
    expect(await clearingHouse.locked()).to.equal(false);
    await waitForWindow();
    await execute(id);
    await claimShares(alice);
    expect(await clearingHouse.locked()).to.equal(false);
    expect(await pool.totalAssets()).to.be.greaterThan(0n);
  });
});
