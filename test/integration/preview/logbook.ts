// SPDX-License-Identifier: MIT
// What a stranger knows of an account: the ledger rebuilt from logs, and the parameters of the markets.
import type { MarketParameters } from "../../../deploy/parameters/schema.ts";
import type { RebuiltLedger } from "../../../scripts/lib/ledger/ledger.ts";
import { fundingIndexAt } from "../../../scripts/lib/ledger/valuation.ts";
import type { Holding } from "../../../scripts/lib/margin/account.ts";
import { toAccountId } from "../../../scripts/lib/units/account-id.ts";
import { toMoney } from "../../../scripts/lib/units/money.ts";
import type { Price } from "../../../scripts/lib/units/price.ts";
import { toSize } from "../../../scripts/lib/units/size.ts";
import { termsOf, tierRulesOf } from "../liquidation/state.ts";
import type { AccountState, Leg, Pace } from "../liquidation/state.ts";

/** A price that decided: mark for funding, `used` for the position. */
export interface DecidingPrice {
  readonly mark: Price;
  readonly used: Price;
  readonly usable: boolean;
}

/** The account at the prices of a receipt, funding up to its second; `bitten` if receipts before it were cut by pace. */
export function toldState(
  ledger: RebuiltLedger,
  markets: readonly MarketParameters[],
  account: string,
  now: bigint,
  priceOf: (market: bigint) => DecidingPrice,
  bitten: Omit<Pace, "now"> = { since: 0n, until: 0n },
): AccountState {
  const id = toAccountId(account);
  const legs = ledger.markets().flatMap((market): readonly Leg[] => {
    const { size, entryNotional, fundingIndex } = ledger.market(market).positionOf(id).position;
    if (size === 0n) return [];
    const { mark, used, usable } = priceOf(market);
    const { tiers, trade, liquidation } = parametersOf(markets, market);
    const holding: Holding = {
      position: { size: toSize(size), entryNotional: toMoney(entryNotional), fundingIndex },
      price: used,
      fundingIndex: fundingIndexAt(ledger, market, now, mark),
      tiers: tierRulesOf(tiers),
    };
    return [{ market, holding, terms: termsOf(liquidation, trade), usable }];
  });
  return { account, cash: toMoney(ledger.cashOf(id)), legs, pace: { ...bitten, now } };
}

function parametersOf(markets: readonly MarketParameters[], market: bigint): MarketParameters {
  const found = markets.find(({ id }) => BigInt(id) === market);
  if (found === undefined) throw new Error(`no parameters of market ${market}`);
  return found;
}
