// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { escapeText, html } from "../../../scripts/demo/report/html.ts";
import { renderReport } from "../../../scripts/demo/report/render.ts";
import { sampleBlocks, sampleSummary } from "./sample.ts";

const TITLES = [
  "ETH price",
  "BTC price",
  "Accounts under the line",
  "Liquidations per block",
  "Insurance fund",
  "Pool value",
];

const count = (text: string, part: string | RegExp): number => text.split(part).length - 1;

describe("the report of a replay", () => {
  const blocks = sampleBlocks();
  const summary = sampleSummary(blocks);
  const page = renderReport(blocks, summary);

  it("is one page with its title", () => {
    expect(page).to.match(/^<!doctype html>/);
    expect(page).to.include("<title>Plimsoll: crash replay</title>");
    expect(count(page, "</html>")).to.equal(1);
  });

  it("loads nothing: no script, link, image, import or address but the names of SVG", () => {
    expect(page).not.to.match(/<(?:script|link|img|iframe|object)\b|@import|url\((?!#)/);
    const addresses = [...page.matchAll(/https?:\/\/[^\s"'<]+/g)].map(([address]) => address);
    expect(new Set(addresses)).to.deep.equal(new Set(["http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"]));
  });

  it("has a drawing, a unit and its data for every chart", () => {
    for (const title of TITLES) expect(page).to.include(`<h2>${title}</h2>`);
    expect(count(page, '<svg role="img" aria-label="')).to.equal(TITLES.length);
    expect(count(page, "<details>")).to.equal(TITLES.length);
    for (const unit of ["USD", "accounts", "per block"]) expect(page).to.include(`>${unit}</text>`);
    expect(page).to.include("2020-03-13 02:10");
  });

  it("draws in the page's variables, so that light and dark need no second drawing", () => {
    expect(page).to.include("prefers-color-scheme: dark");
    const colours = [...page.matchAll(/ (?:fill|stroke)="([^"]+)"/g)].map(([, colour]) => colour);
    const fixed = colours.filter(
      (colour) => !/^(?:none|transparent|currentColor|var\(--\w+\)|#000)$/.test(colour ?? ""),
    );
    expect(fixed).to.deep.equal([]);
  });

  it("lists only blocks with liquidations under their chart, and all of those", () => {
    const from = page.indexOf("Liquidations per block, data");
    const table = page.slice(from, page.indexOf("</table>", from));
    const busy = blocks.filter((block) => block.liquidationsPartial + block.liquidationsFull > 0);
    expect(count(table, /<td>2020-03-1/)).to.equal(busy.length);
  });

  it("is the same for the same replay", () => {
    expect(renderReport(blocks, summary)).to.equal(page);
  });

  it("escapes every text it is given", () => {
    const hostile = sampleSummary(blocks, {
      seed: `<script>alert("1")</script>`,
      source: { kind: "scenario", name: "<b>", title: "a & b" },
    });
    const text = renderReport(blocks, hostile);
    expect(text).not.to.match(/<script|<b>/);
    expect(text).to.include("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;");
    expect(text).to.include("&lt;b&gt;, a &amp; b");
  });

  it("says so when nothing was liquidated", () => {
    const calm = { liquidationsPartial: 0, liquidationsFull: 0 };
    const still = blocks.map((block) => ({ ...block, ...calm, accountsUnderLine: 0 }));
    const text = renderReport(still, sampleSummary(still, { blocksToLiquidation: [] }));
    expect(text).to.include("none was liquidated");
    expect(text).to.include("No account was liquidated.");
    expect(text).not.to.include("NaN");
  });

  it("draws a single block and none at all", () => {
    const one = blocks.slice(0, 1);
    expect(renderReport(one, sampleSummary(one))).not.to.include("NaN");
    expect(renderReport([], sampleSummary([]))).to.include("no blocks");
  });

  it("stays a small page over thousands of blocks", () => {
    const many = Array.from({ length: 20 }, () => blocks)
      .flat()
      .map((block, index) => ({ ...block, number: index, timestamp: (blocks[0]?.timestamp ?? 0) + index * 60 }));
    const text = renderReport(many, sampleSummary(many));
    expect(text.length).to.be.lessThan(3_000_000);
    expect(text).to.include("Data (every 8 blocks)");
  });
});

describe("markup", () => {
  it("escapes text in content and in attributes, and leaves markup alone", () => {
    expect(escapeText(`<&>"'`)).to.equal("&lt;&amp;&gt;&quot;&#39;");
    const inner = html`<i>${"<"}</i>`;
    expect(html`<p title="${'"'}">${[inner, 5, "&"]}</p>`.markup).to.equal('<p title="&quot;"><i>&lt;</i>5&amp;</p>');
  });
});
