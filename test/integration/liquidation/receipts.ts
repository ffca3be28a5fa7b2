// SPDX-License-Identifier: MIT
// What a call to `liquidate` did, from its logs.
import type { ContractTransactionResponse, Log } from "ethers";

import { toSize } from "../../../scripts/lib/units/size.ts";
import type { Size } from "../../../scripts/lib/units/size.ts";
import type { IClearingHouse } from "../../../typechain/index.ts";

export interface ClosedPosition {
  readonly account: string;
  readonly market: bigint;
  readonly sizeClosed: Size;
  readonly markPrice: bigint;
  readonly roundId: bigint;
  readonly quote: bigint;
}

/** An account's receipt: what was closed stands before it in the logs. */
export interface Receipt {
  readonly account: string;
  readonly liquidator: string;
  readonly value: bigint;
  readonly margin: bigint;
  readonly penalty: bigint;
  readonly reward: bigint;
  readonly topUp: bigint;
  readonly cash: bigint;
  readonly closed: readonly ClosedPosition[];
}

/** At which price and round a call to `liquidate` closed longs or shorts of a market, from its logs. */
function pricesIn(clearingHouse: IClearingHouse, logs: readonly Log[]) {
  const prices = new Map<bigint, { readonly long: bigint; readonly short: bigint; readonly roundId: bigint }>();
  for (const log of logs) {
    const parsed = clearingHouse.interface.parseLog(log);
    const number = (name: string): bigint => BigInt(String(parsed?.args.getValue(name)));
    if (parsed?.name === "LiquidationPriced") {
      prices.set(number("market"), { long: number("high"), short: number("low"), roundId: number("roundId") });
    }
    if (parsed?.name === "PoolAccountUpdated" && !prices.has(number("market"))) {
      const mark = number("markPrice");
      prices.set(number("market"), { long: mark, short: mark, roundId: number("roundId") });
    }
  }
  return (market: bigint, long: boolean) => {
    const found = prices.get(market);
    if (found === undefined) throw new Error(`the call's logs tell no price of market ${market}`);
    return { markPrice: long ? found.long : found.short, roundId: found.roundId };
  };
}

/** The receipts of a call to `liquidate`, in the order of its logs. */
export async function receiptsOf(
  clearingHouse: IClearingHouse,
  response: ContractTransactionResponse,
): Promise<readonly Receipt[]> {
  const mined = await response.wait();
  const receipts: Receipt[] = [];
  const priceOf = pricesIn(clearingHouse, mined?.logs ?? []);
  let closed: ClosedPosition[] = [];
  for (const log of mined?.logs ?? []) {
    const parsed = clearingHouse.interface.parseLog(log);
    if (parsed === null) continue;
    const text = (name: string): string => String(parsed.args.getValue(name));
    const number = (name: string): bigint => BigInt(text(name));
    if (parsed.name === "PositionLiquidated") {
      closed.push({
        account: text("account"),
        market: number("market"),
        sizeClosed: toSize(number("sizeClosed")),
        ...priceOf(number("market"), number("sizeClosed") > 0n),
        quote: number("quote"),
      });
    }
    if (parsed.name !== "AccountLiquidated") continue;
    receipts.push({
      account: text("account"),
      liquidator: text("liquidator"),
      value: number("accountValue"),
      margin: number("maintenanceMargin"),
      penalty: number("penalty"),
      reward: number("reward"),
      topUp: number("rewardFromInsurance"),
      cash: number("cash"),
      closed,
    });
    closed = [];
  }
  return receipts;
}

/** The receipt of a call that liquidated one account. */
export async function receiptOf(
  clearingHouse: IClearingHouse,
  response: ContractTransactionResponse,
): Promise<Receipt> {
  const [only, ...others] = await receiptsOf(clearingHouse, response);
  if (only === undefined || others.length !== 0) throw new Error("not one account was liquidated");
  return only;
}
