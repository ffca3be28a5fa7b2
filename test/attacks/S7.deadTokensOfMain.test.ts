// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../deploy/parameters/units.ts";
import { accountOf } from "../fixtures/protocol.ts";
import { collateralFixture, weth, WETH } from "../integration/collateral/support.ts";

const connection = await network.create();
const { networkHelpers } = connection;

describe("S7: somebody executes an LP's exit while tokens that main took have no price", () => {
  /** Main holds 190,000 USD of WETH out of a liquidation; the provider may leave with a tenth of the pool. */
  async function seized() {
    const working = await collateralFixture(connection);
    const { clearingHouse, riskAdmin, trader, vault, deposit, wethToken, move, wethFeed, keeper } = working;
    const { pool, provider, parameters, setPrices } = working;
    const account = accountOf(trader);
    await clearingHouse.connect(riskAdmin).setDebtLimit(usd("1,000,000"));
    await deposit(trader, account, WETH, wethToken, weth("180"));
    await vault.connect(trader).withdraw(account, usd("287,000"), trader.address);
    await move(wethFeed, "1,700");
    await clearingHouse.connect(keeper).liquidate([account], accountOf(keeper));
    await pool.connect(provider)["mint(uint256,address)"](await pool.maxMint(provider.address), provider.address);
    const shares = (await pool.totalSupply()) / 10n;
    const ask = async (minimum: bigint): Promise<bigint> => {
      await pool.connect(provider).requestRedeemWithMinimum(shares, provider.address, provider.address, minimum);
      await networkHelpers.time.increase(parameters.pool.requestDelay);
      await setPrices({});
      return pool.lastRequestId();
    };
    return { ...working, ask, shares, main: await clearingHouse.poolAccount() };
  }

  it("pays no less than the least that was asked for: the request lapses, and the shares come back", async () => {
    const { pool, provider, stranger, ask, wethFeed, balanceOf, main, shares } =
      await networkHelpers.loadFixture(seized);
    expect(await balanceOf(main, WETH)).to.be.above(weth("100"));
    const fair = await pool.convertToAssets(shares);
    const id = await ask((fair * 999n) / 1_000n);
    await wethFeed.updateAnswer(0n);
    const held = await pool.balanceOf(provider.address);
    await pool.connect(stranger).executeRequest(id);
    expect(await pool.maxWithdraw(provider.address)).to.equal(0n);
    expect(await pool.balanceOf(provider.address)).to.equal(held + shares);
  });

  it("costs who asked for no least his part of those tokens, and what he loses stays with the others", async () => {
    const { pool, provider, stranger, ask, wethFeed, clearingHouse, shares } = await networkHelpers.loadFixture(seized);
    const supply = await pool.totalSupply();
    const id = await ask(0n);
    const { unwindingValue: fair } = await clearingHouse.poolValuation();
    await wethFeed.updateAnswer(0n);
    const { unwindingValue: low } = await clearingHouse.poolValuation();
    await pool.connect(stranger).executeRequest(id);
    const paid = await pool.maxWithdraw(provider.address);
    expect(paid).to.be.closeTo((low * shares) / supply, 2n);
    expect(fair - low).to.be.below(usd("200,000"));
  });
});
