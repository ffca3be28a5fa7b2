// SPDX-License-Identifier: MIT
import { encodeAccountId, poolMarketAccount } from "../units/account-id.ts";
import type { AccountId } from "../units/account-id.ts";
import { AccountBook } from "./accounts.ts";
import type { Fields, Handlers, HouseEventName, LedgerEvent, Sources } from "./event.ts";
import { FeeBook } from "./fees.ts";
import { closesMarket, LedgerMarket } from "./market.ts";
import { MarketTerms, told } from "./parameters.ts";
import type { CollateralTerms } from "./parameters.ts";
import { ShareBook } from "./shares.ts";

type Event = Fields<HouseEventName>;

/** Numbers of the system's accounts, which belong to the clearing house's own address. */
const INSURANCE = 0n;
const TREASURY = 1n;
const MAIN = 2n;
const ESCROW = 3n;

/** Every balance, position and parameter, rebuilt from the contracts' logs alone. */
export class RebuiltLedger {
  readonly insurance: AccountId;
  readonly treasury: AccountId;
  readonly main: AccountId;
  readonly escrow: AccountId;
  readonly accounts: AccountBook;
  readonly fees: FeeBook;
  readonly shares = new ShareBook();
  readonly venues = new Set<string>();
  /** Markets that have their last price: nothing is filled there but at it. */
  readonly settled = new Set<bigint>();
  debtLimit = 0n;
  readonly #clearingHouse: string;
  readonly #markets = new Map<bigint, LedgerMarket>();
  readonly #terms = new Map<bigint, MarketTerms>();
  readonly #collaterals = new Map<bigint, CollateralTerms>();
  /** Whose budget changed last: a payment of insurance that follows came from it. */
  #budgeted: bigint | undefined;

  readonly #on: Handlers<HouseEventName> = {
    MarketListed: (event) => {
      const market = event.number("market");
      this.#markets.set(market, new LedgerMarket(this.poolOf(market)));
      this.#terms.set(market, new MarketTerms());
    },
    CollateralListed: (event) => {
      const unit = 10n ** event.number("scale");
      this.#collaterals.set(event.number("collateral"), { unit, parameters: undefined, salePrice: 0n });
    },
    CollateralParametersChanged: (event) => this.#changeCollateral(event, { parameters: event.struct("current") }),
    CollateralSold: (event) => this.#changeCollateral(event, { salePrice: event.number("price") }),
    DebtLimitChanged: (event) => (this.debtLimit = event.number("current")),
    VenueSet: (event) => {
      if (event.flag("registered")) this.venues.add(event.text("venue"));
      else this.venues.delete(event.text("venue"));
    },
  };

  constructor({ clearingHouse }: Pick<Sources, "clearingHouse">) {
    this.#clearingHouse = clearingHouse;
    this.insurance = encodeAccountId(clearingHouse, INSURANCE);
    this.treasury = encodeAccountId(clearingHouse, TREASURY);
    this.main = encodeAccountId(clearingHouse, MAIN);
    this.escrow = encodeAccountId(clearingHouse, ESCROW);
    this.accounts = new AccountBook({ insurance: this.insurance, poolOf: (market) => this.poolOf(market) });
    this.fees = new FeeBook(
      this.insurance,
      (market) => this.termsOf(market),
      (pool) => [...this.#markets.keys()].find((market) => this.poolOf(market) === pool),
    );
  }

  poolOf(market: bigint): AccountId {
    return poolMarketAccount(this.#clearingHouse, market);
  }

  /** Numbers of the listed markets. */
  markets(): readonly bigint[] {
    return [...this.#markets.keys()];
  }

  /** @throws UntoldError */
  market(market: bigint): LedgerMarket {
    return told(this.#markets.get(market), `that market ${market.toString()} was listed`);
  }

  /** @throws UntoldError */
  termsOf(market: bigint): MarketTerms {
    return told(this.#terms.get(market), `the parameters of market ${market.toString()}`);
  }

  /** @throws UntoldError */
  collateral(token: bigint): CollateralTerms {
    return told(this.#collaterals.get(token), `that token ${token.toString()} was listed`);
  }

  /** Every account that a log names or moves. */
  everyone(): readonly AccountId[] {
    const holders = [...this.#markets.values()].flatMap((market) => market.accounts());
    return [...new Set([...this.accounts.accounts(), ...holders])];
  }

  /** Cash with what positions that have not caught up have brought, as views show it. */
  cashOf(account: AccountId): bigint {
    const gained = [...this.#markets.values()].map((market) => market.positionOf(account).gained);
    return gained.reduce((sum, gain) => sum + gain, this.accounts.cashOf(account));
  }

  /** Takes over events in their order, whole transactions at a time. */
  read(events: readonly LedgerEvent[]): void {
    for (const [place, { source, fields }] of events.entries()) {
      if (source === "pool") this.shares.apply(fields);
      else if (source === "clearingHouse") this.#apply(fields, events, place);
      else if (fields.name === "MarketSettled") this.settled.add(fields.number("market"));
    }
  }

  #apply(event: Event, events: readonly LedgerEvent[], place: number): void {
    this.#on[event.name]?.(event);
    this.accounts.apply(event);
    this.fees.apply(event);
    const market = event.has("market") ? event.number("market") : undefined;
    if (market !== undefined) {
      this.termsOf(market).apply(event);
      this.market(market).apply(event, this.#indexAfter(market, events, place));
    }
    if (event.name === "InsuranceBudgetChanged") this.#budgeted = market;
    else if (event.name === "InsuranceFundDrawn" && this.#budgeted !== undefined)
      this.termsOf(this.#budgeted).paid(event.timestamp);
    if (event.name !== "InsuranceBudgetChanged") this.#budgeted = undefined;
  }

  #changeCollateral(event: Event, change: Partial<CollateralTerms>): void {
    const token = event.number("collateral");
    this.#collaterals.set(token, { ...this.collateral(token), ...change });
  }

  /** What the market's funding index becomes in the transaction: told by the next event that closes the market, if any. */
  #indexAfter(market: bigint, events: readonly LedgerEvent[], place: number): bigint {
    const { transaction } = told(events[place], "this").fields;
    for (let next = place; ; next++) {
      const event = events[next];
      if (event === undefined || event.fields.transaction !== transaction) return this.market(market).fundingIndex;
      if (event.source !== "clearingHouse" || !closesMarket(event.fields)) continue;
      if (event.fields.number("market") === market) return event.fields.number("fundingIndex");
    }
  }
}
