// SPDX-License-Identifier: MIT
import { sumMoney, toMoney, ZERO_MONEY } from "../units/money.ts";
import type { Money } from "../units/money.ts";
import { shareUp } from "../units/products.ts";
import { larger, smaller } from "../units/rounding.ts";
import { accountValue, holdingNotional, initialMargin } from "./account.ts";
import type { Holding, MarginAccount } from "./account.ts";

/** max(0, min(cash, accountValue) - initialMargin): paper profit never leaves. */
export const freeCollateral = (cash: Money, value: Money, initial: Money): Money =>
  toMoney(larger(ZERO_MONEY, smaller(cash, value) - initial));

/** Account value that must remain for the notional held: per market withdrawFloor x notional, rounded up. */
export const withdrawalFloor = (holdings: readonly Holding[]): Money =>
  sumMoney(holdings.map((holding) => shareUp(holdingNotional(holding), holding.tiers.withdrawFloor)));

/**
 * What may leave the account: all its cash when it is flat, else its free collateral, as far as the account value stays
 * at or above initial margin and withdrawal floor.
 */
export function maxWithdrawal(account: MarginAccount): Money {
  const { cash, holdings } = account;
  const open = holdings.filter(({ position }) => position.size !== 0n);
  if (open.length === 0) return toMoney(larger(ZERO_MONEY, cash));
  const value = accountValue(account);
  const free = freeCollateral(cash, value, initialMargin(open));
  return toMoney(larger(ZERO_MONEY, smaller(free, value - withdrawalFloor(open))));
}
