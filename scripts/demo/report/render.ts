// SPDX-License-Identifier: MIT
import { formatUtc } from "../../lib/prices/utc.ts";
import { figures } from "./figures.ts";
import { describeSource, compactChange, formatDuration, formatUsd, plural, thousands } from "./format.ts";
import { Html, html } from "./html.ts";
import { STYLE } from "./style.ts";
import { summaryRows } from "./summary.ts";
import { delayStatistics, liquidationCount } from "./types.ts";
import type { DemoBlock, DemoSummary } from "./types.ts";

/** The load line of a ship: a disc and the line through it. */
const MARK = new Html(
  `<svg class="mark" viewBox="0 0 48 48" fill="none" stroke="currentColor" stroke-width="3" aria-hidden="true">` +
    `<circle cx="24" cy="24" r="13.5"/><path d="M3 24h42"/></svg>`,
);

/** The outcome in two sentences. */
function verdict(summary: DemoSummary): string {
  const { accounts, liquidationsPartial, liquidationsFull, badDebt } = summary;
  const count = liquidationCount(summary);
  const delays = delayStatistics(summary);
  const debt = badDebt === 0n ? "No bad debt was left." : `${formatUsd(badDebt)} of bad debt was left.`;
  if (count === 0) return `${plural(accounts, "account")} met the crash and none was liquidated. ${debt}`;
  const slowest =
    delays === undefined ? "" : `, the slowest ${plural(delays.slowest, "block")} after its account crossed the line`;
  return (
    `${plural(accounts, "account")} met the crash: ${plural(count, "liquidation")}, ` +
    `${thousands(liquidationsPartial)} partial and ${thousands(liquidationsFull)} full${slowest}. ${debt}`
  );
}

const tile = (name: string, value: string, note: string): Html =>
  html`<div>
    <dt>${name}</dt>
    <dd>${value}<small>${note}</small></dd>
  </div>`;

function tiles(summary: DemoSummary): Html {
  const delays = delayStatistics(summary);
  const { liquidationsPartial, liquidationsFull, insuranceBefore, insuranceAfter, poolBefore, poolAfter } = summary;
  return html`<dl class="tiles">
    ${tile("Accounts", thousands(summary.accounts), "in two markets")}
    ${tile(
      "Liquidations",
      thousands(liquidationCount(summary)),
      `${thousands(liquidationsPartial)} partial, ${thousands(liquidationsFull)} full`,
    )}
    ${tile(
      "Crossing to liquidation",
      delays === undefined ? "–" : plural(delays.median, "block"),
      delays === undefined ? "no liquidation" : `median; slowest ${thousands(delays.slowest)}`,
    )}
    ${tile("Bad debt", formatUsd(summary.badDebt), "loss beyond collateral")}
    ${tile("Insurance", compactChange(insuranceAfter - insuranceBefore), `now ${formatUsd(insuranceAfter)}`)}
    ${tile("Pool", compactChange(poolAfter - poolBefore), `now ${formatUsd(poolAfter)}`)}
  </dl>`;
}

function delays({ blocksToLiquidation }: DemoSummary): Html {
  const rows = blocksToLiquidation.toSorted((a, b) => a.blocks - b.blocks);
  const most = rows.reduce((max, { count }) => Math.max(max, count), 1);
  const share = (count: number): string => ((count / most) * 100).toFixed(1);
  const table = html`<table class="delays">
    <tbody>
      ${rows.map(
        ({ blocks, count }) =>
          html`<tr>
            <th scope="row">${plural(blocks, "block")}</th>
            <td><span class="bar" style="width:${share(count)}%"></span></td>
            <td>${thousands(count)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
  return html`<section>
    <h2>Blocks from crossing to liquidation</h2>
    <p>${rows.length === 0 ? "No account was liquidated." : "How many liquidations came how long after."}</p>
    ${rows.length === 0 ? "" : table}
  </section>`;
}

const facts = (summary: DemoSummary): Html =>
  html`<section>
    <h2>The replay in figures</h2>
    <p>What the terminal shows at the end.</p>
    <table class="facts">
      <tbody>
        ${summaryRows(summary).map(
          ([name, value]) =>
            html`<tr>
              <th scope="row">${name}</th>
              <td>${value}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;

function span(blocks: readonly DemoBlock[]): string {
  const [first, last] = [blocks[0], blocks.at(-1)];
  if (first === undefined || last === undefined) return "no blocks";
  return `${formatUtc(first.timestamp)} to ${formatUtc(last.timestamp)} UTC in ${plural(blocks.length, "block")}`;
}

/** The report of a replay as one page that needs nothing from anywhere else. */
export function renderReport(blocks: readonly DemoBlock[], summary: DemoSummary): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Plimsoll: crash replay</title>
        <style>
          ${new Html(STYLE)}
        </style>
      </head>
      <body>
        <main>
          <header>
            ${MARK}
            <div>
              <h1>Plimsoll: crash replay</h1>
              <p>${describeSource(summary.source)} · ${span(blocks)}</p>
            </div>
          </header>
          <p class="verdict">${verdict(summary)}</p>
          ${tiles(summary)} ${blocks.length === 0 ? "" : figures(blocks)} ${delays(summary)} ${facts(summary)}
          <footer>
            Seed ${summary.seed}. One block every ${thousands(summary.blockMs)} ms,
            ${formatDuration(summary.durationMs)} in all, ${plural(summary.invariantChecks, "invariant check")}.
          </footer>
        </main>
      </body>
    </html> `;
  return page.markup;
}
