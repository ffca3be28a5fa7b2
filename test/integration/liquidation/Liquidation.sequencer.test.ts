// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { marketIdOf } from "../../../scripts/lib/deployment/contracts.ts";
import { openMarkets } from "../../../scripts/lib/deployment/openMarkets.ts";
import { deployedFixture, seedPool } from "../../fixtures/protocol.ts";
import { receiptOf } from "./receipts.ts";
import { liquidationHelpers } from "./support.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

const GRACE_PERIOD = 3_600;
const UP = 0n;
const DOWN = 1n;

describe("liquidate: the sequencer", () => {
  async function sequencerFixture() {
    const feed = await ethers.deployContract("FaultyFeed", [0n]);
    const says = async (answer: bigint, startedAt: number): Promise<void> => {
      const round = {
        roundId: 1n,
        answer,
        startedAt: BigInt(startedAt),
        updatedAt: BigInt(startedAt),
        answeredInRound: 1n,
      };
      await feed.setRound(round);
    };
    await says(UP, 1);
    const sequencerFeed = await feed.getAddress();
    const deployed = await deployedFixture(connection, (parameters) => ({
      ...parameters,
      sequencerFeed,
      sequencerGracePeriod: GRACE_PERIOD,
    }));
    await seedPool(connection, deployed);
    await openMarkets(deployed, deployed.parameters, deployed);
    const { parameters } = deployed;
    const protocol = {
      ...deployed,
      marketIds: { ETH: marketIdOf(parameters, "ETH"), BTC: marketIdOf(parameters, "BTC") },
    };
    const helpers = liquidationHelpers(connection, protocol);
    const account = await helpers.open(protocol.alice, { cash: usd("2,200"), tokens: "20" });
    await protocol.setPrice("ETH", "1,930");
    return { ...protocol, ...helpers, account, says };
  }

  it("while it is down nobody is liquidated, however fresh the price", async () => {
    const { clearingHouse, liquidator, account, liquidate, says } = await networkHelpers.loadFixture(sequencerFixture);
    await says(DOWN, await networkHelpers.time.latest());
    await expect(liquidate(liquidator, [account])).to.be.revertedWithCustomError(clearingHouse, "NothingLiquidated");
  });

  it("nor within the grace period after its return, to the second; then the account is (A13)", async () => {
    const { clearingHouse, liquidator, account, liquidate, says, publish } =
      await networkHelpers.loadFixture(sequencerFixture);
    const returned = await networkHelpers.time.latest();
    await says(UP, returned);
    await networkHelpers.time.increase(GRACE_PERIOD - 10);
    await publish("ETH", "1,930");
    await networkHelpers.time.setNextBlockTimestamp(returned + GRACE_PERIOD);
    await expect(liquidate(liquidator, [account])).to.be.revertedWithCustomError(clearingHouse, "NothingLiquidated");
    await networkHelpers.time.setNextBlockTimestamp(returned + GRACE_PERIOD + 1);
    const { closed } = await receiptOf(clearingHouse, await liquidate(liquidator, [account]));
    expect(closed).to.have.length(1);
  });
});
