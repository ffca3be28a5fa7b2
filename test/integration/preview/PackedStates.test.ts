// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { networkHelpers, previewFixture } from "./support.ts";

const field = (word: bigint, offset: bigint, bits: bigint): bigint => BigInt.asUintN(Number(bits), word >> offset);
const signed = (word: bigint, offset: bigint, bits: bigint): bigint => BigInt.asIntN(Number(bits), word >> offset);

describe("packedStates", () => {
  async function deleveragedFixture() {
    const fixture = await previewFixture();
    const { clearingHouse, alice, bob, carol, liquidator, fund, open, orderIn, setPrice, liquidate, marketIds } =
      fixture;
    const long = await open(alice, { cash: usd("1,000,000"), tokens: "6000" });
    await orderIn(alice, long, "BTC", "-1");
    const short = await open(bob, { cash: usd("4,000,000"), tokens: "-3000" });
    const flat = await fund(carol, usd("12"));
    const pool = await clearingHouse.poolMarketAccount(marketIds.ETH);
    const accounts = [long, flat, pool, short, accountOf(liquidator)];
    return {
      ...fixture,
      accounts,
      pool,
      deleverage: async () => {
        await setPrice("ETH", "3,200");
        await liquidate(liquidator, [pool]);
      },
    };
  }

  for (const deleveraged of [false, true]) {
    it(`are what fullState says, account after account${deleveraged ? ", caught up with a deleveraging" : ""}`, async () => {
      const { clearingHouse, accounts, deleverage, marketIds } = await networkHelpers.loadFixture(deleveragedFixture);
      if (deleveraged) await deleverage();
      expect((await clearingHouse.marketState(marketIds.ETH)).state.epoch > 0n).to.equal(deleveraged);
      const words = [...(await clearingHouse.packedStates(accounts))];
      for (const account of accounts) {
        const [state, markets, positions] = await clearingHouse.fullState(account);
        const word = words.shift() ?? 0n;
        expect([signed(word, 0n, 96n), field(word, 96n, 64n)]).to.deep.equal([state.cash, state.markets]);
        expect(markets.reduce((set, market) => set | (1n << market), 0n)).to.equal(state.markets);
        for (const { size, entryNotional, fundingIndex, epoch } of positions) {
          const position = words.shift() ?? 0n;
          expect([
            signed(position, 0n, 72n),
            signed(position, 72n, 64n),
            signed(position, 136n, 80n),
            field(position, 216n, 20n),
          ]).to.deep.equal([size, entryNotional, fundingIndex, epoch]);
        }
      }
      expect(words).to.deep.equal([]);
    });
  }

  it("are none of no accounts", async () => {
    const { clearingHouse } = await networkHelpers.loadFixture(deleveragedFixture);
    expect(await clearingHouse.packedStates([])).to.deep.equal([]);
  });
});
