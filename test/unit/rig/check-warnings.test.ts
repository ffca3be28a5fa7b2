// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { ownWarnings } from "../../../scripts/rig/check-warnings.ts";

const output = (file: string, errorCode: string): string =>
  JSON.stringify({
    output: {
      errors: [
        { severity: "warning", errorCode, message: "Unused local variable.", sourceLocation: { file, start: 4 } },
      ],
    },
  });

const check = (file: string, code = "2072"): readonly string[] =>
  ownWarnings(
    new Map([["build.output.json", output(file, code)]]),
    new Map([["contracts/math/A.sol", "a\nb\ncode\n"]]),
  ).map(({ file: path, line, message }) => `${path}:${line} ${message}`);

describe("check-warnings", () => {
  it("reports a warning of our own contracts and tests", () => {
    expect(check("project/contracts/math/A.sol")).to.deep.equal([
      "contracts/math/A.sol:3 warning 2072: Unused local variable.",
    ]);
    expect(check("project/test/fuzz/A.t.sol")).to.have.lengthOf(1);
  });

  it("leaves packages alone", () => {
    expect(check("npm/@chainlink/contracts@1.5.0/src/A.sol")).to.deep.equal([]);
  });

  it("excuses the size of a test, not of a contract", () => {
    expect(check("project/test/fuzz/A.t.sol", "5574")).to.deep.equal([]);
    expect(check("project/contracts/math/A.sol", "5574")).to.have.lengthOf(1);
  });

  it("accepts a build without warnings", () => {
    expect(ownWarnings(new Map([["a.output.json", '{"output":{}}']]), new Map())).to.deep.equal([]);
  });

  it("reports the same warning of two builds once", () => {
    const text = output("project/contracts/math/A.sol", "2072");
    const found = ownWarnings(
      new Map([
        ["a", text],
        ["b", text],
      ]),
      new Map(),
    );
    expect(found).to.have.lengthOf(1);
  });
});
