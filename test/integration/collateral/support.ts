// SPDX-License-Identifier: MIT
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { parseUnits } from "ethers";

import { answer, hardBound, percent, unitPrice, usd } from "../../../deploy/parameters/units.ts";
import { CollateralConfig__factory } from "../../../typechain/index.ts";
import type { MintableToken, MockV3Aggregator } from "../../../typechain/index.ts";
import { protocolFixture } from "../../fixtures/protocol.ts";
import type { Connection } from "../../fixtures/protocol.ts";

export const HOUR = 3_600;
export const DAY = 86_400;
/** How long a lowered weight or limit takes to arrive. */
export const PHASE_IN = 3 * DAY;

/** Collateral numbers of the tests. */
export const WETH = 0n;
export const WBTC = 1n;
export const SHARE = 2n;

/** Where the oracle keeps their feeds, and the settlement token's. */
export const FIRST_FEED = 64n;
export const SETTLEMENT_FEED = 72n;

export const weth = (tokens: string): bigint => parseUnits(tokens, 18);
export const wbtc = (tokens: string): bigint => parseUnits(tokens, 8);

/** 80 % for initial margin, 88 % for maintenance, sold at 5 % less, up to 1,000 tokens of 18 decimals. */
export const TERMS = {
  initialWeight: percent("80"),
  maintenanceWeight: percent("88"),
  discount: percent("5"),
  depositCap: weth("1,000".replace(",", "")),
};

/** What one account may owe. */
export const DEBT_LIMIT = usd("50,000");

/** A feed of the oracle around an answer, in units of 10^-decimals token. */
export const feedOf = (feed: string, first: bigint, sizeDecimals: number) => ({
  feed,
  heartbeat: 24 * HOUR,
  maxLiquidationAge: 24 * HOUR + 600,
  sizeDecimals,
  lowerBound: hardBound(unitPrice(first, sizeDecimals) / 20n),
  upperBound: hardBound(unitPrice(first, sizeDecimals) * 20n),
  jumpBound: percent("20"),
});

/**
 * The protocol at work with three tokens: WETH (18 decimals, 2,000 USD), WBTC (8 decimals, 40,000) and a share of an
 * ERC-4626 vault of WETH. The trader has 100 WETH, 5 WBTC and 100 shares in his wallet, all approved.
 */
export async function collateralFixture(connection: Connection) {
  const { ethers } = connection;
  const working = await protocolFixture(connection);
  const { clearingHouse, oracle, vault, governor, riskAdmin, trader } = working;
  const vaultAddress = await vault.getAddress();

  const wethToken = await ethers.deployContract("MintableToken", ["WETH", 18n]);
  const wbtcToken = await ethers.deployContract("MintableToken", ["WBTC", 8n]);
  const shareToken = await ethers.deployContract("ShareVault", [await wethToken.getAddress()]);
  const wethFeed = await ethers.deployContract("MockV3Aggregator", [8n, answer("2,000")]);
  const wbtcFeed = await ethers.deployContract("MockV3Aggregator", [8n, answer("40,000")]);
  await wethToken.connect(trader).mint(trader.address, weth("200"));
  await wethToken.connect(trader).approve(await shareToken.getAddress(), weth("100"));
  await shareToken.connect(trader).deposit(weth("100"), trader.address);
  await wbtcToken.connect(trader).mint(trader.address, wbtc("5"));
  const shareFeed = await ethers.deployContract("ShareRateFeed", [
    await wethFeed.getAddress(),
    await shareToken.getAddress(),
    percent("10"),
    weth("1"),
  ]);

  const list = async (id: bigint, token: string, feed: string, first: bigint, decimals: number, terms = TERMS) => {
    await oracle.connect(governor).setFeed(FIRST_FEED + id, feedOf(feed, first, decimals));
    await clearingHouse.connect(governor).listCollateral(id, token, terms);
  };
  const tokenAddresses = {
    weth: await wethToken.getAddress(),
    wbtc: await wbtcToken.getAddress(),
    share: await shareToken.getAddress(),
  };
  await list(WETH, tokenAddresses.weth, await wethFeed.getAddress(), answer("2,000"), 9);
  await list(WBTC, tokenAddresses.wbtc, await wbtcFeed.getAddress(), answer("40,000"), 8, {
    ...TERMS,
    depositCap: wbtc("100"),
  });
  await list(SHARE, tokenAddresses.share, await shareFeed.getAddress(), answer("2,000"), 9);
  await clearingHouse.connect(riskAdmin).setDebtLimit(DEBT_LIMIT);
  for (const token of [wethToken, wbtcToken, shareToken]) {
    await token.connect(trader).approve(vaultAddress, 2n ** 255n);
  }

  return {
    ...working,
    tokenAddresses,
    vaultAddress,
    wethToken,
    wbtcToken,
    shareToken,
    wethFeed,
    wbtcFeed,
    shareFeed,
    list,
    /** Governance of collateral under its own artifact, which names constants and errors. */
    collateralConfig: CollateralConfig__factory.connect(await clearingHouse.getAddress(), working.deployer),
    cashOf: async (account: string): Promise<bigint> => (await clearingHouse.accountState(account)).cash,
    balanceOf: async (account: string, id: bigint): Promise<bigint> =>
      (await clearingHouse.collateralBalances(account))[Number(id)] ?? 0n,
    /** Somebody's fresh tokens into an account of his. */
    deposit: async (owner: HardhatEthersSigner, account: string, id: bigint, token: MintableToken, amount: bigint) => {
      await token.connect(owner).mint(owner.address, amount);
      await token.connect(owner).approve(vaultAddress, amount);
      return vault.connect(owner).depositCollateral(account, id, amount);
    },
    /** New rounds in small steps, so that no price is a jump. */
    move: async (feed: MockV3Aggregator, price: string): Promise<void> => {
      const to = answer(price);
      for (let now = await feed.latestAnswer(); now !== to;) {
        const least = (now * 85n) / 100n;
        const most = (now * 115n) / 100n;
        now = to < least ? least : to > most ? most : to;
        await feed.updateAnswer(now);
        for (const id of [WETH, WBTC, SHARE]) await oracle.recordPrice(FIRST_FEED + id);
      }
    },
  };
}
