// SPDX-License-Identifier: MIT
// An account as the TypeScript mirror of the margin mathematics sees it, read from the chain.
import type { MarketParameters } from "../../../deploy/parameters/schema.ts";
import type { Holding } from "../../../scripts/lib/margin/account.ts";
import { scheduleOf } from "../../../scripts/lib/margin/tiers.ts";
import { accrueFunding } from "../../../scripts/lib/market/funding.ts";
import { toMoney } from "../../../scripts/lib/units/money.ts";
import type { Money } from "../../../scripts/lib/units/money.ts";
import { toPrice } from "../../../scripts/lib/units/price.ts";
import { toRatio } from "../../../scripts/lib/units/ratio.ts";
import type { Ratio } from "../../../scripts/lib/units/ratio.ts";
import { toSize } from "../../../scripts/lib/units/size.ts";
import type { Size } from "../../../scripts/lib/units/size.ts";
import type { ChainlinkOracle, IClearingHouse } from "../../../typechain/index.ts";
import { PriceValidity } from "../../fixtures/validity.ts";

/** What liquidating costs in a market. */
export interface Terms {
  readonly targetMarginRatio: Ratio;
  readonly penalty: Ratio;
  readonly keeperShare: Ratio;
  readonly maxReward: Money;
  readonly minSize: Size;
  /** Notional up to which a call closes at once. */
  readonly unpacedNotional: Money;
}

export interface Leg {
  readonly market: bigint;
  readonly holding: Holding;
  readonly terms: Terms;
  /** Whether the price lets it be liquidated. */
  readonly usable: boolean;
}

export interface AccountState {
  readonly account: string;
  readonly cash: Money;
  readonly legs: readonly Leg[];
  readonly pace: Pace;
}

/** How far a liquidation that is under way has come, in seconds. */
export interface Pace {
  /** First bite; zero while none is under way. */
  readonly since: bigint;
  /** From the first bite to the latest. */
  readonly until: bigint;
  readonly now: bigint;
}

/** A market's margin tiers, as the mirror takes them. */
export const tierRulesOf = (tiers: MarketParameters["tiers"]): Holding["tiers"] => ({
  maintenance: scheduleOf(tiers.bounds.map(toMoney), tiers.maintenance.map(toRatio)),
  initial: scheduleOf(tiers.bounds.map(toMoney), tiers.initial.map(toRatio)),
  withdrawFloor: toRatio(tiers.withdrawFloor),
  minReward: toMoney(tiers.minReward),
});

export const termsOf = (
  liquidation: MarketParameters["liquidation"],
  { minSize }: Pick<MarketParameters["trade"], "minSize">,
): Terms => ({
  targetMarginRatio: toRatio(liquidation.targetMarginRatio),
  penalty: toRatio(liquidation.penalty),
  keeperShare: toRatio(liquidation.keeperShare),
  maxReward: toMoney(liquidation.maxReward),
  minSize: toSize(minSize),
  unpacedNotional: toMoney(liquidation.unpacedNotional),
});

/** The ledger's account at `timestamp`: prices of now, funding up to then. */
export async function stateOf(
  { clearingHouse, oracle }: { readonly clearingHouse: IClearingHouse; readonly oracle: ChainlinkOracle },
  account: string,
  timestamp: bigint,
): Promise<AccountState> {
  const [{ cash, bittenSince, bittenFor }, held, positions] = await clearingHouse.fullState(account);
  const legs: Leg[] = [];
  for (const [index, market] of held.entries()) {
    const position = positions[index];
    if (position === undefined) throw new Error(`the ledger tells no position in market ${market}`);
    const { state, tiers, trade, liquidation } = await clearingHouse.marketState(market);
    const price = await oracle.readPrice(market);
    // While no funding accrues the index stands still.
    const now = state.fundingFrozen ? state.accruedAt : timestamp;
    const { fundingIndex } = accrueFunding(state, toPrice(price.mark), now, tiers.maxFundingRatePerSecond);
    legs.push({
      market,
      usable: price.validity <= PriceValidity.Stale,
      holding: {
        position: {
          size: toSize(position.size),
          entryNotional: toMoney(position.entryNotional),
          fundingIndex: position.fundingIndex,
        },
        // Where a price is not usable, the better of its two for the account.
        price: toPrice(position.size > 0n ? price.high : price.low),
        fundingIndex,
        tiers: tierRulesOf(tiers),
      },
      terms: termsOf(liquidation, trade),
    });
  }
  return { account, cash: toMoney(cash), legs, pace: { since: bittenSince, until: bittenFor, now: timestamp } };
}

/** What the mirror's account rules take. */
export const holdingsOf = ({ legs }: AccountState): readonly Holding[] => legs.map(({ holding }) => holding);
