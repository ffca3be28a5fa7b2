// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { ZeroHash } from "ethers";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { liquidationFixture, networkHelpers } from "./support.ts";

describe("liquidate: nothing to do", () => {
  it("reverts with NothingLiquidated for no account at all", async () => {
    const { clearingHouse, liquidator, liquidate } = await networkHelpers.loadFixture(liquidationFixture);
    await expect(liquidate(liquidator, [])).to.be.revertedWithCustomError(clearingHouse, "NothingLiquidated");
  });

  it("reverts with NothingLiquidated for accounts that are healthy, flat, or were never used", async () => {
    const { clearingHouse, liquidator, alice, bob, carol, open, fund, liquidate } =
      await networkHelpers.loadFixture(liquidationFixture);
    const healthy = await open(alice, { cash: usd("2,200"), tokens: "20" });
    const flat = await fund(bob, usd("5"));
    await expect(liquidate(liquidator, [healthy, flat, accountOf(carol)])).to.be.revertedWithCustomError(
      clearingHouse,
      "NothingLiquidated",
    );
  });

  it("reverts with NothingLiquidated for accounts whose owner is the zero address", async () => {
    const { clearingHouse, liquidator, liquidate } = await networkHelpers.loadFixture(liquidationFixture);
    const nobody = [ZeroHash, `${ZeroHash.slice(0, -1)}7`];
    await expect(liquidate(liquidator, nobody)).to.be.revertedWithCustomError(clearingHouse, "NothingLiquidated");
  });
});
