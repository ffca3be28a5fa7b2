// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../deploy/parameters/units.ts";
import { lossesFixture, newConnection, SMALL } from "../integration/losses/support.ts";

const connection = await newConnection();
const { networkHelpers } = connection;

describe("S6: a trader has main refill the pool's account just before it is closed at his side's cost", () => {
  /** The pool is short 490 ETH, all of it against Alice, and lacks about 19,000 USD at 2,240; nobody insures it. */
  async function below() {
    const losses = await lossesFixture(connection, { ...SMALL, insuranceBudget: "0" });
    const { alice, seat, setPrices } = losses;
    const [long = ""] = await seat([{ owner: alice, cash: "400,000", legs: { ETH: "490" } }]);
    await networkHelpers.time.increase(86_400);
    await setPrices({ ETH: "2,240" });
    return { ...losses, long };
  }

  it("main sends nothing until it is closed, and a tenth of the commitment a day from then on", async () => {
    const { alice, long, clearingHouse, liquidate, poolOf, cashOf, lens } = await networkHelpers.loadFixture(below);
    expect((await lens.healthOf([poolOf.ETH]))[0]?.accountValue).to.be.within(-usd("20,000"), -usd("15,000"));
    const main = await clearingHouse.poolAccount();
    const before = await cashOf(main);
    await clearingHouse.connect(alice).refillMarket(0n);
    expect(await cashOf(main)).to.equal(before);
    await liquidate(alice, [poolOf.ETH]);
    expect(await cashOf(poolOf.ETH)).to.be.within(0n, 2n);
    expect((await clearingHouse.positionState(long, 0n)).size).to.equal(0n);
    await clearingHouse.connect(alice).refillMarket(0n);
    expect(before - (await cashOf(main))).to.equal(usd("10,000"));
  });
});
