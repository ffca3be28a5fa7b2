// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { answer } from "../../../deploy/parameters/units.ts";
import { PriceValidity } from "../../fixtures/validity.ts";
import {
  ANSWER,
  DOWN,
  GRACE,
  HEARTBEAT,
  JUMP_HOLD,
  listFeed,
  MARKET,
  MAX_LIQUIDATION_AGE,
  Mode,
  oneMarket,
  OTHER_MARKET,
  priceOf,
  roundAt,
  SETTLE_TIME,
  UP,
  usable,
} from "./support.ts";

const { ethers, networkHelpers } = await network.create();

describe("ChainlinkOracle: Settling", () => {
  const fixture = async () => oneMarket(ethers, networkHelpers);

  /** A jump that a later round has confirmed, and nobody has recorded. */
  async function confirmedFixture() {
    const market = await fixture();
    await market.rounds.publish(answer("1,000"));
    const confirming = await market.rounds.publish(answer("1,001"));
    return { ...market, confirming };
  }

  async function sequencerFixture() {
    const uptime = await ethers.deployContract("FaultyFeed", [0n]);
    const longAgo = BigInt(await networkHelpers.time.latest()) - 10n * GRACE;
    await uptime.setRound(roundAt(longAgo, UP));
    const market = await oneMarket(ethers, networkHelpers, await uptime.getAddress(), GRACE);
    const setUptime = async (status: bigint): Promise<bigint> => {
      const startedAt = BigInt(await networkHelpers.time.latest());
      await uptime.setRound(roundAt(startedAt, status));
      return startedAt;
    };
    return { ...market, setUptime };
  }

  it("lasts until settleTime after the first recording, to the second", async () => {
    const { oracle, record, validityAt, confirming } = await networkHelpers.loadFixture(confirmedFixture);
    const time = await record();
    expect(await oracle.acceptedPrice(MARKET)).to.equal(priceOf(confirming.answer));
    expect(await oracle.settleUntil(MARKET)).to.equal(time + SETTLE_TIME);
    expect(await validityAt(time + SETTLE_TIME - 1n)).to.equal(PriceValidity.Settling);
    expect(await validityAt(time + SETTLE_TIME)).to.equal(PriceValidity.Valid);
    expect(await oracle.settleTime()).to.equal(SETTLE_TIME);
  });

  it("does not end by itself while nobody records", async () => {
    const { oracle, record, validityAt, confirming } = await networkHelpers.loadFixture(confirmedFixture);
    expect(await validityAt(confirming.updatedAt + HEARTBEAT - 10n)).to.equal(PriceValidity.Settling);
    const time = await record();
    expect(await oracle.settleUntil(MARKET)).to.equal(time + SETTLE_TIME);
  });

  it("is not prolonged by what is recorded in it, which is accepted as ever", async () => {
    const { oracle, rounds, record, validityAt } = await networkHelpers.loadFixture(confirmedFixture);
    const time = await record();
    await networkHelpers.time.increase(30n);
    await rounds.publish(answer("1,050"));
    await record();
    expect(await oracle.acceptedPrice(MARKET)).to.equal(priceOf(answer("1,050")));
    expect(await validityAt(time + SETTLE_TIME - 1n)).to.equal(PriceValidity.Settling);
    expect(await validityAt(time + SETTLE_TIME)).to.equal(PriceValidity.Valid);
  });

  it("recording answers Settling itself, and stores what reading would answer", async () => {
    const { oracle, confirming } = await networkHelpers.loadFixture(confirmedFixture);
    const settling = usable(PriceValidity.Settling, confirming);
    expect(await oracle.recordPrice.staticCall(MARKET)).to.deep.equal(settling);
    await oracle.recordPrice(MARKET);
    expect(await oracle.readPrice(MARKET)).to.deep.equal(settling);
  });

  it("follows a jump that nothing confirmed but time", async () => {
    const { rounds, record, validityAt } = await networkHelpers.loadFixture(fixture);
    const { updatedAt } = await rounds.publish(answer("1,000"));
    await validityAt(updatedAt + JUMP_HOLD);
    const time = await record();
    expect(await validityAt(time + SETTLE_TIME - 1n)).to.equal(PriceValidity.Settling);
    expect(await validityAt(time + SETTLE_TIME)).to.equal(PriceValidity.Valid);
  });

  it("follows a jump that was recorded, also where the price comes back to the accepted one", async () => {
    const { rounds, record, validity, validityAt } = await networkHelpers.loadFixture(fixture);
    await rounds.publish(answer("20,000"));
    await record();
    await rounds.publish(ANSWER);
    expect(await validity()).to.equal(PriceValidity.Settling);
    const time = await record();
    expect(await validityAt(time + SETTLE_TIME)).to.equal(PriceValidity.Valid);
  });

  it("follows a silence of more than a heartbeat between two rounds, and none of a heartbeat", async () => {
    const { rounds, validity, feed } = await networkHelpers.loadFixture(fixture);
    const { updatedAt } = await rounds.publish(ANSWER);
    await networkHelpers.time.increaseTo(updatedAt + HEARTBEAT);
    const inTime = await rounds.publish(ANSWER + 1n);
    expect(inTime.updatedAt - updatedAt).to.equal(HEARTBEAT);
    expect(await validity()).to.equal(PriceValidity.Valid);
    // The block that made this round is a second later already.
    await feed.setRound({ ...inTime, updatedAt: updatedAt + HEARTBEAT + 1n });
    expect(await validity()).to.equal(PriceValidity.Settling);
  });

  it("follows Stale and Expired, whether anyone recorded them or not, and further rounds do not end it", async () => {
    for (const recorded of [false, true]) {
      for (const age of [HEARTBEAT + 60n, MAX_LIQUIDATION_AGE + 60n]) {
        const { rounds, record, validity, validityAt } = await networkHelpers.loadFixture(fixture);
        const { updatedAt } = await rounds.publish(ANSWER + 1n);
        const before = await validityAt(updatedAt + age);
        expect(before).to.equal(age < MAX_LIQUIDATION_AGE ? PriceValidity.Stale : PriceValidity.Expired);
        if (recorded) await record();
        for (const step of [2n, 3n, 4n]) {
          await rounds.publish(ANSWER + step);
          expect(await validity()).to.equal(PriceValidity.Settling);
        }
        const time = await record();
        expect(await validityAt(time + SETTLE_TIME - 1n)).to.equal(PriceValidity.Settling);
        expect(await validityAt(time + SETTLE_TIME)).to.equal(PriceValidity.Valid);
      }
    }
  });

  it("follows a failure that was recorded, at the same price and round too", async () => {
    const { oracle, feed, record, validity, validityAt } = await networkHelpers.loadFixture(fixture);
    await feed.setModes(Mode.Revert, Mode.Answer);
    const failed = await record();
    expect(await oracle.unusableSince(MARKET)).to.equal(failed);
    expect(await oracle.settleUntil(MARKET)).to.equal(0n);
    await feed.setModes(Mode.Answer, Mode.Answer);
    expect(await validity()).to.equal(PriceValidity.Settling);
    const time = await record();
    expect(await oracle.unusableSince(MARKET)).to.equal(0n);
    expect(await validityAt(time + SETTLE_TIME - 1n)).to.equal(PriceValidity.Settling);
    expect(await validityAt(time + SETTLE_TIME)).to.equal(PriceValidity.Valid);
  });

  it("follows the sequencer's return, whether anyone recorded it or not, in rounds of before and after", async () => {
    for (const recorded of [false, true]) {
      for (const fresh of [false, true]) {
        const { rounds, setUptime, record, validity, validityAt } = await networkHelpers.loadFixture(sequencerFixture);
        await setUptime(DOWN);
        if (recorded) await record();
        const back = await setUptime(UP);
        expect(await validityAt(back + GRACE)).to.equal(PriceValidity.SequencerDown);
        expect(await validityAt(back + GRACE + 1n)).to.equal(PriceValidity.Settling);
        if (fresh) await rounds.publish(ANSWER + 1n);
        expect(await validity()).to.equal(PriceValidity.Settling);
        const time = await record();
        expect(await validityAt(time + SETTLE_TIME - 1n)).to.equal(PriceValidity.Settling);
        expect(await validityAt(time + SETTLE_TIME)).to.equal(PriceValidity.Valid);
      }
    }
  });

  it("is not read into the start of a market, whatever its feed did before", async () => {
    const { oracle, rounds, feed, validity } = await networkHelpers.loadFixture(fixture);
    await rounds.publish(answer("1,000"));
    await networkHelpers.time.increase(2n * HEARTBEAT);
    await rounds.publish(answer("3,000"));
    await listFeed(oracle, feed, OTHER_MARKET);
    expect((await oracle.readPrice(OTHER_MARKET)).validity).to.equal(PriceValidity.Valid);
    expect(await validity()).to.equal(PriceValidity.Jumped);
  });
});
