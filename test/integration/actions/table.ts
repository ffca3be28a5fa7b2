// SPDX-License-Identifier: MIT
// What a price allows, written from DESIGN section 4 and not from the contract: every cell is a test (Actions.cells.test.ts). The
// last two columns are section 10's: a market that is settled, in the first hour and afterwards. Its collateral cannot be.
import { readFileSync } from "node:fs";

/** Stale past its greatest age for liquidations has a column of its own. */
export const COLUMNS = [
  "Valid",
  "Settling",
  "Diverged",
  "Stale",
  "Expired",
  "Jumped",
  "SequencerDown",
  "Invalid",
  "Liquidating",
  "Settled",
] as const;

export type Column = (typeof COLUMNS)[number];

/**
 * A cell: "below" is yes for an account below initial margin only; "worse" and "better" are yes, at that one of two prices for
 * the account that acts or is liquidated.
 */
export type Cell = "yes" | "no" | "below" | "worse" | "better";

const ALWAYS = ["yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes"] as const;
const VALID_ONLY = ["yes", "no", "no", "no", "no", "no", "no", "no", "no", "no"] as const;
const USABLE = ["yes", "yes", "better", "yes", "no", "no", "no", "no", "yes", "yes"] as const;

/** In the order of the columns. */
const ROWS = {
  // The rows of the design.
  deposit: ALWAYS,
  // Only while nothing that it holds off could be liquidated, or its price is usable (decision 15).
  "deposit of a token": ["yes", "yes", "yes", "yes", "no", "no", "yes", "no", "yes", "yes"],
  "withdraw, flat and free of debt": ALWAYS,
  "withdraw with positions": ["yes", "no", "worse", "no", "no", "no", "no", "no", "no", "yes"],
  "open or increase": VALID_ONLY,
  "reduce or close": ["yes", "below", "worse", "below", "no", "no", "no", "no", "no", "yes"],
  liquidate: USABLE,
  "LP request executed": ["yes", "no", "no", "no", "no", "no", "no", "no", "no", "yes"],
  // What follows from its other sentences: an action looks at the market it trades; a sale of collateral is of a price that
  // lets liquidate, and what may be owed against it is the token's price's matter; a listing inequality is asserted at a Valid price; what only writes down what happened needs no price.
  "open in another market": ["yes", "yes", "yes", "yes", "yes", "yes", "no", "yes", "yes", "yes"],
  "withdraw against collateral": ["yes", "no", "worse", "no", "no", "no", "no", "no", "yes", "yes"],
  "buy an account's collateral": USABLE,
  "buy the system's collateral": ["yes", "no", "no", "no", "no", "no", "no", "no", "yes", "yes"],
  "assert a listing inequality": VALID_ONLY,
  "write down": ALWAYS,
} as const satisfies Readonly<Record<string, readonly Cell[]>>;

export type Row = keyof typeof ROWS;

export type Table = Readonly<Record<string, readonly Cell[]>>;

export const TABLE: Table = ROWS;

/** What a cell says to one account. */
export interface Expectation {
  readonly allowed: boolean;
  /** Which of two prices it acts at. */
  readonly price: "only" | "worse" | "better";
}

export function expectationOf(row: Row, column: Column, belowInitialMargin: boolean, table = TABLE): Expectation {
  const cell = table[row]?.[COLUMNS.indexOf(column)];
  if (cell === undefined) throw new Error(`the table has no cell "${row}" at a price that is ${column}`);
  const allowed = cell === "below" ? belowInitialMargin : cell !== "no";
  return { allowed, price: cell === "worse" || cell === "better" ? cell : "only" };
}

const SOURCE = new URL("../../../contracts/types/PriceReading.sol", import.meta.url);

/** Every validity that the contracts know, in the order of its declaration. */
export function validitiesOf(source = readFileSync(SOURCE, "utf8")): readonly string[] {
  const body = /enum PriceValidity \{([^}]*)\}/.exec(source)?.[1];
  if (body === undefined) throw new Error("types/PriceReading.sol declares no PriceValidity");
  return body
    .replaceAll(/\/\/.*$/gm, "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** A sentence for each validity that the tests know nothing of, and for each column that is no validity. */
export function complaintsOf(validities: readonly string[], columns: readonly string[] = COLUMNS): readonly string[] {
  const missing = validities.filter((validity) => !columns.includes(validity));
  const unknown = columns.filter((column) => !validities.includes(column));
  return [
    ...missing.map(
      (validity) =>
        `PriceValidity.${validity} has no column: write what section 4 lets it do into test/integration/actions/table.ts, and how a market gets there into validities.ts`,
    ),
    ...unknown.map((column) => `the column ${column} is no PriceValidity: take it out of the table`),
  ];
}
