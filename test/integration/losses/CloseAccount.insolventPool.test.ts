// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { MaxUint256 } from "ethers";

import { lossesFixture, newConnection } from "./support.ts";

const connection = await newConnection();
const { networkHelpers } = connection;

const ANY_PRICE = [0n, 2n ** 80n - 1n];

describe("A full close against a pool's account below zero", () => {
  /**
   * Alice has won 490 x 325 USD of a pool's account that lacks 25,000 of them, and lost all but a little of it, and of her cash,
   * in BTC: once the account is closed at her side's cost she owes.
   */
  async function nothingLeft() {
    const losses = await lossesFixture(connection);
    const { alice, bob, seat, setPrices } = losses;
    const [account = ""] = await seat([
      { owner: alice, cash: "200,000", legs: { ETH: "490", BTC: "-20" } },
      { owner: bob, cash: "200,000", legs: { ETH: "-100" } },
    ]);
    await setPrices({ ETH: "2,325", BTC: "57,300" });
    return { ...losses, account };
  }

  it("reverts with InsufficientMargin where that leaves the account below zero, and takes nothing", async () => {
    const { clearingHouse, alice, account, lens } = await networkHelpers.loadFixture(nothingLeft);
    const [before] = await lens.healthOf([account]);
    expect(before?.accountValue).to.be.within(1n, 25_000_000_000n);
    await expect(clearingHouse.connect(alice).closeAccount(account, ANY_PRICE, MaxUint256))
      .to.be.revertedWithCustomError(clearingHouse, "InsufficientMargin")
      .withArgs(account, (left: bigint) => left < 0n, 0n);
    expect((await clearingHouse.accountState(account)).markets).to.equal(3n);
  });
});
