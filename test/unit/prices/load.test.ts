// SPDX-License-Identifier: MIT
import { gzipSync } from "node:zlib";

import { expect } from "chai";

import { InputError } from "../../../scripts/lib/prices/errors/base.ts";
import { BadPriceArgumentError, MissingPriceFileError } from "../../../scripts/lib/prices/errors/file.ts";
import { NoOverlapError, PriceGapError } from "../../../scripts/lib/prices/errors/window.ts";
import { loadBeats, loadRounds, parsePriceArguments } from "../../../scripts/lib/prices/load.ts";
import { parseWindow } from "../../../scripts/lib/prices/window.ts";
import { hourly, HOUR, MIDNIGHT, temporaryFiles, usd } from "./support.ts";

describe("loading a replay from files", () => {
  const write = temporaryFiles();
  const whole = { window: {}, allowGaps: false };

  it("puts bars of both markets onto shared blocks, four to a bar", () => {
    const eth = write("eth.csv", hourly([100, 90]));
    const btc = write("btc.csv.gz", gzipSync(hourly([8_000, 7_000])));
    const beats = loadBeats({ ETH: eth, BTC: btc }, whole);
    expect(beats).to.have.lengthOf(8);
    expect(beats[4]).to.deep.equal({
      timestamp: MIDNIGHT + HOUR,
      prices: { ETH: usd(90), BTC: usd(7_000) },
      updated: { ETH: true, BTC: true },
    });
  });

  it("tells rounds from bars by the header", () => {
    const path = write("feed.csv", `updated_at,round_id,answer\n${MIDNIGHT},1,9000000000\n`);
    expect(loadRounds(path, whole)).to.deep.equal([{ timestamp: MIDNIGHT, price: usd(90) }]);
  });

  it("leaves out the rounds of a bar that come after the window", () => {
    const path = write("cut.csv", hourly([100, 90]));
    const window = parseWindow("2020-03-12", "2020-03-12T01:30");
    expect(loadRounds(path, { window, allowGaps: false })).to.have.lengthOf(6);
  });

  it("refuses a gap and carries across it when allowed", () => {
    const path = write("halt.csv", hourly([100, 90, undefined, 80]));
    expect(() => loadRounds(path, whole)).to.throw(PriceGapError);
    expect(loadRounds(path, { window: {}, allowGaps: true })).to.have.lengthOf(16);
  });

  it("throws NoOverlapError when the files cover different hours", () => {
    const eth = write("early.csv", hourly([100, 90]));
    const btc = write("late.csv", hourly([8_000, 7_000], MIDNIGHT + 24 * HOUR));
    expect(() => loadBeats({ ETH: eth, BTC: btc }, whole)).to.throw(NoOverlapError);
  });

  it("throws MissingPriceFileError when one market has no file", () => {
    expect(() => loadBeats({ ETH: "eth.csv" }, whole))
      .to.throw(MissingPriceFileError, "add btc=FILE.csv")
      .that.includes({ market: "BTC" });
  });

  it("reads --prices with the market in any case and = in the path", () => {
    expect(parsePriceArguments(["ETH=a=b.csv", "btc=c.csv"])).to.deep.equal({ ETH: "a=b.csv", BTC: "c.csv" });
  });

  for (const [title, values] of [
    ["no market", ["prices.csv"]],
    ["an unknown market", ["doge=prices.csv"]],
    ["no file", ["eth="]],
    ["a second file for a market", ["eth=a.csv", "eth=b.csv"]],
  ] as const) {
    it(`throws BadPriceArgumentError for ${title}`, () => {
      expect(() => parsePriceArguments(values))
        .to.throw(BadPriceArgumentError, "write --prices eth=FILE.csv[.gz] btc=FILE.csv[.gz]")
        .that.includes({ argument: values.at(-1) });
    });
  }

  it("makes every one of these an InputError, so that a command prints the message alone", () => {
    expect(() => parsePriceArguments(["x"])).to.throw(InputError);
    expect(() => loadRounds("nowhere.csv", whole)).to.throw(InputError);
  });
});
