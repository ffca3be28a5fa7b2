// SPDX-License-Identifier: MIT
// ATTACKS A15: a round that jumps is doubted, also by liquidations, and for no longer than jumpHold. DESIGN's rule is used,
// two references and an end by time, where the catalogue pauses the market.
import { expect } from "chai";
import { network } from "hardhat";

import { answer } from "../../../deploy/parameters/units.ts";
import { PriceValidity } from "../../fixtures/validity.ts";
import { ANSWER, JUMP_HOLD, MARKET, Mode, oneMarket, priceOf, roundAt, unusable, usable } from "./support.ts";

const { ethers, networkHelpers } = await network.create();

/** The jump bound is 20 %. */
const DOWN_TO_BOUND = answer("1,600");
const UP_TO_BOUND = answer("2,400");

describe("ChainlinkOracle: Jumped", () => {
  const fixture = async () => oneMarket(ethers, networkHelpers);

  it("a round at the bound from the last accepted price is Valid, and one step further Jumped", async () => {
    const { rounds, validity } = await networkHelpers.loadFixture(fixture);
    for (const [within, beyond] of [
      [DOWN_TO_BOUND, DOWN_TO_BOUND - 1n],
      [UP_TO_BOUND, UP_TO_BOUND + 1n],
    ] as const) {
      await rounds.publish(ANSWER);
      await rounds.publish(within);
      expect(await validity()).to.equal(PriceValidity.Valid);
      await rounds.publish(ANSWER);
      await rounds.publish(beyond);
      expect(await validity()).to.equal(PriceValidity.Jumped);
    }
  });

  it("a round far from the accepted price, but at the bound from the round before it, is none, and one step further is", async () => {
    const { rounds, validity } = await networkHelpers.loadFixture(fixture);
    await rounds.publish(answer("1,700"));
    await rounds.publish(answer("1,360"));
    expect(await validity()).to.equal(PriceValidity.Valid);
    await rounds.publish(answer("1,700"));
    await rounds.publish(answer("1,360") - 1n);
    expect(await validity()).to.equal(PriceValidity.Jumped);
  });

  it("a round near the accepted price is none, however far the round before it lies", async () => {
    const { rounds, validity } = await networkHelpers.loadFixture(fixture);
    await rounds.publish(answer("20,000"));
    expect(await validity()).to.equal(PriceValidity.Jumped);
    await rounds.publish(answer("2,001"));
    expect(await validity()).to.equal(PriceValidity.Valid);
  });

  it("answers the accepted price and the bound about it, with the jumped round's id and time", async () => {
    const { oracle, rounds, record } = await networkHelpers.loadFixture(fixture);
    const { roundId, updatedAt } = await rounds.publish(answer("1,000"));
    const jumped = unusable(PriceValidity.Jumped, priceOf(ANSWER), roundId, updatedAt);
    expect(await oracle.readPrice(MARKET)).to.deep.equal(jumped);
    const time = await record();
    expect(await oracle.acceptedPrice(MARKET)).to.equal(priceOf(ANSWER));
    expect(await oracle.unusableSince(MARKET)).to.equal(time);
    await record();
    expect(await oracle.unusableSince(MARKET)).to.equal(time);
    expect(await oracle.readPrice(MARKET)).to.deep.equal(jumped);
  });

  it("ends jumpHold after the round was made, and the price settles then", async () => {
    const { oracle, rounds, validityAt } = await networkHelpers.loadFixture(fixture);
    const round = await rounds.publish(answer("1,000"));
    expect(await validityAt(round.updatedAt + JUMP_HOLD - 1n)).to.equal(PriceValidity.Jumped);
    expect(await validityAt(round.updatedAt + JUMP_HOLD)).to.equal(PriceValidity.Settling);
    expect(await oracle.readPrice(MARKET)).to.deep.equal(usable(PriceValidity.Settling, round));
    expect(await oracle.jumpHold()).to.equal(JUMP_HOLD);
  });

  it("ends with a later round within the bound of it, at the bound too (A15)", async () => {
    const { oracle, rounds, validity } = await networkHelpers.loadFixture(fixture);
    await rounds.publish(answer("1,000"));
    await rounds.publish(answer("800"));
    expect(await validity()).to.equal(PriceValidity.Settling);
    await rounds.publish(answer("1,000"));
    expect(await validity()).to.equal(PriceValidity.Jumped);
    const round = await rounds.publish(answer("1,001"));
    expect(await oracle.readPrice(MARKET)).to.deep.equal(usable(PriceValidity.Settling, round));
  });

  it("begins anew with a later round that jumps again", async () => {
    const { rounds, validityAt } = await networkHelpers.loadFixture(fixture);
    const first = await rounds.publish(answer("1,500"));
    await validityAt(first.updatedAt + JUMP_HOLD - 10n);
    const second = await rounds.publish(answer("1,000"));
    expect(await validityAt(first.updatedAt + JUMP_HOLD)).to.equal(PriceValidity.Jumped);
    expect(await validityAt(second.updatedAt + JUMP_HOLD - 1n)).to.equal(PriceValidity.Jumped);
    expect(await validityAt(second.updatedAt + JUMP_HOLD)).to.equal(PriceValidity.Settling);
  });

  it("asks for no earlier round while the price is near the accepted one", async () => {
    const { feed, rounds, validity } = await networkHelpers.loadFixture(fixture);
    await feed.setModes(Mode.Answer, Mode.BurnGas);
    await rounds.publish(DOWN_TO_BOUND);
    expect(await validity()).to.equal(PriceValidity.Valid);
  });

  for (const mode of ["Revert", "BurnGas", "ShortReturn", "HugeReturn"] as const) {
    it(`an earlier round that cannot be read, by ${mode}, counts as far away`, async () => {
      const { feed, rounds, validity, validityAt } = await networkHelpers.loadFixture(fixture);
      await rounds.publish(answer("1,700"));
      const { updatedAt } = await rounds.publish(answer("1,590"));
      expect(await validity()).to.equal(PriceValidity.Valid);
      await feed.setModes(Mode.Answer, Mode[mode]);
      expect(await validity()).to.equal(PriceValidity.Jumped);
      expect(await validityAt(updatedAt + JUMP_HOLD)).to.equal(PriceValidity.Settling);
    });
  }

  it("an earlier round that is no price, or is missing, counts as far away", async () => {
    const { rounds, validity } = await networkHelpers.loadFixture(fixture);
    await rounds.publish(0n);
    await rounds.publish(answer("1,590"));
    expect(await validity()).to.equal(PriceValidity.Jumped);
    await rounds.publish(answer("1,590"), 0n, 2n);
    expect(await validity()).to.equal(PriceValidity.Jumped);
  });

  it("an earlier round that claims to be later than the one after it counts as far away", async () => {
    const { feed, validity } = await networkHelpers.loadFixture(fixture);
    const now = BigInt(await networkHelpers.time.latest());
    await feed.setRound(roundAt(now, answer("1,590"), 5n));
    await feed.setRound(roundAt(now - 1n, answer("1,590"), 6n));
    expect(await validity()).to.equal(PriceValidity.Jumped);
  });

  it("the first round a feed ever made has none before it", async () => {
    const { feed, validity } = await networkHelpers.loadFixture(fixture);
    await feed.setRound(roundAt(BigInt(await networkHelpers.time.latest()), answer("1,590"), 1n));
    expect(await validity()).to.equal(PriceValidity.Jumped);
  });
});
