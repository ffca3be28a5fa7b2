// SPDX-License-Identifier: MIT
import { expect } from "chai";
import type { SolidityCompilerConfig } from "hardhat/types/config";

import { shareSettings } from "../../../scripts/rig/compile-plugin.ts";

const settings = (version: string): SolidityCompilerConfig => ({ version, settings: {} });

describe("compilations", () => {
  it("of files with equal settings are at most so many, and dealt evenly", () => {
    const overrides = Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`test/${n}.t.sol`, settings("0.8.37")]));
    shareSettings(overrides, 3);
    const files = new Map<SolidityCompilerConfig, number>();
    for (const config of Object.values(overrides)) files.set(config, (files.get(config) ?? 0) + 1);
    expect([...files.values()]).to.deep.equal([3, 3, 2]);
  });

  it("of files with other settings stay apart", () => {
    const overrides = { a: settings("0.8.37"), b: settings("0.8.26"), c: settings("0.8.37") };
    const before = structuredClone(overrides);
    shareSettings(overrides, 1);
    expect(overrides).to.deep.equal(before);
    expect(overrides.a).to.equal(overrides.c);
    expect(overrides.a).not.to.equal(overrides.b);
  });
});
