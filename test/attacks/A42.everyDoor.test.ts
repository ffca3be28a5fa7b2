// SPDX-License-Identifier: MIT
import { expect } from "chai";
import type { BaseContract } from "ethers";
import { MaxUint256 } from "ethers";
import { network } from "hardhat";

import { usd } from "../../deploy/parameters/units.ts";
import { accountOf } from "../fixtures/protocol.ts";
import { orderOf } from "../integration/clearing/trading.ts";
import { collateralFixture, weth, WETH } from "../integration/collateral/support.ts";
import { calldataOf, doorsOf } from "../integration/security/doors.ts";

const connection = await network.create();
const { networkHelpers } = connection;

describe("A42, A40, I28: no door leads a healthy account below its line", () => {
  /** 100 ETH on 5 WETH and cash, 40 USD above its line: below initial margin. A stranger has money and an operator's rights. */
  async function nearTheLine() {
    const working = await collateralFixture(connection);
    const { clearingHouse, vault, trader, stranger, fund, trade, sizeOf, setPrices, move, wethFeed, lens } = working;
    const account = accountOf(trader);
    await vault.connect(trader).depositCollateral(account, WETH, weth("5"));
    await fund(trader, usd("3,000"));
    await fund(stranger, usd("10,000"));
    await clearingHouse.connect(trader).setOperator(account, stranger.address, 255n, 2n ** 40n - 1n);
    await setPrices({});
    await trade(trader, "ETH", sizeOf("ETH", "100"));
    await setPrices({ ETH: "1,932.9" });
    await move(wethFeed, "1,999");
    const statusOf = async () => {
      const [health] = await lens.healthOf([account]);
      if (health === undefined) throw new Error("the lens knows no such account");
      return { safe: !health.liquidatable, slack: health.accountValue - health.maintenanceMargin };
    };
    return { ...working, account, statusOf };
  }

  it("every function with the account as its argument, by owner, operator and stranger", async () => {
    const { clearingHouse, vault, pool, oracle, trader, stranger, keeper, account, statusOf } =
      await networkHelpers.loadFixture(nearTheLine);
    const before = await statusOf();
    expect([before.safe, before.slack < usd("100")]).to.deep.equal([true, true]);
    const targets: readonly BaseContract[] = [clearingHouse, vault, pool, oracle];
    let done = 0;
    for (const target of targets) {
      const to = await target.getAddress();
      for (const fragment of doorsOf(target.interface)) {
        for (const caller of [trader, stranger, keeper]) {
          const snapshot = await networkHelpers.takeSnapshot();
          const data = calldataOf(target.interface, fragment, { account, address: caller.address });
          const sent = await caller.sendTransaction({ to, data }).then(
            () => true,
            () => false,
          );
          if (sent) {
            done += 1;
            const after = await statusOf();
            // A second of funding passes with each.
            expect([after.safe, after.slack > before.slack - usd("0.1")], fragment.format()).to.deep.equal([
              true,
              true,
            ]);
          }
          await snapshot.restore();
        }
      }
    }
    expect(done).to.be.greaterThan(20);
  });

  it("money, tokens and risk by name: each is refused, to the last unit", async () => {
    const { clearingHouse, vault, pool, trader, account, fund, sizeOf, statusOf } =
      await networkHelpers.loadFixture(nearTheLine);
    const second = await fund(trader, usd("1"), 1n);
    const tries: Readonly<Record<string, () => Promise<unknown>>> = {
      withdraw: async () => vault.connect(trader).withdraw(account, 1n, trader.address),
      "withdraw tokens": async () =>
        vault.connect(trader).withdrawCollateral(account, WETH, weth("0.001"), trader.address),
      transfer: async () => clearingHouse.connect(trader).transferCash(account, second, 1n),
      "join the pool": async () => pool.connect(trader).requestDeposit(1n, trader.address, trader.address),
      increase: async () => clearingHouse.connect(trader).trade(orderOf(account, 0n, sizeOf("ETH", "0.001"))),
      "open elsewhere": async () => clearingHouse.connect(trader).trade(orderOf(account, 1n, sizeOf("BTC", "0.1"))),
      flip: async () => clearingHouse.connect(trader).trade(orderOf(account, 0n, -sizeOf("ETH", "210"))),
    };
    for (const [name, attempt] of Object.entries(tries)) {
      const refused = await attempt().then(
        () => false,
        () => true,
      );
      expect(refused, name).to.equal(true);
    }
    expect((await statusOf()).safe).to.equal(true);
    // What lowers risk goes: the whole, and so nobody is locked in.
    await clearingHouse.connect(trader).closeAccount(account, [0n], MaxUint256);
    expect((await clearingHouse.accountState(account)).markets).to.equal(0n);
  });
});
