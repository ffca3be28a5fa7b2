// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { MaxUint256 } from "ethers";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { createRandom } from "../../../scripts/lib/random.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { ANY_PRICE, tradingFixture } from "./trading.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const CASES = 40;

describe("closeAccount", () => {
  /** Long 100 ETH and short 5 BTC on 21,000 USD: 20,000 are asked for. */
  async function positioned() {
    const fixture = await tradingFixture(connection);
    const { alice, fund, send, sizeOf } = fixture;
    await fund(alice, usd("21,000"));
    await send(alice, "ETH", sizeOf("ETH", "100"));
    await send(alice, "BTC", -sizeOf("BTC", "5"));
    return { ...fixture, account: accountOf(alice) };
  }
  const PRICES = [ANY_PRICE.sell, ANY_PRICE.buy];

  it("closes every market in order, each as a trade would, and leaves the account flat", async () => {
    const { clearingHouse, alice, account, cashOf, order, sizeOf, marketIds } =
      await networkHelpers.loadFixture(positioned);
    const now = (await networkHelpers.time.latest()) + 60;
    const start = await networkHelpers.takeSnapshot();
    await networkHelpers.time.setNextBlockTimestamp(now);
    const legs = [order(alice, "ETH", -sizeOf("ETH", "100")), order(alice, "BTC", sizeOf("BTC", "5"))];
    const calls = legs.map((leg) => clearingHouse.interface.encodeFunctionData("trade", [leg]));
    await clearingHouse.connect(alice).multicall(calls);
    const inTrades = await cashOf(account);
    await start.restore();

    await networkHelpers.time.setNextBlockTimestamp(now);
    const sent = await clearingHouse.connect(alice).closeAccount(account, PRICES, MaxUint256);
    expect(await clearingHouse.fullState(account)).to.deep.equal([
      [inTrades, ...Array.from({ length: 8 }, () => 0n)],
      [],
      [],
    ]);
    const receipt = await sent.wait();
    const traded = await clearingHouse.queryFilter(
      clearingHouse.filters.Traded(account),
      receipt?.blockNumber,
      receipt?.blockNumber,
    );
    expect(traded.map(({ args }) => [args.market, args.caller, args.sizeDelta])).to.deep.equal([
      [BigInt(marketIds.ETH), alice.address, -sizeOf("ETH", "100")],
      [BigInt(marketIds.BTC), alice.address, sizeOf("BTC", "5")],
    ]);
  });

  it("reverts with WrongNumberOfPrices unless there is one for each market held", async () => {
    const { clearingHouse, alice, bob, account } = await networkHelpers.loadFixture(positioned);
    for (const prices of [[], [0n], [0n, 0n, 0n]]) {
      await expect(clearingHouse.connect(alice).closeAccount(account, prices, MaxUint256))
        .to.be.revertedWithCustomError(clearingHouse, "WrongNumberOfPrices")
        .withArgs(prices.length, 2n);
    }
    await expect(clearingHouse.connect(bob).closeAccount(accountOf(bob), [0n], MaxUint256))
      .to.be.revertedWithCustomError(clearingHouse, "WrongNumberOfPrices")
      .withArgs(1n, 0n);
  });

  it("does nothing to a flat account", async () => {
    const { clearingHouse, bob, fund, cashOf } = await networkHelpers.loadFixture(positioned);
    await fund(bob, usd("5"));
    await expect(clearingHouse.connect(bob).closeAccount(accountOf(bob), [], MaxUint256)).not.to.emit(
      clearingHouse,
      "Traded",
    );
    expect(await cashOf(accountOf(bob))).to.equal(usd("5"));
  });

  it("succeeds wherever liquidate would and the account is still worth something, and never leaves a debt (A28)", async () => {
    const fixture = await networkHelpers.loadFixture(positioned);
    const { clearingHouse, alice, bob, account, cashOf, lens, setPrices } = fixture;
    const random = createRandom("A28");
    let liquidatable = 0;
    let nearlyNothing = 0;
    for (let number = 0; number < CASES; number++) {
      const start = await networkHelpers.takeSnapshot();
      // Down to where both legs together are worth about nothing.
      const eth = random.integer(1_790_000, 1_960_000);
      const btc = random.integer(39_800_000, 40_400_000);
      await setPrices({ ETH: (eth / 1_000).toFixed(3), BTC: (btc / 1_000).toFixed(3) });
      const [health] = await lens.healthOf([account]);
      if (health === undefined) throw new Error("the lens answered nothing");
      if (health.liquidatable) {
        expect(await clearingHouse.connect(bob).liquidate.staticCall([account], accountOf(bob))).to.equal(1n);
      }
      const close = clearingHouse.connect(alice).closeAccount(account, PRICES, MaxUint256);
      // Funding of the second until the close is less than this.
      if (health.accountValue > usd("0.01")) {
        await close;
        expect(await cashOf(account)).to.be.within(0n, health.accountValue);
        expect((await clearingHouse.accountState(account)).markets).to.equal(0n);
        if (health.liquidatable) liquidatable++;
        if (health.accountValue < usd("400")) nearlyNothing++;
      } else {
        await expect(close).to.be.revertedWithCustomError(clearingHouse, "InsufficientMargin");
      }
      await start.restore();
    }
    expect(liquidatable).to.be.greaterThan(5);
    expect(nearlyNothing).to.be.greaterThan(0);
  });

  it("reverts with InsufficientMargin where the account is worth less than nothing", async () => {
    const { clearingHouse, alice, account, lens, setPrice } = await networkHelpers.loadFixture(positioned);
    await setPrice("ETH", "1,780");
    const [health] = await lens.healthOf([account]);
    const value = health?.accountValue ?? 0n;
    expect(value).to.be.lessThan(0n);
    await expect(clearingHouse.connect(alice).closeAccount(account, PRICES, MaxUint256))
      .to.be.revertedWithCustomError(clearingHouse, "InsufficientMargin")
      // A second of funding may lie between the two.
      .withArgs(
        account,
        (actual: bigint) => actual - value < usd("0.01") && value - actual < usd("0.01"),
        usd("18,900"),
      );
  });
});
