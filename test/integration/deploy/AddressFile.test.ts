// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import {
  CONTRACT_NAMES,
  formatAddressFile,
  InvalidAddressFileError,
  parseAddressFile,
} from "../../../scripts/lib/deployment/address-file.ts";
import { firstBlockOf } from "../../../scripts/lib/deployment/journal.ts";
import { deployedFixture } from "../../fixtures/protocol.ts";
import { fileOf } from "./chain.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

/** What is wrong with a text. */
function problemsOf(text: string): readonly string[] {
  try {
    parseAddressFile("x.json", text);
  } catch (error) {
    if (error instanceof InvalidAddressFileError) return error.problems;
    throw error;
  }
  return [];
}

describe("the address file of a deployment", () => {
  async function deployed() {
    return deployedFixture(connection);
  }

  it("names every contract, each with code, and comes back as it was written", async () => {
    const file = fileOf(await networkHelpers.loadFixture(deployed));
    expect(parseAddressFile("x.json", formatAddressFile(file))).to.deep.equal(file);
    expect(new Set(CONTRACT_NAMES.map((name) => file[name])).size).to.equal(CONTRACT_NAMES.length);
    for (const name of CONTRACT_NAMES) expect(await ethers.provider.getCode(file[name]), name).not.to.equal("0x");
  });

  it("is refused with every problem where a field is missing, unknown or malformed", async () => {
    const file = fileOf(await networkHelpers.loadFixture(deployed));
    const { Vault: vault, ...others } = file;
    const text = JSON.stringify({ ...others, chainId: 0, AccountLens: vault.toLowerCase(), Other: vault });
    expect(problemsOf(text)).to.have.length(4);
    expect(problemsOf(text).join()).to.include("Vault").and.include("chainId").and.include("Other");
    expect(problemsOf(text)).to.include("AccountLens must be a checksummed address");
    expect(problemsOf("[")).to.deep.equal(["must be a JSON object"]);
  });

  it("takes its first block from Ignition's journal", () => {
    const entry = (blockNumber: number) => JSON.stringify({ type: "TRANSACTION_CONFIRM", receipt: { blockNumber } });
    expect(firstBlockOf([entry(9), '{"type":"DEPLOYMENT_INITIALIZE"}', entry(7), ""].join("\n"))).to.equal(7);
    expect(firstBlockOf("")).to.equal(undefined);
  });
});
