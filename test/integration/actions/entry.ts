// SPDX-License-Identifier: MIT
// What an entry point is to the generator, and what all of them share.
import { expect } from "chai";
import type { BaseContract, ContractTransactionResponse } from "ethers";

import { answer, unitPrice } from "../../../deploy/parameters/units.ts";
import type { Holding } from "../../../scripts/lib/margin/account.ts";
import { quoteUp } from "../../../scripts/lib/market/quote.ts";
import { toPrice } from "../../../scripts/lib/units/price.ts";
import { toRatio } from "../../../scripts/lib/units/ratio.ts";
import { divUp, negate } from "../../../scripts/lib/units/rounding.ts";
import { toSize } from "../../../scripts/lib/units/size.ts";
import { PriceValidity } from "../../fixtures/validity.ts";
import { stateOf } from "../liquidation/state.ts";
import type { Column, Expectation, Row } from "./table.ts";
import { FIRST, SECOND } from "./world.ts";
import type { World } from "./world.ts";

/** Price times size in 1e-6 USD. */
const PRICE_SCALE = 10n ** 16n;

/** The cell that is being tested. */
export interface Here extends Expectation {
  readonly column: Column;
}

/** A typed error with its arguments. */
export interface Refusal {
  readonly by: BaseContract;
  readonly error: string;
  readonly args: readonly unknown[];
}

export interface Entry {
  readonly title: string;
  /** Functions that this is an answer of, as `doorKey` names them with their contract. */
  readonly doors: readonly string[];
  readonly row: Row;
  /** Whether the account that acts is below initial margin. */
  readonly below?: boolean;
  readonly act: (world: World, here: Here) => Promise<ContractTransactionResponse>;
  /** Where the cell says no. */
  readonly refusal: (world: World, here: Here) => Refusal;
  /** Where it says yes: events with their arguments, and at which price. `before` is what `look` saw. */
  readonly accepted: (world: World, sent: ContractTransactionResponse, here: Here, before: bigint) => Promise<void>;
  /** What has to be known from before the call. */
  readonly look?: (world: World, here: Here) => Promise<bigint>;
  /** Where even a yes is answered by another rule's error. */
  readonly acceptedError?: (world: World, here: Here) => Promise<Refusal>;
  /** The same question asked without a transaction. */
  readonly preview?: (world: World, here: Here) => Promise<void>;
}

/** The world's price of one unit, and the two where they differ: the feeds' words, not the oracle's. */
function rangeAt(column: Column): { readonly low: bigint; readonly high: bigint } {
  const low = unitPrice(answer(FIRST), 9);
  return { low, high: column === "Diverged" ? unitPrice(answer(SECOND), 9) : low };
}

/** The price that the cell names, for an account that holds or sells (long) or owes and buys (short). */
export function priceFor({ column, price }: Here, long: boolean): bigint {
  const { low, high } = rangeAt(column);
  if (price === "only") {
    if (low !== high) throw new Error("a cell with two prices has to name one");
    return low;
  }
  return (price === "better") === long ? high : low;
}

/** Of the two prices the worse one for an account, whatever the cell is about. */
export const worseFor = ({ column }: Here, long: boolean): bigint => {
  const { low, high } = rangeAt(column);
  return long ? low : high;
};

/** "The market's price does not allow it." */
export const notUsable = (world: World, { column }: Here, market: bigint = world.marketIds.ETH): Refusal => ({
  by: world.clearingHouse,
  error: "PriceNotUsable",
  args: [market, PriceValidity[column]],
});

export async function expectRefusal(attempt: Promise<unknown>, { by, error, args }: Refusal): Promise<void> {
  const refused = expect(attempt).to.be.revertedWithCustomError(by, error);
  await (args.length === 0 ? refused : refused.withArgs(...args));
}

/** The account's size in ETH. */
export const sizeOf = async ({ clearingHouse, marketIds }: World, account: string): Promise<bigint> =>
  (await clearingHouse.positionState(account, marketIds.ETH)).size;

/** Whether a fill is at the mark, without premium, spread and fee. */
export const isAtMark = ({ column }: Here): boolean => column === "Settled";

/** What a fill costs at an index, by the mirror; a flip is a close and an open. */
export async function quoteOf(
  world: World,
  here: Here,
  size: bigint,
  delta: bigint,
  indexPrice: bigint,
): Promise<bigint> {
  if (isAtMark(here)) return divUp(delta * indexPrice, PRICE_SCALE);
  const { trade } = world.termsOf("ETH");
  const pool = await world.clearingHouse.poolMarketAccount(world.marketIds.ETH);
  const flips = size !== 0n && size > 0n !== delta > 0n && (delta < 0n ? -delta : delta) > (size < 0n ? -size : size);
  let skew = negate(await sizeOf(world, pool));
  let quote = 0n;
  for (const part of flips ? [-size, delta + size] : [delta]) {
    quote += quoteUp(toSize(part), {
      indexPrice: toPrice(indexPrice),
      skew: toSize(skew),
      skewScale: toSize(trade.skewScale),
      spread: toRatio(trade.spread),
    });
    skew += part;
  }
  return quote;
}

/** The account's cash and positions, valued at a price. */
export async function accountAt(world: World, account: string, price: bigint) {
  const now = BigInt((await world.clearingHouse.runner?.provider?.getBlock("latest"))?.timestamp ?? 0);
  const { cash, legs } = await stateOf(world, account, now);
  const holdings = legs.map(({ holding }): Holding => ({ ...holding, price: toPrice(price) }));
  return { cash, holdings };
}
