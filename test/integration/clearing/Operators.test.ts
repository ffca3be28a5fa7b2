// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { MaxUint256 } from "ethers";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { OWN_CALL } from "./signatures.ts";
import { ANY_STATE, Permission, tradingFixture } from "./trading.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const FOREVER = 2n ** 40n - 1n;

describe("operators", () => {
  /** bob may trade for alice's account 0. */
  async function delegated() {
    const fixture = await tradingFixture(connection);
    const { alice, bob, clearingHouse, fund } = fixture;
    const account = await fund(alice, usd("100,000"));
    await clearingHouse.connect(alice).setOperator(account, bob.address, Permission.Trade, FOREVER);
    return { ...fixture, account, one: fixture.sizeOf("ETH", "1") };
  }

  it("setOperator stores permissions and expiry, tells them, and replaces what was there", async () => {
    const { clearingHouse, alice, bob, account } = await networkHelpers.loadFixture(delegated);
    expect(await clearingHouse.operatorState(account, bob.address)).to.deep.equal([
      Permission.Trade,
      FOREVER,
      OWN_CALL,
    ]);
    await expect(clearingHouse.connect(alice).setOperator(account, bob.address, Permission.Settle, 5n))
      .to.emit(clearingHouse, "OperatorSet")
      .withArgs(account, bob.address, Permission.Settle, 5n);
    expect(await clearingHouse.operatorState(account, bob.address)).to.deep.equal([
      Permission.Settle,
      5n,
      2n * OWN_CALL,
    ]);
  });

  it("an operator with the permission trades and closes for the account; the log names who called", async () => {
    const { clearingHouse, bob, account, send, one, marketIds, cashOf } = await networkHelpers.loadFixture(delegated);
    await expect(send(bob, "ETH", one, { account }))
      .to.emit(clearingHouse, "Traded")
      .withArgs(
        account,
        marketIds.ETH,
        bob.address,
        one,
        (quote: bigint) => quote > usd("2,000"),
        (fee: bigint) => fee > usd("1"),
        ...ANY_STATE,
      );
    await clearingHouse.connect(bob).closeAccount(account, [0n], MaxUint256);
    expect((await clearingHouse.accountState(account)).markets).to.equal(0n);
    expect(await cashOf(accountOf(bob))).to.equal(0n);
  });

  it("the permission holds in the second of its expiry and not in the next: NotAuthorized", async () => {
    const { clearingHouse, alice, bob, account, send, one } = await networkHelpers.loadFixture(delegated);
    const expiresAt = BigInt(await networkHelpers.time.latest()) + 100n;
    await clearingHouse.connect(alice).setOperator(account, bob.address, Permission.Trade, expiresAt);
    await networkHelpers.time.setNextBlockTimestamp(expiresAt);
    await expect(send(bob, "ETH", one, { account })).to.emit(clearingHouse, "Traded");
    await networkHelpers.time.setNextBlockTimestamp(expiresAt + 1n);
    await expect(send(bob, "ETH", -one, { account }))
      .to.be.revertedWithCustomError(clearingHouse, "NotAuthorized")
      .withArgs(account, bob.address);
  });

  it("only this bit counts, only for this account, and only for this operator", async () => {
    const { clearingHouse, alice, bob, carol, account, fund, send, one } = await networkHelpers.loadFixture(delegated);
    const other = await fund(alice, usd("100,000"), 1n);
    await expect(send(bob, "ETH", one, { account: other }))
      .to.be.revertedWithCustomError(clearingHouse, "NotAuthorized")
      .withArgs(other, bob.address);
    await expect(send(carol, "ETH", one, { account }))
      .to.be.revertedWithCustomError(clearingHouse, "NotAuthorized")
      .withArgs(account, carol.address);
    for (const permissions of [0n, Permission.Settle, 255n - Permission.Trade]) {
      await clearingHouse.connect(alice).setOperator(account, bob.address, permissions, FOREVER);
      await expect(send(bob, "ETH", one, { account }))
        .to.be.revertedWithCustomError(clearingHouse, "NotAuthorized")
        .withArgs(account, bob.address);
      await expect(clearingHouse.connect(bob).closeAccount(account, [], MaxUint256))
        .to.be.revertedWithCustomError(clearingHouse, "NotAuthorized")
        .withArgs(account, bob.address);
    }
  });

  it("only the owner names operators, also of an account that has never been used", async () => {
    const { clearingHouse, alice, bob } = await networkHelpers.loadFixture(delegated);
    const unused = accountOf(alice, 77n);
    await expect(clearingHouse.connect(bob).setOperator(unused, bob.address, 1n, FOREVER))
      .to.be.revertedWithCustomError(clearingHouse, "NotAuthorized")
      .withArgs(unused, bob.address);
    const system = await clearingHouse.poolAccount();
    await expect(clearingHouse.connect(bob).setOperator(system, bob.address, 1n, FOREVER))
      .to.be.revertedWithCustomError(clearingHouse, "NotAuthorized")
      .withArgs(system, bob.address);
  });

  it("the owner needs no permission and cannot lock itself out", async () => {
    const { clearingHouse, alice, account, send, one } = await networkHelpers.loadFixture(delegated);
    await clearingHouse.connect(alice).setOperator(account, alice.address, 0n, 0n);
    await expect(send(alice, "ETH", one)).to.emit(clearingHouse, "Traded");
  });
});
