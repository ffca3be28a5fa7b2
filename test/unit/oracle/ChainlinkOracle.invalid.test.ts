// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { AbiCoder, concat, dataSlice, MaxInt256, MaxUint256, MinInt256 } from "ethers";
import { network } from "hardhat";

import { PriceValidity } from "../../fixtures/validity.ts";
import {
  ANSWER,
  MARKET,
  Mode,
  OTHER_MARKET,
  priceOf,
  ROUND_ID,
  roundAt,
  soon,
  twoMarkets,
  unusable,
  usable,
} from "./support.ts";
import type { Round } from "./support.ts";

const { ethers, networkHelpers } = await network.create();

/** The cap on a feed's gas, and what the rest of a reading may cost. */
const MOST_GAS = 200_000n + 15_000n;

const TYPES = ["uint256", "int256", "uint256", "uint256", "uint256"];

const words = ({ roundId, answer, startedAt, updatedAt, answeredInRound }: Round): string =>
  AbiCoder.defaultAbiCoder().encode(TYPES, [roundId, answer, startedAt, updatedAt, answeredInRound]);

/** A round that answers nothing, and whether its id and time are a finished round's and so are reported. */
interface BadRound {
  readonly title: string;
  readonly reported: boolean;
  readonly change: (now: bigint) => Partial<Round>;
}

const BAD_ROUNDS: readonly BadRound[] = [
  { title: "an answer of 0", reported: true, change: () => ({ answer: 0n }) },
  { title: "an answer of -1", reported: true, change: () => ({ answer: -1n }) },
  { title: "the largest int256", reported: true, change: () => ({ answer: MaxInt256 }) },
  { title: "the smallest int256", reported: true, change: () => ({ answer: MinInt256 }) },
  { title: "a round updated one second after the block", reported: true, change: (now) => ({ updatedAt: now + 1n }) },
  { title: "a round updated at 0", reported: false, change: () => ({ updatedAt: 0n }) },
  { title: "a round started at 0", reported: false, change: () => ({ startedAt: 0n }) },
  { title: "a round updated after 2106", reported: false, change: () => ({ updatedAt: 1n << 32n }) },
  { title: "round id 0", reported: false, change: () => ({ roundId: 0n }) },
];

/** Return data that is no round, made from the words of a good one. */
const BAD_RETURNS: Readonly<Record<string, (now: bigint) => string>> = {
  "nothing at all": () => "0x",
  "four bytes": () => "0xdeadbeef",
  "one byte less than a round": (now) => dataSlice(words(roundAt(now)), 0, 159),
  "words of ones": () => concat(Array.from({ length: 5 }, () => `0x${"ff".repeat(32)}`)),
  "a round id of 81 bits": (now) => words({ ...roundAt(now), roundId: 1n << 80n }),
  "an answering round of 81 bits": (now) => words({ ...roundAt(now), answeredInRound: 1n << 80n }),
  "a time of 256 bits": (now) => words({ ...roundAt(now), updatedAt: MaxUint256 }),
};

const BAD_MODES = {
  "that reverts": Mode.Revert,
  "that burns all its gas": Mode.BurnGas,
  "that returns 31 bytes": Mode.ShortReturn,
  "that returns 100,000 bytes": Mode.HugeReturn,
} as const;

describe("ChainlinkOracle: Invalid", () => {
  async function fixture() {
    const markets = await twoMarkets(ethers, networkHelpers);
    const { oracle, good, probe } = markets;
    const [goodRoundId, , , goodUpdatedAt] = await good.latestRoundData();
    const undisturbed = usable(PriceValidity.Valid, { answer: ANSWER, roundId: goodRoundId, updatedAt: goodUpdatedAt });
    /** Both markets read in one transaction, the failing one first. */
    const readBoth = async () => {
      const calls = [MARKET, OTHER_MARKET].map((market) => oracle.interface.encodeFunctionData("readPrice", [market]));
      const outcomes = await probe.batch.staticCall(await oracle.getAddress(), calls);
      return outcomes.map(({ success, result, gasUsed }) => {
        const reading: unknown = success ? oracle.interface.decodeFunctionResult("readPrice", result)[0] : result;
        return { reading, gasUsed };
      });
    };
    /** The failing market is Invalid at its accepted price, and nobody else notices. */
    const expectInvalid = async (roundId: bigint, updatedAt: bigint) => {
      const [bad, other] = await readBoth();
      const invalid = unusable(PriceValidity.Invalid, priceOf(ANSWER), roundId, updatedAt);
      expect(bad?.reading).to.deep.equal(invalid);
      expect(bad?.gasUsed).to.be.lessThan(MOST_GAS);
      expect(other?.reading).to.deep.equal(undisturbed);
      expect(await oracle.recordPrice.staticCall(MARKET)).to.deep.equal(invalid);
      await oracle.recordPrice(MARKET);
      expect(await oracle.acceptedPrice(MARKET)).to.equal(priceOf(ANSWER));
    };
    return { ...markets, expectInvalid };
  }

  for (const { title, change, reported } of BAD_ROUNDS) {
    it(`is ${title}, and another market does not notice (A11)`, async () => {
      const { faulty, expectInvalid } = await networkHelpers.loadFixture(fixture);
      const now = await soon(networkHelpers);
      const round = { ...roundAt(now), ...change(now) };
      await faulty.setRound(round);
      await networkHelpers.time.increaseTo(now);
      await expectInvalid(reported ? ROUND_ID : 0n, reported ? round.updatedAt : 0n);
    });
  }

  for (const [title, mode] of Object.entries(BAD_MODES)) {
    it(`is a feed ${title}, and another market does not notice`, async () => {
      const { faulty, expectInvalid } = await networkHelpers.loadFixture(fixture);
      await faulty.setModes(mode, mode);
      await expectInvalid(0n, 0n);
    });
  }

  for (const [title, data] of Object.entries(BAD_RETURNS)) {
    it(`is a feed that returns ${title}, and another market does not notice`, async () => {
      const { faulty, expectInvalid } = await networkHelpers.loadFixture(fixture);
      await faulty.setRawReturn(data(BigInt(await networkHelpers.time.latest())));
      await faulty.setModes(Mode.RawReturn, Mode.Answer);
      await expectInvalid(0n, 0n);
    });
  }

  it("is a feed whose code is gone, and another market does not notice", async () => {
    const { faulty, expectInvalid } = await networkHelpers.loadFixture(fixture);
    await networkHelpers.setCode(await faulty.getAddress(), "0x");
    await expectInvalid(0n, 0n);
  });

  it("is not a good round with more bytes after it", async () => {
    const { oracle, faulty } = await networkHelpers.loadFixture(fixture);
    const round = roundAt(BigInt(await networkHelpers.time.latest()), ANSWER + 1n);
    await faulty.setRawReturn(concat([words(round), `0x${"ff".repeat(320)}`]));
    await faulty.setModes(Mode.RawReturn, Mode.Answer);
    expect(await oracle.readPrice(MARKET)).to.deep.equal(usable(PriceValidity.Valid, round));
  });

  it("is not a round answered in an earlier one: that field is deprecated", async () => {
    const { oracle, faulty } = await networkHelpers.loadFixture(fixture);
    const round = roundAt(BigInt(await networkHelpers.time.latest()));
    await faulty.setRound({ ...round, answeredInRound: 0n });
    expect(await oracle.readPrice(MARKET)).to.deep.equal(usable(PriceValidity.Valid, round));
  });
});
