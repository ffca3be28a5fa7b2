// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { createRandom } from "../../../scripts/lib/random.ts";
import { accountValue, maintenanceMargin } from "../../../scripts/lib/margin/account.ts";
import { holdingsOf } from "./state.ts";
import type { AccountState } from "./state.ts";
import { liquidationFixture, networkHelpers } from "./support.ts";

const CASES = 12;

const gapOf = (state: AccountState): bigint => {
  const holdings = holdingsOf(state);
  return maintenanceMargin(holdings) - accountValue({ cash: state.cash, holdings });
};

describe("liquidate: a hedged account", () => {
  it("is never left further below its line, nor with a second liquidation to be had at the same price (A62)", async () => {
    const { clearingHouse, alice, liquidator, open, order, setPrices, stateAtNext, stateNow, liquidate, lens } =
      await networkHelpers.loadFixture(liquidationFixture);
    const random = createRandom("hedged");
    let partly = 0;
    for (let number = 0; number < CASES; number++) {
      const snapshot = await networkHelpers.takeSnapshot();
      // Long ETH and short BTC, or the other way, of 20,000 to 60,000 USD each.
      const long = random.chance(1, 2);
      const eth = random.integer(10, 30);
      const btc = random.integer(50, 150) / 100;
      const initial = BigInt(eth) * usd("100") + BigInt(Math.round(btc * 100)) * usd("20");
      const account = await open(alice, { cash: (initial * 110n) / 100n, tokens: `${long ? "" : "-"}${eth}` });
      await order(alice, account, "BTC", `${long ? "-" : ""}${btc}`);
      // Both legs move against the account, the one more than the other.
      const move = (price: number, up: boolean): string => {
        const thousandths = random.integer(20, 45);
        return ((price * (1_000 + (up ? thousandths : -thousandths))) / 1_000).toFixed(2);
      };
      await setPrices({ ETH: move(2_000, !long), BTC: move(40_000, long) });
      const [health] = await lens.healthOf([account]);
      if (health?.liquidatable === true) {
        const before = gapOf(await stateAtNext(account));
        await liquidate(liquidator, [account]);
        const after = await stateNow(account);
        expect(gapOf(after) <= before, `case ${number}`).to.equal(true);
        if (after.legs.length !== 0) partly++;
        await expect(liquidate(liquidator, [account])).to.be.revertedWithCustomError(
          clearingHouse,
          "NothingLiquidated",
        );
      }
      await snapshot.restore();
    }
    expect(partly).to.be.greaterThan(3);
  });
});
