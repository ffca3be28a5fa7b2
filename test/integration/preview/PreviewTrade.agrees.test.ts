// SPDX-License-Identifier: MIT
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { createRandom } from "../../../scripts/lib/random.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { ANY_STATE, orderOf, Permission } from "../clearing/trading.ts";
import { plain } from "../lens/plain.ts";
import { networkHelpers, previewAndTrade, previewFixture } from "./support.ts";

const PRICE_SCALE = 10n ** 16n;
const RATE_SCALE = 10n ** 15n;
const DAY = 86_400n;
const STEPS = 24;

type Fixture = Awaited<ReturnType<typeof previewFixture>>;

const ceil = (a: bigint, b: bigint): bigint => (a > 0n ? (a - 1n) / b + 1n : a / b);
const floorAtZero = (a: bigint): bigint => (a > 0n ? a : 0n);

/** Previews, trades in the same state, and asserts that everything the preview said is what stands afterwards. */
async function expectAgreement(fixture: Fixture, trader: HardhatEthersSigner, market: number, sizeDelta: bigint) {
  const { clearingHouse, lens, alice } = fixture;
  const account = accountOf(alice);
  const poolAccount = await clearingHouse.poolMarketAccount(market);
  const epochBefore = (await clearingHouse.marketState(market)).state.epoch;
  const { preview, returned, sent } = await previewAndTrade(clearingHouse, trader, orderOf(account, market, sizeDelta));

  expect(plain(preview.filled)).to.deep.equal(plain(returned));
  const { quote, fee } = preview.filled;
  await expect(sent)
    .to.emit(clearingHouse, "Traded")
    .withArgs(account, market, trader.address, sizeDelta, quote, fee, ...ANY_STATE);
  const price = sizeDelta > 0n ? ceil(quote * PRICE_SCALE, sizeDelta) : (-quote * PRICE_SCALE) / -sizeDelta;
  expect(preview.fillPrice).to.equal(price);

  const [health] = await lens.healthOf([account], { blockTag: "latest" });
  const { accountValue, maintenanceMargin, accountValueForInitial, initialMargin, freeCollateral, marginRatio } =
    preview;
  expect({ accountValue, maintenanceMargin, accountValueForInitial, initialMargin, freeCollateral, marginRatio })
    .to.deep //
    .equal({
      accountValue: health?.accountValue,
      maintenanceMargin: health?.maintenanceMargin,
      accountValueForInitial: health?.accountValueForInitial,
      initialMargin: health?.initialMargin,
      freeCollateral: health?.freeCollateral,
      marginRatio: health?.marginRatio,
    });

  const { size, entryNotional } = await clearingHouse.positionState(account, market);
  expect([preview.size, preview.entryNotional]).to.deep.equal([size, entryNotional]);
  const { state, trade } = await clearingHouse.marketState(market);
  const { mark } = await fixture.oracle.readPrice(market);
  const daily = ceil(size * mark * state.fundingRatePerSecond * DAY, PRICE_SCALE * RATE_SCALE);
  expect(preview.fundingPerDay).to.equal(daily);

  const poolSize = (await clearingHouse.positionState(poolAccount, market)).size;
  const cap = (trade.skewScale * trade.maxSkew) / 1_000_000n;
  const { longOpenInterestLeft, shortOpenInterestLeft, skewLeftToBuy, skewLeftToSell } = preview;
  expect({ longOpenInterestLeft, shortOpenInterestLeft, skewLeftToBuy, skewLeftToSell }).to.deep.equal({
    longOpenInterestLeft: trade.maxOpenInterest - (state.openInterest - floorAtZero(poolSize)),
    shortOpenInterestLeft: trade.maxOpenInterest - (state.openInterest - floorAtZero(-poolSize)),
    skewLeftToBuy: cap + poolSize,
    skewLeftToSell: cap - poolSize,
  });
  expect(preview.poolDeleveraged).to.equal(state.epoch !== epochBefore);
  return preview;
}

describe("previewTrade and the trade that follows (P8)", () => {
  async function openFixture() {
    const fixture = await previewFixture();
    await fixture.fund(fixture.alice, usd("3,000,000"));
    await fixture.fund(fixture.bob, usd("1,000,000"));
    return fixture;
  }

  it("agree to the unit on fill, position, health, funding and what the caps leave: opening, growing, reducing, flipping, closing", async () => {
    const fixture = await networkHelpers.loadFixture(openFixture);
    const { alice, setPrice, sizeOf, marketIds } = fixture;
    for (const tokens of ["100", "50", "-30", "-220", "100"]) {
      const sells = tokens.startsWith("-");
      const size = sizeOf("ETH", tokens.replace("-", ""));
      const preview = await expectAgreement(fixture, alice, marketIds.ETH, sells ? -size : size);
      expect(preview.poolDeleveraged).to.equal(false);
      await networkHelpers.time.increase(777);
      await setPrice("ETH", sells ? "2,031.17" : "1,986.41");
    }
    const { size } = await fixture.clearingHouse.positionState(accountOf(alice), marketIds.ETH);
    expect(size).to.equal(0n);
  });

  it("agree after random orders in two markets, moving prices and time", async () => {
    const fixture = await networkHelpers.loadFixture(openFixture);
    const { alice, bob, send, setPrices, sizeOf, marketIds } = fixture;
    const random = createRandom("preview");
    const units = { ETH: sizeOf("ETH", "1"), BTC: sizeOf("BTC", "0.05") };
    for (let step = 0; step < STEPS; ++step) {
      const asset = random.pick(["ETH", "BTC"] as const);
      const size = units[asset] * random.uniform(5n, 60n);
      const delta = random.chance(1, 2) ? size : -size;
      if (random.chance(1, 3)) await send(bob, asset, -delta);
      await expectAgreement(fixture, alice, marketIds[asset], delta);
      await networkHelpers.time.increase(random.integer(1, 2_000));
      await setPrices({ ETH: `${random.integer(1_900, 2_100)}`, BTC: `${random.integer(38_500, 41_500)}` });
    }
  });

  it("agree where the pool's account has to be closed first, which moves the market's epoch", async () => {
    const fixture = await networkHelpers.loadFixture(openFixture);
    const { alice, setPrice, sizeOf, marketIds } = fixture;
    // The pool is left with half of it: what closes the pool's account takes half of the longs.
    await fixture.fund(fixture.bob, usd("4,000,000"));
    await fixture.send(alice, "ETH", sizeOf("ETH", "6000"));
    await fixture.send(fixture.bob, "ETH", -sizeOf("ETH", "3000"));
    await setPrice("ETH", "2,500");
    await fixture.oracle.recordPrice(marketIds.ETH);
    await setPrice("ETH", "3,150");
    const preview = await expectAgreement(fixture, alice, marketIds.ETH, -sizeOf("ETH", "10"));
    expect(preview.poolDeleveraged).to.equal(true);
  });

  it("agree for an operator, who is asked for the permission to trade", async () => {
    const fixture = await networkHelpers.loadFixture(openFixture);
    const { clearingHouse, alice, bob, sizeOf, marketIds } = fixture;
    await clearingHouse.connect(alice).setOperator(accountOf(alice), bob.address, Permission.Trade, 2n ** 40n - 1n);
    await expectAgreement(fixture, bob, marketIds.ETH, sizeOf("ETH", "3"));
  });
});
