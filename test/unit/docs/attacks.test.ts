// SPDX-License-Identifier: MIT
import { existsSync, readdirSync, readFileSync } from "node:fs";

import { expect } from "chai";

import { page, tableOf } from "../../integration/deploy/table.ts";

const TESTS = new URL("../../", import.meta.url);

/** The last number of the catalogue. */
const LAST = 108;

const NO_TEST = "known issue";

interface Row {
  readonly attack: string;
  readonly tests: readonly string[];
  readonly stop: string;
}

const map = page("attacks.md");

const rowsOf = (text: string): readonly Row[] =>
  tableOf(text, "attack").map(([attack = "", , tests = "", stop = ""]) => ({ attack, tests: tests.split(", "), stop }));

const catalogue = rowsOf(map);
const siblings = rowsOf(map.slice(map.indexOf("## Siblings")));

/** What a test file says that it does: titles, or in Solidity the comments above its functions. */
const titlesOf = (file: string): string => {
  const text = readFileSync(new URL(file, TESTS), "utf8");
  const titles = file.endsWith(".sol")
    ? text.matchAll(/^\s*\/\/\/.*$/gm)
    : text.matchAll(/\b(?:describe|it)\(\s*(?:`[^`]*`|"[^"]*")/g);
  return [...titles].map(([title]) => title).join("\n");
};

const names = (text: string, attack: string): boolean => new RegExp(`\\b${attack}\\b`).test(text);

describe("docs/attacks.md", () => {
  it("has every number of the catalogue once, in order: those without an attack are named as gaps", () => {
    const gaps = /gaps in the catalogue: ([^.]*)\./.exec(map)?.[1]?.split(", ") ?? [];
    const all = Array.from({ length: LAST }, (_, index) => `A${(index + 1).toString()}`);
    expect(catalogue.map(({ attack }) => attack)).to.deep.equal(all.filter((attack) => !gaps.includes(attack)));
    expect(gaps).to.have.length(all.length - catalogue.length);
  });

  it("names files in which a title has the number, and says what stops each attack", () => {
    expect(siblings.length).to.be.greaterThan(9);
    for (const { attack, tests, stop } of [...catalogue, ...siblings]) {
      expect(stop, attack).not.to.equal("");
      if (tests.includes(NO_TEST)) continue;
      for (const file of tests) {
        expect(existsSync(new URL(file, TESTS)), `${attack}: test/${file} does not exist`).to.equal(true);
        expect(names(titlesOf(file), attack), `${attack}: no title of test/${file} has the number`).to.equal(true);
      }
    }
  });

  it("sends attacks without a test to known-issues.md, which names each", () => {
    const issues = page("known-issues.md");
    const section = issues.slice(issues.indexOf("## Attacks of the catalogue"));
    const untested = catalogue.filter(({ tests }) => tests.includes(NO_TEST)).map(({ attack }) => attack);
    const named = [...section.matchAll(/^- \*\*([^*]+)\*\*/gm)].flatMap(([, list = ""]) => list.match(/A\d+/g) ?? []);
    expect(named).to.include.members(untested);
    for (const attack of named)
      expect(
        catalogue.some((row) => row.attack === attack),
        attack,
      ).to.equal(true);
  });

  it("leaves out no test of test/attacks", () => {
    const listed = new Set([...catalogue, ...siblings].flatMap(({ tests }) => tests));
    const files = readdirSync(new URL("attacks/", TESTS)).filter((name) => name.endsWith(".test.ts"));
    expect(files.filter((name) => !listed.has(`attacks/${name}`))).to.deep.equal([]);
  });
});
