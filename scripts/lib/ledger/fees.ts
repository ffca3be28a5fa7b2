// SPDX-License-Identifier: MIT
import type { AccountId } from "../units/account-id.ts";
import { RATIO_ONE } from "../units/ratio.ts";
import type { Fields, Handlers, HouseEventName } from "./event.ts";
import { fieldOf } from "./parameters.ts";
import type { MarketTerms } from "./parameters.ts";

type Event = Fields<HouseEventName>;

/** Fees and penalties that the pool's account of a market has collected for others, 1e-6 USD. */
export interface Owed {
  readonly insurance: bigint;
  readonly treasury: bigint;
}

/** CashReason.FeeSweep */
const FEE_SWEEP = 5n;

const NOTHING: Owed = { insurance: 0n, treasury: 0n };

/** What is owed goes by fees and penalties told, and by the shares in force; what is paid, by the cash that moved. */
export class FeeBook {
  readonly #owed = new Map<bigint, Owed>();
  /** The market that an account's liquidation closed first: its pool's account owes insurance the penalty. */
  readonly #first = new Map<AccountId, bigint>();
  readonly #termsOf: (market: bigint) => MarketTerms;
  readonly #marketOf: (pool: AccountId) => bigint | undefined;
  readonly #insurance: AccountId;

  readonly #on: Handlers<HouseEventName> = {
    Traded: (event) => this.#charge(event),
    CashMoved: (event) => this.#pay(event),
    PositionLiquidated: (event) => {
      const account = event.account("account");
      if (!this.#first.has(account)) this.#first.set(account, event.number("market"));
    },
    AccountLiquidated: (event) => this.#penalize(event),
  };

  constructor(
    insurance: AccountId,
    termsOf: (market: bigint) => MarketTerms,
    marketOf: (pool: AccountId) => bigint | undefined,
  ) {
    [this.#insurance, this.#termsOf, this.#marketOf] = [insurance, termsOf, marketOf];
  }

  owedBy(market: bigint): Owed {
    return this.#owed.get(market) ?? NOTHING;
  }

  apply(event: Event): void {
    this.#on[event.name]?.(event);
  }

  #charge(event: Event): void {
    const { trade } = this.#termsOf(event.number("market"));
    const share = (name: string): bigint => (event.number("fee") * fieldOf(trade, name)) / RATIO_ONE;
    this.#add(event.number("market"), share("insuranceShare"), share("treasuryShare"));
  }

  /** Fees alone move from a pool's account to insurance or treasury for this reason. */
  #pay(event: Event): void {
    const market = this.#marketOf(event.account("from"));
    if (market === undefined || event.number("reason") !== FEE_SWEEP) return;
    const amount = event.number("amount");
    if (event.account("to") === this.#insurance) this.#add(market, -amount, 0n);
    else this.#add(market, 0n, -amount);
  }

  #penalize(event: Event): void {
    const account = event.account("account");
    const market = this.#first.get(account);
    this.#first.delete(account);
    const rest = event.number("penalty") + event.number("rewardFromInsurance") - event.number("reward");
    if (market !== undefined) this.#add(market, rest, 0n);
  }

  #add(market: bigint, insurance: bigint, treasury: bigint): void {
    const owed = this.owedBy(market);
    this.#owed.set(market, { insurance: owed.insurance + insurance, treasury: owed.treasury + treasury });
  }
}
