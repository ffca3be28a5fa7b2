// SPDX-License-Identifier: MIT
import { expect } from "chai";
import type { ContractTransactionResponse } from "ethers";

import type { LiquidationExplanationStructOutput } from "../../../typechain/contracts/interfaces/IPreviewModule.ts";
import type { ChainlinkOracle, IClearingHouse } from "../../../typechain/index.ts";
import { receiptOf } from "../liquidation/receipts.ts";
import { Verdict } from "./support.ts";

interface Parts {
  readonly clearingHouse: IClearingHouse;
  readonly oracle: ChainlinkOracle;
}

/** An explanation of a trader's account, held against the events of the liquidation that followed, field by field. */
export async function expectReceipt(
  { clearingHouse, oracle }: Parts,
  explanation: LiquidationExplanationStructOutput,
  sent: ContractTransactionResponse,
) {
  const receipt = await receiptOf(clearingHouse, sent);
  expect(explanation.verdict).to.equal(Verdict.Liquidatable);
  expect({
    value: explanation.accountValue,
    margin: explanation.maintenanceMargin,
    penalty: explanation.penalty,
    reward: explanation.reward,
    topUp: explanation.rewardFromInsurance,
    toInsurance: explanation.penaltyToInsurance,
    cash: explanation.cash,
  }).to.deep.equal({
    value: receipt.value,
    margin: receipt.margin,
    penalty: receipt.penalty,
    reward: receipt.reward,
    topUp: receipt.topUp,
    toInsurance: receipt.penalty + receipt.topUp - receipt.reward,
    cash: receipt.cash,
  });
  const explained = explanation.legs.filter(({ sizeClosed }) => sizeClosed !== 0n);
  const byMarket = receipt.closed.toSorted((a, b) => Number(a.market - b.market));
  expect(
    explained.map(({ market, sizeClosed, price, size }) => ({
      market,
      sizeClosed,
      markPrice: size > 0n ? price.high : price.low,
      roundId: price.roundId,
    })),
  ).to.deep.equal(
    byMarket.map(({ market, sizeClosed, markPrice, roundId }) => ({ market, sizeClosed, markPrice, roundId })),
  );
  // A reading is the oracle's, and what is left is what was there less what was closed.
  for (const { market, price, size, sizeClosed } of explanation.legs) {
    expect(price).to.deep.equal(await oracle.readPrice(market, { blockTag: sent.blockNumber ?? "latest" }));
    expect((await clearingHouse.positionState(receipt.account, market)).size).to.equal(size - sizeClosed);
  }
  return receipt;
}
