// SPDX-License-Identifier: MIT
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { ContractTransactionResponse } from "ethers";

import type { OrderStruct as Order } from "../../../typechain/contracts/interfaces/IClearingHouse.ts";
import type { IClearingHouse } from "../../../typechain/index.ts";
import { connection, liquidationHelpers } from "../liquidation/support.ts";
import { tradingFixture } from "../clearing/trading.ts";

export { connection, ethers, networkHelpers } from "../liquidation/support.ts";

/** IPreviewModule.LiquidationVerdict, in the order of its declaration. */
export const Verdict = {
  Liquidatable: 0n,
  NoPositions: 1n,
  Healthy: 2n,
  NoUsablePrice: 3n,
  PaceExhausted: 4n,
  NothingLeft: 5n,
} as const;

/** The open protocol with the shorthands of both trading and liquidation. */
export async function previewFixture() {
  const trading = await tradingFixture(connection);
  const liquidation = liquidationHelpers(connection, trading);
  // Both have an `order`: here it is the order itself, and `orderIn` sends one.
  return { ...liquidation, ...trading, orderIn: liquidation.order };
}

/** Fixes the second of the next block: what is asked of the pending one and what is mined then see the same state. */
export async function fixNextSecond(): Promise<void> {
  const { time } = connection.networkHelpers;
  await time.setNextBlockTimestamp((await time.latest()) + 1);
}

const PENDING = { blockTag: "pending" } as const;

/** What a trade would come to in the next block, and then the trade in that block. */
export async function previewAndTrade(clearingHouse: IClearingHouse, trader: HardhatEthersSigner, order: Order) {
  const house = clearingHouse.connect(trader);
  await fixNextSecond();
  const preview = await house.previewTrade.staticCall(order, PENDING);
  const returned = await house.trade.staticCall(order, PENDING);
  const sent: ContractTransactionResponse = await house.trade(order);
  return { preview, returned, sent };
}

/** What a liquidation would do in the next block, and then the liquidation in that block, or nothing where it would revert. */
export async function explainAndLiquidate(
  clearingHouse: IClearingHouse,
  liquidator: HardhatEthersSigner,
  account: string,
  beneficiary: string,
) {
  const house = clearingHouse.connect(liquidator);
  await fixNextSecond();
  const explanation = await house.explainLiquidation.staticCall(account, PENDING);
  const sent = await house.liquidate([account], beneficiary);
  return { explanation, sent };
}

/** The explanation at the pending block's second. */
export async function explain(clearingHouse: IClearingHouse, account: string) {
  await fixNextSecond();
  return clearingHouse.explainLiquidation.staticCall(account, PENDING);
}
