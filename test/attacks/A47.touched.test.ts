// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../deploy/parameters/units.ts";
import { createRandom } from "../../scripts/lib/random.ts";
import { liquidationFixture, networkHelpers } from "../integration/liquidation/support.ts";

const STEPS = 15;

describe("A47: an account that is touched whenever it suits somebody", () => {
  /** Two accounts of one owner with the same long of 40 ETH, opened in one block. */
  async function twins() {
    const fixture = await liquidationFixture();
    const { clearingHouse, alice, fund, sizeOf } = fixture;
    const accounts = [await fund(alice, usd("100,000"), 1n), await fund(alice, usd("100,000"), 2n)];
    const order = { market: 0n, sizeDelta: sizeOf("ETH", "40"), worstPrice: 2n ** 79n, deadline: 2n ** 40n };
    const open = (account: string): string =>
      clearingHouse.interface.encodeFunctionData("trade", [{ ...order, account, reduceOnly: false }]);
    await clearingHouse.connect(alice).multicall(accounts.map(open));
    const valueOf = async (account: string): Promise<bigint> =>
      (await fixture.lens.accountOf(account)).health.accountValue;
    return { ...fixture, touched: accounts[0] ?? "", untouched: accounts[1] ?? "", valueOf };
  }

  it("ends where its untouched twin does, but for a unit a touch: nobody gains by when profit and funding are counted", async () => {
    const { clearingHouse, stranger, bob, touched, untouched, setPrice, order, open, valueOf } =
      await networkHelpers.loadFixture(twins);
    const random = createRandom("A47");
    const apart = (await valueOf(touched)) - (await valueOf(untouched));
    const other = await open(bob, { cash: usd("500,000"), tokens: "-90" });
    for (let step = 1; step <= STEPS; step++) {
      await networkHelpers.time.increase(random.integer(60, 1_800));
      await setPrice("ETH", random.integer(1_000, 3_000).toString());
      const kind = random.integer(0, 2);
      if (kind === 0) await clearingHouse.connect(stranger).syncAccount(touched);
      if (kind === 1) await clearingHouse.connect(stranger).accrueFunding(0n);
      if (kind === 2) await order(bob, other, "ETH", random.chance(1, 2) ? "2" : "-2");
      const difference = (await valueOf(touched)) - (await valueOf(untouched)) - apart;
      expect(difference, `step ${step}`).to.be.within(-BigInt(step), BigInt(step));
    }
  });

  it("profit is the sum of its parts: a to c is a to b and b to c, whatever is closed and bought back between", async () => {
    const { clearingHouse, alice, touched, setPrice, order, valueOf, sizeOf } = await networkHelpers.loadFixture(twins);
    const start = await valueOf(touched);
    await setPrice("ETH", "1,000");
    await order(alice, touched, "ETH", "-20");
    await order(alice, touched, "ETH", "20");
    await setPrice("ETH", "2,000");
    const lost = start - (await valueOf(touched));
    expect((await clearingHouse.positionState(touched, 0n)).size).to.equal(sizeOf("ETH", "40"));
    // Fee and spread of 2 x 20 ETH at 1,000, and a little funding: touching at the bottom turned no loss into another.
    expect(lost).to.be.within(usd("39"), usd("41"));
  });
});
