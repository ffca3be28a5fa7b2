// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { loadBeats, loadRounds } from "../../../scripts/lib/prices/load.ts";
import { parseWindow } from "../../../scripts/lib/prices/window.ts";
import { describeWithData } from "./support.ts";

const FEEDS = {
  ETH: "chainlink_ethusd_mainnet_rounds_2023-04_2024-01.csv.gz",
  BTC: "chainlink_btcusd_mainnet_rounds_2023-04_2024-01.csv.gz",
};

describeWithData("Chainlink rounds of the crash of 2023-08-17", FEEDS, (path) => {
  it("V63: come out second for second and digit for digit", () => {
    const window = { from: 1_692_308_303, to: 1_692_308_844 };
    expect(
      loadRounds(path("ETH"), { window, allowGaps: false }).map(({ timestamp, price }) => [timestamp, price]),
    ).to.deep.equal([
      [1_692_308_303, 170_505_976_000n],
      [1_692_308_543, 167_143_644_583n],
      [1_692_308_567, 165_316_000_000n],
      [1_692_308_627, 163_263_000_000n],
      [1_692_308_663, 161_091_228_289n],
      [1_692_308_723, 155_799_625_094n],
      [1_692_308_783, 157_969_500_000n],
      [1_692_308_843, 159_388_443_957n],
    ]);
  });

  it("V64: keep both of two rounds in one second", () => {
    const rounds = loadRounds(path("ETH"), {
      window: { from: 1_681_891_931, to: 1_681_891_932 },
      allowGaps: false,
    });
    expect(rounds.map(({ timestamp }) => timestamp)).to.deep.equal([1_681_891_931, 1_681_891_931]);
  });

  it("become blocks of both markets, each moving in its own seconds", () => {
    const window = parseWindow("2023-08-17T21:00", "2023-08-17T23:00");
    const beats = loadBeats({ ETH: path("ETH"), BTC: path("BTC") }, { window, allowGaps: false });
    expect(beats[0]?.timestamp).to.equal(window.from);
    expect(beats.some(({ updated }) => !updated.ETH)).to.equal(true);
    expect(beats.some(({ updated }) => !updated.BTC)).to.equal(true);
    const times = beats.map(({ timestamp }) => timestamp);
    expect(times).to.deep.equal([...new Set(times)].toSorted((a, b) => a - b));
  });
});
