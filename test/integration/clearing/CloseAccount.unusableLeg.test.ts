// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { MaxUint256 } from "ethers";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { PriceValidity } from "../../fixtures/validity.ts";
import { MAX_LIQUIDATION_AGE, tradingFixture } from "./trading.ts";

const connection = await network.create();
const { networkHelpers } = connection;

describe("an account with a leg whose price is not usable", () => {
  /** Long 50 ETH at an expired 2,000 and 2.5 BTC, on 11,000 USD, below maintenance margin at 35,500 USD per BTC. */
  async function halfDark() {
    const fixture = await tradingFixture(connection);
    const { alice, fund, send, setPrice, sizeOf, waitForAge } = fixture;
    const account = await fund(alice, usd("11,000"));
    await send(alice, "ETH", sizeOf("ETH", "50"));
    await send(alice, "BTC", sizeOf("BTC", "2.5"));
    await waitForAge("ETH", MAX_LIQUIDATION_AGE + 1);
    await setPrice("BTC", "35,500");
    return { ...fixture, account };
  }

  it("closeAccount passes it over and closes the others, at a cost that leaves the margin ratio no lower", async () => {
    const { clearingHouse, alice, account, lens, sizeAt, sizeOf } = await networkHelpers.loadFixture(halfDark);
    const [before] = await lens.healthOf([account]);
    await clearingHouse.connect(alice).closeAccount(account, [0n, 0n], MaxUint256);
    expect([await sizeAt(account, "BTC"), await sizeAt(account, "ETH")]).to.deep.equal([0n, sizeOf("ETH", "50")]);
    const [after] = await lens.healthOf([account]);
    expect((after?.marginRatio ?? 0n) >= (before?.marginRatio ?? 0n)).to.equal(true);
  });

  it("with no leg that can be closed closeAccount reverts with PriceNotUsable, of the last of them", async () => {
    const { clearingHouse, alice, account, marketIds, waitForAge } = await networkHelpers.loadFixture(halfDark);
    await waitForAge("BTC", MAX_LIQUIDATION_AGE + 1);
    await expect(clearingHouse.connect(alice).closeAccount(account, [0n, 0n], MaxUint256))
      .to.be.revertedWithCustomError(clearingHouse, "PriceNotUsable")
      .withArgs(marketIds.BTC, PriceValidity.Expired);
  });

  it("where it can be liquidated, its owner can close the other leg at the market", async () => {
    const { clearingHouse, alice, bob, account, send, sizeAt, sizeOf } = await networkHelpers.loadFixture(halfDark);
    expect(await clearingHouse.liquidate.staticCall([account], accountOf(bob))).to.equal(1n);
    await send(alice, "BTC", -sizeOf("BTC", "2.5"));
    expect([await sizeAt(account, "BTC"), await sizeAt(account, "ETH")]).to.deep.equal([0n, sizeOf("ETH", "50")]);
  });

  it("counts the dark leg at the better bound for maintenance: the leg alone makes nobody liquidatable", async () => {
    const { clearingHouse, bob, account, lens, setPrice } = await networkHelpers.loadFixture(halfDark);
    await setPrice("BTC", "36,000");
    const [health] = await lens.healthOf([account]);
    // 5 % of 100,000 USD, up and down.
    const apart = (health?.accountValue ?? 0n) - (health?.accountValueForInitial ?? 0n);
    expect(apart).to.equal(usd("10,000"));
    await expect(clearingHouse.liquidate([account], accountOf(bob)))
      .to.be.revertedWithCustomError(clearingHouse, "NothingLiquidated")
      .withArgs();
  });
});
