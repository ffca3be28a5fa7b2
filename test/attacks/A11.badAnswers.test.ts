// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { MaxInt256, MaxUint256 } from "ethers";
import { network } from "hardhat";

import { answer, usd } from "../../deploy/parameters/units.ts";
import { accountOf } from "../fixtures/protocol.ts";
import { PriceValidity } from "../fixtures/validity.ts";
import { tradingFixture } from "../integration/clearing/trading.ts";

const connection = await network.create();
const { networkHelpers } = connection;

/** A round of the ETH feed beside the present second. The market's hard bounds are 20 and 200,000 USD. */
const ANSWERS: Readonly<
  Record<string, (now: bigint) => readonly [roundId: bigint, answer: bigint, updatedAt: bigint]>
> = {
  zero: (now) => [99n, 0n, now],
  "less than zero": (now) => [99n, -1n, now],
  "the largest integer": (now) => [99n, MaxInt256, now],
  unfinished: () => [99n, answer("2,000"), 0n],
  "of the future": (now) => [99n, answer("2,000"), now + 1_000n],
  "round 0": (now) => [0n, answer("2,000"), now],
  "pinned to the floor": (now) => [99n, answer("20"), now],
  "pinned to the ceiling": (now) => [99n, answer("200,000"), now],
};

/**
 * DESIGN's table differs from the catalogue, which would let a position be closed at a pinned price (A12): an Invalid price
 * closes nothing.
 */
describe("A11, A12: an answer that is no price", () => {
  /** Alice long, Bob short, each at 20 times; the provider waits to leave the pool, which is long 5 ETH. */
  async function positioned() {
    const fixture = await tradingFixture(connection);
    const { alice, bob, carol, provider, pool, fund, send, sizeOf, setPrices, parameters } = fixture;
    await fund(carol, usd("1,000"));
    await pool.connect(provider)["mint(uint256,address)"](await pool.maxMint(provider.address), provider.address);
    await pool.connect(provider).requestRedeem(10n ** 15n, provider.address, provider.address);
    await networkHelpers.time.increase(parameters.pool.requestDelay);
    await setPrices({});
    const accounts = [await fund(alice, usd("1,050")), await fund(bob, usd("1,550"))];
    await send(alice, "ETH", sizeOf("ETH", "10"));
    await send(bob, "ETH", -sizeOf("ETH", "15"));
    return { ...fixture, accounts, one: sizeOf("ETH", "1"), requestId: await pool.lastRequestId() };
  }

  for (const [title, round] of Object.entries(ANSWERS)) {
    it(`${title}: nobody opens, closes, liquidates, withdraws or pays an LP; who is flat deposits and leaves`, async () => {
      const fixture = await networkHelpers.loadFixture(positioned);
      const { clearingHouse, vault, pool, feeds, alice, carol, keeper, accounts, one, send, fund, requestId } = fixture;
      const [roundId, value, updatedAt] = round(BigInt(await networkHelpers.time.latest()));
      await feeds.ETH.updateRoundData(roundId, value, updatedAt, updatedAt);
      const refused = async (sent: Promise<unknown>) =>
        expect(sent)
          .to.be.revertedWithCustomError(clearingHouse, "PriceNotUsable")
          .withArgs(fixture.marketIds.ETH, PriceValidity.Invalid);
      const [account = ""] = accounts;
      await fund(alice, usd("1,000"));
      for (const size of [one, -one, -10n * one]) await refused(send(alice, "ETH", size));
      await refused(clearingHouse.connect(alice).closeAccount(account, [0n], MaxUint256));
      await refused(vault.connect(alice).withdraw(account, 1n, alice.address));
      await refused(clearingHouse.connect(alice).transferCash(account, accountOf(alice, 1n), 1n));
      await expect(clearingHouse.connect(keeper).liquidate(accounts, accountOf(keeper))).to.be.revertedWithCustomError(
        clearingHouse,
        "NothingLiquidated",
      );
      await expect(pool.executeRequest(requestId)).to.be.revertedWithCustomError(pool, "PricesNotValid");
      await vault.connect(carol).withdraw(accountOf(carol), usd("1,000"), carol.address);
    });
  }
});
