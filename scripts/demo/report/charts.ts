// SPDX-License-Identifier: MIT
// Drawing only: bigints become floats here and nowhere else. Colours are CSS variables, so that one drawing serves
// light and dark.
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, MarkPointComponent } from "echarts/components";
import { init, use } from "echarts/core";
import type { EChartsCoreOption } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

import { escapeText, Html } from "./html.ts";

use([BarChart, LineChart, GridComponent, LegendComponent, MarkPointComponent, SVGRenderer]);

/** A time in unix seconds and a value in the unit of the axis. */
export type Point = readonly [timestamp: number, value: number];

export interface Series {
  readonly name: string;
  /** A CSS variable of the page. */
  readonly colour: string;
  readonly points: readonly Point[];
}

export interface ChartOptions {
  /** Begins every id in the drawing; unique in the page. */
  readonly id: string;
  /** What a reader who cannot see the drawing is told. */
  readonly label: string;
  /** Unit of the values, at the top of their axis. */
  readonly unit: string;
  readonly kind: "line" | "steps" | "stack";
  readonly width: "half" | "full";
  readonly series: readonly Series[];
  /** Whole numbers from zero, as counts are; otherwise the axis fits the values. */
  readonly counts?: boolean;
  /** Marks the lowest value with this text in front of it. */
  readonly markLowest?: string;
}

const WIDTHS = { half: 560, full: 1_140 };
const HEIGHT = 268;
const DAY = 86_400_000;

const TEXT = { color: "var(--muted)", fontFamily: "sans-serif", fontSize: 12 };
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "13 Mar" at midnight, "06:00" at any other hour. */
function tick(milliseconds: number): string {
  const date = new Date(milliseconds);
  if (milliseconds % DAY === 0) return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ""}`;
  return date.toISOString().slice(11, 16);
}

interface Range {
  readonly min: number;
  readonly max: number;
}

/** An axis: its ends, and the distance between its labels. */
interface Scale extends Range {
  readonly interval: number;
}

/** A little air above and below, more where a label stands under the low, and room where nothing moved at all. */
function fit(points: readonly Point[], labelled: boolean): Range {
  const values = points.map(([, value]) => value);
  const low = values.reduce((a, b) => Math.min(a, b), Infinity);
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const span = high - low;
  const air = span > 0 ? span * 0.08 : Math.max(Math.abs(high) * 0.01, 1);
  return { min: low - (labelled ? 2 * air : air), max: high + air };
}

/** Labels as short as they can be while neighbours still differ. */
function valueLabel({ min, max, interval }: Scale): (value: number) => string {
  const largest = Math.max(Math.abs(min), Math.abs(max));
  const [suffix, unit] =
    largest >= 1e9 ? ["B", 1e9] : largest >= 1e6 ? ["M", 1e6] : largest >= 1e5 ? ["K", 1e3] : ["", 1];
  const digits = Math.min(6, Math.max(0, Math.ceil(-Math.log10(interval / unit))));
  const format = new Intl.NumberFormat("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return (value) => `${format.format(value / unit + 0)}${suffix}`;
}

/** Round bounds a little outside the values, so that the first and last label are not crooked numbers. */
function roundOut({ min, max }: Range): Scale {
  const raw = (max - min) / 6;
  const power = 10 ** Math.floor(Math.log10(raw));
  const interval = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= raw) ?? raw;
  return { min: Math.floor(min / interval) * interval, max: Math.ceil(max / interval) * interval, interval };
}

function valueAxis(options: ChartOptions): EChartsCoreOption {
  const shared = {
    type: "value",
    name: options.unit,
    nameTextStyle: { ...TEXT, align: "left", padding: [0, 0, 4, -34] },
    splitLine: { lineStyle: { color: "var(--rule)" } },
  };
  if (options.counts === true) return { ...shared, min: 0, minInterval: 1, axisLabel: TEXT };
  const range = roundOut(
    fit(
      options.series.flatMap(({ points }) => points),
      options.markLowest !== undefined,
    ),
  );
  return { ...shared, ...range, axisLabel: { ...TEXT, formatter: valueLabel(range) } };
}

/** A label at the lowest point, on the side where the drawing has room. */
function lowestMark(text: string, colour: string, points: readonly Point[]): EChartsCoreOption {
  const lowest = points.reduce((low, [, value], index) => (value < (points[low]?.[1] ?? value) ? index : low), 0);
  const place = lowest / Math.max(1, points.length - 1);
  return {
    silent: true,
    symbol: "circle",
    symbolSize: 7,
    itemStyle: { color: colour, borderColor: "var(--surface)", borderWidth: 1.5 },
    label: {
      position: place < 0.1 ? "right" : place > 0.9 ? "left" : "bottom",
      distance: 6,
      offset: place < 0.1 || place > 0.9 ? [0, 12] : [0, 0],
      ...TEXT,
      color: "var(--ink)",
      formatter: ({ value }: { value: number }) => `${text} ${value.toLocaleString("en-US")}`,
    },
    data: [{ type: "min" }],
  };
}

function drawSeries(options: ChartOptions, { name, colour, points }: Series, barWidth: number): EChartsCoreOption {
  const { kind, markLowest } = options;
  const shared = {
    name,
    data: points.map(([timestamp, value]) => [timestamp * 1_000, value]),
    silent: true,
    emphasis: { disabled: true },
    itemStyle: { color: colour },
  };
  if (kind === "stack") return { ...shared, type: "bar", stack: "all", barWidth };
  return {
    ...shared,
    type: "line",
    showSymbol: false,
    sampling: "minmax",
    lineStyle: { color: colour, width: 1.75 },
    ...(kind === "steps" ? { step: "end", areaStyle: { color: colour, opacity: 0.14 } } : {}),
    ...(markLowest === undefined ? {} : { markPoint: lowestMark(markLowest, colour, points) }),
  };
}

/** One chart as inline SVG. */
export function drawChart(options: ChartOptions): Html {
  const width = WIDTHS[options.width];
  const blocks = Math.max(1, ...options.series.map(({ points }) => points.length));
  const barWidth = Math.max(1.5, Math.min(14, ((width - 80) / blocks) * 0.72));
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height: HEIGHT });
  const legend = options.series.length > 1;
  chart.setOption({
    animation: false,
    useUTC: true,
    grid: { left: 56, right: 30, top: 38, bottom: 30 },
    legend: legend
      ? {
          right: 26,
          top: 4,
          itemWidth: 10,
          itemHeight: 10,
          itemGap: 18,
          textStyle: TEXT,
          backgroundColor: "transparent",
          borderColor: "transparent",
          silent: true,
        }
      : { show: false },
    xAxis: {
      type: "time",
      splitNumber: options.width === "full" ? 10 : 5,
      axisLabel: { ...TEXT, hideOverlap: true, formatter: tick },
      axisLine: { lineStyle: { color: "var(--axis)" }, onZero: false },
      axisTick: { lineStyle: { color: "var(--axis)" } },
    },
    yAxis: valueAxis(options),
    series: options.series.map((series) => drawSeries(options, series, barWidth)),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  // Hover styles and hooks for a script go: the page has no script. The library also numbers its ids over the life of
  // the process, and a page should not depend on what was drawn before it.
  const still = svg.replace(/<style\b[\s\S]*?<\/style>/g, "").replace(/ (?:class|ecmeta_\w+)="[^"]*"/g, "");
  const stable = still.replace(/\bzr\d+-/g, `${options.id}-`);
  return new Html(stable.replace("<svg ", `<svg role="img" aria-label="${escapeText(options.label)}" `));
}
