// SPDX-License-Identifier: MIT
// Chainlink's own rounds of ETH/USD and BTC/USD through Chainlink's own proxy: every one of them is Valid, however rarely
// anyone records. Two weeks around the crash of 2023-08-17; with PLIMSOLL_REPLAY=full all ten months, in some minutes.
import { expect } from "chai";
import { network } from "hardhat";

import { percent } from "../../../deploy/parameters/units.ts";
import { loadRounds } from "../../../scripts/lib/prices/load.ts";
import type { Round } from "../../../scripts/lib/prices/rounds.ts";
import { PriceValidity } from "../../fixtures/validity.ts";
import { describeWithData } from "../prices/support.ts";
import { bareOracle, feedParameters, JUMP_HOLD, MAX_BOUND, priceOf, SETTLE_TIME, usable } from "./support.ts";

/** A chain of its own for each asset, since time does not go back. */
const before = async () => network.create({ override: { initialDate: "2023-04-01T00:00:00Z" } });
const CHAINS = { ETH: await before(), BTC: await before() } as const;

const FILES = {
  ETH: "chainlink_ethusd_mainnet_rounds_2023-04_2024-01.csv.gz",
  BTC: "chainlink_btcusd_mainnet_rounds_2023-04_2024-01.csv.gz",
} as const;

const seconds = (date: string): number => Date.parse(date) / 1_000;
const FULL = process.env["PLIMSOLL_REPLAY"] === "full";
const WINDOW = FULL ? {} : { from: seconds("2023-08-10T00:00:00Z"), to: seconds("2023-08-24T00:00:00Z") };

/** An hour, and the two minutes by which the aggregator is late at worst, doubled. */
const HEARTBEAT = 3_840n;

/** Of the proxy's round ids. */
const FIRST_PHASE = 1n << 64n;

/** Markets on the one feed, by how many rounds lie between two recordings; the last is never recorded. */
const PERIODS = [1, 7, 50, Infinity] as const;

describeWithData("ChainlinkOracle on months of real rounds", FILES, (path) => {
  async function fixture(asset: keyof typeof CHAINS, first: Round) {
    const { ethers, networkHelpers } = CHAINS[asset];
    const { oracle } = await bareOracle(ethers);
    const aggregator = await ethers.deployContract("MockV3Aggregator", [8n, first.price]);
    const proxy = await ethers.deployContract("EACAggregatorProxy", [
      await aggregator.getAddress(),
      ethers.ZeroAddress,
    ]);
    const probe = await ethers.deployContract("CallProbe");
    await networkHelpers.time.increaseTo(first.timestamp);
    await aggregator.updateRoundData(2n, first.price, BigInt(first.timestamp), BigInt(first.timestamp));
    const parameters = {
      ...feedParameters(await proxy.getAddress()),
      heartbeat: HEARTBEAT,
      maxLiquidationAge: HEARTBEAT + 600n,
      lowerBound: priceOf(1n),
      upperBound: MAX_BOUND,
      jumpBound: percent("5"),
    };
    for (const market of PERIODS.keys()) await oracle.setFeed(BigInt(market), parameters);
    const calls = [...PERIODS.keys()].map((market) => oracle.interface.encodeFunctionData("readPrice", [market]));
    const address = await oracle.getAddress();
    /** The reading of every market, in one call. */
    const readAll = async (): Promise<readonly unknown[]> => {
      const outcomes = await probe.batch.staticCall(address, calls);
      return outcomes.map(({ result }): unknown => oracle.interface.decodeFunctionResult("readPrice", result)[0]);
    };
    return { oracle, aggregator, readAll, time: networkHelpers.time };
  }

  for (const asset of ["ETH", "BTC"] as const) {
    it(`every round of ${asset} is Valid in a market recorded every round, rarely or never`, async function () {
      this.timeout(FULL ? 1_800_000 : 60_000);
      const [first, ...rounds] = loadRounds(path(asset), { window: WINDOW, allowGaps: false });
      expect(rounds.length).to.be.greaterThan(FULL ? 10_000 : 400);
      if (first === undefined) throw new Error("no rounds");
      const { oracle, aggregator, readAll, time } = await fixture(asset, first);
      for (const [index, { price, timestamp }] of rounds.entries()) {
        const now = await time.latest();
        if (timestamp > now) await time.setNextBlockTimestamp(timestamp);
        await aggregator.updateRoundData(BigInt(index + 3), price, BigInt(timestamp), BigInt(timestamp));
        const round = { answer: price, roundId: FIRST_PHASE + BigInt(index + 3), updatedAt: BigInt(timestamp) };
        const expected = PERIODS.map(() => usable(PriceValidity.Valid, round));
        expect(await readAll(), `round ${index} at ${timestamp}`).to.deep.equal(expected);
        for (const [market, period] of PERIODS.entries()) {
          if (index % period === period - 1) await oracle.recordPrice(BigInt(market));
        }
      }
      // Nothing ever settled.
      const end = BigInt(first.timestamp) + JUMP_HOLD + SETTLE_TIME;
      for (const market of PERIODS.keys()) expect(await oracle.settleUntil(BigInt(market))).to.be.lessThan(end);
    });
  }
});
