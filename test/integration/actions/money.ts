// SPDX-License-Identifier: MIT
// What enters and leaves accounts: cash and other collateral, to the owner, to another account and to the pool.
import { expect } from "chai";
import { parseUnits } from "ethers";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountValue } from "../../../scripts/lib/margin/account.ts";
import { maxWithdrawal, withdrawalFloor } from "../../../scripts/lib/margin/withdrawal.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { WETH } from "../collateral/support.ts";
import { accountAt, expectRefusal, notUsable, priceFor, worseFor } from "./entry.ts";
import type { Entry, Here } from "./entry.ts";
import { COLLATERAL_FEED } from "./world.ts";
import type { Name, World } from "./world.ts";

const cashOf = async ({ clearingHouse }: World, account: string): Promise<bigint> =>
  (await clearingHouse.accountState(account)).cash;

const isLong = (name: Name | "lp"): boolean => !name.endsWith("Short");

const numberOf = (world: World, name: Name | "lp"): string =>
  name === "lp" ? accountOf(world.bob) : world.account(name);

/** All that an account with a position may take at the cell's price, by the mirror; where the cell says no, at any. */
async function most(world: World, name: Name | "lp", here: Here): Promise<bigint> {
  const price = here.allowed ? priceFor(here, isLong(name)) : worseFor(here, isLong(name));
  return maxWithdrawal(await accountAt(world, numberOf(world, name), price));
}

/** Nothing more may leave: what left was the most at exactly this price. */
async function expectAtFloor(world: World, name: Name | "lp", here: Here): Promise<void> {
  const { clearingHouse, vault, trader, bob } = world;
  const account = numberOf(world, name);
  const standing = await accountAt(world, account, priceFor(here, isLong(name)));
  const floor = withdrawalFloor(standing.holdings);
  expect(accountValue(standing)).to.equal(floor);
  const owner = name === "lp" ? bob : trader;
  await expectRefusal(vault.connect(owner).withdraw(account, 1n, owner.address), {
    by: clearingHouse,
    error: "BelowWithdrawFloor",
    args: [account, floor - 1n, floor],
  });
}

const NEVER = (): never => {
  throw new Error("the table never says no here");
};

const weth = (tokens: string): bigint => parseUnits(tokens, 18);

/** 80 % of tokens' worth at a price of 1e-9 token, rounded down: what they count for where something leaves. */
const countsFor = (amount: bigint, price: bigint): bigint =>
  ((((amount / 10n ** 9n) * price) / 10n ** 16n) * 80n) / 100n;

/** Fewest tokens that cover a debt, whole priced units. */
function leastFor(debt: bigint, price: bigint): bigint {
  let units = (debt * 10n ** 18n) / (80n * price);
  while (countsFor(units * 10n ** 9n, price) >= debt) units -= 1n;
  while (countsFor(units * 10n ** 9n, price) < debt) units += 1n;
  return units * 10n ** 9n;
}

const DEPOSITS: readonly Entry[] = [
  {
    title: "deposit into an account with a position below maintenance",
    doors: ["vault.deposit"],
    row: "deposit",
    look: async (world) => cashOf(world, world.account("belowLong")),
    act: async ({ vault, token, trader, account }) => {
      await token.mint(trader.address, usd("10"));
      await token.connect(trader).approve(await vault.getAddress(), usd("10"));
      return vault.connect(trader).deposit(account("belowLong"), usd("10"));
    },
    refusal: NEVER,
    accepted: async ({ clearingHouse, trader, account }, sent, _, before) => {
      await expect(sent)
        .to.emit(clearingHouse, "Deposited")
        .withArgs(account("belowLong"), trader.address, usd("10"), before + usd("10"));
    },
  },
  {
    title: "depositCollateral, of the token whose own price this is",
    doors: ["vault.depositCollateral"],
    row: "deposit of a token",
    act: async ({ vault, trader, account }) =>
      vault.connect(trader).depositCollateral(account("belowLong"), WETH, weth("2")),
    refusal: (world, here) => notUsable(world, here, COLLATERAL_FEED),
    accepted: async ({ clearingHouse, trader, account }, sent) => {
      await expect(sent)
        .to.emit(clearingHouse, "CollateralDeposited")
        .withArgs(account("belowLong"), WETH, trader.address, weth("2"), weth("2"));
    },
  },
];

const FLAT: readonly Entry[] = [
  {
    title: "withdraw everything (flat)",
    doors: ["vault.withdraw"],
    row: "withdraw, flat and free of debt",
    look: async (world) => cashOf(world, world.account("flat")),
    act: async ({ vault, alice, trader, account }) =>
      vault.connect(trader).withdraw(account("flat"), usd("5,000"), alice.address),
    refusal: NEVER,
    accepted: async ({ clearingHouse, token, alice, account }, sent, _, before) => {
      expect(before).to.equal(usd("5,000"));
      await expect(sent).to.emit(clearingHouse, "Withdrawn").withArgs(account("flat"), alice.address, before, 0n);
      expect(await token.balanceOf(alice.address)).to.equal(before);
    },
  },
  {
    title: "withdrawCollateral, all of it (tokens)",
    doors: ["vault.withdrawCollateral"],
    row: "withdraw, flat and free of debt",
    act: async ({ vault, alice, trader, account }) =>
      vault.connect(trader).withdrawCollateral(account("tokens"), WETH, weth("5"), alice.address),
    refusal: NEVER,
    accepted: async ({ clearingHouse, weth: token, alice, account }, sent) => {
      await expect(sent)
        .to.emit(clearingHouse, "CollateralWithdrawn")
        .withArgs(account("tokens"), WETH, alice.address, weth("5"), 0n);
      expect(await token.balanceOf(alice.address)).to.equal(weth("5"));
    },
  },
  {
    title: "transferCash, all of it (flat)",
    doors: ["clearingHouse.transferCash"],
    row: "withdraw, flat and free of debt",
    act: async ({ clearingHouse, trader, account }) =>
      clearingHouse.connect(trader).transferCash(account("flat"), account("belowLong"), usd("5,000")),
    refusal: NEVER,
    accepted: async (world) => {
      expect(await cashOf(world, world.account("flat"))).to.equal(0n);
    },
  },
];

