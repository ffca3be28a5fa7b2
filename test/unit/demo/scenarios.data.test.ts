// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { loadScenario } from "../../../scripts/demo/scenarios/load.ts";
import { parseBars } from "../../../scripts/lib/prices/bars.ts";
import { MARKETS } from "../../../scripts/lib/prices/market.ts";
import { readTable } from "../../../scripts/lib/prices/table.ts";
import { describeWithData } from "../prices/support.ts";

const SPOT_2021 = "usdt_binance_spot_1h_2021-04_2023-12.csv.gz";

const SOURCES = {
  "2020-03-12": "usd_kraken_1h_2019-01_2020-09.csv.gz",
  "2021-05-19": SPOT_2021,
  "2022-06-13": SPOT_2021,
  "2025-10-10": "usdt_binance_spot_5m_2025-10-01_17.csv.gz",
};

for (const [name, file] of Object.entries(SOURCES)) {
  describeWithData(`scenario ${name} beside the market`, { ETH: `eth${file}`, BTC: `btc${file}` }, (path) => {
    for (const market of MARKETS) {
      it(`keeps every ${market} level within 2 % of what traded around that time`, () => {
        const { bars, interval } = parseBars(readTable(path(market)));
        for (const { timestamp, prices } of loadScenario(name).levels) {
          const around = bars.filter((bar) => Math.abs(bar.timestamp + interval / 2 - timestamp) <= 1.5 * interval);
          expect(around, `bars around ${timestamp}`).not.to.be.empty;
          const price = prices[market];
          const near = around.some(({ low, high }) => price * 100n >= low * 98n && price * 100n <= high * 102n);
          expect(near, `${market} ${price.toString()} at ${timestamp}`).to.equal(true);
        }
      });
    }
  });
}
