// SPDX-License-Identifier: MIT
import { expect } from "chai";

import {
  DEFAULT_SCENARIO,
  InvalidScenarioError,
  loadScenario,
  parseScenario,
  scenarioBeats,
  scenarioNames,
  UnknownScenarioError,
} from "../../../scripts/demo/scenarios/load.ts";
import { keepsStep } from "../../../scripts/lib/prices/bridge.ts";
import { MARKETS } from "../../../scripts/lib/prices/market.ts";

/** A scenario file, changed where a test wants it broken. */
const file = (changes: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({
    name: "calm",
    title: "A calm day",
    stepSeconds: 600,
    volatilityBps: 10,
    maxStepBps: 400,
    levels: [
      { time: "2020-03-12T00:00Z", eth: "195", btc: "7950" },
      { time: "2020-03-12T01:00Z", eth: "190.5", btc: "7900" },
    ],
    ...changes,
  });

const second = (changes: Readonly<Record<string, unknown>>): string =>
  file({
    levels: [
      { time: "2020-03-12T00:00Z", eth: "195", btc: "7950" },
      { time: "2020-03-12T01:00Z", eth: "190.5", btc: "7900", ...changes },
    ],
  });

describe("scenarios of past crashes", () => {
  it("ship four, the default among them", () => {
    expect(scenarioNames()).to.deep.equal(["2020-03-12", "2021-05-19", "2022-06-13", "2025-10-10"]);
    expect(scenarioNames()).to.include(DEFAULT_SCENARIO);
  });

  for (const name of scenarioNames()) {
    describe(name, () => {
      const scenario = loadScenario(name);

      it("has the name of its file and a handful of levels", () => {
        expect(scenario.name).to.equal(name);
        expect(scenario.levels.length).to.be.within(5, 20);
      });

      it("lasts 190 to 240 blocks and meets every level", () => {
        const beats = scenarioBeats(scenario, "1");
        expect(beats.length).to.be.within(190, 240);
        const at = new Map(beats.map(({ timestamp, prices }) => [timestamp, prices]));
        for (const { timestamp, prices } of scenario.levels) expect(at.get(timestamp)).to.deep.equal(prices);
      });

      it("stays inside its longest step for any of fifty seeds", () => {
        for (let seed = 0; seed < 50; seed++) {
          const beats = scenarioBeats(scenario, seed.toString());
          for (const market of MARKETS) {
            const path = beats.map(({ prices }) => prices[market]);
            expect(keepsStep(path, scenario.maxStepBps), `seed ${seed}, ${market}`).to.equal(true);
          }
        }
      });
    });
  }

  it("give other prices between the levels for another seed", () => {
    const scenario = loadScenario(DEFAULT_SCENARIO);
    expect(scenarioBeats(scenario, "1")).to.deep.equal(scenarioBeats(scenario, "1"));
    expect(scenarioBeats(scenario, "1")).not.to.deep.equal(scenarioBeats(scenario, "2"));
  });
});

describe("a scenario file", () => {
  it("is read with exact prices and times", () => {
    expect(parseScenario("calm", file()).levels[1]).to.deep.equal({
      timestamp: 1_583_974_800,
      prices: { ETH: 19_050_000_000n, BTC: 790_000_000_000n },
    });
  });

  it("throws UnknownScenarioError with the names there are", () => {
    expect(() => loadScenario("1929-10-24"))
      .to.throw(UnknownScenarioError, "choose one of 2020-03-12, 2021-05-19")
      .that.deep.includes({ scenario: "1929-10-24", known: scenarioNames() });
  });

  it("throws UnknownScenarioError for a name that is a path", () => {
    expect(() => loadScenario("../scenarios/2020-03-12")).to.throw(UnknownScenarioError);
  });

  for (const [problem, text] of [
    ["it is not JSON", "{"],
    ["levels", file({ levels: [] })],
    ["stepSeconds", file({ stepSeconds: 0.5 })],
    ["volume", file({ volume: 1 })],
    ['levels[1].eth "cheap" is not a price above zero', second({ eth: "cheap" })],
    ['levels[1].btc "-1" is not a price above zero', second({ btc: "-1" })],
    ["levels[1].eth", second({ eth: 190.5 })],
    ['levels[1].time "noon" is not a date', second({ time: "noon" })],
    ["levels[1] is not later than the level before it", second({ time: "2020-03-12T00:00Z" })],
    ["levels[1] is not a whole number of 600 s steps", second({ time: "2020-03-12T00:15Z" })],
    ["levels[1] needs steps above 400 bps in ETH and BTC", second({ eth: "100", btc: "4000" })],
  ] as const) {
    it(`throws InvalidScenarioError: ${problem}`, () => {
      expect(() => parseScenario("calm", text))
        .to.throw(InvalidScenarioError, problem)
        .that.includes({ scenario: "calm" });
    });
  }
});
