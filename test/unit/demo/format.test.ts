// SPDX-License-Identifier: MIT
import { expect } from "chai";

import {
  compactChange,
  compactUsd,
  describeSource,
  formatChange,
  formatDuration,
  formatUsd,
  plural,
} from "../../../scripts/demo/report/format.ts";

describe("figures as a reader sees them", () => {
  it("shows dollars with separators, cut to the cent", () => {
    expect(formatUsd(1_234_567_899_999n)).to.equal("$1,234,567.89");
    expect(formatUsd(-1_500_000n)).to.equal("-$1.50");
    expect(formatUsd(0n)).to.equal("$0.00");
  });

  it("never shows a loss below a cent as none", () => {
    expect(formatUsd(1n)).to.equal("<$0.01");
    expect(formatUsd(-9_999n)).to.equal("-<$0.01");
    expect(formatUsd(10_000n)).to.equal("$0.01");
  });

  it("signs a change on both sides of zero and leaves zero bare", () => {
    expect([5_000_000n, -5_000_000n, 0n].map(formatChange)).to.deep.equal(["+$5.00", "-$5.00", "$0.00"]);
    expect(compactChange(12_800_000_000_000n)).to.equal("+$12.8M");
    expect(compactChange(-12_800_000_000_000n)).to.equal("-$12.8M");
  });

  it("shortens large amounts without rounding up", () => {
    expect(
      [999_999_999n, 1_000_000_000n, 1_999_999_999_999n, 2_500_000_000_000_000n, -7_000_000n].map(compactUsd),
    ).to.deep.equal(["$999", "$1.0K", "$1.9M", "$2.5B", "-$7"]);
  });

  it("names files without their directories", () => {
    expect(describeSource({ kind: "files", files: { ETH: "some/where/eth.csv", BTC: "btc.csv.gz" } })).to.equal(
      "ETH eth.csv, BTC btc.csv.gz",
    );
  });

  it("counts and times in words", () => {
    expect(plural(1, "block")).to.equal("1 block");
    expect(plural(1_200, "block")).to.equal("1,200 blocks");
    expect(formatDuration(56_400)).to.equal("56 s");
    expect(formatDuration(125_000)).to.equal("2 min 05 s");
  });
});
