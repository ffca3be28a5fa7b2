// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { MaxUint256 } from "ethers";
import { network } from "hardhat";

import { usd } from "../../deploy/parameters/units.ts";
import { accountOf } from "../fixtures/protocol.ts";
import { orderOf, Permission, tradingFixture } from "../integration/clearing/trading.ts";

const connection = await network.create();
const { networkHelpers } = connection;

describe("A22, P7: who submits an order or a liquidation picks no price", () => {
  /** Alice is long 10 ETH, Bob short 10 at the line; the feed had 2,000 and 2,060 within a minute, and has 2,050 now. */
  async function moved() {
    const fixture = await tradingFixture(connection);
    const { clearingHouse, alice, bob, keeper, fund, send, publish, sizeOf } = fixture;
    const [account, short] = [await fund(alice, usd("10,000")), await fund(bob, usd("1,030"))];
    await send(alice, "ETH", sizeOf("ETH", "10"));
    await send(bob, "ETH", -sizeOf("ETH", "10"));
    await clearingHouse.connect(alice).setOperator(account, keeper.address, Permission.Trade, 2n ** 40n - 1n);
    for (const price of ["2,060", "2,050"]) await publish("ETH", price);
    return { ...fixture, account, short, ten: sizeOf("ETH", "10") };
  }

  /** What the account has after a way to send the same close in the same second. */
  const outcome = async (
    { clearingHouse, cashOf, account, oracle, short, ...fixture }: Awaited<ReturnType<typeof moved>>,
    way: "plain" | "limit" | "recorded" | "operator" | "liquidated",
  ): Promise<readonly bigint[]> => {
    const snapshot = await networkHelpers.takeSnapshot();
    const at = (await networkHelpers.time.latest()) + 10;
    if (way === "recorded") {
      await oracle.recordPrice(0n);
      await clearingHouse.accrueFunding(1n);
    }
    const { alice, keeper, ten } = fixture;
    const order = orderOf(account, 0n, -ten, way === "limit" ? { worstPrice: 1n, deadline: at, reduceOnly: true } : {});
    await networkHelpers.time.setNextBlockTimestamp(at);
    if (way === "liquidated") {
      await clearingHouse.connect(keeper).liquidate([short, account, short], accountOf(keeper));
    } else {
      await clearingHouse.connect(way === "operator" ? keeper : alice).trade(order);
    }
    const result = [await cashOf(account), await cashOf(short), (await oracle.readPrice(0n)).mark];
    await snapshot.restore();
    return result;
  };

  it("a close fills at the latest round whatever limit, deadline, sender and recording before it", async () => {
    const fixture = await networkHelpers.loadFixture(moved);
    const plain = await outcome(fixture, "plain");
    for (const way of ["limit", "recorded", "operator"] as const) {
      expect(await outcome(fixture, way), way).to.deep.equal(plain);
    }
    await expect(
      fixture.clearingHouse.connect(fixture.keeper).closeAccount(fixture.account, [2n ** 80n - 1n], MaxUint256),
    ).to.be.revertedWithCustomError(fixture.clearingHouse, "PriceLimitExceeded");
  });

  it("a liquidation is at the latest round, in whatever order and however often accounts are named", async () => {
    const fixture = await networkHelpers.loadFixture(moved);
    const { clearingHouse, keeper, liquidator, short, cashOf } = fixture;
    const [owner, liquidated, mark] = await outcome(fixture, "liquidated");
    // At 2,060, which nobody can call for any more, he would have 100 USD less.
    const at = (await networkHelpers.time.latest()) + 10;
    await networkHelpers.time.setNextBlockTimestamp(at);
    await clearingHouse.connect(liquidator).liquidate([short], accountOf(keeper));
    expect(await cashOf(short)).to.equal(liquidated);
    expect(await cashOf(fixture.account)).to.equal(owner);
    expect(await fixture.markOf("ETH")).to.equal(mark);
  });
});
