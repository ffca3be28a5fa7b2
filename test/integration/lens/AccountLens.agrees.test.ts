// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { answer, usd } from "../../../deploy/parameters/units.ts";
import { createRandom } from "../../../scripts/lib/random.ts";
import { accountValue, initialMargin, maintenanceMargin, marginRatio } from "../../../scripts/lib/margin/account.ts";
import { freeCollateral } from "../../../scripts/lib/margin/withdrawal.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { liquidationFixture, networkHelpers } from "../liquidation/support.ts";
import { plain } from "./plain.ts";

const ACCOUNTS = 10;
const MOVES = 20;

describe("AccountLens.healthOf", () => {
  it("says liquidatable of exactly those that liquidate takes, in random states of prices and feeds (A61)", async () => {
    const { clearingHouse, oracle, feeds, lens, alice, liquidator, open, order, marketIds } =
      await networkHelpers.loadFixture(liquidationFixture);
    const random = createRandom("lens agrees");
    const accounts: string[] = [];
    for (let number = 1; number <= ACCOUNTS; number++) {
      const [eth, btc] = [random.integer(1, 30), random.integer(5, 100) / 100];
      const side = random.chance(1, 2) ? "" : "-";
      const otherSide = random.chance(2, 3) ? side : "-";
      const initial = BigInt(eth) * usd("100") + BigInt(Math.round(btc * 100)) * usd("20");
      const cash = (initial * random.uniform(103n, 115n)) / 100n;
      const account = await open(alice, { cash, tokens: `${side}${eth}`, subAccount: BigInt(number) });
      if (random.chance(3, 4)) await order(alice, account, "BTC", `${otherSide}${btc}`);
      accounts.push(account);
    }
    const seen = { taken: 0, left: 0 };
    for (let move = 0; move < MOVES; move++) {
      const snapshot = await networkHelpers.takeSnapshot();
      const thousandths = { ETH: BigInt(random.integer(-70, 70)), BTC: BigInt(random.integer(-70, 70)) };
      await feeds.ETH.updateAnswer((answer("2,000") * (1_000n + thousandths.ETH)) / 1_000n);
      await feeds.BTC.updateAnswer((answer("40,000") * (1_000n + thousandths.BTC)) / 1_000n);
      if (random.chance(1, 2)) {
        // The last price is remembered, then one feed fails or both do.
        await oracle.recordPrice(marketIds.ETH);
        await oracle.recordPrice(marketIds.BTC);
        await feeds.BTC.updateAnswer(0n);
        if (random.chance(1, 3)) await feeds.ETH.updateAnswer(0n);
      }
      const healths = await lens.healthOf(accounts);
      for (const [index, account] of accounts.entries()) {
        const takes = await clearingHouse
          .connect(liquidator)
          .liquidate.staticCall([account], accountOf(liquidator))
          .then(
            (liquidated) => liquidated === 1n,
            () => false,
          );
        expect(healths[index]?.liquidatable, `move ${move}, account ${index}`).to.equal(takes);
        if (takes) seen.taken++;
        else seen.left++;
      }
      await snapshot.restore();
    }
    expect(seen.taken).to.be.greaterThan(15);
    expect(seen.left).to.be.greaterThan(15);
  });

  it("values accounts as the mirror does: value, both margins, ratio", async () => {
    const { lens, alice, open, order, setPrices, stateNow } = await networkHelpers.loadFixture(liquidationFixture);
    const account = await open(alice, { cash: usd("9,000"), tokens: "20" });
    await order(alice, account, "BTC", "-2");
    await networkHelpers.time.increase(900);
    await setPrices({ ETH: "1,950.12", BTC: "40,321.09" });
    await networkHelpers.mine();
    const { cash, legs } = await stateNow(account);
    const holdings = legs.map(({ holding }) => holding);
    const value = accountValue({ cash, holdings });
    const maintenance = maintenanceMargin(holdings);
    const [health] = await lens.healthOf([account], { blockTag: "latest" });
    expect(plain(health)).to.deep.equal({
      cash,
      accountValue: value,
      maintenanceMargin: maintenance,
      accountValueForInitial: value,
      initialMargin: initialMargin(holdings),
      freeCollateral: freeCollateral(cash, value, initialMargin(holdings)),
      marginRatio: marginRatio(value, maintenance),
      liquidatable: false,
    });
  });

  it("says of an account without positions: no margin, the largest ratio, not liquidatable", async () => {
    const { lens, bob, fund } = await networkHelpers.loadFixture(liquidationFixture);
    const account = await fund(bob, usd("7"));
    const [health] = await lens.healthOf([account]);
    expect(plain(health)).to.deep.equal({
      cash: usd("7"),
      accountValue: usd("7"),
      maintenanceMargin: 0n,
      accountValueForInitial: usd("7"),
      initialMargin: 0n,
      freeCollateral: usd("7"),
      marginRatio: 2n ** 255n - 1n,
      liquidatable: false,
    });
  });
});
