// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { MaxUint256 } from "ethers";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { tradingFixture } from "./trading.ts";

const connection = await network.create();
const { networkHelpers } = connection;

describe("several accounts of one owner", () => {
  /** Sub-account 0 long 10 ETH, sub-account 1 short 10, each on 5,000 USD. */
  async function hedged() {
    const fixture = await tradingFixture(connection);
    const { alice, fund, send, sizeOf } = fixture;
    const ten = sizeOf("ETH", "10");
    const long = await fund(alice, usd("5,000"));
    const short = await fund(alice, usd("5,000"), 1n);
    await send(alice, "ETH", ten, { account: long });
    await send(alice, "ETH", -ten, { account: short });
    return { ...fixture, ten, long, short };
  }

  it("have positions of their own: opposite ones do not net, and a trade of one leaves the other's words alone", async () => {
    const { clearingHouse, alice, send, sizeAt, ten, long, short, marketIds } =
      await networkHelpers.loadFixture(hedged);
    expect([await sizeAt(long, "ETH"), await sizeAt(short, "ETH")]).to.deep.equal([ten, -ten]);
    const before = await clearingHouse.fullState(short);
    await send(alice, "ETH", -ten, { account: long });
    expect(await clearingHouse.fullState(short)).to.deep.equal(before);
    expect((await clearingHouse.marketState(marketIds.ETH)).state.openInterest).to.equal(ten);
  });

  it("do not bear each other's losses: one is liquidated while the other is rich", async () => {
    const { clearingHouse, alice, fund, lens, setPrice, long, short } = await networkHelpers.loadFixture(hedged);
    await fund(alice, usd("1,000,000"), 1n);
    await setPrice("ETH", "1,530");
    const [first, second] = await lens.healthOf([long, short]);
    expect([first?.liquidatable, second?.liquidatable]).to.deep.equal([true, false]);
    await expect(clearingHouse.liquidate([long, short], accountOf(alice, 2n)))
      .to.emit(clearingHouse, "AccountLiquidated")
      .and.not.to.emit(clearingHouse, "BadDebtRealized");
    expect((await clearingHouse.accountState(short)).markets).to.equal(1n);
  });

  it("in the highest sub-account a position opens and closes like in the first", async () => {
    const { clearingHouse, alice, fund, send, sizeAt, ten } = await networkHelpers.loadFixture(hedged);
    const last = await fund(alice, usd("5,000"), 2n ** 96n - 1n);
    await send(alice, "ETH", ten, { account: last });
    expect(await sizeAt(last, "ETH")).to.equal(ten);
    await clearingHouse.connect(alice).closeAccount(last, [0n], MaxUint256);
    expect(await sizeAt(last, "ETH")).to.equal(0n);
  });

  it("closing both costs their spreads and fees, and the pool's position is nothing again", async () => {
    const { clearingHouse, alice, cashOf, skewOf, long, short } = await networkHelpers.loadFixture(hedged);
    const house = clearingHouse.connect(alice);
    await house.closeAccount(long, [0n], MaxUint256);
    await house.closeAccount(short, [2n ** 80n - 1n], MaxUint256);
    expect(await skewOf("ETH")).to.equal(0n);
    const left = (await cashOf(long)) + (await cashOf(short));
    // 10 USD of spread and 10 of fee for each of four fills; premiums cancel to within a second of funding.
    expect(usd("10,000") - left).to.be.within(usd("79.9"), usd("80.1"));
  });
});
