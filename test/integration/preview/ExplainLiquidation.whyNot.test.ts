// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { ethers, explain, networkHelpers, previewFixture, Verdict } from "./support.ts";

describe("explainLiquidation of an account that liquidate would pass over", () => {
  async function openFixture() {
    const fixture = await previewFixture();
    const account = await fixture.open(fixture.alice, { cash: usd("2,200"), tokens: "20" });
    return { ...fixture, account };
  }

  /** The verdict, and that the call itself does nothing in the same state. */
  async function verdictOf({ clearingHouse, liquidator }: Awaited<ReturnType<typeof openFixture>>, account: string) {
    const explanation = await explain(clearingHouse, account);
    await expect(
      clearingHouse.connect(liquidator).liquidate.staticCall([account], accountOf(liquidator), { blockTag: "pending" }),
    ).to.be.revertedWithCustomError(clearingHouse, "NothingLiquidated");
    expect(explanation.legs.every(({ sizeClosed }) => sizeClosed === 0n)).to.equal(true);
    expect([explanation.penalty, explanation.reward]).to.deep.equal([0n, 0n]);
    expect(explanation.cash).to.equal((await clearingHouse.accountState(account)).cash);
    return explanation;
  }

  it("says healthy of one at or above its margin, with value, margin and prices", async () => {
    const fixture = await networkHelpers.loadFixture(openFixture);
    const { lens, account } = fixture;
    const explanation = await verdictOf(fixture, account);
    expect(explanation.verdict).to.equal(Verdict.Healthy);
    const [health] = await lens.healthOf([account], { blockTag: "pending" });
    expect([explanation.accountValue, explanation.maintenanceMargin]).to.deep.equal([
      health?.accountValue,
      health?.maintenanceMargin,
    ]);
    expect(explanation.legs).to.have.length(1);
  });

  it("says that there are no positions of a flat account and of insurance", async () => {
    const fixture = await networkHelpers.loadFixture(openFixture);
    const flat = await fixture.fund(fixture.bob, usd("5"));
    for (const account of [flat, await fixture.clearingHouse.insuranceAccount()]) {
      const { verdict, legs } = await verdictOf(fixture, account);
      expect([verdict, legs.length]).to.deep.equal([Verdict.NoPositions, 0]);
    }
  });

  it("says that no price is usable where it is below its margin and no market's price lets liquidate", async () => {
    const fixture = await networkHelpers.loadFixture(openFixture);
    const { oracle, feeds, setPrice, marketIds, account } = fixture;
    await setPrice("ETH", "1,700");
    await oracle.recordPrice(marketIds.ETH);
    await feeds.ETH.updateAnswer(0n);
    expect((await verdictOf(fixture, account)).verdict).to.equal(Verdict.NoUsablePrice);
  });

  it("says that the pace is exhausted in the second of a bite", async () => {
    const fixture = await networkHelpers.loadFixture(openFixture);
    const { clearingHouse, bob, liquidator, open, setPrice } = fixture;
    const large = await open(bob, { cash: usd("360,000"), tokens: "3000" });
    await setPrice("ETH", "1,917");
    await clearingHouse.connect(liquidator).liquidate([large], accountOf(liquidator));
    const { timestamp } = (await ethers.provider.getBlock("latest")) ?? { timestamp: 0 };
    const explanation = await clearingHouse.explainLiquidation.staticCall(large, { blockTag: "latest" });
    expect((await ethers.provider.getBlock("latest"))?.timestamp).to.equal(timestamp);
    expect(explanation.verdict).to.equal(Verdict.PaceExhausted);
  });
});
