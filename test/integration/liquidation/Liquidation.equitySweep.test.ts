// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { receiptOf } from "./receipts.ts";
import { liquidationFixture, networkHelpers } from "./support.ts";

// 20 ETH with 2,200 USD: value from far below zero, by large and by small steps, to well above the line.
const PRICES = [
  "20.01",
  "100",
  "500",
  "1,000",
  "1,500",
  "1,800",
  "1,880",
  "1,890",
  "1,891.9",
  "1,891.99",
  "1,892",
  "1,892.0001",
  "1,892.1",
  "1,892.15",
  "1,892.2",
  "1,893",
  "1,895",
  "1,900",
  "1,910",
  "1,920",
  "1,930",
  "1,939",
  "1,940",
  "1,945",
] as const;

describe("liquidate: whatever the account is worth", () => {
  it("never reverts but with NothingLiquidated above the line, and never leaves debt or a lower ratio (A53)", async () => {
    const { clearingHouse, setPrice, liquidator, alice, open, lens, liquidate, cashOf } =
      await networkHelpers.loadFixture(liquidationFixture);
    const account = await open(alice, { cash: usd("2,200"), tokens: "20" });
    let liquidated = 0;
    for (const price of PRICES) {
      const snapshot = await networkHelpers.takeSnapshot();
      await setPrice("ETH", price);
      const [before] = await lens.healthOf([account]);
      if (before === undefined) throw new Error("the lens tells nothing");
      if (before.liquidatable) {
        liquidated++;
        const receipt = await receiptOf(clearingHouse, await liquidate(liquidator, [account]));
        const { markets } = await clearingHouse.accountState(account);
        expect((await cashOf(account)) >= 0n || markets !== 0n, price).to.equal(true);
        if (markets === 0n) {
          expect(receipt.penalty, price).to.be.within(0n, receipt.value > 0n ? receipt.value : 0n);
        } else {
          const [after] = await lens.healthOf([account]);
          expect(after?.marginRatio ?? 0n, price).to.be.within(1_099_900n, 1_100_100n);
        }
      } else {
        await expect(
          clearingHouse.connect(liquidator).liquidate([account], accountOf(liquidator)),
        ).to.be.revertedWithCustomError(clearingHouse, "NothingLiquidated");
      }
      await snapshot.restore();
    }
    expect(liquidated).to.be.greaterThan(18).and.lessThan(PRICES.length);
  });

  it("nor for a short whose deficit is 1.6 billion USD, at a hundred times the price", async () => {
    const { clearingHouse, setPrice, liquidator, alice, open, liquidate, cashOf } =
      await networkHelpers.loadFixture(liquidationFixture);
    const account = await open(alice, { cash: usd("2,000,000"), tokens: "-8000" });
    for (const price of ["199,000", "20,000", "4,000", "2,230"] as const) {
      const snapshot = await networkHelpers.takeSnapshot();
      await setPrice("ETH", price);
      const { value } = await receiptOf(clearingHouse, await liquidate(liquidator, [account]));
      expect(value < usd("500,000"), price).to.equal(true);
      expect((await cashOf(account)) >= 0n, price).to.equal(true);
      await snapshot.restore();
    }
  });
});
