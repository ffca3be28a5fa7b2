// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../deploy/parameters/units.ts";
import { accountOf } from "../fixtures/protocol.ts";
import { orderOf } from "../integration/clearing/trading.ts";
import { liquidationFixture, networkHelpers } from "../integration/liquidation/support.ts";

describe("A58: between two bites of a liquidation that takes a minute", () => {
  /** 1,000 ETH on 110,000 USD at 1,916: the first bite takes a fifth. Bob is short as much, and Alice has a free purse. */
  async function bitten() {
    const fixture = await liquidationFixture();
    const { alice, bob, open, fund, setPrice, liquidate, liquidator } = fixture;
    const account = await open(alice, { cash: usd("110,000"), tokens: "1,000" });
    const short = await open(bob, { cash: usd("300,000"), tokens: "-1,000" });
    const purse = await fund(alice, usd("1"), 5n);
    await setPrice("ETH", "1,916");
    await liquidate(liquidator, [account]);
    return { ...fixture, account, short, purse };
  }

  it("the owner takes nothing out, moves nothing and adds no risk", async () => {
    const { clearingHouse, vault, pool, alice, account, purse, sizeOf, lens, parameters } =
      await networkHelpers.loadFixture(bitten);
    expect((await lens.healthOf([account]))[0]?.accountValue).to.be.above(0n);
    const before = await clearingHouse.accountState(account);
    await expect(vault.connect(alice).withdraw(account, 1n, alice.address))
      .to.be.revertedWithCustomError(clearingHouse, "InsufficientFreeCollateral")
      .withArgs(account, 1n, 0n);
    await expect(clearingHouse.connect(alice).transferCash(account, purse, 1n))
      .to.be.revertedWithCustomError(clearingHouse, "InsufficientFreeCollateral")
      .withArgs(account, 1n, 0n);
    await expect(pool.connect(alice).requestDeposit(1n, alice.address, alice.address)).to.be.revertedWithCustomError(
      clearingHouse,
      "InsufficientFreeCollateral",
    );
    for (const { id } of parameters.markets) {
      const size = id === 0 ? sizeOf("ETH", "1") : sizeOf("BTC", "0.1");
      await expect(clearingHouse.connect(alice).trade(orderOf(account, id, size))).to.be.revertedWithCustomError(
        clearingHouse,
        "InsufficientMargin",
      );
    }
    expect(await clearingHouse.accountState(account)).to.deep.equal(before);
  });

  it("nobody's paper profit leaves: the one opposite takes out what it could before, and no more", async () => {
    const { clearingHouse, vault, bob, short } = await networkHelpers.loadFixture(bitten);
    const { cash } = await clearingHouse.accountState(short);
    const margin = (usd("1,916") * 1_000n) / 20n;
    await expect(
      vault.connect(bob).withdraw(short, cash - margin + usd("1"), bob.address),
    ).to.be.revertedWithCustomError(clearingHouse, "InsufficientFreeCollateral");
  });

  it("money put in ends it, and what was bitten off stays closed", async () => {
    const { clearingHouse, alice, fund, account, liquidate, liquidator, sizeOf } =
      await networkHelpers.loadFixture(bitten);
    await fund(alice, usd("100,000"));
    expect(account).to.equal(accountOf(alice));
    await expect(liquidate(liquidator, [account])).to.be.revertedWithCustomError(clearingHouse, "NothingLiquidated");
    expect((await clearingHouse.positionState(account, 0n)).size).to.equal(sizeOf("ETH", "800"));
  });
});
