// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { checkLayers } from "../../../scripts/rig/check-layers.ts";

/** Violations of a small tree, as "file:line message". */
const check = (files: Readonly<Record<string, string>>): readonly string[] =>
  checkLayers(new Map(Object.entries(files))).map(({ file, line, message }) => `${file}:${line} ${message}`);

describe("check-layers", () => {
  it("accepts imports that point down the rooms", () => {
    const found = check({
      "contracts/types/Ids.sol": "type AccountId is bytes32;",
      "contracts/interfaces/IVault.sol": 'import {AccountId} from "../types/Ids.sol";',
      "contracts/math/Fixed.sol": "function f(uint a) pure returns (uint) { return a / 2; }",
      "contracts/clearing/House.sol":
        'import {IVault} from "../interfaces/IVault.sol";\nimport {f} from "../math/Fixed.sol";',
      "contracts/lens/Lens.sol": 'import {House} from "../clearing/House.sol";',
      "contracts/mocks/Double.sol": 'import {Lens} from "../lens/Lens.sol";',
    });
    expect(found).to.deep.equal([]);
  });

  for (const [room, target] of [
    ["types", "math"],
    ["interfaces", "math"],
    ["math", "risk"],
    ["risk", "oracle"],
    ["vault", "clearing"],
    ["clearing", "pool"],
    ["clearing", "governance"],
    ["clearing", "lens"],
    ["pool", "governance"],
    ["clearing", "mocks"],
    ["lens", "mocks"],
  ] as const) {
    it(`rejects an import of ${target}/ by ${room}/`, () => {
      const found = check({ [`contracts/${room}/A.sol`]: `\nimport {B} from "../${target}/B.sol";` });
      expect(found).to.deep.equal([
        `contracts/${room}/A.sol:2 ${room}/ must not import ${target}/ (../${target}/B.sol)`,
      ]);
    });
  }

  it("sees imports that span lines or name the project root", () => {
    const found = check({
      "contracts/math/A.sol":
        'import {\n    B,\n    C\n} from "contracts/clearing/B.sol";\nimport * as D from "../pool/D.sol";',
    });
    expect(found.map((text) => text.split(" ")[0])).to.deep.equal(["contracts/math/A.sol:1", "contracts/math/A.sol:5"]);
  });

  it("lets an interface use a package's interface and nothing else of a package", () => {
    const found = check({
      "contracts/interfaces/IA.sol":
        'import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";\n' +
        'import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";',
    });
    expect(found).to.have.lengthOf(1);
    expect(found[0]).to.match(/IA\.sol:2 interfaces\/ may import only/);
  });

  it("rejects a file outside the rooms", () => {
    expect(check({ "contracts/House.sol": "", "contracts/misc/A.sol": "" })).to.have.lengthOf(2);
  });

  for (const call of ["token.transfer(to, 1)", "token.safeTransfer(to, 1)", "IERC20(t)\n  .transferFrom(a, b, 1)"]) {
    it(`rejects ${call.replace(/\s+/g, "")} outside vault/`, () => {
      const body = `function f() external { ${call}; }`;
      expect(check({ "contracts/clearing/A.sol": body }).join()).to.match(/tokens move only in vault/);
      expect(check({ "contracts/vault/A.sol": body, "contracts/mocks/A.sol": body })).to.deep.equal([]);
    });
  }

  it("lets a share token declare and override transfer", () => {
    const source = "function transfer(address a, uint256 b) public returns (bool) { return super.transfer(a, b); }";
    expect(check({ "contracts/pool/Share.sol": source })).to.deep.equal([]);
  });

  it("rejects reading a feed outside oracle/, but not declaring it", () => {
    expect(check({ "contracts/risk/A.sol": "feed.latestRoundData();" }).join()).to.match(
      /feeds are read only in oracle/,
    );
    expect(check({ "contracts/oracle/A.sol": "feed.latestRoundData();" })).to.deep.equal([]);
    expect(check({ "contracts/interfaces/IFeed.sol": "function latestRoundData() external;" })).to.deep.equal([]);
  });

  for (const code of ["a / b", "a /= b", "a % b", "assembly { c := div(a, b) }"]) {
    it(`rejects \`${code}\` outside math/`, () => {
      expect(check({ "contracts/risk/A.sol": `\n\n${code};` })).to.deep.equal([
        "contracts/risk/A.sol:3 division happens only in math/, where the rounding stands in the function's name",
      ]);
      expect(check({ "contracts/math/A.sol": code, "contracts/mocks/A.sol": code })).to.deep.equal([]);
    });
  }

  it("reads neither comments nor strings nor import paths as code", () => {
    const source = [
      '// a / b, token.transfer(c), import {X} from "../lens/X.sol";',
      '/* feed.latestRoundData() % 2 "unclosed */',
      'import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";',
      'string constant URL = "https://example.org/a%20b"; // it\'s "fine"',
    ].join("\n");
    expect(check({ "contracts/risk/A.sol": source })).to.deep.equal([]);
  });

  it("rejects an import cycle, also within a room", () => {
    const found = check({
      "contracts/risk/A.sol": 'import {B} from "./B.sol";',
      "contracts/risk/B.sol": 'import {C} from "./C.sol";',
      "contracts/risk/C.sol": '\nimport {A} from "./A.sol";',
    });
    expect(found).to.deep.equal([
      "contracts/risk/C.sol:2 import cycle: contracts/risk/A.sol -> contracts/risk/B.sol -> contracts/risk/C.sol -> contracts/risk/A.sol",
    ]);
  });
});
