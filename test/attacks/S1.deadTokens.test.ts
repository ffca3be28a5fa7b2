// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../deploy/parameters/units.ts";
import { accountOf } from "../fixtures/protocol.ts";
import { collateralFixture, TERMS, weth, WETH } from "../integration/collateral/support.ts";

const connection = await network.create();
const { networkHelpers } = connection;

/** What a token of a dead feed is seized at: 2,000 USD, the jump bound of 20 % more, less 5 %. */
const SEIZED_AT = usd("2,280");

describe("S1: tokens whose feed has died hold off a liquidation", () => {
  /** Alice long, Bob short, each 1,000 ETH on 150,000 USD: two of one mind. WETH's feed dies, and 100 of it cost nothing. */
  async function dead() {
    const working = await collateralFixture(connection);
    const { alice, bob, fund, trade, setPrices, sizeOf, wethFeed, clearingHouse, keeper } = working;
    const [long, short] = [await fund(alice, usd("150,000")), await fund(bob, usd("150,000"))];
    await setPrices({});
    await trade(alice, "ETH", sizeOf("ETH", "1000"));
    await trade(bob, "ETH", -sizeOf("ETH", "1000"));
    await wethFeed.updateAnswer(0n);
    const liquidate = async () => clearingHouse.connect(keeper).liquidate([long], accountOf(keeper));
    const system = { insurance: await clearingHouse.insuranceAccount(), main: await clearingHouse.poolAccount() };
    return { ...working, long, short, liquidate, ...system };
  }

  it("they buy no position and let nothing out", async () => {
    const { clearingHouse, vault, carol, deposit, wethToken, trade, sizeOf } = await networkHelpers.loadFixture(dead);
    const account = accountOf(carol);
    await deposit(carol, account, WETH, wethToken, weth("100"));
    await expect(trade(carol, "ETH", sizeOf("ETH", "1"))).to.be.revertedWithCustomError(
      clearingHouse,
      "InsufficientMargin",
    );
    await expect(vault.connect(carol).withdraw(account, 1n, carol.address)).to.be.revertedWithCustomError(
      clearingHouse,
      "InsufficientFreeCollateral",
    );
  });

  it("what they can cost insurance and main is bounded by the token's deposit cap at the seizing price", async () => {
    const { alice, long, insurance, main, liquidate, setPrices, deposit, wethToken, cashOf, balanceOf, lens } =
      await networkHelpers.loadFixture(dead);
    await deposit(alice, long, WETH, wethToken, weth("100"));
    // At 1,700 it would have been closed long ago: 150,000 USD further down.
    await setPrices({ ETH: "1,700" });
    expect((await lens.healthOf([long]))[0]?.liquidatable).to.equal(false);
    await setPrices({ ETH: "1,610" });
    const before = (await cashOf(insurance)) + (await cashOf(main));
    await liquidate();
    expect(await balanceOf(long, WETH)).to.equal(0n);
    const paid = before - (await cashOf(insurance)) - (await cashOf(main));
    const tokens = (await balanceOf(insurance, WETH)) + (await balanceOf(main, WETH));
    // 228,000 USD for tokens that may be worth nothing, and what no token covered is the market's.
    expect(paid).to.be.within(100n * SEIZED_AT, 100n * SEIZED_AT + usd("20,000"));
    expect(tokens).to.equal(weth("100"));
    expect(paid <= (TERMS.depositCap / weth("1")) * SEIZED_AT).to.equal(true);
  });

  it("a cap that is lowered when the feed dies counts at once: then nobody brings any", async () => {
    const { clearingHouse, riskAdmin, alice, long, deposit, wethToken, liquidate, setPrices } =
      await networkHelpers.loadFixture(dead);
    await clearingHouse.connect(riskAdmin).setCollateralParameters(WETH, { ...TERMS, depositCap: 0n });
    await expect(deposit(alice, long, WETH, wethToken, weth("100")))
      .to.be.revertedWithCustomError(clearingHouse, "DepositCapExceeded")
      .withArgs(WETH, weth("100"), 0n);
    await setPrices({ ETH: "1,880" });
    await liquidate();
  });
});
