// SPDX-License-Identifier: MIT
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { MaxUint256 } from "ethers";
import type { ContractTransactionResponse } from "ethers";

import type { Asset, ProtocolParameters } from "../../../deploy/parameters/schema.ts";
import { accountOf, deployedFixture, protocolFixture } from "../../fixtures/protocol.ts";
import type { Connection } from "../../fixtures/protocol.ts";

export const HOUR = 3_600;
export const DELAY = 2 * HOUR;
export const WINDOW = 24 * HOUR;
export const DAY = 86_400;

/** RequestStatus and LapseReason, in the order of their declarations. */
export const Status = { Unknown: 0n, Pending: 1n, Executed: 2n, Lapsed: 3n } as const;
export const Lapse = { WindowClosed: 0n, BelowMinimum: 1n, ShareValueTooLow: 2n, MainCannotPay: 3n } as const;
/** CashReason. */
export const Reason = {
  PoolDeposit: 1n,
  PoolPayment: 2n,
  PoolFunding: 3n,
  PoolSurplus: 4n,
  FeeSweep: 5n,
  TreasuryCollection: 6n,
} as const;

export const VIRTUAL_SHARES = 1_000_000n;

/** Shares that assets buy, by the specification: (supply + virtual shares) / (value + 1), rounded down. */
export const sharesFor = (assets: bigint, supply: bigint, value: bigint): bigint =>
  (assets * (supply + VIRTUAL_SHARES)) / (value + 1n);

/** Assets that shares are worth, rounded down. */
export const assetsFor = (shares: bigint, supply: bigint, value: bigint): bigint =>
  (shares * (value + 1n)) / (supply + VIRTUAL_SHARES);

type Fixture = Awaited<ReturnType<typeof deployedFixture>>;

/** The protocol deployed, and its pool still empty. */
export async function emptyPoolFixture(connection: Connection, settlementToken: string | null = null) {
  const deployed = await deployedFixture(connection, (parameters: ProtocolParameters) => ({
    ...parameters,
    settlementToken,
  }));
  return { ...deployed, ...helpers(connection, deployed) };
}

/** The protocol at work, with 10,000,000 of the provider's USDC in the pool and not yet claimed. */
export async function workingPoolFixture(connection: Connection) {
  const working = await protocolFixture(connection);
  return { ...working, ...helpers(connection, working) };
}

function helpers(
  { ethers, networkHelpers }: Connection,
  { pool, clearingHouse, fund, setPrices, stranger, sizeOf, parameters }: Fixture,
) {
  const marketOf = (asset: Asset): number => parameters.markets.find((market) => market.asset === asset)?.id ?? 63;

  const idOf = async (sent: Promise<ContractTransactionResponse>): Promise<bigint> => {
    await (await sent).wait();
    return pool.lastRequestId();
  };

  const cashOf = async (account: string): Promise<bigint> => (await clearingHouse.accountState(account)).cash;

  return {
    marketOf,
    cashOf,
    walletOf: async (person: HardhatEthersSigner): Promise<bigint> => cashOf(accountOf(person)),
    mainCash: async (): Promise<bigint> => cashOf(await clearingHouse.poolAccount()),
    escrowCash: async (): Promise<bigint> => cashOf(await clearingHouse.poolEscrowAccount()),
    marketCash: async (asset: Asset): Promise<bigint> => cashOf(await clearingHouse.poolMarketAccount(marketOf(asset))),

    /** Funds the LP's account and asks to join with all of it; the request's id. */
    askToJoin: async (lp: HardhatEthersSigner, assets: bigint, minimumShares = 0n): Promise<bigint> => {
      await fund(lp, assets);
      return idOf(pool.connect(lp).requestDepositWithMinimum(assets, lp.address, lp.address, minimumShares));
    },
    askToLeave: async (lp: HardhatEthersSigner, shares: bigint, minimumAssets = 0n): Promise<bigint> =>
      idOf(pool.connect(lp).requestRedeemWithMinimum(shares, lp.address, lp.address, minimumAssets)),

    /** To the first second of the window of requests made now, with fresh prices. */
    waitForWindow: async (prices: Partial<Record<Asset, string>> = {}): Promise<void> => {
      await networkHelpers.time.increase(DELAY);
      await setPrices(prices);
    },
    execute: async (requestId: bigint): Promise<ContractTransactionResponse> =>
      pool.connect(stranger).executeRequest(requestId),
    /** What an execution came to, by its event. */
    outcomeOf: async (sent: Promise<ContractTransactionResponse>) => {
      const receipt = await (await sent).wait();
      const block = receipt?.blockNumber;
      const [log] = await pool.queryFilter(pool.filters.RequestExecuted(), block, block);
      if (log === undefined) throw new Error("no request was executed");
      return log.args;
    },
    claimShares: async (lp: HardhatEthersSigner): Promise<bigint> => {
      const shares = await pool.maxMint(lp.address);
      await pool.connect(lp)["mint(uint256,address)"](shares, lp.address);
      return shares;
    },
    claimAssets: async (lp: HardhatEthersSigner): Promise<bigint> => {
      const assets = await pool.maxWithdraw(lp.address);
      await pool.connect(lp).withdraw(assets, lp.address, lp.address);
      return assets;
    },
    /** The trader buys (or, negative, sells) tokens of an asset at whatever price the pool asks. */
    trade: async (trader: HardhatEthersSigner, asset: Asset, tokens: string, sell = false): Promise<void> => {
      const size = sizeOf(asset, tokens);
      await clearingHouse.connect(trader).trade({
        account: accountOf(trader),
        market: marketOf(asset),
        sizeDelta: sell ? -size : size,
        worstPrice: sell ? 0n : 2n ** 79n,
        deadline: MaxUint256,
        reduceOnly: false,
      });
    },
    now: async (): Promise<bigint> => BigInt((await ethers.provider.getBlock("latest"))?.timestamp ?? 0),
  };
}
