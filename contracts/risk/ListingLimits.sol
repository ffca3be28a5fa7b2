// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LiquidationParameters, Tiers, TradeParameters} from "../types/Parameters.sol";
import {Price} from "../types/Price.sol";
import {Ratio} from "../types/Ratio.sol";

/// @notice What the price rules look at: the market's feed, and how long and far its price is doubted. Times in seconds.
struct OracleLimits {
    /// Longest time between two rounds.
    uint256 heartbeat;
    /// Age up to which a stale price may liquidate.
    uint256 maxLiquidationAge;
    /// Prices at or above are Invalid.
    Price upperBound;
    /// How far a round may be from the last accepted price and still be believed at once.
    Ratio jumpBound;
    /// How long one that is further is doubted.
    uint256 jumpHold;
    /// How long liquidations go first after it.
    uint256 settleTime;
    /// How far two feeds may differ.
    Ratio divergenceBound;
    /// How long one of two feeds may be silent before the other alone counts.
    uint256 fallbackDelay;
    /// How long a price may be unusable before the market may be settled.
    uint256 settlementDelay;
}

/// @notice What another token counts for as collateral.
struct CollateralLimits {
    /// Part of its value that counts for initial margin.
    Ratio initialWeight;
    /// Part of its value that counts for maintenance margin.
    Ratio maintenanceWeight;
    /// Discount at which it is sold.
    Ratio discount;
    /// What must lie between the two: the fall of its price until somebody buys.
    Ratio gap;
}

/// @notice Everything that a market's parameters are judged by.
struct ListingSet {
    Tiers tiers;
    TradeParameters trade;
    LiquidationParameters liquidation;
    OracleLimits oracle;
    /// Of one size unit, now.
    Price price;
    /// Seconds between an LP's request and its execution.
    uint256 poolRequestDelay;
}
