// SPDX-License-Identifier: MIT
// What bounds each restricted function, for docs/roles.md: the page is compared with this table, the table with the chain.

/** When a caller of the role that tightens at once has to wait all the same. */
export type Waits = "never" | "to loosen" | "always";

export interface FunctionLimits {
  /** Of the risk admin's functions; everybody else's delay is the holder's. */
  readonly waits?: Waits;
  /** Errors and rules of docs/listing.md that hold whoever calls. Errors in back quotes exist in the contracts. */
  readonly within: string;
}

/** By function. A restricted function that is missing here fails a test that says so. */
export const FUNCTION_LIMITS: Readonly<Record<string, FunctionLimits>> = {
  setFeed: { within: "rule 6; `FeedParameterOutOfRange`, `FeedNotValid`, `FeedTooCoarse`, `FeedTooFarFromPrice`" },
  setFeeds: { within: "as `setFeed`, of both; `FeedsTooFarApart`, `SameFeedTwice`" },
  listMarket: { within: "rules 1 to 7, 9, 10 at a Valid price; `UnitWorthOutOfRange`; reduce-only until opened" },
  openMarket: { within: "rules 1 to 7, 9, 10 at a Valid price; `CommitmentTooLow`" },
  setVenue: { within: "`InvalidVenue`; it fills nobody who has not approved it, and inside the market's band only" },
  setPool: { within: "once: `InvalidPool`" },
  collectTreasury: { within: "the treasury's cash: `InsufficientFreeCollateral`" },
  setInsuranceBudget: { within: "a quarter of it an hour is paid at most" },
  setTiers: {
    waits: "to loosen",
    within:
      "rules 1 to 10; a raise of maintenance margin over open positions arrives over days, `TierBoundChanged`, `MaintenanceRisesTooFar`",
  },
  setTradeParameters: {
    waits: "to loosen",
    within: "rules 1 to 10; a larger inventory `CommitmentTooLow`; a smaller scale `SkewCapExceeded`",
  },
  setLiquidationParameters: { waits: "always", within: "rules 1 to 10" },
  setCommitment: { waits: "never", within: "80 % of the pool: `CommitmentsTooHigh`; a rise is funded by what it adds" },
  listCollateral: { within: "rule 10 at a Valid price; `InvalidCollateralToken`, `UnsupportedCollateralDecimals`" },
  setCollateralParameters: {
    waits: "to loosen",
    within: "rule 10; `DiscountOutOfRange`; a lower weight arrives over days",
  },
  setDebtLimit: { waits: "to loosen", within: "`AmountOutOfRange`; a lower limit sells collateral over days" },
  restrictMarket: { within: "towards reduce-only alone" },
};
