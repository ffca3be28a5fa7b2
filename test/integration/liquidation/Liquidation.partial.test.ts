// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountValue, maintenanceMargin } from "../../../scripts/lib/margin/account.ts";
import { expectedLiquidation } from "./expected.ts";
import { holdingsOf } from "./state.ts";
import { receiptOf } from "./receipts.ts";
import { liquidationFixture, networkHelpers } from "./support.ts";

const CASES = [
  { name: "a long", asset: "ETH", cash: "2,200", tokens: "20", price: "1,940", paced: false },
  { name: "a short", asset: "ETH", cash: "2,200", tokens: "-20", price: "2,058", paced: false },
  {
    name: "a long of BTC that pace cuts",
    asset: "BTC",
    cash: "22,000",
    tokens: "10",
    price: "38,750",
    paced: true,
  },
  {
    name: "a long of BTC within unpacedNotional",
    asset: "BTC",
    cash: "2,200",
    tokens: "1",
    price: "38,750",
    paced: false,
  },
  { name: "a long that has little left", asset: "ETH", cash: "2,200", tokens: "20", price: "1,925", paced: false },
  {
    name: "a large long that pace cuts",
    asset: "ETH",
    cash: "110,000",
    tokens: "1,000",
    price: "1,936",
    paced: true,
  },
] as const;

describe("liquidate: how much it closes", () => {
  for (const { name, asset, cash, tokens, price, paced } of CASES) {
    it(`closes of ${name} what the formula of section 8 says, to the unit of its rounding`, async () => {
      const { clearingHouse, alice, liquidator, open, setPrice, stateAtNext, stateNow, liquidate } =
        await networkHelpers.loadFixture(liquidationFixture);
      const account = await open(alice, { cash: usd(cash), asset, tokens });
      await setPrice(asset, price);
      const before = await stateAtNext(account);
      const receipt = await receiptOf(clearingHouse, await liquidate(liquidator, [account]));

      const [formula] = expectedLiquidation(before).closings;
      const [closed] = receipt.closed;
      const size = formula?.sizeClosed ?? 0n;
      expect(receipt.closed).to.have.length(1);
      expect(closed?.market).to.equal(formula?.market);
      // The contract rounds the notional up to 1e-6 USD before it rounds up to units, each worth more than that.
      const excess = (closed?.sizeClosed ?? 0n) - size;
      expect(size < 0n ? -excess : excess).to.be.within(0n, 1n);

      const exact = expectedLiquidation(before, (_, computed) => closed?.sizeClosed ?? computed);
      expect(receipt).to.include({ value: exact.value, margin: exact.margin });
      expect(receipt).to.include({ penalty: exact.penalty, reward: exact.reward, topUp: 0n, cash: exact.after.cash });

      expect(exact.paced).to.equal(paced);
      if (paced) return;
      const after = await stateNow(account);
      const margin = maintenanceMargin(holdingsOf(after));
      const value = accountValue({ cash: after.cash, holdings: holdingsOf(after) });
      expect(after.legs).to.have.length(1);
      // k = 1.1. Notional, penalty, margin, funding, released entry and the two values may each round by 1e-6 USD.
      expect(value * 10n - margin * 11n).to.be.within(-70n, 40n);
    });
  }
});
