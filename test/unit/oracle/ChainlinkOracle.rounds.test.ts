// SPDX-License-Identifier: MIT
// Real rounds of Chainlink's ETH/USD feed, from the shared vectors V63 and V64.
import { expect } from "chai";
import { network } from "hardhat";

import { PriceValidity } from "../../fixtures/validity.ts";
import { bareOracle, listFeed, MARKET, priceOf, roundAt, usable } from "./support.ts";
import type { Round } from "./support.ts";

/** Before the first of these rounds. */
const { ethers, networkHelpers } = await network.create({ override: { initialDate: "2023-04-19T00:00:00Z" } });

const PHASE = 6n << 64n;

/** V63: the crash of 2023-08-17, steps of up to 3.3 % on a feed that answers every 0.5 %. */
const CRASH: readonly (readonly [updatedAt: bigint, answer: bigint])[] = [
  [1692308303n, 170505976000n],
  [1692308543n, 167143644583n],
  [1692308567n, 165316000000n],
  [1692308627n, 163263000000n],
  [1692308663n, 161091228289n],
  [1692308723n, 155799625094n],
  [1692308783n, 157969500000n],
  [1692308843n, 159388443957n],
];

/** V64: two rounds each that share one updatedAt. */
const PAIRS: readonly (readonly [first: bigint, second: bigint, updatedAt: bigint])[] = [
  [110680464442257310098n, 110680464442257310099n, 1681891931n],
  [110680464442257310702n, 110680464442257310703n, 1683089843n],
  [110680464442257314274n, 110680464442257314275n, 1692313103n],
  [110680464442257314487n, 110680464442257314488n, 1692802583n],
  [110680464442257317444n, 110680464442257317445n, 1699992323n],
];

const CALM = 190000000000n;

describe("ChainlinkOracle on real rounds", () => {
  async function fixture() {
    const { oracle } = await bareOracle(ethers);
    const feed = await ethers.deployContract("FaultyFeed", [8n]);
    /** A market whose feed begins with that round, at its time. */
    const list = async (round: Round, market: bigint): Promise<void> => {
      await networkHelpers.time.increaseTo(round.updatedAt);
      await feed.setRound(round);
      await listFeed(oracle, feed, market);
    };
    const expectAccepted = async (round: Round, market: bigint): Promise<void> => {
      if ((await networkHelpers.time.latest()) < Number(round.updatedAt)) {
        await networkHelpers.time.increaseTo(round.updatedAt);
      }
      await feed.setRound(round);
      expect(await oracle.readPrice(market)).to.deep.equal(usable(PriceValidity.Valid, round));
      await oracle.recordPrice(market);
      expect(await oracle.acceptedPrice(market)).to.equal(priceOf(round.answer));
    };
    return { list, expectAccepted };
  }

  it("every round of the crash is Valid and accepted (V63)", async () => {
    const { list, expectAccepted } = await networkHelpers.loadFixture(fixture);
    const rounds = CRASH.map(([updatedAt, answer], index) =>
      roundAt(updatedAt, answer, PHASE + 4_000n + BigInt(index)),
    );
    for (const [index, round] of rounds.entries()) {
      if (index === 0) await list(round, MARKET);
      else await expectAccepted(round, MARKET);
    }
  });

  it("two rounds that share one updatedAt are two prices, the later of which stands (V64)", async () => {
    const { list, expectAccepted } = await networkHelpers.loadFixture(fixture);
    for (const [market, [first, second, updatedAt]] of PAIRS.entries()) {
      await list(roundAt(updatedAt, CALM + 1n, first), BigInt(market));
      await expectAccepted(roundAt(updatedAt, CALM + 2n, second), BigInt(market));
    }
  });
});