const POSITIONED: readonly Entry[] = [
  ...(["richLong", "richShort"] as const).flatMap((name): readonly Entry[] => [
    {
      title: `withdraw the most (${name})`,
      doors: ["vault.withdraw"],
      row: "withdraw with positions",
      act: async (world, here) =>
        world.vault
          .connect(world.trader)
          .withdraw(world.account(name), await most(world, name, here), world.alice.address),
      refusal: notUsable,
      accepted: async (world, _, here) => expectAtFloor(world, name, here),
    },
    {
      title: `transferCash to a sub-account, the most (${name})`,
      doors: ["clearingHouse.transferCash"],
      row: "withdraw with positions",
      look: async (world, here) => most(world, name, here),
      act: async (world, here) =>
        world.clearingHouse
          .connect(world.trader)
          .transferCash(world.account(name), world.account("receiver"), await most(world, name, here)),
      refusal: notUsable,
      accepted: async (world, _, here, moved) => {
        const received = (await cashOf(world, world.account("receiver"))) - usd("1,000");
        expect(received).to.equal(moved);
        await expectAtFloor(world, name, here);
      },
    },
  ]),
  {
    title: "requestDeposit of an LP with a position, the most",
    doors: ["pool.requestDeposit", "pool.requestDepositWithMinimum"],
    row: "withdraw with positions",
    act: async (world, here) => {
      const { pool, bob } = world;
      return pool.connect(bob).requestDeposit(await most(world, "lp", here), bob.address, bob.address);
    },
    refusal: notUsable,
    accepted: async (world, _, here) => expectAtFloor(world, "lp", here),
  },
  {
    title: "withdrawCollateral with a position (holder)",
    doors: ["vault.withdrawCollateral"],
    row: "withdraw with positions",
    act: async ({ vault, alice, trader, account }) =>
      vault.connect(trader).withdrawCollateral(account("holder"), WETH, weth("1"), alice.address),
    refusal: notUsable,
    accepted: async ({ clearingHouse, alice, account }, sent) => {
      await expect(sent)
        .to.emit(clearingHouse, "CollateralWithdrawn")
        .withArgs(account("holder"), WETH, alice.address, weth("1"), 0n);
    },
  },
];

/** Flat with a debt against tokens: what they count for is the price's matter, and where it says no that is nothing. */
const INDEBTED: readonly Entry[] = [
  {
    title: "withdraw against collateral, the most (debtor)",
    doors: ["vault.withdraw"],
    row: "withdraw against collateral",
    look: async (_, here) => (here.allowed ? countsFor(weth("1.5"), priceFor(here, true)) - usd("2,000") : usd("400")),
    act: async ({ vault, alice, trader, account }, here) => {
      const free = here.allowed ? countsFor(weth("1.5"), priceFor(here, true)) - usd("2,000") : usd("400");
      return vault.connect(trader).withdraw(account("debtor"), free, alice.address);
    },
    refusal: ({ clearingHouse, account }) => ({
      by: clearingHouse,
      error: "InsufficientFreeCollateral",
      args: [account("debtor"), usd("400"), 0n],
    }),
    accepted: async ({ clearingHouse, vault, alice, trader, account }, sent, _, free) => {
      await expect(sent)
        .to.emit(clearingHouse, "Withdrawn")
        .withArgs(account("debtor"), alice.address, free, -usd("2,000") - free);
      await expectRefusal(vault.connect(trader).withdraw(account("debtor"), 1n, alice.address), {
        by: clearingHouse,
        error: "InsufficientFreeCollateral",
        args: [account("debtor"), 1n, 0n],
      });
    },
  },
  {
    title: "withdrawCollateral with a debt, the most (debtor)",
    doors: ["vault.withdrawCollateral"],
    row: "withdraw against collateral",
    look: async (_, here) => leastFor(usd("2,000"), here.allowed ? priceFor(here, true) : worseFor(here, true)),
    act: async ({ vault, alice, trader, account }, here) => {
      const least = leastFor(usd("2,000"), here.allowed ? priceFor(here, true) : worseFor(here, true));
      return vault.connect(trader).withdrawCollateral(account("debtor"), WETH, weth("1.5") - least, alice.address);
    },
    refusal: ({ clearingHouse, account }) => ({
      by: clearingHouse,
      error: "InsufficientFreeCollateral",
      // What leaves counts for nothing, and the debt is covered by nothing.
      args: [account("debtor"), 0n, 0n],
    }),
    accepted: async ({ clearingHouse, vault, alice, trader, account }, sent, _, least) => {
      await expect(sent)
        .to.emit(clearingHouse, "CollateralWithdrawn")
        .withArgs(account("debtor"), WETH, alice.address, weth("1.5") - least, least);
      await expect(
        vault.connect(trader).withdrawCollateral(account("debtor"), WETH, 10n ** 9n, alice.address),
      ).to.be.revertedWithCustomError(clearingHouse, "InsufficientFreeCollateral");
    },
  },
];

export const MONEY: readonly Entry[] = [...DEPOSITS, ...FLAT, ...POSITIONED, ...INDEBTED];
