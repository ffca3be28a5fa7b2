// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { filesWithCode, groupFiles, merge, select } from "../../../../scripts/rig/compile/parts.ts";
import { asked, inputOf } from "./support.ts";

const A = "project/contracts/a/A.sol";
const B = "project/contracts/a/B.sol";
const BIG = "project/contracts/b/Big.sol";
const INTERFACE = "project/contracts/interfaces/I.sol";
const TEST = "project/test/A.t.sol";

const contract = (name: string, code = ""): string => `contract ${name} {${code}}\n`;

const SOURCES = {
  [A]: contract("A"),
  [B]: `import {I} from "../interfaces/I.sol";\n${contract("B")}`,
  [BIG]: `import {A} from "../a/A.sol";\n${contract("Big", " ".repeat(1_000))}`,
  [INTERFACE]: "interface I {}\n",
};

describe("a compiler input in parts", () => {
  it("has every file in exactly one group", () => {
    const groups = groupFiles(inputOf(SOURCES), Object.keys(SOURCES), 2);
    expect(groups.flat().toSorted()).to.deep.equal(Object.keys(SOURCES).toSorted());
  });

  it("puts the dearest file alone and first", () => {
    const [first, ...others] = groupFiles(inputOf(SOURCES), Object.keys(SOURCES), 2);
    expect(first?.filter((file) => file !== INTERFACE)).to.deep.equal([BIG]);
    expect(others).to.have.lengthOf(1);
  });

  it("has no more groups than files with a contract", () => {
    expect(groupFiles(inputOf(SOURCES), Object.keys(SOURCES), 9)).to.have.lengthOf(3);
    expect(groupFiles(inputOf({ [INTERFACE]: SOURCES[INTERFACE] ?? "" }), [INTERFACE], 9)).to.deep.equal([[INTERFACE]]);
  });

  it("wants no code of what tests import", () => {
    expect(filesWithCode(inputOf({ ...SOURCES, [TEST]: contract("ATest") }))).to.deep.equal([TEST]);
    expect(filesWithCode(inputOf(SOURCES))).to.deep.equal(Object.keys(SOURCES));
  });

  it("asks for the selected files' code and sees all sources", () => {
    const input = inputOf(SOURCES);
    const part = select(input, [A]);
    expect(asked(part)).to.deep.equal([A]);
    expect(part.settings.outputSelection[A]).to.deep.equal(input.settings.outputSelection["*"]);
    expect(part.sources).to.equal(input.sources);
  });

  it("says once what every part said", () => {
    const error = { type: "Warning", component: "general", message: "unused", severity: "warning" } as const;
    const here = { ...error, formattedMessage: "unused\n --> a.sol:1:1" };
    const there = { ...error, formattedMessage: "unused\n --> b.sol:1:1" };
    const merged = merge([
      { sources: { [A]: { id: 0, ast: {} } }, contracts: { [A]: {} }, errors: [here] },
      { sources: { [B]: { id: 1, ast: {} } }, contracts: { [B]: {} }, errors: [here, there] },
    ]);
    expect(merged.errors).to.deep.equal([here, there]);
    expect(Object.keys(merged.sources)).to.deep.equal([A, B]);
    expect(Object.keys(merged.contracts ?? {})).to.deep.equal([A, B]);
  });
});
