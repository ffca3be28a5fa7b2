// SPDX-License-Identifier: MIT
// DESIGN, section 8, decided once more from the mirror's pure rules: which positions a liquidation closes, and what it
// costs.
import {
  accountValue,
  holdingMaintenance,
  holdingNotional,
  maintenanceMargin,
  unrealizedPnl,
} from "../../../scripts/lib/margin/account.ts";
import { liquidationClose } from "../../../scripts/lib/margin/liquidation-close.ts";
import { settleFunding } from "../../../scripts/lib/market/funding.ts";
import { applyFill } from "../../../scripts/lib/market/position.ts";
import { sumMoney, toMoney, ZERO_MONEY } from "../../../scripts/lib/units/money.ts";
import type { Money } from "../../../scripts/lib/units/money.ts";
import { notionalUp, shareUp, valueDown } from "../../../scripts/lib/units/products.ts";
import { PRICE_SCALE } from "../../../scripts/lib/units/price.ts";
import { RATIO_ONE } from "../../../scripts/lib/units/ratio.ts";
import { absolute, divDown, divUp, larger, negate, smaller } from "../../../scripts/lib/units/rounding.ts";
import { toSize, ZERO_SIZE } from "../../../scripts/lib/units/size.ts";
import type { Size } from "../../../scripts/lib/units/size.ts";
import { holdingsOf } from "./state.ts";
import type { AccountState, Leg, Pace } from "./state.ts";

export interface Closing {
  readonly market: bigint;
  readonly sizeClosed: Size;
}

export interface Expected {
  readonly value: Money;
  readonly margin: Money;
  readonly closings: readonly Closing[];
  /** Whether pace ended the call. */
  readonly paced: boolean;
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
  notional: bigint;
  /** Whether pace cuts the call short, and whether everything must go because a bite so cut would lower the ratio. */
  paced: boolean;
  whole: boolean;
}

/** DESIGN, section 8: a fifth at the first bite, then a straight line to everything at a minute; forgotten after ten. */
const FIRST_PART = 200_000n;
const SPAN = 60n;
const MEMORY = 600n;

const asComputed: Sizes = (_, computed) => computed;

/** What `liquidate` does to an account below maintenance margin. */
export function expectedLiquidation(state: AccountState, sizes: Sizes = asComputed): Expected {
  const value = accountValue({ cash: state.cash, holdings: holdingsOf(state) });
  const margin = maintenanceMargin(holdingsOf(state));
  const bill: Bill = {
    penalty: 0n,
    keeperPart: 0n,
    maxReward: 0n,
    minReward: 0n,
    notional: 0n,
    paced: false,
    // An account below zero is closed in one call.
    whole: value < 0n,
  };
  const closings: Closing[] = [];
  let after = state;
  let atTarget = false;
  while (!atTarget && !bill.paced) {
    const leg = nextLeg(after);
    if (leg === undefined) break;
    const { size } = leg.holding.position;
    const due = bill.whole ? size : paced(after, leg, bill, sizeToClose(after, leg, bill));
    if (due === 0n) break;
    const sizeClosed = sizes(leg.market, due);
    closings.push({ market: leg.market, sizeClosed });
    after = closed(after, leg, sizeClosed);
    charge(bill, leg, sizeClosed);
    if (after.legs.length === 0) break;
    atTarget = !bill.whole && !bill.paced && (sizeClosed !== size || bearsTarget(after, leg, bill));
  }
  const charged = larger(bill.penalty, rewardOf(bill, bill.keeperPart));
  const penalty = atTarget ? charged : smaller(charged, bearable(after, value, margin));
  // The keeper's share is one of what is paid.
  const part = penalty < bill.penalty ? divDown(bill.keeperPart * penalty, bill.penalty) : bill.keeperPart;
  const reward = rewardOf(bill, part);
  return {
    value,
    margin,
    closings,
    paced: bill.paced,
    penalty: toMoney(penalty),
    reward: toMoney(smaller(reward, penalty)),
    after: { ...after, cash: toMoney(after.cash - penalty) },
  };
}

/**
 * DESIGN, section 9: what each market answers for of a deficit, in proportion to the unrealised loss of the account's
 * position there and never more than that; in the order of the legs.
 */
export function deficitShares(state: AccountState): readonly Money[] {
  const losses = state.legs.map(({ holding }) => larger(0n, negate(unrealizedPnl(holding))));
  const total = losses.reduce((sum, loss) => sum + loss, 0n);
  const deficit = larger(0n, negate(accountValue({ cash: state.cash, holdings: holdingsOf(state) })));
  return losses.map((loss) => toMoney(total > deficit ? divDown(deficit * loss, total) : loss));
}

const rewardOf = ({ minReward, maxReward }: Bill, keeperPart: bigint): bigint =>
  larger(smaller(keeperPart, maxReward), minReward);

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

/** Of the size that the target asks for, what pace lets go now; all of it where a bite so cut would lower the ratio. */
function paced(state: AccountState, leg: Leg, bill: Bill, wanted: Size): Size {
  const { position, price } = leg.holding;
  const { unpacedNotional, minSize, penalty } = leg.terms;
  const underWay = isUnderWay(state.pace);
  if (!underWay && notionalUp(wanted, price) + bill.notional <= unpacedNotional) return wanted;
  const notional = sumMoney(state.legs.map(({ holding }) => holdingNotional(holding))) + bill.notional;
  const most = larger(allowance(state.pace, notional), underWay ? 0n : unpacedNotional);
  const units = divDown(larger(0n, most - bill.notional) * PRICE_SCALE, price);
  if (units >= absolute(wanted)) return wanted;
  bill.paced = true;
  if (units === 0n) return ZERO_SIZE;
  const held = absolute(position.size);
  const bitten = held - units < minSize ? held : units;
  const sizeClosed = toSize(position.size > 0n ? bitten : -bitten);
  const charged = larger(
    bill.penalty + shareUp(notionalUp(sizeClosed, price), penalty),
    larger(bill.minReward, leg.holding.tiers.minReward),
  );
  const before = standing(state);
  const after = standing(closed(state, leg, sizeClosed));
  if ((before.value - charged) * before.margin >= before.value * after.margin) return sizeClosed;
  [bill.paced, bill.whole] = [false, true];
  return position.size;
}

const standing = (state: AccountState) => ({
  value: accountValue({ cash: state.cash, holdings: holdingsOf(state) }),
  margin: maintenanceMargin(holdingsOf(state)),
});

const isUnderWay = ({ since, now }: Pace): boolean => since !== 0n && now - since <= MEMORY;

/** What the line has risen by since the latest bite, of what it had left then. */
function allowance(pace: Pace, notional: bigint): bigint {
  if (!isUnderWay(pace)) return (notional * FIRST_PART) / RATIO_ONE;
  const line = (seconds: bigint): bigint =>
    seconds >= SPAN ? SPAN * RATIO_ONE : FIRST_PART * SPAN + (RATIO_ONE - FIRST_PART) * seconds;
  const [now, last] = [line(pace.now - pace.since), line(pace.until)];
  const left = SPAN * RATIO_ONE - last;
  return left === 0n ? notional : (notional * (now - last)) / left;
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
  const notional = notionalUp(sizeClosed, holding.price);
  const penalty = shareUp(notional, terms.penalty);
  bill.notional += notional;
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
