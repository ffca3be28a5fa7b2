// SPDX-License-Identifier: MIT
import { readFileSync } from "node:fs";

import { expect } from "chai";

import { CHOICES } from "../../../scripts/keeper/config.ts";

const text = readFileSync(new URL("../../../docs/keeper.md", import.meta.url), "utf8");

/** The options as docs/keeper.md has them. */
const documented = text
  .split("\n")
  .filter((line) => line.startsWith("| `--"))
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll("`", "")),
  );

describe("keeper: its document", () => {
  it("has every option with environment, default and meaning (D17)", () => {
    const options = CHOICES.map(({ flags, environment = "", byDefault = "", description }) => [
      flags,
      environment,
      byDefault === false ? "" : String(byDefault),
      description,
    ]);
    expect(documented).to.deep.equal(options);
  });

  it("has every event that the code logs", () => {
    const files = ["follower", "keeper", "landings", "main", "report", "run", "send"];
    const code = files.map((file) =>
      readFileSync(new URL(`../../../scripts/keeper/${file}.ts`, import.meta.url), "utf8"),
    );
    const events = [...code.join("\n").matchAll(/log\.(?:debug|info|warn|error)\("([a-z-]+)"/g)].map(
      ([, event]) => event,
    );
    expect(events.length).to.be.greaterThan(15);
    expect(events.filter((event) => !text.includes(`\`${event}\``))).to.deep.equal([]);
  });
});
