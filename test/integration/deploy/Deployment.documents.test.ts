// SPDX-License-Identifier: MIT
import { readFileSync } from "node:fs";

import { expect } from "chai";
import type { BaseContract } from "ethers";
import { network } from "hardhat";

import { FUNCTION_ROLES, Role } from "../../../deploy/roles.ts";
import { deployedFixture } from "../../fixtures/protocol.ts";
import { IListingErrors__factory } from "../../../typechain/index.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const page = (name: string): string => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), "utf8");

/** Rows of the table whose first column has this heading. */
function tableOf(text: string, heading: string): readonly string[][] {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.split("|")[1]?.trim() === heading);
  const rows: string[][] = [];
  for (const line of lines.slice(start + 2)) {
    if (!line.startsWith("|")) break;
    rows.push(
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll("`", "")),
    );
  }
  return rows;
}

describe("documents of governance", () => {
  async function deployed() {
    return deployedFixture(connection);
  }

  it("docs/roles.md lists every restricted function, with its role on the chain", async () => {
    const { accessManager, clearingHouse, oracle } = await networkHelpers.loadFixture(deployed);
    const rows = tableOf(page("roles.md"), "function");
    expect(rows.map(([name]) => name)).to.have.members(FUNCTION_ROLES.map(({ functionName }) => functionName));
    const roles = new Map(Object.entries(Role));
    for (const [name = "", contract, role = ""] of rows) {
      const target: BaseContract = contract === "IClearingHouse" ? clearingHouse : oracle;
      const selector = target.interface.getFunction(name)?.selector ?? "";
      const onChain = await accessManager.getTargetFunctionRole(await target.getAddress(), selector);
      expect(onChain, name).to.equal(roles.get(role));
    }
  });

  it("every error of the listing rules that names an inequality stands in docs/listing.md", () => {
    const text = page("listing.md");
    // The form of a set, which no inequality is about.
    const form = [
      "ZeroParameter",
      "KeeperShareTooHigh",
      "FeeSharesTooHigh",
      "MaxRewardTooLow",
      "FundingVelocityTooHigh",
    ];
    const names: string[] = [];
    IListingErrors__factory.createInterface().forEachError(({ name }) => names.push(name));
    expect(names).to.have.length.greaterThan(25);
    for (const name of names) {
      if (!form.includes(name)) expect(text, name).to.include(`\`${name}\``);
    }
  });
});
