// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf, protocolFixture } from "../../fixtures/protocol.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const DEADLINE = 2n ** 40n;

describe("liquidate: an account worth less than its penalty", () => {
  async function poorFixture() {
    const protocol = await protocolFixture(connection);
    const { alice, fund, trade, setPrices, sizeOf } = protocol;
    const account = await fund(alice, usd("3,300"));
    await trade(alice, "ETH", sizeOf("ETH", "30"));
    await setPrices({ ETH: "1,900" });
    return { ...protocol, account };
  }

  it("leaves owner and liquidator together no more than closing would", async () => {
    const { clearingHouse, alice, bob, account } = await networkHelpers.loadFixture(poorFixture);
    const cashOf = async (id: string): Promise<bigint> => (await clearingHouse.accountState(id)).cash;
    const snapshot = await networkHelpers.takeSnapshot();
    await clearingHouse.connect(alice).closeAccount(account, [0n], DEADLINE);
    const closed = await cashOf(account);
    await snapshot.restore();
    await clearingHouse.connect(alice).liquidate([account], accountOf(bob));
    const together = (await cashOf(account)) + (await cashOf(accountOf(bob)));
    expect(together <= closed, `${together.toString()} by liquidation, ${closed.toString()} by closing`).to.equal(true);
  });
});
