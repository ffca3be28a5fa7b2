// SPDX-License-Identifier: MIT
import type { Bar, BarSeries } from "./bars.ts";
import { NonPositivePriceError, NotANumberError, ReversedTimeError } from "./errors/row.ts";
import { NoRowsInWindowError } from "./errors/window.ts";
import { column, timeColumn } from "./table.ts";
import type { Row, Table } from "./table.ts";
import type { TimeWindow } from "./window.ts";

/** One answer of a feed. */
export interface Round {
  /** Unix seconds. */
  readonly timestamp: number;
  /** 8 decimals, as a Chainlink USD answer. */
  readonly price: bigint;
}

/** Rounds in order of time; several may share one second, as Chainlink's own sometimes do. */
export interface RoundSeries {
  readonly file: string;
  readonly rounds: readonly Round[];
}

const distance = (a: bigint, b: bigint): bigint => (a > b ? a - b : b - a);

/**
 * The four prices of a bar in the order in which they most likely came: open, then the extreme nearer to it, the other,
 * close. Where both are equally near the high comes first.
 */
export function pathOf({ open, high, low, close }: Bar): readonly [bigint, bigint, bigint, bigint] {
  return distance(high, open) <= distance(low, open) ? [open, high, low, close] : [open, low, high, close];
}

/** Four rounds from each bar, at its open and one, two and three quarters of the interval (seconds) later. */
export const barsToRounds = ({ bars, interval }: Pick<BarSeries, "bars" | "interval">): readonly Round[] =>
  bars.flatMap((bar) =>
    pathOf(bar).map((price, quarter) => ({
      timestamp: bar.timestamp + Math.floor((interval * quarter) / 4),
      price,
    })),
  );

/** An answer is already an integer of 8 decimals, so a decimal point in it is a mistake. */
function answerColumn(table: Table): (row: Row) => bigint {
  const cell = column(table, "answer");
  return (row) => {
    const text = cell(row);
    if (!/^[+-]?\d+$/.test(text)) throw new NotANumberError(table.file, row.line, "answer", text);
    const price = BigInt(text);
    if (price <= 0n) throw new NonPositivePriceError(table.file, row.line, "answer", price);
    return price;
  };
}

/** Reads columns updated_at, round_id, answer of a Chainlink feed's history. */
export function parseChainlinkRounds(table: Table): RoundSeries {
  const time = timeColumn(table, "updated_at");
  const answer = answerColumn(table);
  // Not used, but a file without it is some other kind of file.
  column(table, "round_id");

  const rounds: Round[] = [];
  for (const row of table.rows) {
    const round = { timestamp: time(row), price: answer(row) };
    const previous = rounds.at(-1)?.timestamp ?? 0;
    if (round.timestamp < previous) throw new ReversedTimeError(table.file, row.line, previous, round.timestamp);
    rounds.push(round);
  }
  return { file: table.file, rounds };
}

/**
 * Rounds with `from` ≤ time < `to`. A feed speaks when its price moves or its heartbeat ends, so silence is no gap: the
 * round before the window still holds at its start and is moved there.
 */
export function selectRounds({ file, rounds }: RoundSeries, { from, to }: TimeWindow): RoundSeries {
  const until = rounds.filter(({ timestamp }) => to === undefined || timestamp < to);
  const inside = until.filter(({ timestamp }) => from === undefined || timestamp >= from);
  const [first] = inside;
  if (first === undefined) {
    throw new NoRowsInWindowError(file, from, to, rounds[0]?.timestamp, rounds.at(-1)?.timestamp);
  }
  const standing = from === undefined || first.timestamp === from ? undefined : until.at(-1 - inside.length);
  const start = standing === undefined || from === undefined ? [] : [{ timestamp: from, price: standing.price }];
  return { file, rounds: [...start, ...inside] };
}
