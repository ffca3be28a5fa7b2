// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Money} from "../types/Money.sol";
import {Price} from "../types/Price.sol";
import {Ratio} from "../types/Ratio.sol";

/// @title What listing and every parameter change assert, one error per inequality: the actual value, then its bound
/// @notice The numbers are those of the listing rules (docs/listing.md). A bound that needs a division is shown rounded
/// against the parameter; the comparison itself is exact. Tiers count from 0.
interface IListingErrors {
    // --- what no rule can do without ---

    /// @notice Zero where the market could not work: nothing could be divided, priced or held by it.
    error ZeroParameter(bytes32 parameter);
    /// @notice One size unit is worth less or more than the ledger's widths are made for.
    error UnitWorthOutOfRange(Price price, Price low, Price high);
    error KeeperShareTooHigh(Ratio share, Ratio maximum);
    error FeeSharesTooHigh(Ratio shares, Ratio maximum);
    error MaxRewardTooLow(Money maxReward, Money minReward);
    /// @notice The funding drift of a full skew would not fit the market's word. 1e-15 per second squared.
    error FundingVelocityTooHigh(uint256 velocity, uint256 maximum);

    // --- 1: tiers and target ---

    error TargetRatioTooLow(Ratio targetMarginRatio, Ratio above);
    error TierBoundDecreases(uint256 tier, Money bound, Money previous);
    error MaintenanceRateDecreases(uint256 tier, Ratio rate, Ratio previous);
    error InitialRateDecreases(uint256 tier, Ratio rate, Ratio previous);
    error InitialRateTooLow(uint256 tier, Ratio initialRate, Ratio maintenanceRate);
    error PenaltyTooHigh(Ratio penalty, Ratio maintenanceRate);
    /// @notice k x the tier's maintenance rate must be above the penalty. `bound` is rounded down.
    error PenaltyAboveTarget(uint256 tier, Ratio penalty, Ratio bound);

    // --- 2 to 5: what trading and closing cost ---

    /// @notice 2: the tier's initial rate is too close to its maintenance rate.
    error InitialMarginTooThin(uint256 tier, Ratio distance, Ratio minimum);
    /// @notice 3: what insurance keeps of the penalty, rounded down, is less than the premium that a liquidation avoids.
    error LiquidationTooCheap(Ratio kept, Ratio premium);
    /// @notice 4: who is not liquidatable could not pay for closing.
    error MaintenanceBelowClosingCost(Ratio maintenanceRate, Ratio cost);
    /// @notice 5: one-step fills charge less than the feed's deviation.
    error TakerCostTooLow(Ratio cost, Ratio deviationThreshold);
    error VenueBandTooNarrow(Ratio band, Ratio minimum);
    error VenueBandTooWide(Ratio band, Ratio below);

    // --- 6: prices ---

    error JumpBoundTooLow(Ratio bound, Ratio minimum);
    error JumpBoundTooHigh(Ratio bound, Ratio maximum);
    /// @notice Hold and settling together, seconds.
    error JumpHoldTooLong(uint256 time, uint256 maximum);
    error LiquidationAgeTooHigh(uint256 age, uint256 maximum);
    /// @notice Twice the bound must be below the first maintenance rate.
    error DivergenceBoundTooHigh(Ratio twice, Ratio below);
    error FallbackDelayTooLong(uint256 delay, uint256 below);

    // --- 7 and 8: sizes ---

    /// @notice 7: the smallest position could not pay penalty and least reward. Size units at the present price.
    error MinSizeTooLow(uint256 minSize, uint256 least);
    /// @notice 8: the pool's account could not hold the largest inventory.
    error CommitmentTooLow(Money commitment, Money minimum);
    /// @notice 8: the traders' open interest of a side may not even reach five times the skew. Size units.
    error OpenInterestCapTooLow(uint256 cap, uint256 minimum);

    // --- 9 and 10 ---

    error WithdrawFloorTooLow(Ratio floor, Ratio minimum);
    /// @notice 9: funding between two prices could eat what separates opening from liquidation. 1e-15 per second.
    error FundingRateTooHigh(uint256 rate, uint256 maximum);
    /// @notice 9: a century of the greatest rate at the feed's upper bound would not fit the funding index.
    error FundingIndexTooNarrow(uint256 growth, uint256 maximum);
    error InitialWeightTooHigh(Ratio weight, Ratio maximum);
    error MaintenanceWeightTooHigh(Ratio weight, Ratio maximum);
    /// @notice 10: an LP could know the price at which its request will execute. Seconds.
    error PoolDelayTooShort(uint256 delay, uint256 minimum);
}
