// SPDX-License-Identifier: MIT
// A market in which nobody trades records nothing. Whether its feed went on as ever is told from the rounds.
import { expect } from "chai";
import { network } from "hardhat";

import { answer } from "../../../deploy/parameters/units.ts";
import { PriceValidity } from "../../fixtures/validity.ts";
import { ANSWER, DEPTH, HEARTBEAT, MARKET, Mode, oneMarket, SETTLE_TIME } from "./support.ts";

const { ethers, networkHelpers } = await network.create();

const MINUTES = 60n;

describe("ChainlinkOracle: an idle market", () => {
  const fixture = async () => oneMarket(ethers, networkHelpers);

  it("is Valid however far its feed has gone in ordinary steps", async () => {
    const { oracle, rounds, validity } = await networkHelpers.loadFixture(fixture);
    for (let price = ANSWER; price > answer("400"); price = (price * 97n) / 100n) {
      await networkHelpers.time.increase(2n * MINUTES);
      await rounds.publish(price);
      expect(await validity()).to.equal(PriceValidity.Valid);
    }
    await oracle.recordPrice(MARKET);
    expect(await oracle.settleUntil(MARKET)).to.be.lessThan(BigInt(await networkHelpers.time.latest()));
    expect(await validity()).to.equal(PriceValidity.Valid);
  });

  it("is Valid however long its feed has beaten once a heartbeat", async () => {
    const { rounds, validity } = await networkHelpers.loadFixture(fixture);
    for (let hour = 0n; hour < 30n; hour += 1n) {
      await networkHelpers.time.increase(HEARTBEAT - 10n);
      await rounds.publish(ANSWER + hour);
      expect(await validity()).to.equal(PriceValidity.Valid);
    }
  });

  it("asks for no more rounds than lie after what is known", async () => {
    const { feed, rounds, validity } = await networkHelpers.loadFixture(fixture);
    // Only the round that was accepted and those after it: an older one is missing.
    await networkHelpers.time.increase(HEARTBEAT - 100n);
    await rounds.publish(ANSWER + 1n);
    await networkHelpers.time.increase(HEARTBEAT - 100n);
    await rounds.publish(ANSWER + 2n);
    expect(await validity()).to.equal(PriceValidity.Valid);
    await feed.setModes(Mode.Answer, Mode.Revert);
    expect(await validity()).to.equal(PriceValidity.Settling);
  });

  it("knows again what was recorded, at an unchanged price too", async () => {
    const { feed, rounds, record, validity } = await networkHelpers.loadFixture(fixture);
    await networkHelpers.time.increase(HEARTBEAT - 100n);
    await rounds.publish(ANSWER);
    await networkHelpers.time.increase(HEARTBEAT - 100n);
    await rounds.publish(ANSWER);
    await record();
    await feed.setModes(Mode.Answer, Mode.Revert);
    expect(await validity()).to.equal(PriceValidity.Valid);
  });

  it("is Settling behind a jump or a silence that lies among the rounds looked at, and Valid behind an older one", async () => {
    for (const jump of [true, false]) {
      const { rounds, validity } = await networkHelpers.loadFixture(fixture);
      const price = jump ? answer("1,000") : ANSWER;
      if (!jump) await networkHelpers.time.increase(HEARTBEAT + 1n);
      await rounds.publish(price);
      for (let later = 1n; later <= DEPTH; later += 1n) {
        await networkHelpers.time.increase(2n * MINUTES);
        await rounds.publish(price + later);
        expect(await validity()).to.equal(later < DEPTH ? PriceValidity.Settling : PriceValidity.Valid);
      }
    }
  });

  it("is Settling for a minute after more rounds in a burst than are looked at", async () => {
    const { rounds, validityAt } = await networkHelpers.loadFixture(fixture);
    await rounds.publish(answer("1,000"));
    const first = await rounds.publish(answer("1,000"));
    for (let later = 1n; later <= DEPTH; later += 1n) await rounds.publish(answer("1,000") + later);
    expect(await validityAt(first.updatedAt + SETTLE_TIME - 1n)).to.equal(PriceValidity.Settling);
    expect(await validityAt(first.updatedAt + SETTLE_TIME)).to.equal(PriceValidity.Valid);
  });

  it("of two rounds that share one updatedAt looks at both", async () => {
    const { rounds, record, validity } = await networkHelpers.loadFixture(fixture);
    await rounds.publish(answer("1,990"));
    await record();
    const first = await rounds.publish(answer("1,980"));
    const age = BigInt(await networkHelpers.time.latest()) - first.updatedAt;
    await rounds.publish(answer("1,000"), age);
    await rounds.publish(answer("1,001"));
    expect(await validity()).to.equal(PriceValidity.Settling);
  });

  it("is Jumped, then Settling, where its far price is a phase's first round", async () => {
    const { rounds, validity } = await networkHelpers.loadFixture(fixture);
    await rounds.publish(answer("1,700"));
    await rounds.publish(answer("1,590"), 0n, 2n);
    expect(await validity()).to.equal(PriceValidity.Jumped);
    await rounds.publish(answer("1,591"));
    expect(await validity()).to.equal(PriceValidity.Settling);
  });
});
