// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { HelpShown, readConfig } from "../../../scripts/keeper/config.ts";
import { InvalidConfiguration } from "../../../scripts/keeper/errors.ts";
import { account, address } from "./support.ts";

const KEY = `0x${"5e".repeat(32)}`;

function problemsOf(args: readonly string[], environment: Record<string, string> = {}): readonly string[] {
  try {
    readConfig(args, environment);
  } catch (error) {
    if (error instanceof InvalidConfiguration) return error.problems;
    throw error;
  }
  return [];
}

describe("keeper: configuration", () => {
  it("needs nothing: a local node, its last account, and a poll many times a second", () => {
    const config = readConfig([], {});
    expect(config).to.deep.equal({
      rpc: "http://127.0.0.1:8545",
      account: -1,
      once: false,
      dryRun: false,
      pollMs: 25,
      deadlineMs: 2000,
      connectAttempts: 5,
      sweepBlocks: 20,
      priorityFeeGwei: "1",
      logLevel: "info",
      endWithStdin: false,
    });
  });

  it("takes options from the command line and the environment, the command line first", () => {
    const environment = {
      KEEPER_RPC_URL: "http://from.env:1",
      KEEPER_LOG_LEVEL: "debug",
      KEEPER_BENEFICIARY: account(3),
    };
    const config = readConfig(["--rpc", "http://from.line:2", "--once", "--dry-run", "--poll-ms", "50"], environment);
    expect(config).to.include({ rpc: "http://from.line:2", logLevel: "debug", once: true, dryRun: true, pollMs: 50 });
    expect(config.beneficiary).to.equal(account(3));
  });

  it("takes an empty variable for one that is not set", () => {
    expect(readConfig([], { KEEPER_RPC_URL: "", KEEPER_PRIVATE_KEY: "" }).rpc).to.equal("http://127.0.0.1:8545");
  });

  it("takes the key from the environment only", () => {
    expect(readConfig([], { KEEPER_PRIVATE_KEY: KEY }).privateKey?.reveal()).to.equal(KEY);
    expect(problemsOf(["--key", KEY])).to.have.length(1);
  });

  it("names every key that is wrong, and the form it must have", () => {
    const args = ["--rpc", "ftp://x", "--poll-ms", "soon", "--clearing-house", "0x12", "--priority-fee-gwei", "-1"];
    expect(problemsOf(args)).to.deep.equal([
      "--rpc must be an http or https URL",
      "--clearing-house must be an address, 0x and 40 hexadecimal digits",
      "--poll-ms must be a whole number from 1 to 60000",
      "--priority-fee-gwei must be a decimal number of gwei",
    ]);
    expect(problemsOf(["--sweep-blocks", "0"])).to.deep.equal(["--sweep-blocks must be at least 1"]);
    expect(problemsOf(["--deadline-ms", "1.5"])).to.deep.equal([
      "--deadline-ms must be a whole number from 50 to 120000",
    ]);
  });

  it("never repeats a key that is wrong", () => {
    expect(problemsOf([], { KEEPER_PRIVATE_KEY: "0xdeadbeefcafe" })).to.deep.equal([
      "KEEPER_PRIVATE_KEY must be 0x and 64 hexadecimal digits",
    ]);
  });

  it("refuses options that it does not know", () => {
    expect(problemsOf(["--turbo"])).to.deep.equal(["unknown option '--turbo'"]);
    expect(problemsOf(["extra"])).to.have.length(1);
  });

  it("refuses contracts that are named twice, or by half", () => {
    expect(problemsOf(["--deployment", "file", "--clearing-house", address(1)])).to.deep.equal([
      "--deployment and --clearing-house or --lens name the contracts twice",
    ]);
    expect(problemsOf(["--lens", address(1)])).to.deep.equal(["--lens needs --clearing-house beside it"]);
  });

  it("shows its options on request", () => {
    const shown: string[] = [];
    expect(() => readConfig(["--help"], {}, (text) => shown.push(text))).to.throw(HelpShown);
    expect(shown.join("")).to.contain("--end-with-stdin");
  });
});
