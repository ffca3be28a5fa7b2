// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountValue, holdingNotional, maintenanceMargin } from "../../../scripts/lib/margin/account.ts";
import { expectedLiquidation } from "./expected.ts";
import { holdingsOf } from "./state.ts";
import { receiptOf } from "./receipts.ts";
import { liquidationFixture, networkHelpers } from "./support.ts";

const FIRST_BOUND = usd("5,000,000");

// Second tier: 5 % of what is above 5,000,000. 12,000,000 opens with 950,000; 5,400,000 with 290,000.
const CASES = [
  { name: "in the second tier stays in it", cash: "1,000,000", tokens: "6000", price: "1,910", below: false },
  { name: "short in the second tier stays in it", cash: "1,000,000", tokens: "-6000", price: "2,082", below: false },
  { name: "in the second tier ends in the first", cash: "310,000", tokens: "2700", price: "1,937", below: true },
] as const;

describe("liquidate: a position above the first tier", () => {
  for (const { name, cash, tokens, price, below } of CASES) {
    it(`one ${name}, where the equation is solved`, async () => {
      const { clearingHouse, alice, liquidator, open, setPrice, stateAtNext, stateNow, liquidate } =
        await networkHelpers.loadFixture(liquidationFixture);
      const account = await open(alice, { cash: usd(cash), tokens });
      await setPrice("ETH", price);
      const before = await stateAtNext(account);
      expect(before.legs.map(({ holding }) => holdingNotional(holding) > FIRST_BOUND)).to.deep.equal([true]);
      const receipt = await receiptOf(clearingHouse, await liquidate(liquidator, [account]));

      const size = expectedLiquidation(before).closings[0]?.sizeClosed ?? 0n;
      const excess = (receipt.closed[0]?.sizeClosed ?? 0n) - size;
      expect(size < 0n ? -excess : excess).to.be.within(0n, 1n);
      const after = await stateNow(account);
      expect(after.legs.map(({ holding }) => holdingNotional(holding) < FIRST_BOUND)).to.deep.equal([below]);
      const value = accountValue({ cash: after.cash, holdings: holdingsOf(after) });
      expect(value * 10n - maintenanceMargin(holdingsOf(after)) * 11n).to.be.within(-70n, 40n);
    });
  }
});
