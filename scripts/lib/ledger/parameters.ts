// SPDX-License-Identifier: MIT
import type { Result } from "ethers";

import { percent, RATIO_ONE } from "../units/ratio.ts";
import type { Fields, Handlers, HouseEventName } from "./event.ts";

type Event = Fields<HouseEventName>;

/** What was asked of a ledger whose logs do not tell it: one of them is missing. */
export class UntoldError extends Error {
  override readonly name = "UntoldError";

  constructor(readonly what: string) {
    super(`no log tells ${what}; read the contracts' logs from their deployment on`);
  }
}

/** Part of a market's budget that insurance may pay in an hour. */
const HOURLY_INSURANCE = percent("25");
const HOUR = 3_600n;

/** What insurance may pay for a market. */
export interface InsuranceBudget {
  readonly budget: bigint;
  readonly allowance: bigint;
  readonly paidAt: bigint;
}

/** A token's parameters, and its units in one priced unit. */
export interface CollateralTerms {
  readonly unit: bigint;
  readonly parameters: Result | undefined;
  /** Of the last sale: the only price of a token that events tell. */
  readonly salePrice: bigint;
}

/** A market's parameters in force. */
export class MarketTerms {
  #tiers: Result | undefined;
  #trade: Result | undefined;
  #liquidation: Result | undefined;
  reduceOnly = false;
  commitment = 0n;
  readonly #on: Handlers<HouseEventName> = {
    TiersChanged: (event) => (this.#tiers = event.struct("current")),
    TradeParametersChanged: (event) => (this.#trade = event.struct("current")),
    LiquidationParametersChanged: (event) => (this.#liquidation = event.struct("current")),
    ReduceOnlySet: (event) => (this.reduceOnly = event.flag("reduceOnly")),
    CommitmentChanged: (event) => (this.commitment = event.number("current")),
    InsuranceBudgetChanged: (event) => {
      const [budget, allowance] = [event.number("budget"), event.number("allowance")];
      this.#insurance = { ...this.#insurance, budget, allowance };
    },
  };
  #insurance: InsuranceBudget = { budget: 0n, allowance: 0n, paidAt: 0n };

  get tiers(): Result {
    return told(this.#tiers, "a market's tiers");
  }

  get trade(): Result {
    return told(this.#trade, "a market's trade parameters");
  }

  get liquidation(): Result {
    return told(this.#liquidation, "a market's liquidation parameters");
  }

  /** An hour after the last payment a quarter may be paid again. */
  insuranceAt(now: bigint): InsuranceBudget {
    const { budget, paidAt } = this.#insurance;
    if (now - paidAt < HOUR) return this.#insurance;
    return { budget, allowance: (budget * HOURLY_INSURANCE) / RATIO_ONE, paidAt };
  }

  /** Insurance paid, as `InsuranceFundDrawn` says after the budget that it came from. */
  paid(now: bigint): void {
    this.#insurance = { ...this.#insurance, paidAt: now };
  }

  apply(event: Event): void {
    this.#on[event.name]?.(event);
  }
}

/** @throws UntoldError */
export function told<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new UntoldError(what);
  return value;
}

/** A field of a struct of parameters. */
export const fieldOf = (parameters: Result, name: string): bigint => BigInt(String(parameters.getValue(name)));
