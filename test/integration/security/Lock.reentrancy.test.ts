// SPDX-License-Identifier: MIT
import { expect } from "chai";
import type { BaseContract, Interface } from "ethers";
import { network } from "hardhat";

import { Role } from "../../../deploy/roles.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { tokenFixture } from "../vault/support.ts";
import { calldataOf, doorsOf, errorName } from "./doors.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

/** Each hook call is met by one deposit and one withdrawal of it. */
const AMOUNT = 10n;

/**
 * Doors that do not ask for the lock. The parts' own calls know their caller before anything else; what an LP does with
 * his shares and operators, and what a feed says, prices nothing and moves no money.
 */
const WITHOUT_LOCK: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  clearingHouse: {
    acquireLock: "NotLockHolder",
    releaseLock: "NotLockHolder",
    creditDeposit: "NotLockHolder",
    debitWithdrawal: "NotLockHolder",
    escrowCash: "NotLockHolder",
    releaseEscrow: "NotLockHolder",
    depositToPool: "NotLockHolder",
    payFromPool: "NotLockHolder",
    creditCollateral: "NotLockHolder",
    debitCollateral: "NotLockHolder",
    requireDebtAllowed: "NotLockHolder",
    refreshSettlementPrice: "NotLockHolder",
    sellBelowZero: "NotLockHolder",
  },
  vault: {},
  pool: {
    approve: "succeeds",
    setOperator: "succeeds",
    transfer: "ERC20InsufficientBalance",
    // It approved itself a moment ago.
    transferFrom: "ERC20InsufficientBalance",
  },
};

/** Views that price something. */
const PRICING: readonly (readonly [contract: string, functionName: string])[] = [
  ["clearingHouse", "poolValuation"],
  ["pool", "totalAssets"],
  ["pool", "convertToShares"],
  ["pool", "convertToAssets"],
  ["lens", "healthOf"],
  ["lens", "accountOf"],
  ["lens", "markets"],
  ["lens", "statementOf"],
  ["lens", "systemStatement"],
];

