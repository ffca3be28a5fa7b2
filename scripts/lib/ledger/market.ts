// SPDX-License-Identifier: MIT
import type { AccountId } from "../units/account-id.ts";
import { larger } from "../units/rounding.ts";
import type { Fields, Handlers, HouseEventName } from "./event.ts";
import { NO_LEDGER_POSITION, residueOf, Side } from "./side.ts";
import type { LedgerPosition } from "./side.ts";

type Event = Fields<HouseEventName>;

/** Events that tell how a market is left, its funding index among it. */
const CLOSING: ReadonlySet<HouseEventName> = new Set(["Traded", "PoolAccountUpdated", "MarketUpdated"]);

/** Whether the event tells how its market is left at the end of a call. */
export const closesMarket = ({ name }: Event): boolean => CLOSING.has(name);

const longPart = (size: bigint): bigint => larger(size, 0n);

/** One market: its state, both sides, and the positions as they were left at their last touch. */
export class LedgerMarket {
  fundingIndex = 0n;
  fundingRatePerSecond = 0n;
  openInterest = 0n;
  /** Traders' long minus short. */
  skew = 0n;
  markPrice = 0n;
  accruedAt = 0n;
  epoch = 0n;
  frozen = false;
  readonly longs = new Side(true);
  readonly shorts = new Side(false);
  readonly #positions = new Map<AccountId, LedgerPosition>();
  readonly #pool: AccountId;
  /** Epoch in which the position that is being liquidated was closed against the other side, if it was; and the one before. */
  #closedIn: bigint | undefined;
  #closedBefore: bigint | undefined;

  /** Funding index of the event's transaction. */
  #next = 0n;
  readonly #on: Handlers<HouseEventName> = {
    Traded: (event) => {
      this.#hold(event.account("account"), event.number("size"), event.number("entryNotional"), this.#next);
      this.#hold(this.#pool, -event.number("skew"), event.number("poolEntryNotional"), this.#next);
    },
    PoolAccountUpdated: (event) =>
      this.#hold(this.#pool, -event.number("skew"), event.number("entryNotional"), this.#next),
    PositionChanged: (event) => this.#passPool(event),
    PositionSynced: (event) => this.#sync(event),
    PositionLiquidated: (event) => this.#liquidate(event),
    SideDeleveraged: (event) => this.#deleverage(event),
    PoolDeleveraged: (event) => {
      // The deleveraging before it was the pool's.
      this.#closedIn = this.#closedBefore;
      this.#resizePool(-event.number("sizeClosed"));
    },
    ResidueBooked: (event) => this.#bookResidue(event.number("fromLongs"), event.number("fromShorts")),
    FundingFrozen: (event) => (this.frozen = event.flag("frozen")),
  };

  constructor(pool: AccountId) {
    this.#pool = pool;
  }

  accounts(): readonly AccountId[] {
    return [...this.#positions.keys()];
  }

  /** As the contracts' views show it: caught up, with what that brings beside the cash that is stored. */
  positionOf(account: AccountId): { readonly position: LedgerPosition; readonly gained: bigint } {
    const position = this.#positions.get(account) ?? NO_LEDGER_POSITION;
    if (position.size === 0n || position.epoch === this.epoch) return { position, gained: 0n };
    return this.#sideOf(position.size > 0n).catchUp(position, this.epoch, this.fundingIndex);
  }

  /**
   * @param fundingIndex What the market's funding index becomes in the event's transaction: deleveragings and closings use it
   * before the event that tells it.
   */
  apply(event: Event, fundingIndex: bigint): void {
    if (closesMarket(event)) this.#close(event);
    this.#next = fundingIndex;
    this.#on[event.name]?.(event);
  }

  #passPool(event: Event): void {
    this.#pass(event.number("size"));
    this.#hold(this.#pool, event.number("size"), event.number("entryNotional"), this.#next);
  }

  #close(event: Event): void {
    this.fundingIndex = event.number("fundingIndex");
    this.fundingRatePerSecond = event.number("fundingRatePerSecond");
    this.openInterest = event.number("openInterest");
    this.skew = event.number("skew");
    this.markPrice = event.number("markPrice");
    this.accruedAt = event.timestamp;
    this.#closedIn = undefined;
  }

  #sideOf(long: boolean): Side {
    return long ? this.longs : this.shorts;
  }

  #poolSize(): bigint {
    return this.#positions.get(this.#pool)?.size ?? 0n;
  }

  #hold(account: AccountId, size: bigint, entryNotional: bigint, fundingIndex: bigint, epoch = this.epoch): void {
    this.#positions.set(account, size === 0n ? NO_LEDGER_POSITION : { size, entryNotional, fundingIndex, epoch });
  }

  /** In the middle of a call: the event that tells the rest of the position follows. */
  #resizePool(by: bigint): void {
    const before = this.#positions.get(this.#pool) ?? NO_LEDGER_POSITION;
    this.#positions.set(this.#pool, { ...before, size: before.size + by });
  }

  /** The pool took over what its size grew by: from a long of an account, or by taking part in a short. */
  #pass(size: bigint): void {
    const before = this.#poolSize();
    this.openInterest += longPart(size) - longPart(before) - longPart(size - before);
  }

  #liquidate(event: Event): void {
    if (this.#closedIn === undefined) {
      const [before, closed] = [this.#poolSize(), event.number("sizeClosed")];
      this.#pass(before + closed);
      this.#resizePool(closed);
    }
    const epoch = this.#closedIn ?? this.epoch;
    this.#closedIn = undefined;
    this.#hold(event.account("account"), event.number("size"), event.number("entryNotional"), this.#next, epoch);
  }

  /** By the funding index that is stored: that of the market's last call, or of a deleveraging in this one. */
  #sync(event: Event): void {
    const account = event.account("account");
    const before = this.#positions.get(account) ?? NO_LEDGER_POSITION;
    const side = this.#sideOf(before.size > 0n);
    side.residue += side.catchUp(before, this.epoch, this.fundingIndex).residue;
    this.#hold(account, event.number("size"), event.number("entryNotional"), this.fundingIndex);
  }

  #deleverage(event: Event): void {
    const [long, units] = [event.flag("long"), event.number("units")];
    const { openInterest, epoch } = this;
    const fundingIndex = this.#next;
    const terms = { units, price: event.number("price"), scale: event.number("scale"), openInterest, fundingIndex };
    this.epoch = this.#sideOf(long).deleverage(epoch, terms);
    this.#sideOf(!long).carry(epoch, this.epoch);
    this.openInterest -= units;
    this.fundingIndex = fundingIndex;
    [this.#closedIn, this.#closedBefore] = [this.epoch, this.#closedIn];
  }

  #bookResidue(fromLongs: bigint, fromShorts: bigint): void {
    const before = this.#poolSize();
    this.longs.residue -= residueOf(fromLongs);
    this.shorts.residue += residueOf(fromShorts);
    this.#resizePool(fromLongs + fromShorts);
    this.openInterest += longPart(this.#poolSize()) - longPart(before) - fromLongs;
  }
}
