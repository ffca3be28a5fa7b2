// SPDX-License-Identifier: MIT
import { expect } from "chai";
import type { CompilerInput, CompilerOutput } from "hardhat/types/solidity";

import { compileInParts } from "../../../../scripts/rig/compile/compile.ts";
import { asked, inputOf, outputOf } from "./support.ts";

const DEEP = "project/test/support/Deep.sol";
const REACHING = "project/test/Reaching.t.sol";
const SHALLOW = "project/test/Shallow.t.sol";
const CONTRACT = "project/contracts/A.sol";

const SOURCES = {
  [DEEP]: "library Deep {}\n",
  [REACHING]: 'import {Deep} from "./support/Deep.sol";\ncontract ReachingTest {}\n',
  [SHALLOW]: "contract ShallowTest {}\n",
  [CONTRACT]: "contract A {}\n",
};

/** Like the older generator where a function has too many variables: one error, no code at all. */
const tooDeep: CompilerOutput = {
  sources: {},
  errors: [
    {
      type: "CompilerError",
      component: "general",
      severity: "error",
      message: "Compiler error: Stack too deep. Try compiling with `--via-ir`",
      formattedMessage: `CompilerError: Stack too deep.\n  --> ${DEEP}:64:27:\n`,
    },
  ],
};

describe("compiling in parts", () => {
  it("adds up to what was asked for, without the code of what tests import", async () => {
    const runs: CompilerInput[] = [];
    const output = await compileInParts(inputOf(SOURCES), 4, async (input) => {
      runs.push(input);
      return outputOf(input);
    });
    expect(Object.keys(output.contracts ?? {}).toSorted()).to.deep.equal([DEEP, REACHING, SHALLOW].toSorted());
    expect(runs.filter((input) => asked(input).length === 0)).to.have.lengthOf(1);
  });

  it("sends what reaches a too deep function, and nothing else, through the newer generator", async () => {
    const newer: string[] = [];
    const output = await compileInParts(inputOf(SOURCES), 1, async (input) => {
      const files = asked(input);
      if (input.settings.viaIR === true) newer.push(...files);
      else if (files.includes(REACHING)) return tooDeep;
      return outputOf(input);
    });
    expect(newer.toSorted()).to.deep.equal([DEEP, REACHING].toSorted());
    expect(Object.keys(output.contracts ?? {})).to.include.members([REACHING, SHALLOW]);
    expect(output.errors).to.equal(undefined);
  });

  it("passes on that the newer generator cannot do it either", async () => {
    const output = await compileInParts(inputOf(SOURCES, true), 1, async () => tooDeep);
    expect(output.errors).to.deep.equal(tooDeep.errors);
  });

  it("leaves an input of one part as it is", async () => {
    const input = inputOf({ [CONTRACT]: SOURCES[CONTRACT] ?? "" });
    const runs: CompilerInput[] = [];
    await compileInParts(input, 4, async (part) => {
      runs.push(part);
      return outputOf(part);
    });
    expect(runs).to.deep.equal([input]);
  });
});
