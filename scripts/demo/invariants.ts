// SPDX-License-Identifier: MIT
import { MARKETS } from "../lib/prices/market.ts";
import type { PerMarket } from "../lib/prices/market.ts";

/** A promise of the protocol that did not hold when a block ended. Not a user's mistake: the replay ends with it. */
export class InvariantBrokenError extends Error {
  override readonly name = "InvariantBrokenError";

  constructor(
    readonly block: number,
    readonly promise: "P1" | "P2",
    what: string,
  ) {
    super(`block ${block} breaks ${promise}: ${what}`);
  }
}

/** The ledger at the end of a block, over every account there is. */
export interface LedgerState {
  readonly block: number;
  /** Sum of the sizes of all accounts, the pool's included. */
  readonly sizes: PerMarket<bigint>;
  /** Cash + unrealised profit - funding owed of all accounts, 1e-6 USD. */
  readonly claims: bigint;
  /** Fees that the pool's accounts owe to insurance and treasury, 1e-6 USD. */
  readonly feesOwed: bigint;
  /** Settlement tokens in the vault, 1e-6 USD. */
  readonly vaultBalance: bigint;
  readonly positions: number;
  /** Fills and liquidations since the deployment, counted once for each position that they touched. */
  readonly positionChanges: number;
  /** Of sides of markets, since the deployment. */
  readonly deleveragings: number;
}

/** Checks of one block: P1 in each market, and P2. */
export const CHECKS_PER_BLOCK = MARKETS.length + 1;

/**
 * How far from zero the sizes of a market may sum, size units: to zero while nobody was deleveraged, and then to within one
 * for each position that has still to catch up or has, until the pool takes the rest over.
 */
export const residueBound = ({
  positions,
  positionChanges,
  deleveragings,
}: Pick<LedgerState, "positions" | "positionChanges" | "deleveragings">): bigint =>
  deleveragings === 0 ? 0n : BigInt(positions + positionChanges);

/**
 * How much more than it owes the vault may hold, 1e-6 USD: rounding against accounts leaves less than one unit where a
 * position's funding was settled, and less than two where an open position is valued (profit down, funding up). A position
 * that catches up with deleveragings leaves one more and a size unit, worth less than one here, in each generation, of
 * which few pass between two touches; and a deleveraging leaves less than one for each position of its side.
 */
export function dustBound(state: Pick<LedgerState, "positions" | "positionChanges" | "deleveragings">): bigint {
  const { positions, positionChanges, deleveragings } = state;
  const ordinary = BigInt(positionChanges + 2 * positions);
  return deleveragings === 0 ? ordinary : 4n * ordinary + BigInt(deleveragings) * BigInt(positions + 1);
}

/**
 * P1: sizes sum to zero in every market, to within what catching up has still to round. P2: the vault covers all claims, and holds no more than dust beyond them.
 * @throws InvariantBrokenError
 */
export function checkLedger(state: LedgerState): void {
  const { block, sizes, claims, feesOwed, vaultBalance } = state;
  const residue = residueBound(state);
  for (const market of MARKETS) {
    if (sizes[market] > residue || -sizes[market] > residue) {
      throw new InvariantBrokenError(block, "P1", `the sizes in ${market} sum to ${sizes[market].toString()} units`);
    }
  }
  const owed = claims + feesOwed;
  const excess = vaultBalance - owed;
  if (excess < 0n) {
    throw new InvariantBrokenError(
      block,
      "P2",
      `the vault holds ${vaultBalance.toString()} and owes ${owed.toString()}`,
    );
  }
  const bound = dustBound(state);
  if (excess > bound) {
    throw new InvariantBrokenError(
      block,
      "P2",
      `the vault holds ${excess.toString()} more than it owes; rounding explains at most ${bound.toString()}`,
    );
  }
}
