// SPDX-License-Identifier: MIT
// Parameter sets that satisfy the listing rules, by how closely the market's feed follows its price. Amounts of tokens are
// stated in USD at a reference price and turned into size units of the market.
import type { MarketParameters } from "./schema.ts";
import { hardBound, percent, unitPrice, unitsFor, usd } from "./units.ts";

type Rates = Pick<MarketParameters["tiers"], "maintenance" | "initial"> &
  Pick<MarketParameters["trade"], "spread" | "maxSkew"> &
  Pick<MarketParameters["liquidation"], "penalty" | "venueBand" | "deviationThreshold"> & { jumpBound: bigint };

/** A feed that answers every 0.1 %: 20x leverage. */
export const CLOSE_FEED: Rates = {
  maintenance: [percent("2.5"), percent("5"), percent("10"), percent("20")],
  initial: [percent("5"), percent("10"), percent("20"), percent("40")],
  spread: percent("0.05"),
  maxSkew: percent("0.3"),
  penalty: percent("1.2"),
  venueBand: percent("1"),
  deviationThreshold: percent("0.1"),
  jumpBound: percent("5"),
};

/** A feed that answers every 0.5 %: 10x leverage. */
export const COARSE_FEED: Rates = {
  maintenance: [percent("5"), percent("10"), percent("15"), percent("25")],
  initial: [percent("10"), percent("20"), percent("30"), percent("50")],
  spread: percent("0.45"),
  maxSkew: percent("1"),
  penalty: percent("2.25"),
  venueBand: percent("2"),
  deviationThreshold: percent("0.5"),
  jumpBound: percent("10"),
};

/** A feed that answers every 2 %: 5x leverage. */
export const LOOSE_FEED: Rates = {
  maintenance: [percent("10"), percent("15"), percent("20"), percent("30")],
  initial: [percent("20"), percent("30"), percent("40"), percent("60")],
  spread: percent("1.95"),
  maxSkew: percent("1"),
  penalty: percent("4.5"),
  venueBand: percent("5"),
  deviationThreshold: percent("2"),
  jumpBound: percent("20"),
};

/** How far the hard bounds of a price lie from the reference price, either way. */
const BOUND_FACTOR = 100n;

/** What a market's listing begins from. */
export interface MarketSeed {
  readonly id: number;
  readonly asset: MarketParameters["asset"];
  readonly feedAddress: string | null;
  /** USD per token, 8 decimals: about the price at listing. */
  readonly referenceAnswer: bigint;
  readonly sizeDecimals: number;
  readonly heartbeat: number;
  readonly rates: Rates;
  /** 1e-15 per second; the listing rules bound it by the heartbeat. */
  readonly maxFundingRatePerSecond: bigint;
  /** Largest notional of the pool's inventory, 1e-6 USD. */
  readonly netCap: bigint;
  readonly commitment: bigint;
  /** What insurance may pay for the market before its own fees add to it, 1e-6 USD. */
  readonly insuranceBudget: bigint;
}

const PER_RATIO = 1_000_000n;

/** A market's parameters out of one of the sets above. */
export function marketParameters(seed: MarketSeed): MarketParameters {
  const { asset, heartbeat, rates, sizeDecimals } = seed;
  const price = unitPrice(seed.referenceAnswer, sizeDecimals);
  const step = 10n ** BigInt(Math.max(0, sizeDecimals - 3));
  const skewScale = unitsFor((seed.netCap * PER_RATIO) / rates.maxSkew, price, step);
  return {
    id: seed.id,
    asset,
    name: `${asset}-PERP`,
    feed: {
      address: seed.feedAddress,
      initialAnswer: seed.referenceAnswer,
      heartbeat,
      maxLiquidationAge: heartbeat + 600,
      sizeDecimals,
      lowerBound: hardBound(price / BOUND_FACTOR),
      upperBound: hardBound(price * BOUND_FACTOR),
      jumpBound: rates.jumpBound,
      second: null,
    },
    tiers: {
      bounds: [usd("5,000,000"), usd("25,000,000"), usd("100,000,000")],
      maintenance: [...rates.maintenance],
      initial: [...rates.initial],
      withdrawFloor: rates.initial[0] > percent("10") ? rates.initial[0] : percent("10"),
      minReward: usd("3"),
      maxFundingRatePerSecond: seed.maxFundingRatePerSecond,
    },
    trade: {
      takerFee: percent("0.05"),
      makerFee: percent("0.02"),
      spread: rates.spread,
      skewScale,
      maxSkew: rates.maxSkew,
      maxOpenInterest: unitsFor(6n * seed.netCap, price, step),
      minSize: unitsFor(usd("1,000"), price, step),
      maxFundingVelocity: 500_000n,
      insuranceShare: percent("20"),
      treasuryShare: percent("10"),
    },
    liquidation: {
      penalty: rates.penalty,
      keeperShare: 333_333n,
      maxReward: usd("250"),
      targetMarginRatio: 1_100_000n,
      venueBand: rates.venueBand,
      unpacedNotional: usd("100,000"),
      deviationThreshold: rates.deviationThreshold,
    },
    commitment: seed.commitment,
    insuranceBudget: seed.insuranceBudget,
  };
}
