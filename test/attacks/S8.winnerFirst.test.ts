// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../deploy/parameters/units.ts";
import { lossesFixture, newConnection } from "../integration/losses/support.ts";

const connection = await newConnection();
const { networkHelpers } = connection;

describe("S8: a straddle over one round inside the jump bound, whose winner leaves before the loser is closed", () => {
  /** Alice long and Bob short 400 ETH, two of one mind, the long just above its line. One round of 4.9 % is believed at once. */
  async function straddled() {
    const losses = await lossesFixture(connection);
    const { alice, bob, seat, setPrices, clearingHouse, publish } = losses;
    const [long = "", short = ""] = await seat([
      { owner: alice, cash: "42,000", legs: { ETH: "400" } },
      { owner: bob, cash: "100,000", legs: { ETH: "-400" } },
    ]);
    await setPrices({ ETH: "1,951" });
    await clearingHouse.sweepFees(0n);
    return { ...losses, long, short, crash: async () => publish("ETH", "1,856") };
  }

  it("takes from others no more than the jump bound beyond the maintenance margin, and from insurance no more than its hour", async () => {
    const { bob, long, short, crash, lens, close, liquidate, liquidator, insuranceCash, cashOf, clearingHouse } =
      await networkHelpers.loadFixture(straddled);
    expect((await lens.healthOf([long]))[0]?.liquidatable).to.equal(false);
    const worth = async (): Promise<bigint> =>
      (await lens.accountOf(long)).health.accountValue + (await lens.accountOf(short)).health.accountValue;
    const [before, insured, { insurance }] = [
      await worth(),
      await insuranceCash(),
      await clearingHouse.marketState(0n),
    ];
    await crash();
    await close(bob, short, "ETH");
    await liquidate(liquidator, [long]);
    expect(await cashOf(long)).to.be.within(0n, 1n);
    const gained = (await cashOf(short)) - before;
    // 400 ETH of 1,951: 5 % less 2.5 %.
    expect(gained).to.be.at.most(usd("780,400") / 40n);
    expect(insured - (await insuranceCash())).to.be.at.most(insurance.allowance);
  });

  it("over a jump the winner waits: nothing of his is closed until the loser can be", async () => {
    const { bob, long, short, publish, close, liquidate, liquidator, clearingHouse, oracle } =
      await networkHelpers.loadFixture(straddled);
    await publish("ETH", "1,800");
    await expect(close(bob, short, "ETH")).to.be.revertedWithCustomError(clearingHouse, "PriceNotUsable");
    await publish("ETH", "1,799");
    await expect(close(bob, short, "ETH")).to.be.revertedWithCustomError(clearingHouse, "PriceNotUsable");
    await liquidate(liquidator, [long]);
    await networkHelpers.time.increase(await oracle.settleTime());
    await publish("ETH", "1,799");
    expect((await clearingHouse.accountState(long)).markets).to.equal(0n);
  });
});
