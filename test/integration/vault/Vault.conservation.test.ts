// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { createRandom } from "../../../scripts/lib/random.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { surplus, workingFixture } from "./support.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const STEPS = 60;
/** Units by which roundings of one position may fall short of what its account is owed; all stay in the vault. */
const DUST_PER_STEP = 4n;

describe("Vault and ledger: P2", () => {
  async function moneyFixture() {
    return workingFixture(connection);
  }

  /** Everything that anybody reads about money, without the vault's own balance. */
  async function figures({
    clearingHouse,
    pool,
    lens,
    trader,
  }: Awaited<ReturnType<typeof moneyFixture>>): Promise<unknown> {
    const { markValue, unwindingValue, mainCash, payable_, pricesValid } = await clearingHouse.poolValuation();
    const { insuranceCash, insuranceOwed, treasuryOwed, poolValue } = await lens.systemStatement();
    const [health] = await lens.healthOf([accountOf(trader)]);
    return {
      valuation: [markValue, unwindingValue, mainCash, payable_, pricesValid],
      ledger: [insuranceCash, insuranceOwed, treasuryOwed, poolValue],
      shares: [
        await pool.totalAssets(),
        await pool.convertToShares(1_000_000n),
        await pool.convertToAssets(10n ** 12n),
      ],
      account: [health?.cash, health?.accountValue, health?.freeCollateral],
    };
  }

  it("A88: tokens that are sent to the vault change nothing, and belong to nobody", async () => {
    const fixture = await networkHelpers.loadFixture(moneyFixture);
    const { token, vault, vaultAddress, clearingHouse, stranger, trader, fund } = fixture;
    await fund(trader, usd("1,000"));
    const before = await figures(fixture);
    await token.mint(stranger.address, usd("1,000,000"));
    await token.connect(stranger).transfer(vaultAddress, usd("1,000,000"));
    expect(await figures(fixture)).to.deep.equal(before);
    expect(await surplus(fixture, [trader, fixture.provider])).to.equal(usd("1,000,000"));
    // Nor does the next deposit pick them up.
    await fund(stranger, 5n);
    await expect(vault.connect(stranger).withdraw(accountOf(stranger), 6n, stranger.address))
      .to.be.revertedWithCustomError(clearingHouse, "InsufficientFreeCollateral")
      .withArgs(accountOf(stranger), 6n, 5n);
  });

  it("deposits, withdrawals and transfers of flat accounts leave tokens equal to claims, to the unit", async () => {
    const fixture = await networkHelpers.loadFixture(moneyFixture);
    const { vault, clearingHouse, alice, bob, carol, provider, fund } = fixture;
    const random = createRandom("flat");
    const people = [alice, bob, carol];
    for (let step = 0; step < STEPS; ++step) {
      const person = random.pick(people);
      const account = accountOf(person);
      const { cash } = await clearingHouse.accountState(account);
      const amount = cash === 0n ? 0n : random.uniform(1n, cash);
      if (amount === 0n || random.chance(1, 3)) await fund(person, random.logUniform(1n, usd("1,000,000")));
      else if (random.chance(1, 2)) await vault.connect(person).withdraw(account, amount, person.address);
      else await clearingHouse.connect(person).transferCash(account, accountOf(random.pick(people), 1n), amount);
      expect(await surplus(fixture, [...people, provider]), `step ${step}`).to.equal(0n);
    }
  });

  it("with trades and moving prices in between, what is left over is dust and never negative", async () => {
    const fixture = await networkHelpers.loadFixture(moneyFixture);
    const { vault, alice, bob, carol, provider, fund, trade, setPrices, sizeOf, lens } = fixture;
    const random = createRandom("trading");
    const people = [alice, bob, carol];
    for (const person of people) await fund(person, usd("200,000"));
    for (let step = 0; step < STEPS; ++step) {
      const person = random.pick(people);
      const price = random.integer(1_900, 2_100);
      await setPrices({ ETH: `${price}.${random.integer(10_000_000, 99_999_999)}` });
      if (random.chance(1, 3)) {
        const [health] = await lens.healthOf([accountOf(person)]);
        const free = (health?.freeCollateral ?? 0n) / 3n;
        if (free > 0n) await vault.connect(person).withdraw(accountOf(person), free, person.address);
      } else {
        // Whole tokens: what is left is nothing or above the minimum.
        const size = sizeOf("ETH", "1") * random.uniform(1n, 10n);
        await trade(person, "ETH", random.chance(1, 2) ? size : -size);
      }
      await networkHelpers.time.increase(random.integer(1, 600));
      const left = await surplus(fixture, [...people, provider]);
      expect(left, `step ${step}`).to.be.greaterThanOrEqual(0n);
      expect(left, `step ${step}`).to.be.lessThanOrEqual(DUST_PER_STEP * BigInt(step + 2));
    }
  });
});
