// SPDX-License-Identifier: MIT
import type { Fields, Handlers, PoolEventName } from "./event.ts";

type Event = Fields<PoolEventName>;

/** An LP's request. */
export interface LedgerRequest {
  readonly deposit: boolean;
  readonly status: "pending" | "executed" | "lapsed";
  readonly controller: string;
  readonly owner: string;
  /** Assets of a deposit, shares of a redemption; of an executed one the executed part. */
  readonly amount: bigint;
  readonly minimumOut: bigint;
  readonly opensAt: bigint;
}

/** What a controller may claim: assets and shares of executed requests. */
export interface Claims {
  readonly assets: bigint;
  readonly shares: bigint;
}

const NO_CLAIMS: Claims = { assets: 0n, shares: 0n };
const NOBODY = "0x0000000000000000000000000000000000000000";

/** Shares of the pool, requests, and what of them waits to be claimed. */
export class ShareBook {
  supply = 0n;
  readonly balances = new Map<string, bigint>();
  readonly requests = new Map<bigint, LedgerRequest>();
  /** By controller: shares of executed deposits, and assets of executed redemptions. */
  readonly deposits = new Map<string, Claims>();
  readonly redemptions = new Map<string, Claims>();

  readonly #on: Handlers<PoolEventName> = {
    Transfer: (event) => {
      this.#move(event.text("from"), -event.number("value"));
      this.#move(event.text("to"), event.number("value"));
    },
    DepositRequest: (event) => this.#ask(event, true, "assets"),
    RedeemRequest: (event) => this.#ask(event, false, "shares"),
    RequestScheduled: (event) =>
      this.#change(event, { minimumOut: event.number("minimumOut"), opensAt: event.number("opensAt") }),
    RequestExecuted: (event) => this.#execute(event),
    RequestLapsed: (event) => this.#lapse(event),
    Deposit: (event) => claim(this.deposits, event.text("sender"), event, -1n),
    Withdraw: (event) => claim(this.redemptions, event.text("owner"), event, -1n),
  };

  balanceOf(holder: string): bigint {
    return this.balances.get(holder) ?? 0n;
  }

  apply(event: Event): void {
    this.#on[event.name]?.(event);
  }

  /** The rest of a redemption that main could not pay in full lapses after it was executed. */
  #lapse(event: Event): void {
    if (this.requests.get(event.number("requestId"))?.status === "pending") this.#change(event, { status: "lapsed" });
  }

  #move(holder: string, amount: bigint): void {
    if (holder === NOBODY) this.supply -= amount;
    else this.balances.set(holder, this.balanceOf(holder) + amount);
  }

  #ask(event: Event, deposit: boolean, amount: "assets" | "shares"): void {
    this.requests.set(event.number("requestId"), {
      deposit,
      status: "pending",
      controller: event.text("controller"),
      owner: event.text("owner"),
      amount: event.number(amount),
      minimumOut: 0n,
      opensAt: 0n,
    });
  }

  #change(event: Event, change: Partial<LedgerRequest>): void {
    const request = this.requests.get(event.number("requestId"));
    if (request !== undefined) this.requests.set(event.number("requestId"), { ...request, ...change });
  }

  #execute(event: Event): void {
    const request = this.requests.get(event.number("requestId"));
    if (request === undefined) return;
    this.#change(event, { status: "executed", amount: event.number(request.deposit ? "assets" : "shares") });
    claim(request.deposit ? this.deposits : this.redemptions, event.text("controller"), event, 1n);
  }
}

function claim(book: Map<string, Claims>, controller: string, event: Event, sign: bigint): void {
  const { assets, shares } = book.get(controller) ?? NO_CLAIMS;
  book.set(controller, {
    assets: assets + sign * event.number("assets"),
    shares: shares + sign * event.number("shares"),
  });
}
