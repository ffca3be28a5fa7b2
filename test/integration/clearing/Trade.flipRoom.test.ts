// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { protocolFixture } from "../../fixtures/protocol.ts";

const connection = await network.create();
const { networkHelpers } = connection;

describe("trade: a flip and the pool's margin", () => {
  /** Traders are long 8,000 ETH and the pool, short of them, has lost 230 USD on each. */
  async function losingPoolFixture() {
    const protocol = await protocolFixture(connection);
    const { alice, fund, trade, setPrices, sizeOf } = protocol;
    await fund(alice, usd("4,000,000"));
    await trade(alice, "ETH", sizeOf("ETH", "8,000"));
    await setPrices({ ETH: "2,230" });
    return protocol;
  }

  it("reverts with InsufficientPoolMargin where the close alone passes and the open after it would not", async () => {
    const { clearingHouse, alice, trade, sizeOf } = await networkHelpers.loadFixture(losingPoolFixture);
    const size = sizeOf("ETH", "8,000");
    const snapshot = await networkHelpers.takeSnapshot();
    await trade(alice, "ETH", -size);
    await expect(trade(alice, "ETH", -size)).to.be.revertedWithCustomError(clearingHouse, "InsufficientPoolMargin");
    await snapshot.restore();
    await expect(trade(alice, "ETH", -2n * size)).to.be.revertedWithCustomError(
      clearingHouse,
      "InsufficientPoolMargin",
    );
  });
});
