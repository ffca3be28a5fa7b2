// SPDX-License-Identifier: MIT
import { expect } from "chai";
import type { BaseContract } from "ethers";
import { MaxUint256 } from "ethers";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { calldataOf, doorsOf, errorName, revertDataOf } from "../security/doors.ts";
import { Permission, tradingFixture } from "./trading.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

const FOREVER = 2n ** 40n - 1n;
const EVERYTHING = 255n;

describe("operators: A94, what every permission together does not let one do", () => {
  /** bob may do everything for alice, who has money, a position, LP shares, and an LP request that can be claimed. */
  async function delegated() {
    const fixture = await tradingFixture(connection);
    const { alice, bob, clearingHouse, pool, fund, send, sizeOf, parameters, setPrices } = fixture;
    const account = await fund(alice, usd("100,000"));
    for (const amount of ["20,000", "10,000"]) {
      await pool.connect(alice).requestDeposit(usd(amount), alice.address, alice.address);
      await networkHelpers.time.increase(parameters.pool.requestDelay);
      await setPrices({});
      await pool.executeRequest(await pool.lastRequestId());
      if (amount === "20,000") await pool.connect(alice)["deposit(uint256,address)"](usd(amount), alice.address);
    }
    await send(alice, "ETH", sizeOf("ETH", "1"));
    await clearingHouse.connect(alice).setOperator(account, bob.address, EVERYTHING, FOREVER);
    return { ...fixture, account };
  }

  it("among all doors of clearing house, vault and pool it opens trade, its preview and closeAccount, and no other", async () => {
    const { account, alice, bob, stranger, clearingHouse, vault, pool, config, oracle, token, accessManager } =
      await networkHelpers.loadFixture(delegated);
    const knowers = [clearingHouse, config, pool, vault, oracle, token, accessManager];
    const meets = async (from: string, target: BaseContract, data: string): Promise<string> =>
      ethers.provider.call({ from, to: await target.getAddress(), data }).then(
        () => "succeeds",
        (reason: unknown) => errorName(revertDataOf(reason), knowers),
      );
    const targets: readonly BaseContract[] = [clearingHouse, vault, pool];
    const opened: string[] = [];
    for (const target of targets) {
      for (const fragment of doorsOf(target.interface)) {
        const data = calldataOf(target.interface, fragment, { account, address: alice.address });
        const refusal = await meets(stranger.address, target, data);
        if ((await meets(bob.address, target, data)) === refusal) continue;
        expect(refusal, fragment.name).to.equal("NotAuthorized");
        opened.push(fragment.name);
      }
    }
    expect(opened).to.have.members(["trade", "closeAccount", "previewTrade"]);
  });

  it("no money leaves the account, to wherever: not to the operator, not to the owner, not to a sub-account of the owner", async () => {
    const { clearingHouse, vault, alice, bob, account } = await networkHelpers.loadFixture(delegated);
    const house = clearingHouse.connect(bob);
    for (const attempt of [
      async () => vault.connect(bob).withdraw(account, 1n, bob.address),
      async () => vault.connect(bob).withdraw(account, 1n, alice.address),
      async () => house.transferCash(account, accountOf(bob), 1n),
      async () => house.transferCash(account, accountOf(alice, 1n), 1n),
    ]) {
      await expect(attempt())
        .to.be.revertedWithCustomError(clearingHouse, "NotAuthorized")
        .withArgs(account, bob.address);
    }
  });

  it("it gives no permission on and takes none, not even its own", async () => {
    const { clearingHouse, bob, carol, account } = await networkHelpers.loadFixture(delegated);
    for (const [operator, permissions] of [
      [carol.address, Permission.Trade],
      [bob.address, EVERYTHING],
      [bob.address, 0n],
    ] as const) {
      await expect(clearingHouse.connect(bob).setOperator(account, operator, permissions, FOREVER))
        .to.be.revertedWithCustomError(clearingHouse, "NotAuthorized")
        .withArgs(account, bob.address);
    }
  });

  it("it is none in the pool: no request is made, and no LP money claimed, in the owner's name", async () => {
    const { pool, alice, bob } = await networkHelpers.loadFixture(delegated);
    const asBob = pool.connect(bob);
    const claimable = await pool.maxDeposit(alice.address);
    expect(claimable).to.be.greaterThan(0n);
    for (const attempt of [
      async () => asBob.requestDeposit(usd("1,000"), bob.address, alice.address),
      async () => asBob["deposit(uint256,address,address)"](claimable, bob.address, alice.address),
      async () => asBob["mint(uint256,address,address)"](1n, bob.address, alice.address),
      async () => asBob.withdraw(1n, bob.address, alice.address),
      async () => asBob.redeem(1n, bob.address, alice.address),
    ]) {
      await expect(attempt())
        .to.be.revertedWithCustomError(pool, "NotAuthorizedInPool")
        .withArgs(alice.address, bob.address);
    }
    await expect(asBob.requestRedeem(1n, bob.address, alice.address))
      .to.be.revertedWithCustomError(pool, "ERC20InsufficientAllowance")
      .withArgs(bob.address, 0n, 1n);
  });

  it("it opens no venue's door: PERMISSION_SETTLE counts for a registered venue alone", async () => {
    const { clearingHouse, bob, account, marketIds, markOf, sizeOf } = await networkHelpers.loadFixture(delegated);
    const proposal = {
      market: marketIds.ETH,
      taker: account,
      maker: accountOf(bob),
      sizeDelta: sizeOf("ETH", "1"),
      price: await markOf("ETH"),
      takerReduceOnly: false,
      makerReduceOnly: false,
    };
    await expect(clearingHouse.connect(bob).settle(proposal))
      .to.be.revertedWithCustomError(clearingHouse, "VenueNotRegistered")
      .withArgs(bob.address);
  });

  it("what it may do moves no money but by the fill: the operator's own cash does not change", async () => {
    const { clearingHouse, bob, account, send, sizeOf, cashOf } = await networkHelpers.loadFixture(delegated);
    await send(bob, "ETH", sizeOf("ETH", "2"), { account });
    await clearingHouse.connect(bob).closeAccount(account, [0n], MaxUint256);
    expect(await cashOf(accountOf(bob))).to.equal(0n);
  });
});
