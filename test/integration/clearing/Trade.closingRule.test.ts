// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { ANY_STATE, tradingFixture } from "./trading.ts";
import type { TradingFixture } from "./trading.ts";

const connection = await network.create();
const { networkHelpers } = connection;

async function healthOf({ lens, alice }: TradingFixture) {
  const [health] = await lens.healthOf([accountOf(alice)]);
  if (health === undefined) throw new Error("the lens answered nothing");
  return health;
}

describe("the closing rule, below initial margin", () => {
  /** 100 ETH at 2,000 on 10,500 USD of cash. */
  async function positioned() {
    const fixture = await tradingFixture(connection);
    const { alice, fund, send, sizeOf } = fixture;
    await fund(alice, usd("10,500"));
    await send(alice, "ETH", sizeOf("ETH", "100"));
    return fixture;
  }
  /** Worth about 6,300 where 9,800 are asked for and 4,903 kept up. */
  async function belowInitial() {
    const fixture = await positioned();
    await fixture.setPrice("ETH", "1,960");
    return fixture;
  }
  /** Worth about 300 where 4,750 must be kept up. */
  async function nearlyNothing() {
    const fixture = await positioned();
    await fixture.setPrice("ETH", "1,900");
    return fixture;
  }
  /** Worth less than nothing. */
  async function underWater() {
    const fixture = await positioned();
    await fixture.setPrice("ETH", "1,890");
    return fixture;
  }

  it("a reduction that does not lower the margin ratio passes", async () => {
    const fixture = await networkHelpers.loadFixture(belowInitial);
    const { clearingHouse, alice, send, sizeOf } = fixture;
    const before = await healthOf(fixture);
    expect(before.accountValue).to.be.lessThan(before.initialMargin);
    await expect(send(alice, "ETH", -sizeOf("ETH", "10"))).to.emit(clearingHouse, "Traded");
    const after = await healthOf(fixture);
    expect(after.accountValueForInitial).to.be.lessThan(after.initialMargin);
    expect(after.marginRatio).to.be.greaterThan(before.marginRatio);
  });

  it("an increase, a flip and an opening elsewhere revert with InsufficientMargin", async () => {
    const fixture = await networkHelpers.loadFixture(belowInitial);
    const { clearingHouse, alice, send, sizeOf } = fixture;
    const account = accountOf(alice);
    for (const { sizeDelta, initialMargin } of [
      { sizeDelta: sizeOf("ETH", "1"), initialMargin: usd("9,898") },
      // 1 ETH smaller, on the other side: not the same risk.
      { sizeDelta: -sizeOf("ETH", "199"), initialMargin: usd("9,702") },
    ]) {
      await expect(send(alice, "ETH", sizeDelta))
        .to.be.revertedWithCustomError(clearingHouse, "InsufficientMargin")
        .withArgs(account, (value: bigint) => value < initialMargin, initialMargin);
    }
    await expect(send(alice, "BTC", -sizeOf("BTC", "0.1")))
      .to.be.revertedWithCustomError(clearingHouse, "InsufficientMargin")
      .withArgs(account, (value: bigint) => value < usd("10,000"), usd("10,000"));
  });

  it("a flip that ends at or above initial margin passes", async () => {
    const { clearingHouse, alice, send, sizeOf } = await networkHelpers.loadFixture(belowInitial);
    await expect(send(alice, "ETH", -sizeOf("ETH", "150"))).to.emit(clearingHouse, "Traded");
  });

  it("a reduction whose costs lower the margin ratio reverts with InsufficientMargin", async () => {
    const fixture = await networkHelpers.loadFixture(nearlyNothing);
    const { clearingHouse, alice, send, setPrice, sizeOf } = fixture;
    // Value over margin must be below cost over maintenance rate: 0.1 % of 2.5 %.
    await setPrice("ETH", "1,897.5");
    const { accountValue, maintenanceMargin } = await healthOf(fixture);
    expect(accountValue).to.be.within(1n, maintenanceMargin / 30n);
    await expect(send(alice, "ETH", -sizeOf("ETH", "50")))
      .to.be.revertedWithCustomError(clearingHouse, "InsufficientMargin")
      .withArgs(accountOf(alice), (value: bigint) => value < accountValue, usd("4,743.75"));
  });

  it("a close of the whole passes where a reduction does not, and costs at most the value left", async () => {
    const fixture = await networkHelpers.loadFixture(nearlyNothing);
    const { clearingHouse, alice, cashOf, send, setPrice, sizeOf, marketIds } = fixture;
    await setPrice("ETH", "1,897.5");
    const { accountValue } = await healthOf(fixture);
    const funding = (
      await clearingHouse.connect(alice).trade.staticCall(fixture.order(alice, "ETH", -sizeOf("ETH", "100")))
    ).fundingPayment;
    expect(funding).to.be.lessThan(usd("1"));
    const sent = await send(alice, "ETH", -sizeOf("ETH", "100"));
    expect(await cashOf(accountOf(alice))).to.equal(0n);
    // Everything that was left went into the premium, and nothing is left for a fee.
    const atMark = -usd("189,750");
    await expect(sent)
      .to.emit(clearingHouse, "Traded")
      .withArgs(
        accountOf(alice),
        marketIds.ETH,
        alice.address,
        -sizeOf("ETH", "100"),
        (quote: bigint) => quote - atMark <= accountValue && quote - atMark > accountValue - usd("1"),
        0n,
        ...ANY_STATE,
      );
  });

  it("an account below zero can neither reduce nor close: InsufficientMargin", async () => {
    const fixture = await networkHelpers.loadFixture(underWater);
    const { clearingHouse, alice, send, sizeOf } = fixture;
    const { accountValue } = await healthOf(fixture);
    expect(accountValue).to.be.lessThan(0n);
    for (const tokens of ["50", "100"]) {
      await expect(send(alice, "ETH", -sizeOf("ETH", tokens)))
        .to.be.revertedWithCustomError(clearingHouse, "InsufficientMargin")
        .withArgs(accountOf(alice), (value: bigint) => value < accountValue, tokens === "100" ? 0n : usd("4,725"));
    }
  });
});
