// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { DAY, DELAY, HOUR, Status, WINDOW, workingPoolFixture } from "./support.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const ASSETS = usd("1,000");
const MAX_WAIT = BigInt(7 * DAY);

describe("LiquidityPool: waiting for prices", () => {
  /** The pool is short ETH and flat in BTC; a request waits for its window. */
  async function waitingFixture() {
    const working = await workingPoolFixture(connection);
    await working.fund(working.bob, usd("1,000,000"));
    await working.trade(working.bob, "ETH", "100");
    const id = await working.askToJoin(working.alice, ASSETS);
    await working.waitForWindow();
    return { ...working, id };
  }

  const atNext = async (timestamp: bigint): Promise<void> => networkHelpers.time.setNextBlockTimestamp(timestamp);

  it("nothing is executed while a market with inventory is not Valid", async () => {
    const { pool, id, setPrices } = await networkHelpers.loadFixture(waitingFixture);
    await networkHelpers.time.increase(2 * HOUR);
    await expect(pool.executeRequest(id)).to.be.revertedWithCustomError(pool, "PricesNotValid");
    expect((await pool.requestState(id)).status).to.equal(Status.Pending);
    await setPrices({});
    await pool.executeRequest(id);
    expect((await pool.requestState(id)).status).to.equal(Status.Executed);
  });

  it("a market without inventory is not asked for its price", async () => {
    const { pool, clearingHouse, feeds, id, setPrice } = await networkHelpers.loadFixture(waitingFixture);
    await networkHelpers.time.increase(2 * HOUR);
    await setPrice("ETH", "2,000");
    await feeds.BTC.updateAnswer(0n);
    expect((await clearingHouse.poolValuation()).pricesValid).to.equal(true);
    await pool.executeRequest(id);
    expect((await pool.requestState(id)).status).to.equal(Status.Executed);
  });

  it("a recorded outage moves the end of the window by its length", async () => {
    const { pool, id, setPrices } = await networkHelpers.loadFixture(waitingFixture);
    const { closesAt } = await pool.requestState(id);
    await networkHelpers.time.increase(2 * HOUR);
    await expect(pool.recordOutage()).to.emit(pool, "OutageRecorded").withArgs(true);
    const began = BigInt(await networkHelpers.time.latest());
    await networkHelpers.time.increase(5 * HOUR);
    await setPrices({});
    await expect(pool.recordOutage()).to.emit(pool, "OutageRecorded").withArgs(false);
    const length = BigInt(await networkHelpers.time.latest()) - began;
    expect((await pool.requestState(id)).closesAt).to.equal(closesAt + length);
    await networkHelpers.time.increase(5 * HOUR);
    expect((await pool.requestState(id)).closesAt).to.equal(closesAt + length);
  });

  it("recording what is recorded already changes nothing", async () => {
    const { pool } = await networkHelpers.loadFixture(waitingFixture);
    await expect(pool.recordOutage()).not.to.emit(pool, "OutageRecorded");
    await networkHelpers.time.increase(2 * HOUR);
    await pool.recordOutage();
    await expect(pool.recordOutage()).not.to.emit(pool, "OutageRecorded");
  });

  it("an outage over the end of the window does not make the request lapse; executing ends it", async () => {
    const { pool, id, setPrices } = await networkHelpers.loadFixture(waitingFixture);
    const { closesAt } = await pool.requestState(id);
    await networkHelpers.time.increaseTo(closesAt - 10n);
    await pool.recordOutage();
    const began = BigInt(await networkHelpers.time.latest());
    await networkHelpers.time.increase(2 * DAY);
    const next = BigInt(await networkHelpers.time.latest()) + 1n;
    await atNext(next);
    await expect(pool.lapseRequest(id))
      .to.be.revertedWithCustomError(pool, "RequestWindowOpen")
      .withArgs(id, next, closesAt + next - began);
    await setPrices({});
    await expect(pool.executeRequest(id)).to.emit(pool, "OutageRecorded").withArgs(false);
    expect((await pool.requestState(id)).status).to.equal(Status.Executed);
  });

  it("an outage that is over when a lapse is asked for ends there, and the window runs out as it would have", async () => {
    const { pool, id, setPrices } = await networkHelpers.loadFixture(waitingFixture);
    await networkHelpers.time.increase(2 * HOUR);
    await pool.recordOutage();
    await networkHelpers.time.increase(WINDOW);
    await setPrices({});
    // Nobody recorded the end; the request is still open, so the attempt itself is undone with its record.
    await expect(pool.lapseRequest(id)).to.be.revertedWithCustomError(pool, "RequestWindowOpen");
    await pool.recordOutage();
    const { closesAt } = await pool.requestState(id);
    await atNext(closesAt + 1n);
    await pool.lapseRequest(id);
    expect((await pool.requestState(id)).status).to.equal(Status.Lapsed);
  });

  it("outages keep money for seven days at most: then the request lapses, prices or not", async () => {
    const { pool, id, alice, walletOf } = await networkHelpers.loadFixture(waitingFixture);
    const { closesAt } = await pool.requestState(id);
    await networkHelpers.time.increase(2 * HOUR);
    await pool.recordOutage();
    await atNext(closesAt + MAX_WAIT);
    await expect(pool.lapseRequest(id)).to.be.revertedWithCustomError(pool, "RequestWindowOpen");
    await atNext(closesAt + MAX_WAIT + 1n);
    await pool.lapseRequest(id);
    expect(await walletOf(alice)).to.equal(ASSETS);
  });

  it("an outage before the request moves nothing", async () => {
    const { pool, alice, askToJoin, setPrices } = await networkHelpers.loadFixture(waitingFixture);
    await networkHelpers.time.increase(2 * HOUR);
    await pool.recordOutage();
    await networkHelpers.time.increase(3 * HOUR);
    await setPrices({});
    await pool.recordOutage();
    const later = await askToJoin(alice, ASSETS);
    const { opensAt, closesAt } = await pool.requestState(later);
    expect(opensAt).to.equal(BigInt(await networkHelpers.time.latest()) + BigInt(DELAY));
    expect(closesAt - opensAt).to.equal(BigInt(WINDOW));
  });
});
