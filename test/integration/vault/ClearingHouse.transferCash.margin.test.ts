// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { longFixture } from "./support.ts";

const connection = await network.create();
const { networkHelpers } = connection;

describe("ClearingHouse.transferCash: a withdrawal of the sender, a deposit of the receiver", () => {
  /** A long of 10 ETH at 2,000, opened with 5,000. */
  async function opened() {
    const fixture = await longFixture(connection, "5,000", "10");
    const { lens, clearingHouse, trader, account } = fixture;
    return {
      ...fixture,
      valueOf: async (id: string): Promise<bigint> => {
        const [health] = await lens.healthOf([id]);
        if (health === undefined) throw new Error(`the lens says nothing of ${id}`);
        return health.accountValue;
      },
      transfer: async (amount: bigint, to = accountOf(trader, 1n)) =>
        clearingHouse.connect(trader).transferCash(account, to, amount),
    };
  }

  it("paper profit is not transferable, not to a sub-account of the same owner either: cash above margin is", async () => {
    const { clearingHouse, account, setPrice, cashOf, transfer } = await networkHelpers.loadFixture(opened);
    await setPrice("ETH", "3,000");
    const cash = await cashOf(account);
    // 5 % of 30,000 USD.
    const free = cash - usd("1,500");
    await expect(transfer(free + 1n))
      .to.be.revertedWithCustomError(clearingHouse, "InsufficientFreeCollateral")
      .withArgs(account, free + 1n, free);
    await transfer(free);
    expect(await cashOf(account)).to.equal(usd("1,500"));
  });

  it("an unrealised loss is: what is free is value above initial margin, and below it nothing", async () => {
    const { clearingHouse, account, setPrice, transfer, valueOf } = await networkHelpers.loadFixture(opened);
    await setPrice("ETH", "1,580");
    // 5 % of 15,800 USD are more than the value left.
    expect(await valueOf(account)).to.be.lessThan(usd("790"));
    await expect(transfer(1n))
      .to.be.revertedWithCustomError(clearingHouse, "InsufficientFreeCollateral")
      .withArgs(account, 1n, 0n);
  });

  it("the same amount passes as transfer and as withdrawal, and one unit more as neither", async () => {
    const { clearingHouse, vault, trader, account, valueOf, transfer } = await networkHelpers.loadFixture(opened);
    const floor = usd("2,000");
    const most = (await valueOf(account)) - floor;
    const snapshot = await networkHelpers.takeSnapshot();
    for (const send of [
      async (amount: bigint) => transfer(amount),
      async (amount: bigint) => vault.connect(trader).withdraw(account, amount, trader.address),
    ]) {
      await expect(send(most + 1n))
        .to.be.revertedWithCustomError(clearingHouse, "BelowWithdrawFloor")
        .withArgs(account, floor - 1n, floor);
      await send(most);
      expect(await valueOf(account)).to.equal(floor);
      await snapshot.restore();
    }
  });

  it("the receiver is not asked for anything: an account below maintenance margin takes help", async () => {
    const { account, alice, clearingHouse, fund, setPrice, valueOf } = await networkHelpers.loadFixture(opened);
    const helper = await fund(alice, usd("1,000"));
    await setPrice("ETH", "1,510");
    const before = await valueOf(account);
    await clearingHouse.connect(alice).transferCash(helper, account, usd("1,000"));
    expect(await valueOf(account)).to.equal(before + usd("1,000"));
  });

  it("moves the ledger and no token: the vault holds what it held, and both balances change by the same integer", async () => {
    const { token, vaultAddress, account, trader, cashOf, transfer } = await networkHelpers.loadFixture(opened);
    const sub = accountOf(trader, 1n);
    const before = [await token.balanceOf(vaultAddress), (await cashOf(account)) + (await cashOf(sub))];
    await transfer(123_456_789n);
    expect([await token.balanceOf(vaultAddress), (await cashOf(account)) + (await cashOf(sub))]).to.deep.equal(before);
    expect(await cashOf(sub)).to.equal(123_456_789n);
  });

  it("reverts with NotAuthorized from a system account, whoever asks", async () => {
    const { clearingHouse, trader, governor, account } = await networkHelpers.loadFixture(opened);
    for (const from of [
      await clearingHouse.insuranceAccount(),
      await clearingHouse.treasuryAccount(),
      await clearingHouse.poolAccount(),
      await clearingHouse.poolEscrowAccount(),
      await clearingHouse.poolMarketAccount(0n),
    ]) {
      for (const caller of [trader, governor]) {
        await expect(clearingHouse.connect(caller).transferCash(from, account, 1n))
          .to.be.revertedWithCustomError(clearingHouse, "NotAuthorized")
          .withArgs(from, caller.address);
      }
    }
  });
});
