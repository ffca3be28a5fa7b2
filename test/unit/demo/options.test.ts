// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { BadArgumentsError, OptionConflictError, OptionOutOfRangeError } from "../../../scripts/demo/errors.ts";
import { HelpShown, readOptions } from "../../../scripts/demo/options.ts";
import { BadPriceArgumentError } from "../../../scripts/lib/prices/errors/file.ts";
import { BadDateError, EmptyWindowError } from "../../../scripts/lib/prices/errors/window.ts";

const read = (...args: string[]) => readOptions(args);

describe("the demo's command line", () => {
  it("has defaults for everything", () => {
    expect(read()).to.deep.equal({
      prices: { kind: "scenario", name: "2020-03-12" },
      accounts: 300,
      seed: "1",
      blockMs: 250,
      out: "out/demo",
    });
  });

  it("takes price files with a window, in one option or in two", () => {
    const window = ["--from", "2020-03-12", "--to", "2020-03-14", "--allow-gaps"];
    const files = { kind: "files", files: { ETH: "a.csv", BTC: "b.csv" } };
    const expected = { ...files, window: { from: 1_583_971_200, to: 1_584_144_000 }, allowGaps: true };
    expect(read("--prices", "eth=a.csv", "btc=b.csv", ...window).prices).to.deep.equal(expected);
    expect(read("--prices", "eth=a.csv", "--prices", "btc=b.csv", ...window).prices).to.deep.equal(expected);
  });

  it("takes one price file alone", () => {
    expect(read("--prices", "eth=a.csv").prices).to.deep.equal({
      kind: "files",
      files: { ETH: "a.csv" },
      window: {},
      allowGaps: false,
    });
  });

  it("refuses counts that are none or out of range", () => {
    for (const [option, value] of [
      ["--accounts", "4"],
      ["--accounts", "2001"],
      ["--accounts", "many"],
      ["--block-ms", "0"],
      ["--block-ms", "1e3"],
    ] as const) {
      expect(() => read(option, value))
        .to.throw(OptionOutOfRangeError)
        .that.includes({ option, value });
    }
  });

  it("refuses options that contradict each other", () => {
    expect(() => read("--scenario", "2021-05-19", "--prices", "eth=a.csv"))
      .to.throw(OptionConflictError)
      .that.includes({ option: "--scenario" });
    for (const args of [["--from", "2020-03-12"], ["--to", "2020-03-12"], ["--allow-gaps"]]) {
      expect(() => read(...args))
        .to.throw(OptionConflictError)
        .that.includes({ option: args[0] });
    }
  });

  it("refuses windows and files that do not read as such", () => {
    expect(() => read("--prices", "eth=a.csv", "--from", "yesterday")).to.throw(BadDateError);
    expect(() => read("--prices", "eth=a.csv", "--from", "2020-03-12", "--to", "2020-03-12")).to.throw(
      EmptyWindowError,
    );
    expect(() => read("--prices", "doge=a.csv")).to.throw(BadPriceArgumentError);
  });

  it("refuses what it does not know", () => {
    expect(() => read("--speed", "9")).to.throw(
      BadArgumentsError,
      "unknown option '--speed' (Did you mean --seed?); npm run demo -- --help lists the options",
    );
    expect(() => read("leftover")).to.throw(BadArgumentsError);
    expect(() => read("--seed")).to.throw(BadArgumentsError);
  });

  it("prints its options when asked for help", () => {
    let text = "";
    expect(() => readOptions(["--help"], (written) => (text += written))).to.throw(HelpShown);
    for (const option of ["--scenario", "--prices", "--from", "--to", "--allow-gaps", "--accounts", "--block-ms"]) {
      expect(text).to.include(option);
    }
  });
});
