// SPDX-License-Identifier: MIT
import type { Bar, BarSeries } from "./bars.ts";
import { NoRowsInWindowError, PriceGapError, WindowNotCoveredError } from "./errors/window.ts";
import { isWithin } from "./window.ts";
import type { TimeWindow } from "./window.ts";

interface Gap {
  readonly before: Bar;
  readonly after: Bar;
}

/** Places where a bar is missing that would open inside the window. */
function gapsIn({ bars, interval }: BarSeries, { from = -Infinity, to = Infinity }: TimeWindow): readonly Gap[] {
  return bars.flatMap((before, index) => {
    const after = bars[index + 1];
    if (after === undefined || after.timestamp - before.timestamp === interval) return [];
    const firstMissing = Math.max(before.timestamp + interval, from);
    return firstMissing < Math.min(after.timestamp, to) && after.timestamp - interval >= from
      ? [{ before, after }]
      : [];
  });
}

/** A halted exchange quotes nothing: its last close stands until it trades again. */
function carry({ bars, interval }: BarSeries): readonly Bar[] {
  return bars.flatMap((bar, index) => {
    const next = bars[index + 1]?.timestamp ?? bar.timestamp + interval;
    const missing = (next - bar.timestamp) / interval - 1;
    const { close } = bar;
    return [
      bar,
      ...Array.from({ length: missing }, (_, step) => ({
        timestamp: bar.timestamp + (step + 1) * interval,
        open: close,
        high: close,
        low: close,
        close,
      })),
    ];
  });
}

/** The file has to reach from the window's first bar to its last. */
function checkCoverage({ file, interval, bars }: BarSeries, { from, to }: TimeWindow): void {
  const first = bars[0]?.timestamp ?? 0;
  const end = (bars.at(-1)?.timestamp ?? 0) + interval;
  const late = from !== undefined && first - from >= interval;
  const early = to !== undefined && to - end >= interval;
  if (late || early) throw new WindowNotCoveredError(file, from, to, first, end);
}

/**
 * The bars that open inside the window. Every bar of it has to be there, unless gaps are allowed: then the last close
 * is carried across each, and a window that reaches past the file is cut to it.
 */
export function selectBars(series: BarSeries, window: TimeWindow, allowGaps: boolean): BarSeries {
  const { file, interval, bars } = series;
  const selected = (allowGaps ? carry(series) : bars).filter(({ timestamp }) => isWithin(timestamp, window));
  const gaps = allowGaps ? [] : gapsIn(series, window);
  const [gap] = gaps;
  if (selected.length === 0 && gap === undefined) {
    throw new NoRowsInWindowError(file, window.from, window.to, bars[0]?.timestamp, bars.at(-1)?.timestamp);
  }
  if (gap !== undefined) {
    const { before, after } = gap;
    const missing = (after.timestamp - before.timestamp) / interval - 1;
    throw new PriceGapError(file, before.timestamp, after.timestamp, missing, gaps.length);
  }
  if (!allowGaps) checkCoverage(series, window);
  return { file, interval, bars: selected };
}
