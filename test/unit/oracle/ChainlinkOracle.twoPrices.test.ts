// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { answer } from "../../../deploy/parameters/units.ts";
import { PriceValidity } from "../../fixtures/validity.ts";
import { ANSWER, MARKET, pairedMarket, priceOf, SETTLE_TIME } from "./support.ts";

const { ethers, networkHelpers } = await network.create();

/** The divergence bound is 1 % of the first feed's price. */
const UP_TO_BOUND = answer("2,020");
const DOWN_TO_BOUND = answer("1,980");

describe("ChainlinkOracle: two prices", () => {
  async function fixture() {
    const market = await pairedMarket(ethers, networkHelpers);
    /** Validity, mark, low and high. */
    const read = async (): Promise<readonly bigint[]> => {
      const { validity, mark, low, high } = await market.oracle.readPrice(MARKET);
      return [validity, mark, low, high];
    };
    return { ...market, read };
  }

  const reading = (validity: bigint, ...answers: readonly bigint[]): readonly bigint[] => [
    validity,
    ...answers.map((feedAnswer) => priceOf(feedAnswer)),
  ];

  it("the mark is the first feed's, low and high are the lesser and the greater of the two", async () => {
    const { rounds, secondRounds, read } = await networkHelpers.loadFixture(fixture);
    expect(await read()).to.deep.equal(reading(PriceValidity.Valid, ANSWER, ANSWER, ANSWER));
    await rounds.publish(ANSWER + 5n);
    expect(await read()).to.deep.equal(reading(PriceValidity.Valid, ANSWER + 5n, ANSWER, ANSWER + 5n));
    await secondRounds.publish(ANSWER + 9n);
    expect(await read()).to.deep.equal(reading(PriceValidity.Valid, ANSWER + 5n, ANSWER + 5n, ANSWER + 9n));
  });

  it("at the bound apart they agree, and one step further the price is Diverged, with both prices still", async () => {
    const { secondRounds, read } = await networkHelpers.loadFixture(fixture);
    await secondRounds.publish(UP_TO_BOUND);
    expect(await read()).to.deep.equal(reading(PriceValidity.Valid, ANSWER, ANSWER, UP_TO_BOUND));
    await secondRounds.publish(UP_TO_BOUND + 1n);
    expect(await read()).to.deep.equal(reading(PriceValidity.Diverged, ANSWER, ANSWER, UP_TO_BOUND + 1n));
    await secondRounds.publish(DOWN_TO_BOUND);
    expect(await read()).to.deep.equal(reading(PriceValidity.Valid, ANSWER, DOWN_TO_BOUND, ANSWER));
    await secondRounds.publish(DOWN_TO_BOUND - 1n);
    expect(await read()).to.deep.equal(reading(PriceValidity.Diverged, ANSWER, DOWN_TO_BOUND - 1n, ANSWER));
  });

  it("a Diverged price is accepted, and leaves nothing to settle when they agree again", async () => {
    const { oracle, rounds, record, read } = await networkHelpers.loadFixture(fixture);
    const apart = answer("2,100");
    await rounds.publish(apart);
    await record();
    expect(await oracle.acceptedPrice(MARKET)).to.equal(priceOf(apart));
    expect(await read()).to.deep.equal(reading(PriceValidity.Diverged, apart, ANSWER, apart));
    await rounds.publish(answer("2,010"));
    expect(await read()).to.deep.equal(reading(PriceValidity.Valid, answer("2,010"), ANSWER, answer("2,010")));
  });

  it("a price that settles while they disagree is Settling, which allows less, and carries both", async () => {
    const { rounds, read, record } = await networkHelpers.loadFixture(fixture);
    await rounds.publish(answer("1,000"));
    await rounds.publish(answer("1,000"));
    const apart = [answer("1,000"), answer("1,000"), ANSWER] as const;
    expect(await read()).to.deep.equal(reading(PriceValidity.Settling, ...apart));
    const time = await record();
    await networkHelpers.time.increaseTo(time + SETTLE_TIME - 1n);
    expect(await read()).to.deep.equal(reading(PriceValidity.Settling, ...apart));
    await networkHelpers.time.increaseTo(time + SETTLE_TIME);
    expect(await read()).to.deep.equal(reading(PriceValidity.Diverged, ...apart));
  });

  it("a jump of the first feed is one, whatever the second says; of the second alone it is a disagreement", async () => {
    const { rounds, secondRounds, validity } = await networkHelpers.loadFixture(fixture);
    await secondRounds.publish(answer("1,000"));
    expect(await validity()).to.equal(PriceValidity.Diverged);
    await rounds.publish(answer("1,000"));
    expect(await validity()).to.equal(PriceValidity.Jumped);
  });

  it("the mark's round is the first feed's", async () => {
    const { oracle, rounds, secondRounds } = await networkHelpers.loadFixture(fixture);
    const round = await rounds.publish(ANSWER + 1n);
    await secondRounds.publish(ANSWER + 2n);
    const { roundId, updatedAt } = await oracle.readPrice(MARKET);
    expect([roundId, updatedAt]).to.deep.equal([round.roundId, round.updatedAt]);
  });
});
