// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../deploy/parameters/units.ts";
import { createRandom } from "../../scripts/lib/random.ts";
import { accountOf, protocolFixture } from "../fixtures/protocol.ts";

const connection = await network.create();
const { networkHelpers } = connection;

/** Of the shipped ETH set, in millionths: 0.1 %. */
const DEVIATION = 1_000;
const STEPS = 40;

describe("A18, I7: a trader who knows every next round of a feed that answers each 0.1 %", () => {
  const protocol = async () => protocolFixture(connection);

  it("loses on each: fee and spread of a round trip are more than the step", async () => {
    const { alice, clearingHouse, fund, trade, setPrices, publish, sizeOf } =
      await networkHelpers.loadFixture(protocol);
    const random = createRandom("A18");
    const account = await fund(alice, usd("200,000"));
    await setPrices({});
    let price = 2_000_00000000;
    for (let step = 0; step < STEPS; step++) {
      const before = (await clearingHouse.accountState(account)).cash;
      const up = random.chance(1, 2);
      const size = sizeOf("ETH", random.integer(1, 500).toString());
      await trade(alice, "ETH", up ? size : -size);
      price += Math.trunc((price * DEVIATION * (up ? 1 : -1)) / 1_000_000);
      await publish("ETH", (price / 1e8).toFixed(8));
      await trade(alice, "ETH", up ? -size : size);
      const { cash, markets } = await clearingHouse.accountState(accountOf(alice));
      expect(markets).to.equal(0n);
      expect(cash < before, `step ${step}`).to.equal(true);
    }
  });
});
