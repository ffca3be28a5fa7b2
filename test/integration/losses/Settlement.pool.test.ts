// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { BTC, settlementOf } from "./settled.ts";
import { lossesFixture, newConnection } from "./support.ts";

const connection = await newConnection();
const { networkHelpers } = connection;

describe("The pool and a settled market", () => {
  /** The pool is short 2 BTC, which gained before the feed died. */
  async function settled() {
    const losses = await lossesFixture(connection);
    const { alice, bob, seat, setPrices } = losses;
    const [long = "", short = ""] = await seat([
      { owner: alice, cash: "40,000", legs: { BTC: "3" } },
      { owner: bob, cash: "40,000", legs: { BTC: "-1" } },
    ]);
    const steps = settlementOf(connection, losses);
    await setPrices({ BTC: "41,000" });
    await steps.die();
    await steps.announce();
    await steps.execute();
    return { ...losses, ...steps, long, short };
  }

  it("its inventory there is worth the settlement price, whether it is held or unwound", async () => {
    const { clearingHouse, passHour, poolSize } = await networkHelpers.loadFixture(settled);
    expect(await poolSize(BTC)).to.be.lessThan(0n);
    const during = await clearingHouse.poolValuation();
    expect(during.pricesValid).to.equal(false);
    await passHour();
    const { pricesValid, markValue, unwindingValue } = await clearingHouse.poolValuation();
    expect(pricesValid).to.equal(true);
    // Up and down by the rounding of one position.
    expect(markValue - unwindingValue <= 2n).to.equal(true);
    expect(markValue >= unwindingValue).to.equal(true);
  });

  it("an LP leaves while positions are still open there, and gets what the shares are worth", async () => {
    const { pool, provider, clearingHouse, passHour, setPrice, parameters, cashOf, poolSize } =
      await networkHelpers.loadFixture(settled);
    await passHour();
    const me = provider.address;
    const claimable = await pool.maxMint(me);
    if (claimable !== 0n) await pool.connect(provider).getFunction("mint(uint256,address)").send(claimable, me);
    const shares = (await pool.balanceOf(me)) / 10n;
    await pool.connect(provider).requestRedeem(shares, me, me);
    const id = await pool.lastRequestId();
    await networkHelpers.time.increase(parameters.pool.requestDelay);
    await setPrice("ETH", "2,000");
    expect(await poolSize(BTC)).not.to.equal(0n);
    const { unwindingValue } = await clearingHouse.poolValuation();
    const supply = await pool.totalSupply();
    const escrow = await clearingHouse.poolEscrowAccount();
    const before = await cashOf(escrow);
    await pool.executeRequest(id);
    const paid = (await cashOf(escrow)) - before;
    const due = (unwindingValue * shares) / supply;
    expect(paid <= due && paid >= due - 2n).to.equal(true);
  });

  it("a reduction against a full pool there still finds its other side", async () => {
    const { alice, long, close, drainPool, openInterest, passHour, poolSize, settleAll, short, sizeAt } =
      await networkHelpers.loadFixture(settled);
    await passHour();
    await drainPool(BTC);
    await close(alice, long, BTC);
    expect(await sizeAt(long, BTC)).to.equal(0n);
    await settleAll([long, short]);
    expect((await poolSize(BTC)) >= 0n).to.equal(true);
    expect((await openInterest(BTC)) > 0n).to.equal(true);
  });
});
