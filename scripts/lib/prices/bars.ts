// SPDX-License-Identifier: MIT
import {
  BarBoundsError,
  BarIntervalError,
  IrregularBarError,
  RepeatedTimeError,
  ReversedTimeError,
} from "./errors/row.ts";
import { NoRowsInWindowError } from "./errors/window.ts";
import { priceColumn, timeColumn } from "./table.ts";
import type { Table } from "./table.ts";

/** One bar of an exchange; prices have 8 decimals. */
export interface Bar {
  /** Unix seconds at its open. */
  readonly timestamp: number;
  readonly open: bigint;
  readonly high: bigint;
  readonly low: bigint;
  readonly close: bigint;
}

/** Bars in order, all of one length; steps between them are whole multiples of it. */
export interface BarSeries {
  readonly file: string;
  /** Seconds. */
  readonly interval: number;
  readonly bars: readonly Bar[];
}

/** A bar is split into four rounds, each on a second of its own. */
const SHORTEST_INTERVAL = 4;

/** The step that most bars keep; of two equally common ones the shorter. */
function usualStep(bars: readonly Bar[]): number | undefined {
  const counts = new Map<number, number>();
  for (const [index, { timestamp }] of bars.entries()) {
    const next = bars[index + 1];
    if (next === undefined) break;
    const step = next.timestamp - timestamp;
    counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  const [usual] = [...counts].toSorted(([stepA, a], [stepB, b]) => b - a || stepA - stepB);
  return usual?.[0];
}

function checkSteps(file: string, bars: readonly Bar[], interval: number): void {
  for (const [index, { timestamp }] of bars.entries()) {
    const next = bars[index + 1];
    if (next !== undefined && (next.timestamp - timestamp) % interval !== 0) {
      throw new IrregularBarError(file, timestamp, next.timestamp, interval);
    }
  }
}

/** Reads columns ts, open, high, low, close in any order; others are passed over. */
export function parseBars(table: Table): BarSeries {
  const { file, rows } = table;
  const time = timeColumn(table, "ts");
  const open = priceColumn(table, "open");
  const high = priceColumn(table, "high");
  const low = priceColumn(table, "low");
  const close = priceColumn(table, "close");

  const bars: Bar[] = [];
  let previous = -1;
  for (const row of rows) {
    const bar = { timestamp: time(row), open: open(row), high: high(row), low: low(row), close: close(row) };
    if (bar.timestamp === previous) throw new RepeatedTimeError(file, row.line, previous);
    if (bar.timestamp < previous) throw new ReversedTimeError(file, row.line, previous, bar.timestamp);
    if ([bar.open, bar.close].some((price) => price > bar.high || price < bar.low)) {
      throw new BarBoundsError(file, row.line, bar.open, bar.high, bar.low, bar.close);
    }
    previous = bar.timestamp;
    bars.push(bar);
  }

  if (bars.length === 0) throw new NoRowsInWindowError(file, undefined, undefined, undefined, undefined);
  const interval = usualStep(bars);
  if (interval === undefined || interval < SHORTEST_INTERVAL) throw new BarIntervalError(file, bars.length, interval);
  checkSteps(file, bars, interval);
  return { file, interval, bars };
}
