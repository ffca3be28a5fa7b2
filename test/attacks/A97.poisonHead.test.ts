// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../deploy/parameters/units.ts";
import { workingPoolFixture } from "../unit/pool/support.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const SPAM = 25;

describe("A97: requests that stand in the way of others", () => {
  /** One that can never be met, two dozen of a unit each, and behind them an honest one. */
  async function crowded() {
    const working = await workingPoolFixture(connection);
    const { alice, bob, askToJoin, fund, pool } = working;
    const head = await askToJoin(bob, 1n, 2n ** 127n);
    await fund(bob, BigInt(SPAM));
    for (let number = 0; number < SPAM; number++) {
      await pool.connect(bob).requestDepositWithMinimum(1n, bob.address, bob.address, 0n);
    }
    const honest = await askToJoin(alice, usd("1,000"));
    await working.waitForWindow();
    return { ...working, head, honest };
  }

  it("there is no queue: the last is executed first, at the cost of one", async () => {
    const { pool, alice, execute, honest, head } = await networkHelpers.loadFixture(crowded);
    const alone = (await (await execute(honest)).wait())?.gasUsed ?? 0n;
    expect(alone).to.be.within(1n, 400_000n);
    expect(await pool.convertToAssets(await pool.maxMint(alice.address))).to.be.within(usd("1,000") - 1n, usd("1,000"));
    // The head lapses by itself, and its unit goes back to who sent it.
    await execute(head);
    await expect(execute(head)).to.be.revertedWithCustomError(pool, "RequestNotPending");
  });

  it("claims do not grow with the number of requests that made them", async () => {
    const { pool, bob, execute, head } = await networkHelpers.loadFixture(crowded);
    for (let number = 1n; number <= BigInt(SPAM); number++) await execute(head + number);
    const shares = await pool.maxMint(bob.address);
    const claim = await pool.connect(bob)["mint(uint256,address)"](shares, bob.address);
    expect((await claim.wait())?.gasUsed ?? 0n).to.be.within(1n, 200_000n);
    expect(await pool.maxMint(bob.address)).to.equal(0n);
  });
});
