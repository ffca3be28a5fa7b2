// SPDX-License-Identifier: MIT
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { hourly, temporaryFiles } from "../../unit/prices/support.ts";
import { isGone, readSummary, skipUnderCoverage, startDemo, temporaryDirectory } from "./process.ts";

/** A fall of a third within hours, and a while after it. */
const CLOSES = [195, 190, 180, 160, 140, 130, 135];
const KEEPER_PID = /keeper runs as process (\d+)/;

describe("the demo as a process", function () {
  this.timeout(300_000);
  const write = temporaryFiles();
  const out = temporaryDirectory();

  before(function () {
    skipUnderCoverage(this);
  });

  const crash = (...more: readonly string[]): string[] => {
    const file = write("eth.csv", hourly(CLOSES));
    return ["--prices", `eth=${file}`, "--accounts", "12", "--block-ms", "200", "--out", out, ...more];
  };

  it("replays to the end, writes its report and leaves no process behind", async () => {
    const demo = startDemo(crash());
    expect(await demo.ended, demo.errors()).to.deep.equal({ code: 0, signal: null });
    const { summary, keeperPid, blocks, longestWait } = readSummary(out);
    expect(await isGone(keeperPid)).to.equal(true);
    expect(summary.accounts).to.equal(12);
    // A block for each price, more on the way down and while liquidations go on.
    expect(blocks).to.be.greaterThan(CLOSES.length * 4 + 1);
    expect(summary.invariantChecks).to.equal(blocks * 3);
    expect(summary.liquidationsPartial + summary.liquidationsFull).to.be.greaterThan(0);
    expect(longestWait).to.be.lessThan(2);
    expect(readFileSync(join(out, "report.html"), "utf8")).to.include("<title>Plimsoll: crash replay</title>");
    expect(demo.output()).to.include("BTC has no file and stands still at 7,950.00 USD");
    expect(demo.output()).to.match(
      /isolated ETH long at 10x, opened at the first price: first liquidated at 2020-03-12/,
    );
  });

  it("ends at SIGTERM with the signal's code, and the keeper with it", async () => {
    const demo = startDemo(crash("--block-ms", "2000"));
    const keeper = Number(await demo.said(KEEPER_PID));
    demo.kill("SIGTERM");
    expect(await demo.ended).to.deep.equal({ code: 143, signal: null });
    expect(await isGone(keeper)).to.equal(true);
  });

  it("is followed by its keeper where it is killed", async () => {
    const demo = startDemo(crash("--block-ms", "2000"));
    const keeper = Number(await demo.said(KEEPER_PID));
    demo.kill("SIGKILL");
    expect(await demo.ended).to.deep.equal({ code: null, signal: "SIGKILL" });
    expect(await isGone(keeper)).to.equal(true);
  });

  it("fails, and says so, where the keeper ends by itself", async () => {
    const demo = startDemo(crash("--block-ms", "2000"));
    const keeper = Number(await demo.said(KEEPER_PID));
    process.kill(keeper, "SIGKILL");
    expect(await demo.ended).to.deep.equal({ code: 1, signal: null });
    expect(demo.errors()).to.match(/the keeper ended with SIGKILL; what it said stands in .*keeper\.log/);
  });

  it("refuses bad input with one line and starts nothing", async () => {
    const inputs = [
      [["--scenario", "1929"], 'demo: there is no scenario "1929"'],
      [["--prices", "eth=nowhere.csv"], "demo: nowhere.csv: there is no such file"],
      [["--accounts", "1"], "demo: --accounts 1: give a whole number from 5 to 2000"],
      [["--speed"], "demo: unknown option '--speed'"],
    ] as const;
    for (const [args, message] of inputs) {
      const demo = startDemo(args);
      expect(await demo.ended).to.deep.equal({ code: 1, signal: null });
      expect(demo.errors()).to.include(message);
      expect(demo.errors().trimEnd().split("\n")).to.have.lengthOf(1);
      expect(demo.output()).to.equal("");
    }
  });
});
