// SPDX-License-Identifier: MIT
// Which charts the report has, and what each says.
import { formatPrice } from "../../lib/prices/decimal.ts";
import { MARKETS } from "../../lib/prices/market.ts";
import type { Market } from "../../lib/prices/market.ts";
import { drawChart } from "./charts.ts";
import type { ChartOptions, Point, Series } from "./charts.ts";
import { formatUsd } from "./format.ts";
import { html } from "./html.ts";
import type { Html } from "./html.ts";
import { dataTable, thin } from "./tables.ts";
import type { Column } from "./tables.ts";
import type { DemoBlock } from "./types.ts";

interface Figure {
  readonly title: string;
  readonly note: string;
  readonly chart: ChartOptions;
  readonly columns: readonly Column[];
  /** Blocks worth a row in the table, which then has them all. */
  readonly rows?: (block: DemoBlock) => boolean;
}

const dollars = (value: bigint): number => Number(value) / 1e6;

const points = (blocks: readonly DemoBlock[], value: (block: DemoBlock) => number): readonly Point[] =>
  blocks.map((block) => [block.timestamp, value(block)]);

const COLOURS: Readonly<Record<Market, string>> = { ETH: "var(--eth)", BTC: "var(--btc)" };

const price = (blocks: readonly DemoBlock[], market: Market): Figure => ({
  title: `${market} price`,
  note: "What positions are valued at.",
  chart: {
    id: `price-${market.toLowerCase()}`,
    label: `${market} price over the replay, in USD`,
    unit: "USD",
    kind: "line",
    width: "half",
    markLowest: "low",
    series: [
      {
        name: market,
        colour: COLOURS[market],
        points: points(blocks, ({ prices }) => Number(formatPrice(prices[market]).replaceAll(",", ""))),
      },
    ],
  },
  columns: [
    { title: "Price, USD", value: ({ prices }) => formatPrice(prices[market]) },
    { title: "Open interest", value: ({ openInterest }) => formatUsd(openInterest[market]) },
    { title: "Skew", value: ({ skew }) => formatUsd(skew[market]) },
  ],
});

const underLine = (blocks: readonly DemoBlock[]): Figure => ({
  title: "Accounts under the line",
  note: "Below maintenance margin at the end of the block, still waiting for a liquidation.",
  chart: {
    id: "under-line",
    label: "Accounts below maintenance margin over the replay",
    unit: "accounts",
    kind: "steps",
    width: "full",
    counts: true,
    series: [
      {
        name: "Under the line",
        colour: "var(--alarm)",
        points: points(blocks, ({ accountsUnderLine }) => accountsUnderLine),
      },
    ],
  },
  columns: [{ title: "Accounts under the line", value: ({ accountsUnderLine }) => accountsUnderLine.toString() }],
});

const liquidations = (blocks: readonly DemoBlock[]): Figure => {
  const series: readonly Series[] = [
    {
      name: "Partial",
      colour: "var(--partial)",
      points: points(blocks, ({ liquidationsPartial }) => liquidationsPartial),
    },
    { name: "Full", colour: "var(--alarm)", points: points(blocks, ({ liquidationsFull }) => liquidationsFull) },
  ];
  return {
    title: "Liquidations per block",
    note: "Partial ones bring an account back above the line, full ones close it.",
    chart: {
      id: "liquidations",
      label: "Partial and full liquidations in each block",
      unit: "per block",
      kind: "stack",
      width: "full",
      counts: true,
      series,
    },
    columns: [
      { title: "Partial", value: ({ liquidationsPartial }) => liquidationsPartial.toString() },
      { title: "Full", value: ({ liquidationsFull }) => liquidationsFull.toString() },
    ],
    rows: ({ liquidationsPartial, liquidationsFull }) => liquidationsPartial + liquidationsFull > 0,
  };
};

const insurance = (blocks: readonly DemoBlock[]): Figure => ({
  title: "Insurance fund",
  note: "Takes its share of penalties and pays bad debt first.",
  chart: {
    id: "insurance",
    label: "Insurance fund over the replay, in USD",
    unit: "USD",
    kind: "line",
    width: "half",
    series: [
      { name: "Insurance", colour: "var(--insurance)", points: points(blocks, (block) => dollars(block.insurance)) },
    ],
  },
  columns: [
    { title: "Insurance", value: (block) => formatUsd(block.insurance) },
    { title: "Bad debt so far", value: ({ badDebt }) => formatUsd(badDebt) },
  ],
});

const pool = (blocks: readonly DemoBlock[]): Figure => ({
  title: "Pool value",
  note: "The other side of the trades; it warehouses the skew.",
  chart: {
    id: "pool",
    label: "Value of the liquidity pool over the replay, in USD",
    unit: "USD",
    kind: "line",
    width: "half",
    series: [{ name: "Pool", colour: "var(--pool)", points: points(blocks, ({ poolValue }) => dollars(poolValue)) }],
  },
  columns: [{ title: "Pool value", value: ({ poolValue }) => formatUsd(poolValue) }],
});

const figure = (blocks: readonly DemoBlock[], { title, note, chart, columns, rows }: Figure): Html =>
  html`<figure class="${chart.width}">
    <figcaption>
      <h2>${title}</h2>
      <p>${note}</p>
    </figcaption>
    <div class="chart">${drawChart(chart)}</div>
    ${dataTable(title, rows === undefined ? thin(blocks) : { blocks: blocks.filter(rows), every: 1 }, columns)}
  </figure>`;

/** All charts of the report, in reading order, each with its data. */
export const figures = (blocks: readonly DemoBlock[]): readonly Html[] =>
  [
    ...MARKETS.map((market) => price(blocks, market)),
    underLine(blocks),
    liquidations(blocks),
    insurance(blocks),
    pool(blocks),
  ].map((content) => figure(blocks, content));
