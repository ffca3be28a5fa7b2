// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { holdingNotional, unrealizedPnl } from "../../../scripts/lib/margin/account.ts";
import { fundingPaymentUp } from "../../../scripts/lib/market/funding.ts";
import { liquidationFixture, networkHelpers } from "../liquidation/support.ts";
import { plain } from "./plain.ts";

describe("AccountLens.accountOf", () => {
  it("is one account in full: its health, and each position with profit, funding and price, in the order of markets", async () => {
    const { lens, oracle, alice, open, order, setPrices, stateNow } =
      await networkHelpers.loadFixture(liquidationFixture);
    const account = await open(alice, { cash: usd("1,000,000"), asset: "BTC", tokens: "-200" });
    await order(alice, account, "ETH", "3000");
    await networkHelpers.time.increase(3_000);
    await setPrices({ ETH: "2,012.34", BTC: "39,876.54" });
    await networkHelpers.mine();
    const { legs } = await stateNow(account);
    const seen = await lens.accountOf(account);
    expect(seen.account).to.equal(account.toLowerCase());
    const [health] = await lens.healthOf([account]);
    expect(seen.health).to.deep.equal(health);
    expect(seen.positions.map(({ market }) => market)).to.deep.equal([0n, 1n]);
    for (const [index, { market, holding }] of legs.entries()) {
      const position = seen.positions[index];
      const { size, entryNotional } = holding.position;
      const fundingPayment = fundingPaymentUp(holding.position, holding.fundingIndex);
      expect(fundingPayment).not.to.equal(0n);
      expect(plain(position)).to.deep.equal({
        market,
        size,
        entryNotional,
        notional: holdingNotional(holding),
        unrealizedPnl: unrealizedPnl(holding),
        fundingPayment,
        price: await oracle.readPrice(market),
      });
    }
  });

  it("of an account without positions has none", async () => {
    const { lens, bob, fund } = await networkHelpers.loadFixture(liquidationFixture);
    const account = await fund(bob, usd("7"));
    const { positions, health } = await lens.accountOf(account);
    expect([positions.length, health.cash]).to.deep.equal([0, usd("7")]);
  });
});
