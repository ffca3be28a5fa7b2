// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { answer, usd } from "../../../deploy/parameters/units.ts";
import { accountOf, protocolFixture } from "../../fixtures/protocol.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const HOUR = 3_600;
const HOURS = 36;
/** Here the account is below maintenance, and still is with all of this deposited. */
const PRICE = answer("1,920.5");
const MOST = usd("75");
/** Prices, a feed's last digit apart, of which one has a deposit that fits to the unit. */
const TICKS = 40n;
const COPIES = 100;

describe("ClearingHouse.liquidate: an account that is named many times", () => {
  /**
   * A long that has received funding and lost at the price: there is a size at which a liquidation's loss and penalty
   * are exactly the funding that it brings into cash, so that the account's word comes out as it was. Whoever deposits
   * the right amount beforehand makes it this size.
   */
  async function fundedLongFixture() {
    const working = await protocolFixture(connection);
    const { alice, bob, carol, stranger, fund, trade, setPrices, sizeOf, clearingHouse, token, vault, feeds } = working;
    await fund(bob, usd("4,000,000"));
    const account = await fund(alice, usd("5,300"));
    await setPrices({});
    await trade(bob, "ETH", -sizeOf("ETH", "6,000"));
    await trade(alice, "ETH", sizeOf("ETH", "50"));
    for (let hour = 0; hour < HOURS; ++hour) {
      await networkHelpers.time.increase(HOUR);
      await setPrices({});
    }
    await clearingHouse.accrueFunding(0n);
    await token.mint(stranger.address, MOST);
    await token.connect(stranger).approve(await vault.getAddress(), MOST);
    const now = await networkHelpers.time.latest();
    const cashOf = async (id: string): Promise<bigint> => (await clearingHouse.accountState(id)).cash;
    const before = await cashOf(account);

    /** Price, deposit and liquidation at fixed seconds; what they came to, and nothing of it stays. */
    const attempt = async (price: bigint, deposit: bigint, copies: number) => {
      const snapshot = await networkHelpers.takeSnapshot();
      await networkHelpers.time.setNextBlockTimestamp(now + 10);
      await feeds.ETH.updateAnswer(price);
      await networkHelpers.time.setNextBlockTimestamp(now + 11);
      await vault.connect(stranger).deposit(account, deposit);
      await networkHelpers.time.setNextBlockTimestamp(now + 12);
      const accounts = Array.from({ length: copies }, () => account);
      await clearingHouse.connect(stranger).liquidate(accounts, accountOf(carol));
      let sizes = 0n;
      for (const id of [account, accountOf(bob), await clearingHouse.poolMarketAccount(0n)]) {
        sizes += (await clearingHouse.positionState(id, 0n)).size;
      }
      const outcome = {
        gained: (await cashOf(account)) - before - deposit,
        sizes,
        reward: await cashOf(accountOf(carol)),
      };
      await snapshot.restore();
      return outcome;
    };
    return { ...working, attempt };
  }

  /** The price and the deposit at which the account's cash comes out as it was. */
  async function fitting(attempt: (price: bigint, deposit: bigint, copies: number) => Promise<{ gained: bigint }>) {
    for (let tick = 0n; tick < TICKS; ++tick) {
      let [low, high] = [1n, MOST];
      while (high - low > 1n) {
        const deposit = (low + high) / 2n;
        const { gained } = await attempt(PRICE + tick, deposit, 1);
        if (gained === 0n) return { price: PRICE + tick, deposit };
        // More value, less to close, less lost.
        if (gained > 0n) high = deposit;
        else low = deposit;
      }
    }
    throw new Error("no price and deposit fit; the fixture's numbers have moved");
  }

  it("liquidates it once: P1 holds and one reward is paid, also where its cash comes out as it was", async () => {
    const { attempt } = await networkHelpers.loadFixture(fundedLongFixture);
    const { price, deposit } = await fitting(attempt);
    const once = await attempt(price, deposit, 1);
    expect([once.gained, once.sizes]).to.deep.equal([0n, 0n]);
    expect(await attempt(price, deposit, COPIES)).to.deep.equal(once);
  });
});
