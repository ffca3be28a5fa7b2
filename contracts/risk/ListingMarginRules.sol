// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IListingErrors} from "../interfaces/IListingErrors.sol";
import {FixedPoint} from "../math/FixedPoint.sol";
import {Money} from "../types/Money.sol";
import {LiquidationParameters, Tiers, TradeParameters} from "../types/Parameters.sol";
import {Price, PRICE_SCALE} from "../types/Price.sol";
import {Ratio, RATIO_ONE} from "../types/Ratio.sol";
import {TIER_COUNT} from "../types/TierSlot.sol";
import {OracleLimits} from "./ListingLimits.sol";

/// @title Listing inequalities of margins: 1, 2, 4, 7 and 9
/// @notice Compared as products, or against a quotient rounded so that nothing passes by rounding.
/// @dev Parameters have passed their storage widths, so no product here reaches 2^256; sums and products are checked all
/// the same.
library ListingMarginRules {
    /// @dev Width of the market's funding index, without its sign.
    uint256 internal constant MAX_FUNDING_INDEX = 2 ** 79 - 1;

    /// @dev A hundred years, none of them shorter than it is.
    uint256 internal constant CENTURY = 100 * 366 days;

    /// @dev Steps of a funding rate in the ratio 1.
    uint256 private constant _RATE_ONE = 1e15;

    /// @dev Steps of a funding rate in one part per million.
    uint256 private constant _RATE_PER_RATIO = 1e9;

    /// @dev What separates the heartbeat from the first price after it.
    uint256 private constant _PRICE_LATENCY = 1 minutes;

    /// @notice 1: k > 1.
    function requireTarget(LiquidationParameters memory liquidation) internal pure {
        Ratio one = Ratio.wrap(RATIO_ONE);
        require(
            liquidation.targetMarginRatio > one,
            IListingErrors.TargetRatioTooLow(liquidation.targetMarginRatio, one)
        );
    }

    /// @notice 1: bounds and rates do not decrease from tier to tier; initial > maintenance in every tier.
    function requireOrderedTiers(Tiers memory tiers) internal pure {
        for (uint256 tier = 0; tier < TIER_COUNT; ++tier) {
            (Ratio maintenance, Ratio initial) = (tiers.maintenance[tier], tiers.initial[tier]);
            require(initial > maintenance, IListingErrors.InitialRateTooLow(tier, initial, maintenance));
            if (tier == 0) continue;
            Ratio below = tiers.maintenance[tier - 1];
            require(maintenance >= below, IListingErrors.MaintenanceRateDecreases(tier, maintenance, below));
            below = tiers.initial[tier - 1];
            require(initial >= below, IListingErrors.InitialRateDecreases(tier, initial, below));
            if (tier == TIER_COUNT - 1) continue;
            (Money bound, Money previous) = (tiers.bounds[tier], tiers.bounds[tier - 1]);
            require(bound >= previous, IListingErrors.TierBoundDecreases(tier, bound, previous));
        }
    }

    /// @notice 1: mmr₁ > p.
    function requirePenaltyBelowMaintenance(
        Tiers memory tiers,
        LiquidationParameters memory liquidation
    ) internal pure {
        Ratio maintenance = tiers.maintenance[0];
        require(liquidation.penalty < maintenance, IListingErrors.PenaltyTooHigh(liquidation.penalty, maintenance));
    }

    /// @notice 1: k·mmrₙ > p in every tier: a partial liquidation's size has a solution.
    function requirePenaltyBelowTarget(Tiers memory tiers, LiquidationParameters memory liquidation) internal pure {
        Ratio penalty = liquidation.penalty;
        for (uint256 tier = 0; tier < TIER_COUNT; ++tier) {
            uint256 product = Ratio.unwrap(liquidation.targetMarginRatio) * Ratio.unwrap(tiers.maintenance[tier]);
            require(
                product > Ratio.unwrap(penalty) * RATIO_ONE,
                IListingErrors.PenaltyAboveTarget(tier, penalty, Ratio.wrap(FixedPoint.divDown(product, RATIO_ONE)))
            );
        }
    }

    /// @notice 2: imrₙ − mmrₙ ≥ 2·(takerFee + spread) + p + minReward / minNotional in every tier: no account is born
    /// liquidatable. The quotient is rounded up, which decides exactly: everything else is a whole number of its steps.
    function requireRoomAboveMaintenance(
        Tiers memory tiers,
        TradeParameters memory trade,
        LiquidationParameters memory liquidation,
        Price price
    ) internal pure {
        Ratio cost = trade.takerFee + trade.spread;
        Ratio reward = Ratio.wrap(
            FixedPoint.mulDivUp(_raw(tiers.minReward) * RATIO_ONE, PRICE_SCALE, trade.minSize * Price.unwrap(price))
        );
        Ratio minimum = cost + cost + liquidation.penalty + reward;
        for (uint256 tier = 0; tier < TIER_COUNT; ++tier) {
            require(
                tiers.initial[tier] >= tiers.maintenance[tier] + minimum,
                IListingErrors.InitialMarginTooThin(tier, _distance(tiers, tier), minimum)
            );
        }
    }

    /// @notice 4: mmr₁ ≥ takerFee + spread + sideSkewCap / skewScale: who is not liquidatable can close.
    function requireClosingPayable(Tiers memory tiers, TradeParameters memory trade) internal pure {
        Ratio cost = trade.takerFee + trade.spread + trade.maxSkew;
        require(tiers.maintenance[0] >= cost, IListingErrors.MaintenanceBelowClosingCost(tiers.maintenance[0], cost));
    }

    /// @notice 7: minReward + p·minNotional ≤ mmr₁·minNotional at the price.
    function requireMinSize(
        Tiers memory tiers,
        TradeParameters memory trade,
        LiquidationParameters memory liquidation,
        Price price
    ) internal pure {
        uint256 least = leastMinSize(tiers, liquidation, price);
        require(trade.minSize >= least, IListingErrors.MinSizeTooLow(trade.minSize, least));
    }

    /// @notice Least minimum size that satisfies 7: minReward / ((mmr₁ − p)·price), rounded up. Size units.
    function leastMinSize(
        Tiers memory tiers,
        LiquidationParameters memory liquidation,
        Price price
    ) internal pure returns (uint256) {
        requirePenaltyBelowMaintenance(tiers, liquidation);
        uint256 margin = Ratio.unwrap(tiers.maintenance[0]) - Ratio.unwrap(liquidation.penalty);
        return FixedPoint.mulDivUp(_raw(tiers.minReward) * RATIO_ONE, PRICE_SCALE, margin * Price.unwrap(price));
    }

    /// @notice 9: withdrawFloor ≥ imr₁.
    function requireWithdrawFloor(Tiers memory tiers) internal pure {
        require(
            tiers.withdrawFloor >= tiers.initial[0],
            IListingErrors.WithdrawFloorTooLow(tiers.withdrawFloor, tiers.initial[0])
        );
    }

    /// @notice 9: maxRate × (heartbeat + a minute) ≤ (imr₁ − mmr₁) / 4.
    function requireFundingRate(Tiers memory tiers, OracleLimits memory oracle) internal pure {
        uint256 distance = Ratio.unwrap(_distance(tiers, 0)) * _RATE_PER_RATIO;
        uint256 maximum = FixedPoint.divDown(distance, 4 * (oracle.heartbeat + _PRICE_LATENCY));
        require(
            tiers.maxFundingRatePerSecond <= maximum,
            IListingErrors.FundingRateTooHigh(tiers.maxFundingRatePerSecond, maximum)
        );
    }

    /// @notice 9: a century of the greatest rate at the highest price the feed may give fits the funding index.
    function requireFundingIndex(Tiers memory tiers, OracleLimits memory oracle) internal pure {
        uint256 growth = FixedPoint.mulDivUp(
            tiers.maxFundingRatePerSecond * CENTURY,
            Price.unwrap(oracle.upperBound),
            _RATE_ONE
        );
        require(growth <= MAX_FUNDING_INDEX, IListingErrors.FundingIndexTooNarrow(growth, MAX_FUNDING_INDEX));
    }

    /// @dev Zero where initial is not above maintenance, which fails on its own.
    function _distance(Tiers memory tiers, uint256 tier) private pure returns (Ratio) {
        (Ratio initial, Ratio maintenance) = (tiers.initial[tier], tiers.maintenance[tier]);
        return Ratio.wrap(initial > maintenance ? Ratio.unwrap(initial) - Ratio.unwrap(maintenance) : 0);
    }

    /// @dev A negative amount has been refused with its width.
    function _raw(Money amount) private pure returns (uint256) {
        return uint256(Money.unwrap(amount));
    }
}
