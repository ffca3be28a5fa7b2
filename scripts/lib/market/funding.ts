// SPDX-License-Identifier: MIT
import { toMoney } from "../units/money.ts";
import type { Money } from "../units/money.ts";
import { PRICE_SCALE } from "../units/price.ts";
import type { Price } from "../units/price.ts";
import { clamp, divDown, divTowardsZero, divUp, negate } from "../units/rounding.ts";
import type { Size } from "../units/size.ts";
import { ClockError, SkewScaleError } from "./errors.ts";
import type { Position } from "./position.ts";

/** 1 of a funding rate: rates are in 1e-15 per second, drifts in 1e-15 per second squared. */
export const RATE_SCALE = 10n ** 15n;

export interface FundingState {
  /** Paid so far by one unit of a long position, 1e-16 money per unit. */
  readonly fundingIndex: bigint;
  /** At `accruedAt`; positive is paid by longs. */
  readonly fundingRatePerSecond: bigint;
  /** Change of the rate per second. */
  readonly fundingDrift: bigint;
  /** Unix seconds up to which funding is in the index. */
  readonly accruedAt: bigint;
}

/** clamp(skew / skewScale, +-1) x maxVelocity, towards zero: a rate moves no faster than the skew asks for. */
export function fundingDrift(skew: Size, skewScale: Size, maxVelocity: bigint): bigint {
  if (skewScale <= 0n) throw new SkewScaleError(skewScale);
  return divTowardsZero(clamp(skew, negate(skewScale), skewScale) * maxVelocity, skewScale);
}

/** clamp(rate + drift x seconds, +-maxRate). */
export const rateAfter = (rate: bigint, drift: bigint, seconds: bigint, maxRate: bigint): bigint =>
  clamp(clamp(rate, -maxRate, maxRate) + drift * seconds, -maxRate, maxRate);

/**
 * Twice the integral of the rate's line over `seconds`, in 1e-15: twice, so that it is whole where the line is not
 * clamped. The line begins at `rate`, clamped into +-maxRate first, and stays at the bound once it reaches it.
 *
 * Rising (drift > 0) into the bound M: 2 M t - (M - rate)^2 / drift. Falling is its mirror image: the negative of the
 * integral of -rate and -drift. The one division rounds down before the mirror is taken, which makes the result the first
 * whole number at or beyond the exact one, towards the bound: it does not depend on how the time is split.
 */
export function twiceIntegral(rate: bigint, drift: bigint, seconds: bigint, maxRate: bigint): bigint {
  if (drift < 0n) return -twiceIntegral(-rate, -drift, seconds, maxRate);
  const start = clamp(rate, -maxRate, maxRate);
  if (drift === 0n || start + drift * seconds <= maxRate) return 2n * start * seconds + drift * seconds * seconds;
  const gap = maxRate - start;
  return 2n * maxRate * seconds - divDown(gap * gap, drift);
}

/**
 * Funding accrued up to `now`, with the drift of the time since. The index grows by integral x price towards minus
 * infinity: by n accruals instead of one it ends at most n - 1 lower, and never higher.
 * @throws ClockError where `now` lies before `accruedAt`.
 */
export function accrueFunding(state: FundingState, price: Price, now: bigint, maxRate: bigint): FundingState {
  const { fundingIndex, fundingRatePerSecond: rate, fundingDrift: drift, accruedAt } = state;
  if (now < accruedAt) throw new ClockError(now, accruedAt);
  const seconds = now - accruedAt;
  const growth = divDown(twiceIntegral(rate, drift, seconds, maxRate) * price, 2n * RATE_SCALE);
  return {
    fundingIndex: fundingIndex + growth,
    fundingRatePerSecond: rateAfter(rate, drift, seconds, maxRate),
    fundingDrift: drift,
    accruedAt: now,
  };
}

/** What a position owes since its snapshot, rounded up: + is paid by the account. */
export const fundingPaymentUp = ({ size, fundingIndex: snapshot }: Position, fundingIndex: bigint): Money =>
  toMoney(divUp(size * (fundingIndex - snapshot), PRICE_SCALE));

/** The position with its funding moved out, to be taken from cash. */
export const settleFunding = (
  position: Position,
  fundingIndex: bigint,
): { readonly position: Position; readonly fundingPayment: Money } => ({
  position: { ...position, fundingIndex },
  fundingPayment: fundingPaymentUp(position, fundingIndex),
});
