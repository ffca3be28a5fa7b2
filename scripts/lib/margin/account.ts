// SPDX-License-Identifier: MIT
// How an account stands. Every position is valued at the price its holding names: what a price must be to count for
// maintenance or initial margin is in prices.ts.
import { fundingPaymentUp } from "../market/funding.ts";
import type { Position } from "../market/position.ts";
import { sumMoney, toMoney, ZERO_MONEY } from "../units/money.ts";
import type { Money } from "../units/money.ts";
import type { Price } from "../units/price.ts";
import { notionalUp, valueDown } from "../units/products.ts";
import { RATIO_ONE } from "../units/ratio.ts";
import { divDown } from "../units/rounding.ts";
import { marginUp } from "./tiers.ts";
import type { MarginTiers } from "./tiers.ts";

/** A position and the market's state that its value depends on. */
export interface Holding {
  readonly position: Position;
  readonly price: Price;
  /** Of the market, accrued up to the moment of the valuation, 1e-16 money per unit. */
  readonly fundingIndex: bigint;
  readonly tiers: MarginTiers;
}

export interface MarginAccount {
  readonly cash: Money;
  readonly holdings: readonly Holding[];
}

const isOpen = ({ position }: Holding): boolean => position.size !== 0n;

export const holdingNotional = ({ position, price }: Holding): Money => notionalUp(position.size, price);

/** size x price + entryNotional, the value towards minus infinity; + is a gain. */
export const unrealizedPnl = ({ position, price }: Holding): Money =>
  toMoney(valueDown(position.size, price) + position.entryNotional);

/** What a holding adds to its account: unrealized profit less the funding it owes. */
export const holdingValue = (holding: Holding): Money =>
  toMoney(unrealizedPnl(holding) - fundingPaymentUp(holding.position, holding.fundingIndex));

/** cash + unrealized profit - funding owed, over all holdings. */
export const accountValue = ({ cash, holdings }: MarginAccount): Money =>
  toMoney(cash + sumMoney(holdings.map(holdingValue)));

/** Maintenance margin of one market, without the reward. */
export const holdingMaintenance = (holding: Holding): Money =>
  marginUp(holdingNotional(holding), holding.tiers.maintenance);

/** Sum over the markets, each rounded up: what the pool's accounts are held to. */
export const marketsMaintenance = (holdings: readonly Holding[]): Money => sumMoney(holdings.map(holdingMaintenance));

/** The largest minReward of the markets that an account has a position in; zero without any. */
export function rewardReserve(holdings: readonly Holding[]): Money {
  let largest = ZERO_MONEY;
  for (const { tiers } of holdings.filter(isOpen)) if (tiers.minReward > largest) largest = tiers.minReward;
  return largest;
}

/** Liquidation begins below it. */
export const maintenanceMargin = (holdings: readonly Holding[]): Money =>
  toMoney(marketsMaintenance(holdings) + rewardReserve(holdings));

/** Needed to open, grow and withdraw: the sum over the markets, each rounded up. */
export const initialMargin = (holdings: readonly Holding[]): Money =>
  sumMoney(holdings.map((holding) => marginUp(holdingNotional(holding), holding.tiers.initial)));

/** accountValue / maintenanceMargin in parts per million, towards minus infinity; undefined where nothing is required. */
export const marginRatio = (value: Money, maintenance: Money): bigint | undefined =>
  maintenance === 0n ? undefined : divDown(value * RATIO_ONE, maintenance);

/** Whether `liquidate` may touch the account, if its prices allow it: below maintenance margin. */
export const isLiquidatable = (account: MarginAccount): boolean =>
  account.holdings.some(isOpen) && accountValue(account) < maintenanceMargin(account.holdings);
