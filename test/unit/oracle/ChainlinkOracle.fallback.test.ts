// SPDX-License-Identifier: MIT
// One of two feeds fails: for fallbackDelay the price is as bad as it, afterwards the other alone counts.
import { expect } from "chai";
import { network } from "hardhat";

import { answer } from "../../../deploy/parameters/units.ts";
import { PriceValidity } from "../../fixtures/validity.ts";
import {
  ANSWER,
  FALLBACK_DELAY,
  HEARTBEAT,
  listFeed,
  MARKET,
  MAX_LIQUIDATION_AGE,
  Mode,
  OTHER_MARKET,
  pairedMarket,
  priceOf,
  SECOND_HEARTBEAT,
  SECOND_MAX_LIQUIDATION_AGE,
  SETTLE_TIME,
  unusable,
  usable,
} from "./support.ts";

const { ethers, networkHelpers } = await network.create();

const FIRST = answer("2,002");
const SECOND = answer("2,004");

describe("ChainlinkOracle: fallback", () => {
  async function fixture() {
    const market = await pairedMarket(ethers, networkHelpers);
    const first = await market.rounds.publish(FIRST);
    const second = await market.secondRounds.publish(SECOND);
    await market.record();
    return { ...market, first, second };
  }

  it("an Invalid first feed makes the price Invalid until fallbackDelay after its recording, then the second counts", async () => {
    const { oracle, feed, record, validityAt, second } = await networkHelpers.loadFixture(fixture);
    await feed.setModes(Mode.Revert, Mode.Revert);
    const failing = await record();
    await networkHelpers.time.increaseTo(failing + FALLBACK_DELAY);
    const invalid = unusable(PriceValidity.Invalid, priceOf(FIRST), 0n, 0n);
    expect((await oracle.readPrice(MARKET)).slice(3)).to.deep.equal(invalid.slice(3));
    expect((await oracle.readPrice(MARKET)).mark).to.equal(priceOf(FIRST));
    // Nothing could be liquidated until now: it settles before it is Diverged.
    expect(await validityAt(failing + FALLBACK_DELAY + 1n)).to.equal(PriceValidity.Settling);
    const time = await record();
    expect(await oracle.acceptedPrice(MARKET)).to.equal(priceOf(SECOND));
    expect(await validityAt(time + SETTLE_TIME - 1n)).to.equal(PriceValidity.Settling);
    expect(await validityAt(time + SETTLE_TIME)).to.equal(PriceValidity.Diverged);
    expect(await oracle.readPrice(MARKET)).to.deep.equal(usable(PriceValidity.Diverged, second));
    expect(await oracle.fallbackDelay()).to.equal(FALLBACK_DELAY);
  });

  it("an Invalid second feed does the same, and the first counts", async () => {
    const { oracle, secondFeed, record, validityAt, first } = await networkHelpers.loadFixture(fixture);
    await secondFeed.setModes(Mode.BurnGas, Mode.BurnGas);
    const failing = await record();
    expect(await validityAt(failing + FALLBACK_DELAY)).to.equal(PriceValidity.Invalid);
    expect(await validityAt(failing + FALLBACK_DELAY + 1n)).to.equal(PriceValidity.Settling);
    const time = await record();
    expect(await validityAt(time + SETTLE_TIME)).to.equal(PriceValidity.Diverged);
    expect(await oracle.readPrice(MARKET)).to.deep.equal(usable(PriceValidity.Diverged, first));
  });

  it("an Invalid feed that nobody recorded counts from now: the price stays Invalid", async () => {
    const { feed, record, validityAt, first } = await networkHelpers.loadFixture(fixture);
    await feed.setModes(Mode.Revert, Mode.Revert);
    expect(await validityAt(first.updatedAt + 5n * FALLBACK_DELAY)).to.equal(PriceValidity.Invalid);
    const failing = await record();
    expect(await validityAt(failing + FALLBACK_DELAY)).to.equal(PriceValidity.Invalid);
    expect(await validityAt(failing + FALLBACK_DELAY + 1n)).to.equal(PriceValidity.Settling);
  });

  it("a Stale first feed hands over fallbackDelay after its heartbeat, which its round tells, without a pause", async () => {
    const { oracle, validityAt, first, second } = await networkHelpers.loadFixture(fixture);
    expect(await validityAt(first.updatedAt + HEARTBEAT)).to.equal(PriceValidity.Valid);
    expect(await validityAt(first.updatedAt + HEARTBEAT + 1n)).to.equal(PriceValidity.Stale);
    expect((await oracle.readPrice(MARKET)).mark).to.equal(priceOf(FIRST));
    expect(MAX_LIQUIDATION_AGE).to.equal(HEARTBEAT + FALLBACK_DELAY);
    expect(await validityAt(first.updatedAt + MAX_LIQUIDATION_AGE)).to.equal(PriceValidity.Stale);
    expect(await validityAt(first.updatedAt + MAX_LIQUIDATION_AGE + 1n)).to.equal(PriceValidity.Diverged);
    expect(await oracle.readPrice(MARKET)).to.deep.equal(usable(PriceValidity.Diverged, second));
  });

  it("a Stale second feed is Stale, past its own limit Expired, and then the first alone counts", async () => {
    const { oracle, rounds, record, validityAt, second } = await networkHelpers.loadFixture(fixture);
    await networkHelpers.time.increase(HEARTBEAT - 100n);
    await rounds.publish(FIRST);
    await record();
    await networkHelpers.time.increase(HEARTBEAT - 100n);
    const latest = await rounds.publish(FIRST);
    expect(await validityAt(second.updatedAt + SECOND_HEARTBEAT)).to.equal(PriceValidity.Valid);
    expect(await validityAt(second.updatedAt + SECOND_HEARTBEAT + 1n)).to.equal(PriceValidity.Stale);
    expect(await validityAt(second.updatedAt + SECOND_MAX_LIQUIDATION_AGE)).to.equal(PriceValidity.Stale);
    expect(await validityAt(second.updatedAt + SECOND_MAX_LIQUIDATION_AGE + 1n)).to.equal(PriceValidity.Expired);
    const handOver = second.updatedAt + SECOND_HEARTBEAT + FALLBACK_DELAY;
    expect(await validityAt(handOver)).to.equal(PriceValidity.Expired);
    expect(await validityAt(handOver + 1n)).to.equal(PriceValidity.Diverged);
    expect(await oracle.readPrice(MARKET)).to.deep.equal(usable(PriceValidity.Diverged, latest));
  });

  it("the feed that counts alone is still judged: Stale, Expired and Jumped", async () => {
    const { feed, secondRounds, record, validity, validityAt, second } = await networkHelpers.loadFixture(fixture);
    await feed.setModes(Mode.Revert, Mode.Revert);
    await record();
    expect(await validityAt(second.updatedAt + SECOND_HEARTBEAT + 1n)).to.equal(PriceValidity.Stale);
    // Past its own fallbackDelay both are out, and the worse of the two stands.
    expect(await validityAt(second.updatedAt + SECOND_MAX_LIQUIDATION_AGE + 1n)).to.equal(PriceValidity.Expired);
    expect(await validityAt(second.updatedAt + SECOND_HEARTBEAT + FALLBACK_DELAY + 1n)).to.equal(PriceValidity.Invalid);
    await secondRounds.publish(answer("1,000"));
    expect(await validity()).to.equal(PriceValidity.Jumped);
  });

  it("a feed that comes back makes the price settle, from then on both count again", async () => {
    const { oracle, feed, rounds, secondRounds, record, validityAt } = await networkHelpers.loadFixture(fixture);
    await feed.setModes(Mode.Revert, Mode.Revert);
    const failing = await record();
    await validityAt(failing + FALLBACK_DELAY + 1n);
    const settled = await record();
    expect(await validityAt(settled + SETTLE_TIME)).to.equal(PriceValidity.Diverged);
    await feed.setModes(Mode.Answer, Mode.Answer);
    await rounds.publish(ANSWER);
    await secondRounds.publish(SECOND);
    const { validity, mark, low, high } = await oracle.readPrice(MARKET);
    expect([validity, mark, low, high]).to.deep.equal([
      PriceValidity.Settling,
      priceOf(ANSWER),
      priceOf(ANSWER),
      priceOf(SECOND),
    ]);
    const time = await record();
    expect(await validityAt(time + SETTLE_TIME - 1n)).to.equal(PriceValidity.Settling);
    expect(await validityAt(time + SETTLE_TIME)).to.equal(PriceValidity.Valid);
  });

  it("a feed that fails again waits again, and the other's time is not its own", async () => {
    const { feed, secondFeed, rounds, record, validityAt } = await networkHelpers.loadFixture(fixture);
    await feed.setModes(Mode.Revert, Mode.Revert);
    const first = await record();
    await networkHelpers.time.increaseTo(first + 300n);
    await secondFeed.setModes(Mode.Revert, Mode.Revert);
    const second = await record();
    await networkHelpers.time.increaseTo(second + 100n);
    await feed.setModes(Mode.Answer, Mode.Answer);
    await rounds.publish(FIRST);
    await record();
    // The second has failed since `second`.
    expect(await validityAt(second + FALLBACK_DELAY)).to.equal(PriceValidity.Invalid);
    expect(await validityAt(second + FALLBACK_DELAY + 1n)).to.equal(PriceValidity.Settling);
    await secondFeed.setModes(Mode.Answer, Mode.Answer);
    await record();
    await secondFeed.setModes(Mode.Revert, Mode.Revert);
    const again = await record();
    expect(await validityAt(again + FALLBACK_DELAY)).to.equal(PriceValidity.Invalid);
  });

  it("a second feed that was silent past its heartbeat makes the price settle when it is back, recorded or not", async () => {
    const { rounds, secondRounds, record, validity, validityAt, second } = await networkHelpers.loadFixture(fixture);
    for (let hour = 0; hour < 2; hour += 1) {
      await networkHelpers.time.increase(HEARTBEAT - 10n);
      await rounds.publish(FIRST);
    }
    await networkHelpers.time.increaseTo(second.updatedAt + SECOND_HEARTBEAT + 30n);
    await rounds.publish(FIRST);
    await secondRounds.publish(SECOND);
    expect(await validity()).to.equal(PriceValidity.Settling);
    await secondRounds.publish(SECOND);
    expect(await validity()).to.equal(PriceValidity.Settling);
    const time = await record();
    expect(await validityAt(time + SETTLE_TIME)).to.equal(PriceValidity.Valid);
  });

  it("a second feed that beats in time never does, recorded or not", async () => {
    for (const recorded of [true, false]) {
      const { rounds, secondRounds, record, validity } = await networkHelpers.loadFixture(fixture);
      for (let hour = 0n; hour < 12n; hour += 1n) {
        await networkHelpers.time.increase(HEARTBEAT - 20n);
        await rounds.publish(FIRST + hour);
        if (hour % 2n === 1n) await secondRounds.publish(SECOND + hour);
        if (recorded) await record();
        expect(await validity()).to.equal(PriceValidity.Valid);
      }
    }
  });

  for (const mode of ["Revert", "BurnGas", "ShortReturn", "HugeReturn"] as const) {
    it(`a second feed that fails by ${mode} takes no other market down`, async () => {
      const { oracle, secondFeed, validity, feed } = await networkHelpers.loadFixture(fixture);
      await listFeed(oracle, feed, OTHER_MARKET);
      await secondFeed.setModes(Mode[mode], Mode[mode]);
      expect(await validity()).to.equal(PriceValidity.Invalid);
      expect((await oracle.readPrice(OTHER_MARKET)).validity).to.equal(PriceValidity.Valid);
      await oracle.recordPrice(OTHER_MARKET);
    });
  }
});
