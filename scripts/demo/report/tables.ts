// SPDX-License-Identifier: MIT
import { formatUtc } from "../../lib/prices/utc.ts";
import { html } from "./html.ts";
import type { Html } from "./html.ts";
import type { DemoBlock } from "./types.ts";

/** Rows that a reader may still want to scroll through. */
const MOST_ROWS = 600;

export interface Column {
  readonly title: string;
  readonly value: (block: DemoBlock) => string;
}

export interface Rows {
  readonly blocks: readonly DemoBlock[];
  /** 1: every block that has something to say. */
  readonly every: number;
}

/** Every n-th block and the last, so that a long replay stays a small page. */
export function thin(blocks: readonly DemoBlock[]): Rows {
  const every = Math.max(1, Math.ceil(blocks.length / MOST_ROWS));
  return { every, blocks: blocks.filter((_, index) => index % every === 0 || index === blocks.length - 1) };
}

/** The numbers behind a chart, folded away. */
export function dataTable(title: string, { blocks, every }: Rows, columns: readonly Column[]): Html {
  const note = every === 1 ? "" : ` (every ${every} blocks)`;
  return html`<details>
    <summary>Data${note}</summary>
    <div class="scroll" tabindex="0" role="region" aria-label="${title}, data">
      <table>
        <thead>
          <tr>
            <th scope="col">Block</th>
            <th scope="col">Time, UTC</th>
            ${columns.map((column) => html`<th scope="col">${column.title}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${blocks.map(
            (block) =>
              html`<tr>
                <td>${block.number}</td>
                <td>${formatUtc(block.timestamp)}</td>
                ${columns.map((column) => html`<td>${column.value(block)}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}
