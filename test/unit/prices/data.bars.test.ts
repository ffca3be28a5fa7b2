// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { parseBars } from "../../../scripts/lib/prices/bars.ts";
import { PriceGapError } from "../../../scripts/lib/prices/errors/window.ts";
import { selectBars } from "../../../scripts/lib/prices/gaps.ts";
import { loadBeats, loadRounds } from "../../../scripts/lib/prices/load.ts";
import { parsePrice } from "../../../scripts/lib/prices/decimal.ts";
import { readTable } from "../../../scripts/lib/prices/table.ts";
import { formatUtc } from "../../../scripts/lib/prices/utc.ts";
import { parseWindow } from "../../../scripts/lib/prices/window.ts";
import { describeWithData } from "./support.ts";

const KRAKEN = {
  ETH: "ethusd_kraken_1h_2019-01_2020-09.csv.gz",
  BTC: "btcusd_kraken_1h_2019-01_2020-09.csv.gz",
};

/** Isolated ETH longs opened at 195.30 when the window opens: leverage, line and bankruptcy with the bars they fall in. */
const V59 = [
  [2, "99.6429", "2020-03-13 01:00", "97.65", "2020-03-13 01:00"],
  [3, "132.8571", "2020-03-12 10:00", "130.2", "2020-03-12 11:00"],
  [5, "159.4286", "2020-03-12 10:00", "156.24", "2020-03-12 10:00"],
  [10, "179.3571", "2020-03-12 04:00", "175.77", "2020-03-12 06:00"],
  [20, "189.3214", "2020-03-12 01:00", "185.535", "2020-03-12 01:00"],
] as const;

describeWithData("the crash of 2020-03-12 in hourly bars", KRAKEN, (path) => {
  const window = parseWindow("2020-03-12", "2020-03-14");
  const bars = () => selectBars(parseBars(readTable(path("ETH"))), window, false).bars;

  /** Open of the first bar that trades at or below a price. */
  const crossing = (price: string): string => {
    const level = parsePrice(price);
    const bar = bars().find(({ low }) => level !== undefined && low <= level);
    return bar === undefined ? "never" : formatUtc(bar.timestamp);
  };

  it("opens at 195.30", () => {
    expect(bars()[0]?.open).to.equal(19_530_000_000n);
  });

  for (const [leverage, line, lineBar, bankruptcy, bankruptcyBar] of V59) {
    it(`V59: a long at ${leverage}x crosses its line and its bankruptcy price in these bars`, () => {
      expect(crossing(line)).to.equal(lineBar);
      expect(crossing(bankruptcy)).to.equal(bankruptcyBar);
    });
  }

  it("becomes 192 shared blocks that reach the low of 89.80", () => {
    const beats = loadBeats({ ETH: path("ETH"), BTC: path("BTC") }, { window, allowGaps: false });
    expect(beats).to.have.lengthOf(192);
    expect(beats.every(({ updated }) => updated.ETH && updated.BTC)).to.equal(true);
    const lows = beats.map(({ prices }) => prices.ETH).toSorted((a, b) => (a < b ? -1 : 1));
    expect(lows[0]).to.equal(8_980_000_000n);
  });
});

describeWithData("exchange halts in hourly bars", { ETH: "ethusdt_binance_spot_1h_2021-04_2023-12.csv.gz" }, (path) => {
  it("are five, twelve bars in all, and refused by default", () => {
    const series = parseBars(readTable(path("ETH")));
    expect(() => selectBars(series, {}, false))
      .to.throw(PriceGapError, "of 5 gaps")
      .that.includes({ gaps: 5 });
    expect(selectBars(series, {}, true).bars).to.have.lengthOf(series.bars.length + 12);
  });

  it("do not disturb a window beside them", () => {
    const window = parseWindow("2021-05-19", "2021-05-20");
    expect(loadRounds(path("ETH"), { window, allowGaps: false })).to.have.lengthOf(96);
  });
});

describeWithData(
  "trades of one day in minute bars",
  { ETH: "ethusd_gemini_1m_2025-10-10.csv.gz", BTC: "btcusd_gemini_1m_2025-10-10.csv.gz" },
  (path) => {
    it("share every quarter of a minute once silent minutes are carried", () => {
      const beats = loadBeats(
        { ETH: path("ETH"), BTC: path("BTC") },
        { window: parseWindow("2025-10-10", "2025-10-11"), allowGaps: true },
      );
      expect(beats).to.have.lengthOf(1_439 * 4);
    });
  },
);
