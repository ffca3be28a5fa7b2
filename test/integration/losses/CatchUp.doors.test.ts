// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { orderOf } from "../clearing/trading.ts";
import { plain } from "../lens/plain.ts";
import { lossesFixture, newConnection, SMALL } from "./support.ts";

const connection = await newConnection();
const { networkHelpers } = connection;

type Fixture = Awaited<ReturnType<typeof staleFixture>>;

/** A short of 20 ETH and of 1 BTC that has missed a deleveraging of a quarter in ETH and of a fifth in BTC. */
async function staleFixture() {
  const losses = await lossesFixture(connection, { ...SMALL, insuranceBudget: "0" });
  const { alice, bob, carol, seat, setPrices, liquidate, liquidator, clearingHouse } = losses;
  const [victim = "", short = "", ...others] = await seat([
    { owner: alice, cash: "2,200", legs: { ETH: "10", BTC: "0.4" } },
    { owner: bob, cash: "40,000", legs: { ETH: "-20", BTC: "-1" } },
    { owner: carol, subAccount: 0n, cash: "40,000", legs: { ETH: "-20", BTC: "-1" } },
    { owner: carol, subAccount: 1n, cash: "40,000", legs: { ETH: "30", BTC: "1.6" } },
  ]);
  await setPrices({ ETH: "1,860", BTC: "37,200" });
  await liquidate(liquidator, [victim]);
  for (const market of [0n, 1n]) expect((await clearingHouse.marketState(market)).state.epoch).to.equal(1n);
  const { cash } = await clearingHouse.accountState(short);
  return { ...losses, short, victim, others, shownCash: cash };
}

const DOORS: Readonly<Record<string, (fixture: Fixture) => Promise<unknown>>> = {
  trade: async ({ clearingHouse, bob, short, marketIds, sizeOf }) =>
    clearingHouse.connect(bob).trade(orderOf(short, BigInt(marketIds.ETH), -sizeOf("ETH", "1"))),
  closeAccount: async ({ closeAccount, bob, short }) => closeAccount(bob, short),
  withdraw: async ({ vault, bob, short }) => vault.connect(bob).withdraw(short, usd("100"), bob.address),
  transferCash: async ({ clearingHouse, bob, short }) =>
    clearingHouse.connect(bob).transferCash(short, accountOf(bob, 9n), usd("100")),
  "an LP's request": async ({ pool, bob }) => pool.connect(bob).requestDeposit(usd("100"), bob.address, bob.address),
  liquidate: async ({ clearingHouse, short, setPrices, liquidator }) => {
    await setPrices({ ETH: "3,500", BTC: "70,000" });
    return clearingHouse.connect(liquidator).liquidate([short], accountOf(liquidator));
  },
  syncAccount: async ({ clearingHouse, stranger, short }) => clearingHouse.connect(stranger).syncAccount(short),
};

describe("a position that has missed a deleveraging", () => {
  for (const [door, pass] of Object.entries(DOORS)) {
    it(`catches up first in ${door}, in all its markets`, async () => {
      const fixture = await networkHelpers.loadFixture(staleFixture);
      const { clearingHouse, short } = fixture;
      const block = await networkHelpers.time.latestBlock();
      await pass(fixture);
      const events = await clearingHouse.queryFilter(clearingHouse.filters.PositionSynced(short), block + 1);
      expect(new Set(events.map(({ args }) => args.market))).to.deep.equal(new Set([0n, 1n]));
      // What each brought, in its size and in cash, is what the views have said before.
      expect(events.at(-1)?.args.cash).to.equal(fixture.shownCash);
    });
  }

  it("a second call has nothing to catch up with", async () => {
    const { clearingHouse, short } = await networkHelpers.loadFixture(staleFixture);
    await clearingHouse.syncAccount(short);
    await expect(clearingHouse.syncAccount(short)).not.to.emit(clearingHouse, "PositionSynced");
  });

  it("is shown by ledger and lens as it will be: value and positions are equal before and after syncAccount", async () => {
    const { clearingHouse, lens, short } = await networkHelpers.loadFixture(staleFixture);
    const strip = ([account, markets, positions]: Awaited<ReturnType<typeof clearingHouse.fullState>>) => [
      account.cash,
      account.markets,
      [...markets],
      positions.map(({ size, entryNotional, fundingIndex, epoch }) => [size, entryNotional, fundingIndex, epoch]),
    ];
    const before = strip(await clearingHouse.fullState(short));
    const shown = await lens.accountOf(short);
    await clearingHouse.syncAccount(short);
    expect(strip(await clearingHouse.fullState(short))).to.deep.equal(before);
    const after = await lens.accountOf(short);
    expect(plain(after.health)).to.deep.equal(plain(shown.health));
    expect(after.positions.map(({ size, unrealizedPnl }) => [size, unrealizedPnl])).to.deep.equal(
      shown.positions.map(({ size, unrealizedPnl }) => [size, unrealizedPnl]),
    );
  });

  it("so the pool's account, whose value LPs see", async () => {
    const losses = await networkHelpers.loadFixture(async function poolOnTheSide() {
      const small = await lossesFixture(connection, { ...SMALL, insuranceBudget: "0" });
      const { alice, seat, setPrice, liquidate, liquidator } = small;
      const [victim = ""] = await seat([
        { owner: alice, subAccount: 0n, cash: "1,080", legs: { ETH: "10" } },
        { owner: alice, subAccount: 1n, cash: "40,000", legs: { ETH: "30" } },
      ]);
      await setPrice("ETH", "1,860");
      await liquidate(liquidator, [victim]);
      return small;
    });
    const { clearingHouse, deployer } = losses;
    const before = await clearingHouse.poolValuation();
    await clearingHouse.connect(deployer).syncMarket(0n);
    const after = await clearingHouse.poolValuation();
    // A second of funding lies between the two, and each rounds.
    expect(after.markValue - before.markValue).to.be.within(-2n, 2n);
    expect(after.unwindingValue - before.unwindingValue).to.be.within(-2n, 2n);
  });
});
