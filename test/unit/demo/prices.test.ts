// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { chooseReplay, nearestLevel } from "../../../scripts/demo/prices.ts";
import type { PriceChoice } from "../../../scripts/demo/options.ts";
import { UnknownScenarioError } from "../../../scripts/demo/scenarios/load.ts";
import { PriceFileMissingError } from "../../../scripts/lib/prices/errors/file.ts";
import { hourly, MIDNIGHT, temporaryFiles, usd } from "../prices/support.ts";

const files = (paths: { ETH?: string; BTC?: string }): PriceChoice => ({
  kind: "files",
  files: paths,
  window: {},
  allowGaps: false,
});

describe("what the demo replays", () => {
  const write = temporaryFiles();

  it("a scenario has its title as source and both markets in every block", () => {
    const { beats, source, notes } = chooseReplay({ kind: "scenario", name: "2020-03-12" }, "1");
    expect(source).to.deep.equal({ kind: "scenario", name: "2020-03-12", title: "Black Thursday" });
    expect(beats).to.have.lengthOf(217);
    expect(notes).to.deep.equal([]);
  });

  it("a market without a file stands still at a shipped level, and has rounds like the other", () => {
    const path = write("eth.csv", hourly([195, 180, 150]));
    const { beats, notes } = chooseReplay(files({ ETH: path }), "1");
    expect(beats).to.have.lengthOf(12);
    expect(beats.at(-1)?.prices).to.deep.equal({ ETH: usd(150), BTC: usd(7_950) });
    expect(beats.every(({ updated, prices }) => updated.BTC && prices.BTC === usd(7_950))).to.equal(true);
    expect(notes).to.deep.equal(["BTC has no file and stands still at 7,950.00 USD"]);
  });

  it("it may be either market", () => {
    const path = write("btc.csv", hourly([7_950, 7_000]));
    const { beats, notes } = chooseReplay(files({ BTC: path }), "1");
    expect(beats.every(({ prices }) => prices.ETH === usd(195))).to.equal(true);
    expect(notes).to.deep.equal(["ETH has no file and stands still at 195.00 USD"]);
  });

  it("two files leave nothing to say", () => {
    const choice = files({ ETH: write("e.csv", hourly([195, 180])), BTC: write("b.csv", hourly([7_950, 7_000])) });
    const { beats, notes, source } = chooseReplay(choice, "1");
    expect(beats.at(-1)?.prices).to.deep.equal({ ETH: usd(180), BTC: usd(7_000) });
    expect(notes).to.deep.equal([]);
    expect(source.kind).to.equal("files");
  });

  it("the level nearest in time is taken, over all scenarios", () => {
    expect(nearestLevel("ETH", MIDNIGHT)).to.equal(usd(195));
    expect(nearestLevel("ETH", 0)).to.equal(usd(195));
    expect(nearestLevel("BTC", Date.parse("2030-01-01") / 1_000)).to.be.greaterThan(usd(50_000));
  });

  it("a scenario or file that is not there is refused", () => {
    expect(() => chooseReplay({ kind: "scenario", name: "1929" }, "1")).to.throw(UnknownScenarioError);
    expect(() => chooseReplay(files({ ETH: "nowhere.csv" }), "1")).to.throw(PriceFileMissingError);
  });
});
