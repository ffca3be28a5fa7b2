// SPDX-License-Identifier: MIT
import { decodeAccountId } from "../units/account-id.ts";
import type { AccountId } from "../units/account-id.ts";
import type { Fields, Handlers, HouseEventName } from "./event.ts";

type Event = Fields<HouseEventName>;

/** Where events tell an account's cash: the fields of account and cash. */
const CASH: ReadonlyMap<HouseEventName, readonly (readonly [account: string, cash: string])[]> = new Map([
  ["Deposited", [["account", "cash"]]],
  ["Withdrawn", [["account", "cash"]]],
  [
    "CashMoved",
    [
      ["from", "fromCash"],
      ["to", "toCash"],
    ],
  ],
  ["Traded", [["account", "cash"]]],
  ["PositionChanged", [["account", "cash"]]],
  ["PositionSynced", [["account", "cash"]]],
  ["AccountLiquidated", [["account", "cash"]]],
  ["LiquidationRewarded", [["beneficiary", "cash"]]],
  ["CollateralSeized", [["account", "cash"]]],
  [
    "CollateralBalances",
    [
      ["account", "cash"],
      ["buyer", "buyerCash"],
    ],
  ],
]);

/** And the balance of a token. */
const BALANCES: ReadonlyMap<HouseEventName, readonly (readonly [account: string, balance: string])[]> = new Map([
  ["CollateralDeposited", [["account", "balance"]]],
  ["CollateralWithdrawn", [["account", "balance"]]],
  [
    "CollateralBalances",
    [
      ["account", "balance"],
      ["buyer", "buyerBalance"],
    ],
  ],
]);

/** The system's accounts that events leave unnamed. */
export interface Unnamed {
  readonly insurance: AccountId;
  readonly poolOf: (market: bigint) => AccountId;
}

/** Cash, balances of tokens and how often an account was liquidated. */
export class AccountBook {
  readonly #cash = new Map<AccountId, bigint>();
  readonly #balances = new Map<AccountId, Map<bigint, bigint>>();
  readonly #liquidations = new Map<AccountId, bigint>();
  readonly #unnamed: Unnamed;
  readonly #others: Handlers<HouseEventName> = {
    Traded: (event) => this.#cash.set(this.#unnamed.poolOf(event.number("market")), event.number("poolCash")),
    PoolAccountUpdated: (event) => this.#cash.set(this.#unnamed.poolOf(event.number("market")), event.number("cash")),
    InsuranceFundDrawn: (event) => this.#cash.set(this.#unnamed.insurance, event.number("cash")),
    // What was missing was made good.
    BadDebtRealized: (event) => this.#cash.set(event.account("account"), 0n),
    AccountLiquidated: (event) => this.#count(event.account("account")),
    CollateralSeized: (event) => this.#count(event.account("account")),
  };

  constructor(unnamed: Unnamed) {
    this.#unnamed = unnamed;
  }

  accounts(): readonly AccountId[] {
    return [...new Set([...this.#cash.keys(), ...this.#balances.keys()])];
  }

  /** As it is stored: what stale positions bring is not in it. */
  cashOf(account: AccountId): bigint {
    return this.#cash.get(account) ?? 0n;
  }

  /** By number of the token, those above zero. */
  balancesOf(account: AccountId): ReadonlyMap<bigint, bigint> {
    return new Map([...(this.#balances.get(account) ?? [])].filter(([, balance]) => balance !== 0n));
  }

  liquidationsOf(account: AccountId): bigint {
    return this.#liquidations.get(account) ?? 0n;
  }

  /** Negative cash of traders' accounts that hold tokens. */
  debts(): bigint {
    const system = decodeAccountId(this.#unnamed.insurance).owner;
    const debtors = [...this.#balances.keys()].filter(
      (account) => decodeAccountId(account).owner !== system && this.balancesOf(account).size > 0,
    );
    return debtors.reduce((sum, account) => (this.cashOf(account) < 0n ? sum - this.cashOf(account) : sum), 0n);
  }

  apply(event: Event): void {
    for (const [account, cash] of CASH.get(event.name) ?? [])
      this.#cash.set(event.account(account), event.number(cash));
    for (const [account, balance] of BALANCES.get(event.name) ?? []) {
      const held = this.#balances.get(event.account(account)) ?? new Map<bigint, bigint>();
      held.set(event.number("collateral"), event.number(balance));
      this.#balances.set(event.account(account), held);
    }
    this.#others[event.name]?.(event);
  }

  #count(account: AccountId): void {
    this.#liquidations.set(account, this.liquidationsOf(account) + 1n);
  }
}
