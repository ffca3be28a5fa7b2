// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { createRandom } from "../../../scripts/lib/random.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { receiptOf } from "./receipts.ts";
import { liquidationFixture, networkHelpers } from "./support.ts";

const CASES = 30;

describe("liquidate: liquidating oneself", () => {
  it("owner and liquidator together never have more than the owner put in (A49)", async () => {
    const { alice, bob, open, setPrice, liquidate, cashOf, lens } =
      await networkHelpers.loadFixture(liquidationFixture);
    const random = createRandom("together");
    let liquidated = 0;
    for (let number = 0; number < CASES; number++) {
      const snapshot = await networkHelpers.takeSnapshot();
      const tenths = random.logUniform(5n, 2_000n);
      // 5.2 % to 8 % of the notional, 200 USD per tenth of an ETH.
      const cash = (tenths * usd("200") * random.uniform(52n, 80n)) / 1_000n;
      const long = random.chance(1, 2);
      const account = await open(alice, { cash, tokens: `${long ? "" : "-"}${Number(tenths) / 10}` });
      const thousandths = random.integer(20, 120);
      await setPrice("ETH", (2_000 + (long ? -2 : 2) * thousandths).toFixed(0));
      if ((await lens.healthOf([account]))[0]?.liquidatable === true) {
        liquidated++;
        await liquidate(bob, [account]);
        const worth = (await lens.accountOf(account)).health.accountValue;
        expect(worth + (await cashOf(accountOf(bob))) <= cash, `case ${number}`).to.equal(true);
      }
      await snapshot.restore();
    }
    expect(liquidated).to.be.greaterThan(CASES / 3);
  });

  it("costs the two no less than closing the same size by an order, whatever the premium (A59)", async () => {
    const { clearingHouse, alice, bob, carol, open, order, setPrice, liquidate, lens, sizeOf } =
      await networkHelpers.loadFixture(liquidationFixture);
    const random = createRandom("door");
    let compared = 0;
    for (let number = 0; number < CASES; number++) {
      const snapshot = await networkHelpers.takeSnapshot();
      const long = random.chance(1, 2);
      // A crowd on the other side makes leaving dear: up to the cap of the skew.
      const crowd = random.integer(0, 7_500);
      if (crowd !== 0) await open(carol, { cash: usd("2,000,000"), tokens: `${long ? "-" : ""}${crowd}` });
      const tokens = random.integer(10, 400);
      const account = await open(alice, { cash: BigInt(tokens) * usd("106"), tokens: `${long ? "" : "-"}${tokens}` });
      const move = random.integer(52, 70);
      await setPrice("ETH", (long ? 2_000 - move : 2_000 + move).toString());
      const health = (await lens.healthOf([account]))[0];
      if (health?.liquidatable === true && health.accountValue > 0n) {
        const forked = await networkHelpers.takeSnapshot();
        const { closed, penalty, reward } = await receiptOf(clearingHouse, await liquidate(bob, [account]));
        const size: bigint = closed[0]?.sizeClosed ?? 0n;
        await forked.restore();
        const units = size < 0n ? -size : size;
        const exit = `${size > 0n ? "-" : ""}${Number(units) / Number(sizeOf("ETH", "1"))}`;
        const before = (await lens.accountOf(account)).health.accountValue;
        // A reduction so near the line may be refused by its own rule; then there is no other door to compare.
        const left = await order(alice, account, "ETH", exit).then(
          async () => (await lens.accountOf(account)).health.accountValue,
          () => undefined,
        );
        if (left !== undefined) {
          compared++;
          expect(penalty - reward >= before - left, `case ${number}`).to.equal(true);
        }
      }
      await snapshot.restore();
    }
    expect(compared).to.be.greaterThan(CASES / 3);
  });

  it("saves a small position, whose penalty is no more than the least reward, less than a dollar", async () => {
    const { clearingHouse, alice, bob, carol, open, order, setPrice, liquidate, lens, sizeOf } =
      await networkHelpers.loadFixture(liquidationFixture);
    // At the largest premium: 8,500 ETH short, so that selling moves further away from the index.
    await open(carol, { cash: usd("2,500,000"), tokens: "-8500" });
    const account = await open(alice, { cash: usd("72"), tokens: "0.66" });
    await setPrice("ETH", "1,940");
    const forked = await networkHelpers.takeSnapshot();
    const { closed, penalty, reward } = await receiptOf(clearingHouse, await liquidate(bob, [account]));
    await forked.restore();
    const exit = `-${Number(closed[0]?.sizeClosed ?? 0n) / Number(sizeOf("ETH", "1"))}`;
    const before = (await lens.accountOf(account)).health.accountValue;
    await order(alice, account, "ETH", exit);
    const left = (await lens.accountOf(account)).health.accountValue;
    const saved = before - left - (penalty - reward);
    // Only this much: the penalty comes back whole, so what an order would have cost is saved.
    expect(saved < usd("1")).to.equal(true);
  });
});
