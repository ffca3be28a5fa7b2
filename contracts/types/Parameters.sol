// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Money} from "./Money.sol";
import {Ratio} from "./Ratio.sol";

/// @notice Margin tiers of a market, by notional. Tier n covers notionals above bounds[n - 1] up to bounds[n]; the last
/// has no upper bound. Each rate applies to the part of the notional inside its tier, so margins are continuous.
struct Tiers {
    /// Upper bounds of the first three tiers, in whole thousands of USD, not decreasing.
    Money[3] bounds;
    /// Maintenance margin rates, in whole basis points.
    Ratio[4] maintenance;
    /// Initial margin rates, in whole basis points.
    Ratio[4] initial;
    /// Part of the notional that must remain as account value after a withdrawal, in whole basis points.
    Ratio withdrawFloor;
    /// Added to an account's maintenance margin (the largest of its markets), in whole tenths of a USD.
    Money minReward;
    /// Bound of the funding rate in either direction, 1e-15 per second, whole multiples of 1e5.
    uint256 maxFundingRatePerSecond;
}

/// @notice What a trade reads beside the tiers.
struct TradeParameters {
    /// Charged to the taker on executed notional, in whole 1e-5.
    Ratio takerFee;
    /// Charged to the maker of a venue's fill on executed notional, in whole 1e-5.
    Ratio makerFee;
    /// Distance of a fill from its premium price, against the taker, in whole 1e-5.
    Ratio spread;
    /// Skew, in size units, at which the premium is 100 % of the index price.
    uint256 skewScale;
    /// Bound of |skew|, as part of skewScale, in whole basis points.
    Ratio maxSkew;
    /// Bound of the traders' open interest on each side, size units.
    uint256 maxOpenInterest;
    /// Least |size| of a position, size units.
    uint256 minSize;
    /// Change of the funding rate per second where |skew| is skewScale or more, 1e-15 per second squared.
    uint256 maxFundingVelocity;
    /// Part of the fees that goes to the insurance fund, in whole percent.
    Ratio insuranceShare;
    /// Part of the fees that goes to the treasury, in whole percent; the pool keeps what the two leave.
    Ratio treasuryShare;
}

/// @notice What a liquidation reads beside the tiers and trade parameters.
struct LiquidationParameters {
    /// Of the closed notional, charged to the account.
    Ratio penalty;
    /// Part of the penalty that goes to the keeper.
    Ratio keeperShare;
    /// Bound of one liquidation's reward, in whole tenths of a USD; not below minReward.
    Money maxReward;
    /// Margin ratio to which a partial liquidation brings the account; above 1.
    Ratio targetMarginRatio;
    /// How far a venue's price may lie from the mark, in either direction.
    Ratio venueBand;
    /// Notional up to which a liquidation knows no pace, in whole thousands of USD.
    Money unpacedNotional;
    /// Deviation at which the market's feed makes a new round; what one-step fills must charge.
    Ratio deviationThreshold;
}

/// @notice What the pool sets aside for a market.
struct PoolParameters {
    /// Cash that the pool's account of the market is funded to, 1e-6 USD.
    Money commitment;
}
