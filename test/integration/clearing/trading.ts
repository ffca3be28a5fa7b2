// SPDX-License-Identifier: MIT
// What the tests of trades, venue fills and funding share: orders in short, states, and the market's parameters.
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { anyValue } from "@nomicfoundation/hardhat-ethers-chai-matchers/withArgs";
import { MaxUint256 } from "ethers";

import type { Asset, MarketParameters } from "../../../deploy/parameters/schema.ts";
import { unitPrice } from "../../../deploy/parameters/units.ts";
import type { OrderStruct as Order } from "../../../typechain/contracts/interfaces/IClearingHouse.ts";
import { accountOf, protocolFixture } from "../../fixtures/protocol.ts";
import type { Connection } from "../../fixtures/protocol.ts";

export const HEARTBEAT = 3_600;
export const MAX_LIQUIDATION_AGE = HEARTBEAT + 600;

/** Bits of an operator's permissions. */
export const Permission = { Trade: 1n, Settle: 2n } as const;

/** No sale brings less, no purchase costs more. */
export const ANY_PRICE = { buy: 2n ** 80n - 1n, sell: 0n } as const;

/** For tests of what a fill comes to: what `Traded` says of account, pool and market after it (Trade.fill and Settle.fill test it). */
export const ANY_STATE = Array.from({ length: 10 }, () => anyValue);

type Protocol = Awaited<ReturnType<typeof protocolFixture>>;

/** The protocol at work, with the shorthands below. */
export async function tradingFixture(connection: Connection) {
  const protocol = await protocolFixture(connection);
  return { ...protocol, ...shorthands(connection, protocol) };
}

export type TradingFixture = Awaited<ReturnType<typeof tradingFixture>>;

/** An order at any price that never expires. */
export const orderOf = (
  account: string,
  market: bigint | number,
  sizeDelta: bigint,
  options: Partial<Order> = {},
): Order => ({
  account,
  market,
  sizeDelta,
  worstPrice: sizeDelta > 0n ? ANY_PRICE.buy : ANY_PRICE.sell,
  deadline: MaxUint256,
  reduceOnly: false,
  ...options,
});

/** A word of a system account or of anybody: owner above, sub-account below. */
export const accountWord = (owner: string, subAccount = 0n): string => accountOf({ address: owner }, subAccount);

function shorthands({ networkHelpers }: Connection, protocol: Protocol) {
  const { clearingHouse, parameters, marketIds, feeds, governor, oracle } = protocol;

  const termsOf = (asset: Asset): MarketParameters => {
    const found = parameters.markets.find((market) => market.asset === asset);
    if (found === undefined) throw new Error(`the fixture lists no market of ${asset}`);
    return found;
  };
  const order = (trader: HardhatEthersSigner, asset: Asset, sizeDelta: bigint, options: Partial<Order> = {}): Order =>
    orderOf(accountOf(trader), marketIds[asset], sizeDelta, options);
  const updatedAt = async (asset: Asset): Promise<number> => Number((await feeds[asset].latestRoundData()).updatedAt);

  return {
    termsOf,
    order,
    /** Sends an order from the trader's account 0, or from the account that the options name. */
    send: async (trader: HardhatEthersSigner, asset: Asset, sizeDelta: bigint, options: Partial<Order> = {}) =>
      clearingHouse.connect(trader).trade(order(trader, asset, sizeDelta, options)),
    cashOf: async (account: string): Promise<bigint> => (await clearingHouse.accountState(account)).cash,
    sizeAt: async (account: string, asset: Asset): Promise<bigint> =>
      (await clearingHouse.positionState(account, marketIds[asset])).size,
    /** Traders' long minus short. */
    skewOf: async (asset: Asset): Promise<bigint> => {
      const pool = await clearingHouse.poolMarketAccount(marketIds[asset]);
      return -(await clearingHouse.positionState(pool, marketIds[asset])).size;
    },
    markOf: async (asset: Asset): Promise<bigint> => (await oracle.readPrice(marketIds[asset])).mark,
    /** USD per token as the price of one size unit: 8 decimals in. */
    priceAt: (asset: Asset, feedAnswer: bigint): bigint => unitPrice(feedAnswer, termsOf(asset).feed.sizeDecimals),
    /** The next transaction happens when the feed's round is so many seconds old. */
    nextAtAge: async (asset: Asset, age: number): Promise<void> =>
      networkHelpers.time.setNextBlockTimestamp((await updatedAt(asset)) + age),
    /** Time passes until the feed's round is so many seconds old. */
    waitForAge: async (asset: Asset, age: number): Promise<void> =>
      networkHelpers.time.increaseTo((await updatedAt(asset)) + age),
    /** Changes some of the market's trade parameters, as the governor. */
    changeTrade: async (asset: Asset, change: Partial<MarketParameters["trade"]>): Promise<void> => {
      const trade = { ...termsOf(asset).trade, ...change };
      await clearingHouse.connect(governor).setTradeParameters(marketIds[asset], trade);
    },
  };
}

/** Second of the transaction's block. */
export async function timeOf(
  { ethers }: Connection,
  sent: { readonly wait: () => Promise<{ readonly blockNumber: number } | null> },
): Promise<bigint> {
  const receipt = await sent.wait();
  if (receipt === null) throw new Error("the transaction was not mined");
  const block = await ethers.provider.getBlock(receipt.blockNumber);
  if (block === null) throw new Error(`there is no block ${receipt.blockNumber}`);
  return BigInt(block.timestamp);
}