describe("One lock for the whole system (A85, I31)", () => {
  /** A token that calls out around every transfer, and may do in the protocol whatever governance may. */
  async function hookFixture() {
    const hook = await ethers.deployContract("HookSettlementToken");
    const deployed = await tokenFixture(connection, await hook.getAddress());
    const { accessManager, governor, vault, vaultAddress, trader, account, clearingHouse, pool, lens } = deployed;
    const caller = await hook.getAddress();
    for (const role of [Role.GOVERNOR, Role.RISK_ADMIN, Role.GUARDIAN]) {
      await accessManager.connect(governor).grantRole(role, caller, 0n);
    }
    await hook.mint(trader.address, 1_000_000n);
    await hook.connect(trader).approve(vaultAddress, 1_000_000n);
    await vault.connect(trader).deposit(account, 100n);
    const targets: Readonly<Record<string, BaseContract>> = { clearingHouse, vault, pool, lens };
    // The hook owns this account, so that its own authority never stands in the way.
    const defaults = { account: accountOf({ address: caller }), address: caller };
    const targetOf = (name: string): BaseContract => {
      const target = targets[name];
      if (target === undefined) throw new Error(`no contract ${name}`);
      return target;
    };
    /** Everything that money is, as the ledger and the token have it. */
    const balances = async (): Promise<readonly bigint[]> => {
      const ids = [
        account,
        defaults.account,
        await clearingHouse.insuranceAccount(),
        await clearingHouse.poolAccount(),
      ];
      const cash = await Promise.all(ids.map(async (id) => (await clearingHouse.accountState(id)).cash));
      const tokens = await Promise.all([vaultAddress, trader.address, caller].map(async (of) => hook.balanceOf(of)));
      return [...cash, ...tokens];
    };
    return { ...deployed, hook, balances, defaults, targetOf, knowers: [clearingHouse, pool, vault] };
  }

  /** What the hook met before and after the tokens moved, on the way in and on the way out. */
  async function meets(
    { hook, vault, trader, account, knowers }: Awaited<ReturnType<typeof hookFixture>>,
    target: BaseContract,
    data: string,
  ): Promise<readonly string[]> {
    const address = await target.getAddress();
    await hook.setBeforeTransfer(address, data, false);
    await hook.setAfterTransfer(address, data, false);
    const met: string[] = [];
    for (const move of [
      async () => vault.connect(trader).deposit(account, AMOUNT),
      async () => vault.connect(trader).withdraw(account, AMOUNT, trader.address),
    ]) {
      await move();
      for (const { success, returned } of [await hook.beforeOutcome(), await hook.afterOutcome()]) {
        met.push(success ? "succeeds" : errorName(returned, knowers));
      }
    }
    return met;
  }

  const fourTimes = (name: string): readonly string[] => Array.from({ length: 4 }, () => name);

  for (const name of ["clearingHouse", "vault", "pool"]) {
    it(`shuts every door of the ${name} while tokens move, either way, and no balance changes`, async () => {
      const fixture = await networkHelpers.loadFixture(hookFixture);
      const target = fixture.targetOf(name);
      const before = await fixture.balances();
      const without: Record<string, string> = {};
      const asked = doorsOf(target.interface).filter((fragment) => fragment.name !== "multicall");
      for (const fragment of asked) {
        const met = await meets(fixture, target, calldataOf(target.interface, fragment, fixture.defaults));
        expect(met, fragment.format()).to.deep.equal(fourTimes(met[0] ?? ""));
        if (met[0] !== "Locked") without[fragment.name] = met[0] ?? "";
        expect(await fixture.balances(), fragment.format()).to.deep.equal(before);
      }
      expect(asked.length).to.be.greaterThan(Object.keys(without).length);
      expect(without).to.deep.equal(WITHOUT_LOCK[name]);
    });
  }

  it("shuts the same doors inside a multicall", async () => {
    const fixture = await networkHelpers.loadFixture(hookFixture);
    const target = fixture.targetOf("clearingHouse");
    const { interface: abi } = target;
    const wrapped = (functionName: string): string => {
      const fragment = abi.getFunction(functionName);
      if (fragment === null) throw new Error(`no function ${functionName}`);
      return abi.encodeFunctionData("multicall", [[calldataOf(abi, fragment, fixture.defaults)]]);
    };
    for (const functionName of ["trade", "transferCash", "liquidate", "setCommitment", "poolValuation"]) {
      expect(await meets(fixture, target, wrapped(functionName)), functionName).to.deep.equal(fourTimes("Locked"));
    }
    for (const functionName of ["releaseLock", "creditDeposit"]) {
      expect(await meets(fixture, target, wrapped(functionName)), functionName).to.deep.equal(
        fourTimes("NotLockHolder"),
      );
    }
  });

  it("shuts every view that prices something", async () => {
    const fixture = await networkHelpers.loadFixture(hookFixture);
    for (const [name, functionName] of PRICING) {
      const target = fixture.targetOf(name);
      const abi: Interface = target.interface;
      const fragment = abi.getFunction(functionName);
      if (fragment === null) throw new Error(`no function ${functionName}`);
      const met = await meets(fixture, target, calldataOf(abi, fragment, fixture.defaults));
      expect(met, `${name}.${functionName}`).to.deep.equal(fourTimes("Locked"));
    }
  });

  it("is free again afterwards, also where the hook's failure takes the transfer with it", async () => {
    const fixture = await networkHelpers.loadFixture(hookFixture);
    const { hook, vault, vaultAddress, trader, account, clearingHouse, balances, defaults } = fixture;
    const before = await balances();
    const again = vault.interface.encodeFunctionData("withdraw", [account, 1n, defaults.address]);
    await hook.setAfterTransfer(vaultAddress, again, true);
    await expect(vault.connect(trader).withdraw(account, 1n, trader.address)).to.be.revertedWithCustomError(
      clearingHouse,
      "Locked",
    );
    expect([await clearingHouse.locked(), await balances()]).to.deep.equal([false, before]);
    await hook.setAfterTransfer(ethers.ZeroAddress, "0x", false);
    await vault.connect(trader).withdraw(account, 1n, trader.address);
    expect(await clearingHouse.locked()).to.equal(false);
  });

  it("shows the debit already made when tokens leave, and no credit yet when they come", async () => {
    const { hook, vault, trader, account, clearingHouse } = await networkHelpers.loadFixture(hookFixture);
    const look = clearingHouse.interface.encodeFunctionData("accountState", [account]);
    await hook.setBeforeTransfer(await clearingHouse.getAddress(), look, true);
    const seen = async (): Promise<bigint> => {
      const { returned } = await hook.beforeOutcome();
      // Cash is the first word of the account.
      return ethers.toBigInt(ethers.dataSlice(returned, 0, 32));
    };
    await vault.connect(trader).withdraw(account, 40n, trader.address);
    expect(await seen()).to.equal(60n);
    await vault.connect(trader).deposit(account, 40n);
    expect(await seen()).to.equal(60n);
  });
});
