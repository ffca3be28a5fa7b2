// SPDX-License-Identifier: MIT
// ATTACKS A96: a caller who brings too little gas must not turn a good feed into a failing one.
import { expect } from "chai";
import { network } from "hardhat";

import { PriceValidity } from "../../fixtures/validity.ts";
import {
  ANSWER,
  bareOracle,
  faultyFeed,
  listFeed,
  MARKET,
  Mode,
  priceOf,
  twoMarkets,
  unusable,
  usable,
} from "./support.ts";

const { ethers, networkHelpers } = await network.create();

/** Close to the cap of 200,000: a feed that is good, but only just. */
const APPETITE = 194_000n;

/** What the oracle asks for before it calls a feed. */
const NEEDED = 215_000n;

/** Below, a call does not come as far as the feed and runs out of its own gas. */
const LEAST = 12_000n;

/** From far too little to plenty, and closely around what is needed. */
const sweep = function* (): Generator<bigint> {
  for (let gas = LEAST; gas < 600_000n; gas += 3_000n) yield gas;
  for (let gas = NEEDED - 10_000n; gas < NEEDED + 10_000n; gas += 97n) yield gas;
};

describe("ChainlinkOracle: a starved feed", () => {
  async function fixture() {
    const { oracle } = await bareOracle(ethers);
    const probe = await ethers.deployContract("CallProbe");
    const feed = await ethers.deployContract("HungryFeed", [ANSWER, APPETITE]);
    await listFeed(oracle, feed);
    await feed.setAnswer(ANSWER + 1n);
    return { oracle, probe, feed };
  }

  /** The hungry feed is the uptime feed here: it answers that the sequencer is up. */
  async function sequencerFixture() {
    const probe = await ethers.deployContract("CallProbe");
    const uptime = await ethers.deployContract("HungryFeed", [0n, APPETITE]);
    const { oracle } = await bareOracle(ethers, await uptime.getAddress(), 3_600n);
    await listFeed(oracle, await faultyFeed(ethers, networkHelpers));
    return { oracle, probe };
  }

  const burningFixture = async () => twoMarkets(ethers, networkHelpers);

  type Swept = Pick<Awaited<ReturnType<typeof fixture>>, "oracle" | "probe">;

  /** Both ways of reading, by the return data of a call that succeeded. */
  const calls = ({ oracle }: Swept) => [
    {
      data: oracle.interface.encodeFunctionData("readPrice", [MARKET]),
      decode: (result: string): unknown => oracle.interface.decodeFunctionResult("readPrice", result)[0],
    },
    {
      data: oracle.interface.encodeFunctionData("recordPrice", [MARKET]),
      decode: (result: string): unknown => oracle.interface.decodeFunctionResult("recordPrice", result)[0],
    },
  ];

  /** With whatever gas, the outcome is this reading or InsufficientGasForFeed, and both occur. */
  async function expectRightOrRefused(swept: Swept, expected: readonly bigint[]): Promise<void> {
    const { oracle, probe } = swept;
    const address = await oracle.getAddress();
    for (const { data, decode } of calls(swept)) {
      const seen = { read: 0, refused: 0 };
      for (const gas of sweep()) {
        const { success, result } = await probe.attempt.staticCall(address, data, gas);
        if (success) {
          seen.read += 1;
          expect(decode(result), `with ${gas} gas`).to.deep.equal(expected);
        } else {
          seen.refused += 1;
          const error = oracle.interface.parseError(result);
          expect(error?.name, `with ${gas} gas`).to.equal("InsufficientGasForFeed");
          expect(error?.args[0]).to.be.lessThan(NEEDED);
          expect(error?.args[1]).to.equal(NEEDED);
        }
      }
      expect(seen.read).to.be.greaterThan(100);
      expect(seen.refused).to.be.greaterThan(100);
    }
  }

  it("answers the right reading or reverts with InsufficientGasForFeed, whatever the gas (A96)", async () => {
    const fixed = await networkHelpers.loadFixture(fixture);
    // Always of the block it is asked in.
    const updatedAt = BigInt(await networkHelpers.time.latest());
    await expectRightOrRefused(fixed, usable(PriceValidity.Valid, { answer: ANSWER + 1n, roundId: 1n, updatedAt }));
  });

  it("no gas makes a sequencer that is up look down", async () => {
    const fixed = await networkHelpers.loadFixture(sequencerFixture);
    const { roundId, updatedAt } = await fixed.oracle.readPrice(MARKET);
    await expectRightOrRefused(fixed, usable(PriceValidity.Valid, { answer: ANSWER, roundId, updatedAt }));
  });

  it("a feed that burns its gas is Invalid for every caller who brings enough", async () => {
    const fixed = await networkHelpers.loadFixture(burningFixture);
    await fixed.faulty.setModes(Mode.BurnGas, Mode.Answer);
    await expectRightOrRefused(fixed, unusable(PriceValidity.Invalid, priceOf(ANSWER), 0n, 0n));
  });
});
