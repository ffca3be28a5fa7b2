// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { checkHygiene, longFiles } from "../../../scripts/rig/check-hygiene.ts";

const LICENSE = "// SPDX-License-Identifier: MIT\n";

const check = (file: string, source: string): readonly string[] =>
  checkHygiene(new Map([[file, source]])).map(({ line, message }) => `${line} ${message}`);

/** A path of one machine, put together here so that this file passes its own check. */
const machinePath = (...parts: readonly string[]): string => ["", ...parts].join("/");

describe("check-hygiene", () => {
  it("accepts a clean file", () => {
    expect(check("test/a.test.ts", `${LICENSE}it("rule", () => {});\n`)).to.deep.equal([]);
    expect(check("contracts/math/A.sol", `${LICENSE}pragma solidity 0.8.37;\n`)).to.deep.equal([]);
  });

  for (const runner of ["describe", "context", "it"]) {
    it(`rejects an exclusive ${runner} in a test`, () => {
      const source = `${LICENSE}${[runner, "only"].join(".")}("rule", () => {});\n`;
      expect(check("test/a.test.ts", source)).to.deep.equal(["2 an exclusive test silences all the others"]);
      expect(check("scripts/a.ts", source)).to.deep.equal([]);
    });
  }

  it("asks for an underscore before private functions, and before internal ones of contracts", () => {
    const contract = (header: string): string => `${LICENSE}contract A {\n    function ${header} {}\n}`;
    const library = (header: string): string => `${LICENSE}library A {\n    function ${header} {}\n}`;
    expect(check("contracts/math/A.sol", contract("run() internal pure"))).to.deep.equal([
      "3 internal function run must begin with an underscore",
    ]);
    expect(check("contracts/math/A.sol", contract("_run() internal pure"))).to.deep.equal([]);
    expect(check("contracts/math/A.sol", library("run() internal pure"))).to.deep.equal([]);
    expect(check("contracts/math/A.sol", library("run() private pure"))).to.have.lengthOf(1);
  });

  it("rejects a console import in Solidity, but not its mention", () => {
    const line = 'import {console} from "hardhat/console.sol";';
    expect(check("contracts/math/A.sol", `${LICENSE}${line}`)).to.have.lengthOf(1);
    expect(check("contracts/math/A.sol", `${LICENSE}// ${line}`)).to.deep.equal([]);
  });

  for (const file of ["contracts/math/A.sol", "scripts/a.ts"]) {
    it(`rejects ${file} without the licence line, or with another licence`, () => {
      expect(check(file, "\n")).to.have.lengthOf(1);
      expect(check(file, "// SPDX-License-Identifier: UNLICENSED\n")).to.have.lengthOf(1);
      expect(check(file, `#!/usr/bin/env node\n${LICENSE}`)).to.deep.equal([]);
    });
  }

  for (const top of ["home", "work", "root", "Users"]) {
    it(`rejects a machine path below ${top}, but not a web address`, () => {
      const path = machinePath(top, "someone", "notes");
      expect(check("docs/a.md", `see\n${path}\n`)).to.deep.equal(["2 a path of one machine"]);
      expect(check("docs/a.md", `see https://example.org${path} and lib${path}`)).to.deep.equal([]);
    });
  }

  it("rejects another registry in the lock file", () => {
    const lock = (host: string): string => `{ "resolved": "https://${host}/a/-/a-1.0.0.tgz" }`;
    expect(check("package-lock.json", lock("registry.npmjs.org"))).to.deep.equal([]);
    expect(check("package-lock.json", lock("mirror.example.org"))).to.have.lengthOf(1);
  });

  it("names the files over 400 lines, longest first", () => {
    const lines = (count: number): string => "x\n".repeat(count);
    const sources = new Map([
      ["a.ts", lines(400)],
      ["b.ts", lines(401)],
      ["c.sol", lines(500)],
      ["d.md", lines(900)],
    ]);
    expect(longFiles(sources).map(({ file, line }) => [file, line])).to.deep.equal([
      ["c.sol", 500],
      ["b.ts", 401],
    ]);
  });
});
