// SPDX-License-Identifier: MIT
// More markets than a deployment lists.
import { CLOSE_FEED, marketParameters } from "../../../deploy/parameters/markets.ts";
import { answer, FEED_DECIMALS, usd } from "../../../deploy/parameters/units.ts";
import type { EACAggregatorProxy, MockV3Aggregator } from "../../../typechain/index.ts";
import type { Connection } from "../../fixtures/protocol.ts";
import type { Protocol } from "./support.ts";

/** A token of 100 USD in 1e-8 units. */
const REFERENCE = answer("100");
const SIZE_DECIMALS = 8;

export interface ExtraMarket {
  readonly id: number;
  readonly aggregator: MockV3Aggregator;
}

/** Lists and opens market `id`, its aggregator behind Chainlink's proxy as on a live network. */
export async function listExtraMarket(
  { ethers }: Connection,
  { clearingHouse, oracle, governor, riskAdmin }: Protocol,
  id: number,
): Promise<ExtraMarket> {
  const aggregator: MockV3Aggregator = await ethers.deployContract("MockV3Aggregator", [FEED_DECIMALS, REFERENCE]);
  const proxy: EACAggregatorProxy = await ethers.deployContract("EACAggregatorProxy", [
    await aggregator.getAddress(),
    ethers.ZeroAddress,
  ]);
  const { feed, tiers, trade, liquidation, commitment, insuranceBudget } = marketParameters({
    id,
    asset: "ETH",
    feedAddress: await proxy.getAddress(),
    referenceAnswer: REFERENCE,
    sizeDecimals: SIZE_DECIMALS,
    heartbeat: 3_600,
    rates: CLOSE_FEED,
    maxFundingRatePerSecond: 277_700_000n,
    netCap: usd("500,000"),
    commitment: usd("30,000"),
    insuranceBudget: usd("5,000"),
  });
  const { heartbeat, maxLiquidationAge, sizeDecimals, lowerBound, upperBound, jumpBound } = feed;
  const limits = { heartbeat, maxLiquidationAge, sizeDecimals, lowerBound, upperBound, jumpBound };
  await oracle.connect(governor).setFeed(id, { feed: await proxy.getAddress(), ...limits });
  await clearingHouse.connect(governor).listMarket(id, `TOKEN${id}-PERP`, tiers, trade, liquidation);
  await clearingHouse.connect(riskAdmin).setCommitment(id, commitment);
  await clearingHouse.connect(governor).setInsuranceBudget(id, insuranceBudget);
  await clearingHouse.connect(governor).openMarket(id);
  return { id, aggregator };
}
