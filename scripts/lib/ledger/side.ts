// SPDX-License-Identifier: MIT
// Deleveragings of one side in the contracts' own integers; scripts/lib/deleveraging has them without rounding.
import { PRICE_SCALE } from "../units/price.ts";
import { absolute, divDown, divUp } from "../units/rounding.ts";

/** A position as it was left at its last touch. */
export interface LedgerPosition {
  /** + long, - short. */
  readonly size: bigint;
  readonly entryNotional: bigint;
  readonly fundingIndex: bigint;
  readonly epoch: bigint;
}

export const NO_LEDGER_POSITION: LedgerPosition = { size: 0n, entryNotional: 0n, fundingIndex: 0n, epoch: 0n };

/** Where a side stands at an epoch: its scale, and its cash index but for funding, 2^20 coarser. */
export interface Checkpoint {
  readonly scale: bigint;
  readonly cash: bigint;
}

/** What a position has become, what it brought, and what rounding took (+) from it, in 2^-64 of a unit. */
export interface CaughtUp {
  readonly position: LedgerPosition;
  readonly gained: bigint;
  readonly residue: bigint;
}

/** One deleveraging: what of it the event tells, and the market's open interest and funding index just before it. */
export interface SideDeleveraging {
  readonly units: bigint;
  readonly price: bigint;
  readonly scale: bigint;
  readonly openInterest: bigint;
  readonly fundingIndex: bigint;
}

const FULL_SCALE = 2n ** 96n - 1n;
const LEAST_SCALE = 2n ** 64n;
const CASH_SHIFT = 20n;
const RESIDUE_BITS = 64n;
const GENERATIONS_SURVIVED = 3;

/** What happened to one side of a market. */
export class Side {
  residue = 0n;
  /** Last epoch of every generation that has ended. */
  readonly ends: bigint[] = [];
  readonly #long: boolean;
  readonly #checkpoints = new Map<bigint, Checkpoint>();

  constructor(long: boolean) {
    this.#long = long;
  }

  checkpointOf(epoch: bigint): Checkpoint {
    return this.#checkpoints.get(epoch) ?? { scale: FULL_SCALE, cash: 0n };
  }

  /** The side of which nothing was taken stands in the new epoch as in the old one. */
  carry(from: bigint, to: bigint): void {
    for (let epoch = from + 1n; epoch <= to; epoch++) this.#checkpoints.set(epoch, this.checkpointOf(from));
  }

  /** @returns The epoch after it: one more, or two where a generation ended. */
  deleverage(epoch: bigint, { units, price, scale, openInterest, fundingIndex }: SideDeleveraging): bigint {
    const long = this.#long;
    const before = this.checkpointOf(epoch);
    const closed = before.scale - scale;
    const paid = (long ? divDown : divUp)(before.scale * units, openInterest);
    const gain = paid * price - closed * fundingIndex;
    const next = { scale, cash: before.cash + ((long ? gain : -gain) >> CASH_SHIFT) };

    // What positions have left, rounded up.
    const positions = divUp(((openInterest << RESIDUE_BITS) - this.residue) * scale, before.scale);
    this.residue = ((openInterest - units) << RESIDUE_BITS) - positions;

    if (scale >= LEAST_SCALE) {
      this.#checkpoints.set(epoch + 1n, next);
      return epoch + 1n;
    }
    this.#checkpoints.set(epoch + 1n, { scale, cash: this.#indexOf(next, fundingIndex) >> CASH_SHIFT });
    this.ends.push(epoch + 1n);
    const funding = FULL_SCALE * fundingIndex;
    this.#checkpoints.set(epoch + 2n, { scale: FULL_SCALE, cash: (long ? funding : -funding) >> CASH_SHIFT });
    return epoch + 2n;
  }

  /** The position at an epoch and a funding index, through all generations since its own. */
  catchUp(position: LedgerPosition, epoch: bigint, fundingIndex: bigint): CaughtUp {
    let generation = this.ends.filter((end) => end < position.epoch).length;
    const last = generation + GENERATIONS_SURVIVED;
    let { scale } = this.checkpointOf(position.epoch);
    let index = this.#indexOf(this.checkpointOf(position.epoch), position.fundingIndex);
    let caught: CaughtUp = { position, gained: 0n, residue: 0n };
    for (;;) {
      const end = this.ends[generation];
      const now = this.checkpointOf(end ?? epoch);
      const indexNow = end === undefined ? this.#indexOf(now, fundingIndex) : now.cash << CASH_SHIFT;
      caught = this.#shrink(caught, scale, now.scale, indexNow - index);
      if (end === undefined) break;
      if (generation === last) {
        caught = dropped(caught);
        break;
      }
      [scale, index] = [FULL_SCALE, 0n];
      generation++;
    }
    const { size, entryNotional } = caught.position;
    return { ...caught, position: size === 0n ? NO_LEDGER_POSITION : { size, entryNotional, fundingIndex, epoch } };
  }

  #indexOf({ scale, cash }: Checkpoint, fundingIndex: bigint): bigint {
    return (cash << CASH_SHIFT) - (this.#long ? scale : -scale) * fundingIndex;
  }

  #shrink({ position, gained, residue }: CaughtUp, then: bigint, now: bigint, indexGain: bigint): CaughtUp {
    const magnitude = absolute(position.size);
    const brought = gained + divDown(indexGain * magnitude, then * PRICE_SCALE);
    if (now === then) return { position, gained: brought, residue };
    const left = (this.#long ? divDown : divUp)(magnitude * now, then);
    const kept = left === 0n ? 0n : divDown(position.entryNotional * now, then);
    const exact = (magnitude << RESIDUE_BITS) + residue;
    return {
      position: { ...position, size: this.#long ? left : -left, entryNotional: kept },
      gained: brought + position.entryNotional - kept,
      residue: divDown(exact * now, then) - (left << RESIDUE_BITS),
    };
  }
}

/** What three whole generations have left of a short, which pays one of money for it. */
function dropped({ position, gained, residue }: CaughtUp): CaughtUp {
  if (position.size === 0n) return { position, gained, residue };
  return {
    position: NO_LEDGER_POSITION,
    gained: gained + position.entryNotional - 1n,
    residue: residue + (absolute(position.size) << RESIDUE_BITS),
  };
}

/** Units of a residue event in the unit of residues. */
export const residueOf = (units: bigint): bigint => units << RESIDUE_BITS;
