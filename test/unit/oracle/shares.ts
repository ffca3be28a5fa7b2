// SPDX-License-Identifier: MIT
import type { HardhatEthers } from "@nomicfoundation/hardhat-ethers/types";
import { parseEther } from "ethers";

import { answer, percent } from "../../../deploy/parameters/units.ts";
import { actors } from "../../fixtures/actors.ts";

/** ShareVault.Mode, in the order of its declaration. */
export const VaultMode = { Answer: 0n, Revert: 1n, BurnGas: 2n, ShortReturn: 3n, HugeReturn: 4n, Lie: 5n } as const;

export const ONE = parseEther("1");
export const ETH_ANSWER = answer("2,000");

export const DAY = 86_400;
export const WEEK = 7 * DAY;
export const YEAR = 365 * DAY;

/** The cap's growth a year. */
export const GROWTH = percent("10");

/** 1,000 WETH in an OpenZeppelin vault, whose share is worth one WETH, and the feed of that share. */
export async function shareFeed(ethers: HardhatEthers) {
  const { deployer: holder } = await actors(ethers);
  const weth = await ethers.deployContract("MintableToken", ["WETH", 18n]);
  const vault = await ethers.deployContract("ShareVault", [await weth.getAddress()]);
  await weth.mint(holder.address, 1_000n * ONE);
  await weth.approve(await vault.getAddress(), 1_000n * ONE);
  await vault.deposit(1_000n * ONE, holder.address);
  const underlying = await ethers.deployContract("MockV3Aggregator", [8n, ETH_ANSWER]);
  const addresses = [await underlying.getAddress(), await vault.getAddress()] as const;
  const feed = await ethers.deployContract("ShareRateFeed", [...addresses, GROWTH, ONE]);
  return {
    holder,
    weth,
    vault,
    underlying,
    feed,
    addresses,
    /** Assets given to all holders at once. */
    donate: async (assets: bigint) => weth.mint(await vault.getAddress(), assets),
    answerNow: async (): Promise<bigint> => (await feed.latestRoundData()).answer,
  };
}
