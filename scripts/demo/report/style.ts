// SPDX-License-Identifier: MIT

/** The report's whole style: no font, script or image from elsewhere. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f5f4f0; --surface: #fffefb; --ink: #17212b; --muted: #5b6670; --rule: #e6e3db; --axis: #b9b5aa;
  --eth: #2f5d9b; --btc: #a8641a; --alarm: #b23a2e; --partial: #d99a2b; --insurance: #1f7a6d; --pool: #5a4a92;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #10161c; --surface: #172029; --ink: #e7e9ea; --muted: #9aa6b0; --rule: #26313b; --axis: #46535f;
    --eth: #7aa9e6; --btc: #e0a157; --alarm: #ec7f6f; --partial: #e5b95c; --insurance: #5cc0b0; --pool: #a99ae6;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; padding: 3rem 1.5rem 4rem; background: var(--page); color: var(--ink);
  font: 16px/1.55 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  font-variant-numeric: tabular-nums;
}
main { max-width: 74rem; margin: 0 auto; display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1.25rem; }
header, .full, .tiles, footer { grid-column: 1 / -1; }
header { display: flex; gap: 1.1rem; align-items: center; }
.mark { flex: none; width: 3.4rem; height: 3.4rem; color: var(--ink); }
h1 { margin: 0; font-size: 1.9rem; line-height: 1.2; font-weight: 650; letter-spacing: -0.015em; text-wrap: balance; }
header p { margin: 0.15rem 0 0; color: var(--muted); }
.verdict { grid-column: 1 / -1; margin: 0.25rem 0 0.5rem; max-width: 46rem; font-size: 1.12rem; text-wrap: pretty; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); gap: 1px; margin: 0; padding: 0;
  border: 1px solid var(--rule); border-radius: 10px; overflow: hidden; background: var(--rule); }
.tiles div { padding: 0.9rem 1.1rem 1rem; background: var(--surface); }
dt { font-size: 0.82rem; color: var(--muted); }
.tiles dd { margin: 0.1rem 0 0; font-size: 1.4rem; line-height: 1.25; font-weight: 600; letter-spacing: -0.01em; }
.tiles small { display: block; font-size: 0.82rem; font-weight: 400; letter-spacing: 0; color: var(--muted); }
figure, section { margin: 0; padding: 1.1rem 1.25rem 0.9rem; background: var(--surface); border: 1px solid var(--rule);
  border-radius: 10px; min-width: 0; }
section { align-self: start; }
h2 { margin: 0; font-size: 1.02rem; font-weight: 620; }
figcaption p, section > p { margin: 0 0 0.5rem; font-size: 0.88rem; color: var(--muted); }
.chart { overflow-x: auto; }
.chart svg { display: block; width: 100%; height: auto; }
/* The drawing measures a plain sans-serif and says so inline; the page's own face is as wide. */
.chart svg text { font-family: inherit !important; }
details { margin-top: 0.35rem; font-size: 0.85rem; }
summary { cursor: pointer; width: fit-content; color: var(--muted); }
summary:hover { color: var(--ink); }
:focus-visible { outline: 2px solid var(--eth); outline-offset: 2px; }
.scroll { width: fit-content; max-width: 100%; max-height: 20rem; overflow: auto; margin: 0.5rem 0 0.3rem; border: 1px solid var(--rule); border-radius: 6px; }
table { width: 100%; border-collapse: collapse; }
.scroll table { width: auto; }
th, td { padding: 0.3rem 0.6rem; text-align: right; white-space: nowrap; font-weight: 400; }
th { color: var(--muted); }
thead th { position: sticky; top: 0; background: var(--surface); box-shadow: inset 0 -1px var(--rule); }
tbody tr + tr > * { border-top: 1px solid var(--rule); }
.facts th, .facts td { padding-inline: 0; white-space: normal; vertical-align: top; }
.facts th { text-align: left; padding-right: 1rem; }
.delays th { width: 1%; padding-left: 0; text-align: left; }
.delays td { padding-right: 0; }
.delays td:last-child { width: 1%; }
.bar { display: block; height: 0.6rem; min-width: 2px; border-radius: 2px; background: var(--partial); }
footer { color: var(--muted); font-size: 0.85rem; max-width: 52rem; }
@media (max-width: 52rem) {
  body { padding: 1.5rem 1rem 3rem; }
  main { grid-template-columns: minmax(0, 1fr); }
  .chart svg { min-width: 26rem; }
  .full .chart svg { min-width: 54rem; }
}
@media print { body { background: none; padding: 0; } figure, section { break-inside: avoid; } }
`;
