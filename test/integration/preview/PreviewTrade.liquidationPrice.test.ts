// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { liquidationBand, onlyStake } from "../../../scripts/lib/margin/liquidation-price.ts";
import { toMoney } from "../../../scripts/lib/units/money.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { orderOf } from "../clearing/trading.ts";
import { networkHelpers, previewAndTrade, previewFixture } from "./support.ts";

/** An ETH answer of 1e-8 USD is so much of a unit's price. */
const ANSWER = 100_000n;

describe("previewTrade: the liquidation price", () => {
  /** Funding stands still, so that nothing but the price moves the account. */
  async function stillFixture() {
    const fixture = await previewFixture();
    await fixture.changeTrade("ETH", { maxFundingVelocity: 0n });
    await fixture.changeTrade("BTC", { maxFundingVelocity: 0n });
    await fixture.fund(fixture.alice, usd("100,000"));
    return fixture;
  }

  for (const [side, sign] of [
    ["long", 1n],
    ["short", -1n],
  ] as const) {
    it(`of a ${side} lies in the band of the mirror, and the account turns liquidatable at the feed's step beyond it`, async () => {
      const fixture = await networkHelpers.loadFixture(stillFixture);
      const { clearingHouse, lens, alice, feeds, setPrice, sizeOf, stateNow, marketIds } = fixture;
      const account = accountOf(alice);
      const order = orderOf(account, marketIds.ETH, sign * sizeOf("ETH", "700"));
      const { preview } = await previewAndTrade(clearingHouse, alice, order);
      const price = preview.liquidationPrice;

      const { cash, legs } = await stateNow(account);
      const [leg] = legs;
      if (leg === undefined) throw new Error("the account has no position");
      const band = liquidationBand(onlyStake(toMoney(cash), leg.holding));
      if (band.when === "never" || band.when === "always") throw new Error(`the mirror says ${band.when}`);
      const [certain, safe] = [band.certain ?? 0n, band.safe ?? 0n];
      expect(band.when).to.equal(sign > 0n ? "below" : "above");
      if (sign > 0n) expect(certain < price && price <= safe, `${certain} < ${price} <= ${safe}`).to.equal(true);
      else expect(safe <= price && price < certain, `${safe} <= ${price} < ${certain}`).to.equal(true);

      // The feed's last answer on the safe side, and the next one.
      const last = sign > 0n ? (price + ANSWER - 1n) / ANSWER : price / ANSWER;
      const dollars = (last / 10n ** 8n).toString();
      await setPrice("ETH", dollars);
      const liquidatable = async (answer: bigint): Promise<boolean | undefined> => {
        await feeds.ETH.updateAnswer(answer);
        return (await lens.healthOf([account]))[0]?.liquidatable;
      };
      expect(await liquidatable(last)).to.equal(false);
      expect(await liquidatable(last - sign)).to.equal(true);
    });
  }

  it("takes the rest of the account as it stands: another market's profit moves it away", async () => {
    const fixture = await networkHelpers.loadFixture(stillFixture);
    const { clearingHouse, lens, alice, feeds, send, setPrice, sizeOf, marketIds } = fixture;
    const account = accountOf(alice);
    const grow = orderOf(account, marketIds.ETH, sizeOf("ETH", "1"));
    await send(alice, "ETH", sizeOf("ETH", "600"));
    const { preview: alone } = await previewAndTrade(clearingHouse, alice, grow);
    await send(alice, "BTC", sizeOf("BTC", "1"));
    await setPrice("BTC", "45,000");
    const { preview: beside } = await previewAndTrade(clearingHouse, alice, grow);
    expect(beside.liquidationPrice < alone.liquidationPrice).to.equal(true);

    const last = (beside.liquidationPrice + ANSWER - 1n) / ANSWER;
    await setPrice("ETH", (last / 10n ** 8n).toString());
    for (const [answer, liquidatable] of [
      [last, false],
      [last - 1n, true],
    ] as const) {
      await feeds.ETH.updateAnswer(answer);
      expect((await lens.healthOf([account]))[0]?.liquidatable).to.equal(liquidatable);
    }
  });

  it("is zero after a close, and of a long that its cash pays in full", async () => {
    const fixture = await networkHelpers.loadFixture(stillFixture);
    const { clearingHouse, alice, sizeOf, marketIds } = fixture;
    const account = accountOf(alice);
    for (const size of [sizeOf("ETH", "20"), -sizeOf("ETH", "20")]) {
      const { preview } = await previewAndTrade(clearingHouse, alice, orderOf(account, marketIds.ETH, size));
      expect(preview.liquidationPrice).to.equal(0n);
    }
  });
});
