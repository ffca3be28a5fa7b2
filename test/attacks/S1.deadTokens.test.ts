// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { answer, usd } from "../../deploy/parameters/units.ts";
import { accountOf } from "../fixtures/protocol.ts";
import { PriceValidity } from "../fixtures/validity.ts";
import { collateralFixture, FIRST_FEED, TERMS, weth, WETH } from "../integration/collateral/support.ts";

const connection = await network.create();
const { networkHelpers } = connection;

/** What a token of a dead feed is seized at: 2,000 USD, the jump bound of 20 % more, less 5 %. */
const SEIZED_AT = usd("2,280");

describe("S1: tokens whose feed has died hold off a liquidation", () => {
  /** Alice long, Bob short, each 1,000 ETH on 150,000 USD: two of one mind. WETH's feed dies, and 100 of it cost nothing then. */
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

  it("nobody brings any: PriceNotUsable, and the account is liquidated where it stands", async () => {
    const { clearingHouse, alice, long, deposit, wethToken, liquidate, setPrices, balanceOf } =
      await networkHelpers.loadFixture(dead);
    await expect(deposit(alice, long, WETH, wethToken, weth("100")))
      .to.be.revertedWithCustomError(clearingHouse, "PriceNotUsable")
      .withArgs(FIRST_FEED + WETH, PriceValidity.Invalid);
    expect(await balanceOf(long, WETH)).to.equal(0n);
    await setPrices({ ETH: "1,880" });
    await liquidate();
  });

  it("cash still adds margin, in the same second", async () => {
    const { alice, long, fund, lens, setPrices } = await networkHelpers.loadFixture(dead);
    await setPrices({ ETH: "1,880" });
    expect((await lens.healthOf([long]))[0]?.liquidatable).to.equal(true);
    await fund(alice, usd("100,000"));
    expect((await lens.healthOf([long]))[0]?.liquidatable).to.equal(false);
  });

  it("those that were brought before count on, bounded by the deposit cap at the seizing price", async () => {
    const {
      alice,
      long,
      insurance,
      main,
      liquidate,
      setPrices,
      deposit,
      wethToken,
      wethFeed,
      cashOf,
      balanceOf,
      lens,
    } = await networkHelpers.loadFixture(dead);
    await wethFeed.updateAnswer(answer("2,000"));
    await deposit(alice, long, WETH, wethToken, weth("100"));
    await wethFeed.updateAnswer(0n);
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
});
