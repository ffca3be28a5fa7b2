// SPDX-License-Identifier: MIT
// DESIGN, section 8, decided once more from the mirror's pure rules: which positions a liquidation closes, and what it
// costs.
import { accountValue, holdingMaintenance, maintenanceMargin } from "../../../scripts/lib/margin/account.ts";
import { liquidationClose } from "../../../scripts/lib/margin/liquidation-close.ts";
import { settleFunding } from "../../../scripts/lib/market/funding.ts";
import { applyFill } from "../../../scripts/lib/market/position.ts";
import { toMoney, ZERO_MONEY } from "../../../scripts/lib/units/money.ts";
import type { Money } from "../../../scripts/lib/units/money.ts";
import { notionalUp, shareUp, valueDown } from "../../../scripts/lib/units/products.ts";
import { RATIO_ONE } from "../../../scripts/lib/units/ratio.ts";
import { divDown, divUp, larger, negate, smaller } from "../../../scripts/lib/units/rounding.ts";
import { toSize } from "../../../scripts/lib/units/size.ts";
import type { Size } from "../../../scripts/lib/units/size.ts";
import { holdingsOf } from "./state.ts";
import type { AccountState, Leg } from "./state.ts";

export interface Closing {
  readonly market: bigint;
  readonly sizeClosed: Size;
}

export interface Expected {
  readonly value: Money;
  readonly margin: Money;
  readonly closings: readonly Closing[];
  readonly penalty: Money;
  /** Without what insurance adds. */
  readonly reward: Money;
  /** The account as it is afterwards, its deficit not yet made good. */
  readonly after: AccountState;
}

/** Sizes as the chain closed them, so that the bill can be compared to the unit. */
export type Sizes = (market: bigint, computed: Size) => Size;

interface Bill {
  penalty: bigint;
  keeperPart: bigint;
  maxReward: bigint;
  minReward: bigint;
}

const asComputed: Sizes = (_, computed) => computed;

/** What `liquidate` does to an account below maintenance margin. */
export function expectedLiquidation(state: AccountState, sizes: Sizes = asComputed): Expected {
  const value = accountValue({ cash: state.cash, holdings: holdingsOf(state) });
  const margin = maintenanceMargin(holdingsOf(state));
  const bill: Bill = { penalty: 0n, keeperPart: 0n, maxReward: 0n, minReward: 0n };
  const closings: Closing[] = [];
  let after = state;
  let atTarget = false;
  while (!atTarget) {
    const leg = nextLeg(after);
    if (leg === undefined) break;
    const { size } = leg.holding.position;
    const sizeClosed = sizes(leg.market, value < 0n ? size : sizeToClose(after, leg, bill));
    closings.push({ market: leg.market, sizeClosed });
    after = closed(after, leg, sizeClosed);
    charge(bill, leg, sizeClosed);
    if (after.legs.length === 0) break;
    atTarget = value >= 0n && (sizeClosed !== size || bearsTarget(after, leg, bill));
  }
  const reward = larger(smaller(bill.keeperPart, bill.maxReward), bill.minReward);
  const charged = larger(bill.penalty, reward);
  const penalty = atTarget ? charged : smaller(charged, bearable(after, value, margin));
  return {
    value,
    margin,
    closings,
    penalty: toMoney(penalty),
    reward: toMoney(smaller(reward, penalty)),
    after: { ...after, cash: toMoney(after.cash - penalty) },
  };
}

/** The usable position that frees the most margin; the first of equals. */
function nextLeg({ legs }: AccountState): Leg | undefined {
  let most: Leg | undefined;
  for (const leg of legs.filter(({ usable }) => usable)) {
    if (most === undefined || holdingMaintenance(leg.holding) > holdingMaintenance(most.holding)) most = leg;
  }
  return most;
}

function sizeToClose(state: AccountState, { holding, terms }: Leg, bill: Bill): Size {
  const least = larger(bill.minReward, holding.tiers.minReward);
  return liquidationClose({
    size: holding.position.size,
    price: holding.price,
    minSize: terms.minSize,
    minReward: toMoney(larger(0n, least - bill.penalty)),
    accountValue: toMoney(accountValue({ cash: state.cash, holdings: holdingsOf(state) }) - bill.penalty),
    maintenanceMargin: maintenanceMargin(holdingsOf(state)),
    maintenance: holding.tiers.maintenance,
    targetMarginRatio: terms.targetMarginRatio,
    penalty: terms.penalty,
  }).sizeClosed;
}

/** The account after the pool took `sizeClosed` at mark. */
function closed(state: AccountState, leg: Leg, sizeClosed: Size): AccountState {
  const { price, fundingIndex } = leg.holding;
  const settled = settleFunding(leg.holding.position, fundingIndex);
  const quote = toMoney(negate(valueDown(sizeClosed, price)));
  const fill = applyFill({ ...settled.position, fundingIndex }, toSize(negate(sizeClosed)), quote);
  const rest: Leg = { ...leg, holding: { ...leg.holding, position: fill.position } };
  return {
    ...state,
    cash: toMoney(state.cash - settled.fundingPayment + fill.realizedPnl),
    legs: state.legs.flatMap((other) =>
      other.market !== leg.market ? [other] : fill.position.size === 0n ? [] : [rest],
    ),
  };
}

function charge(bill: Bill, { holding, terms }: Leg, sizeClosed: Size): void {
  const penalty = shareUp(notionalUp(sizeClosed, holding.price), terms.penalty);
  bill.penalty += penalty;
  bill.keeperPart += divDown(penalty * terms.keeperShare, RATIO_ONE);
  bill.maxReward = larger(bill.maxReward, terms.maxReward);
  bill.minReward = larger(bill.minReward, holding.tiers.minReward);
}

function bearsTarget(state: AccountState, { terms }: Leg, bill: Bill): boolean {
  const left = accountValue({ cash: state.cash, holdings: holdingsOf(state) }) - larger(bill.penalty, bill.minReward);
  return left * RATIO_ONE >= terms.targetMarginRatio * maintenanceMargin(holdingsOf(state));
}

/** All that a closed account has; of one that keeps a position without a usable price, what leaves its ratio. */
function bearable(state: AccountState, value: Money, margin: Money): bigint {
  if (state.legs.length === 0) return larger(0n, state.cash);
  if (value <= 0n || margin === ZERO_MONEY) return 0n;
  return larger(0n, value - divUp(value * maintenanceMargin(holdingsOf(state)), margin));
}
