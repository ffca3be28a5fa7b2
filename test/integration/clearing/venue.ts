// SPDX-License-Identifier: MIT
// A venue is whoever the governor registered: here a signer, which proposes what a test asks for.
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";

import { usd } from "../../../deploy/parameters/units.ts";
import type { VenueFillStruct as VenueFill } from "../../../typechain/contracts/interfaces/IClearingHouse.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import type { Connection } from "../../fixtures/protocol.ts";
import { Permission, tradingFixture } from "./trading.ts";

export const FOREVER = 2n ** 40n - 1n;

/** alice takes, bob makes: both with 100,000 USD and an approval of the venue. */
export async function venueFixture(connection: Connection) {
  const fixture = await tradingFixture(connection);
  const { alice, bob, stranger: venue, governor, clearingHouse, fund, marketIds, markOf, sizeOf } = fixture;
  await clearingHouse.connect(governor).setVenue(venue.address, true);
  const approve = async (trader: HardhatEthersSigner, permissions: bigint = Permission.Settle, expiresAt = FOREVER) =>
    clearingHouse.connect(trader).setOperator(accountOf(trader), venue.address, permissions, expiresAt);
  for (const trader of [alice, bob]) {
    await fund(trader, usd("100,000"));
    await approve(trader);
  }
  const proposal: VenueFill = {
    market: marketIds.ETH,
    taker: accountOf(alice),
    maker: accountOf(bob),
    sizeDelta: sizeOf("ETH", "10"),
    price: await markOf("ETH"),
    takerReduceOnly: false,
    makerReduceOnly: false,
  };
  return {
    ...fixture,
    venue,
    approve,
    proposal,
    settle: async (change: Partial<VenueFill> = {}, caller = venue) =>
      clearingHouse.connect(caller).settle({ ...proposal, ...change }),
    ten: sizeOf("ETH", "10"),
  };
}
