// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../deploy/parameters/units.ts";
import { createRandom } from "../../scripts/lib/random.ts";
import { orderOf, tradingFixture } from "../integration/clearing/trading.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const ROUNDS = 30;

describe("S9: one owner's accounts that trade the premium back and forth at one price", () => {
  async function pair() {
    const fixture = await tradingFixture(connection);
    const { alice, fund, lens, changeTrade } = fixture;
    await changeTrade("ETH", { maxFundingVelocity: 0n });
    const accounts = [await fund(alice, usd("500,000"), 1n), await fund(alice, usd("500,000"), 2n)];
    const worth = async (): Promise<bigint> => {
      let sum = 0n;
      for (const account of accounts) sum += (await lens.accountOf(account)).health.accountValue;
      return sum;
    };
    return { ...fixture, accounts, worth };
  }

  it("hand money to each other, and pay fee and spread for every fill: together they lose exactly those", async () => {
    const { clearingHouse, alice, accounts, worth, sizeOf, sizeAt } = await networkHelpers.loadFixture(pair);
    const random = createRandom("S9");
    const start = await worth();
    let [fills, volume] = [0, 0n];
    const fill = async (account: string, size: bigint): Promise<void> =>
      clearingHouse
        .connect(alice)
        .trade(orderOf(account, 0n, size))
        .then(
          () => {
            fills += 1;
            volume += size < 0n ? -size : size;
          },
          () => undefined,
        );
    for (let round = 0; round < ROUNDS; round++) {
      const size = sizeOf("ETH", random.integer(5, 1_500).toString()) * (random.chance(1, 2) ? 1n : -1n);
      await fill(accounts[random.integer(0, 1)] ?? "", size);
    }
    expect(fills).to.be.greaterThan(ROUNDS / 2);
    for (const account of accounts) await fill(account, -(await sizeAt(account, "ETH")));
    // Flat again, all premium has come back to them: a thousandth of the volume has not, at the premium's edges.
    const costs = (volume * usd("2")) / sizeOf("ETH", "1");
    expect(start - (await worth())).to.be.within((costs * 997n) / 1_000n, (costs * 1_003n) / 1_000n);
  });

  it("cannot push one of them below zero that way: an account opens nothing below its initial margin", async () => {
    const { clearingHouse, alice, fund, worth, sizeOf, lens, accounts } = await networkHelpers.loadFixture(pair);
    const poor = await fund(alice, usd("60,000"), 3n);
    const [rich = ""] = accounts;
    const size = sizeOf("ETH", "500");
    for (let round = 0; round < ROUNDS; round++) {
      // Poor buys dear and sells cheap; rich is the one who makes it so, and takes the other side.
      for (const [account, delta] of [
        [poor, size],
        [rich, -size],
        [poor, -size],
        [rich, size],
      ] as const) {
        await clearingHouse
          .connect(alice)
          .trade(orderOf(account, 0n, delta))
          .catch(() => undefined);
      }
    }
    const [health] = await lens.healthOf([poor]);
    expect(health?.accountValue).to.be.above(usd("40,000"));
    expect(await worth()).to.be.below(usd("1,000,000"));
  });
});
