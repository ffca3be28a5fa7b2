// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IListingErrors} from "../interfaces/IListingErrors.sol";
import {FixedPoint} from "../math/FixedPoint.sol";
import {LiquidationParameters, Tiers, TradeParameters} from "../types/Parameters.sol";
import {Price} from "../types/Price.sol";
import {Ratio, RATIO_ONE} from "../types/Ratio.sol";
import {OracleLimits} from "./ListingLimits.sol";

/// @title Listing inequalities of fill prices and feeds: 3, 5, 6, and what a size unit may be worth
library ListingPriceRules {
    /// @dev Price of a unit worth 1e-7 USD.
    Price internal constant LEAST_UNIT_PRICE = Price.wrap(1e15);

    /// @dev Price of a unit worth 1e-5 USD.
    Price internal constant GREATEST_UNIT_PRICE = Price.wrap(1e17);

    /// @dev 5 %: below it ordinary minutes would count as jumps.
    Ratio internal constant LEAST_JUMP_BOUND = Ratio.wrap(50_000);

    /// @dev How long a true price may wait to be believed, and how far liquidations may outlast the heartbeat.
    uint256 internal constant PATIENCE = 600 seconds;

    /// @notice At listing one size unit is worth 1e-7 to 1e-5 USD.
    function requireUnitWorth(Price price) internal pure {
        bool inside = !(price < LEAST_UNIT_PRICE) && !(price > GREATEST_UNIT_PRICE);
        require(inside, IListingErrors.UnitWorthOutOfRange(price, LEAST_UNIT_PRICE, GREATEST_UNIT_PRICE));
    }

    /// @notice 3: p × (1 − keeper's share) ≥ takerFee + spread + sideSkewCap / skewScale: liquidating oneself at mark is
    /// no way out of the premium.
    function requireCostlyLiquidation(
        TradeParameters memory trade,
        LiquidationParameters memory liquidation
    ) internal pure {
        requireKeeperShare(liquidation);
        uint256 insurance = RATIO_ONE - Ratio.unwrap(liquidation.keeperShare);
        uint256 kept = Ratio.unwrap(liquidation.penalty) * insurance;
        Ratio premium = trade.takerFee + trade.spread + trade.maxSkew;
        require(
            kept >= Ratio.unwrap(premium) * RATIO_ONE,
            IListingErrors.LiquidationTooCheap(Ratio.wrap(FixedPoint.divDown(kept, RATIO_ONE)), premium)
        );
    }

    /// @notice The keeper gets no more than the penalty.
    function requireKeeperShare(LiquidationParameters memory liquidation) internal pure {
        Ratio one = Ratio.wrap(RATIO_ONE);
        require(liquidation.keeperShare <= one, IListingErrors.KeeperShareTooHigh(liquidation.keeperShare, one));
    }

    /// @notice 5: takerFee + spread ≥ deviationThreshold: a fill at the last pushed price pays for the option it gives.
    function requireTakerCost(TradeParameters memory trade, LiquidationParameters memory liquidation) internal pure {
        Ratio cost = trade.takerFee + trade.spread;
        require(
            cost >= liquidation.deviationThreshold,
            IListingErrors.TakerCostTooLow(cost, liquidation.deviationThreshold)
        );
    }

    /// @notice 5: venue band ≥ largest premium + spread, and < mmr₁.
    function requireVenueBand(
        Tiers memory tiers,
        TradeParameters memory trade,
        LiquidationParameters memory liquidation
    ) internal pure {
        Ratio band = liquidation.venueBand;
        Ratio minimum = trade.maxSkew + trade.spread;
        require(band >= minimum, IListingErrors.VenueBandTooNarrow(band, minimum));
        require(band < tiers.maintenance[0], IListingErrors.VenueBandTooWide(band, tiers.maintenance[0]));
    }

    /// @notice 6: 5 % ≤ jumpBound ≤ max(imr₁, 5 %).
    function requireJumpBound(Tiers memory tiers, OracleLimits memory oracle) internal pure {
        require(
            oracle.jumpBound >= LEAST_JUMP_BOUND,
            IListingErrors.JumpBoundTooLow(oracle.jumpBound, LEAST_JUMP_BOUND)
        );
        Ratio maximum = tiers.initial[0] > LEAST_JUMP_BOUND ? tiers.initial[0] : LEAST_JUMP_BOUND;
        require(oracle.jumpBound <= maximum, IListingErrors.JumpBoundTooHigh(oracle.jumpBound, maximum));
    }

    /// @notice 6: jumpHold + settleTime ≤ 600 s.
    function requireJumpHold(OracleLimits memory oracle) internal pure {
        uint256 time = oracle.jumpHold + oracle.settleTime;
        require(time <= PATIENCE, IListingErrors.JumpHoldTooLong(time, PATIENCE));
    }

    /// @notice 6: maxLiquidationAge ≤ heartbeat + 600 s.
    function requireLiquidationAge(OracleLimits memory oracle) internal pure {
        uint256 maximum = oracle.heartbeat + PATIENCE;
        require(
            oracle.maxLiquidationAge <= maximum,
            IListingErrors.LiquidationAgeTooHigh(oracle.maxLiquidationAge, maximum)
        );
    }

    /// @notice 6: divergence bound < mmr₁ / 2.
    function requireDivergenceBound(Tiers memory tiers, OracleLimits memory oracle) internal pure {
        Ratio twice = oracle.divergenceBound + oracle.divergenceBound;
        require(twice < tiers.maintenance[0], IListingErrors.DivergenceBoundTooHigh(twice, tiers.maintenance[0]));
    }

    /// @notice 6: fallbackDelay < settlement delay.
    function requireFallbackDelay(OracleLimits memory oracle) internal pure {
        require(
            oracle.fallbackDelay < oracle.settlementDelay,
            IListingErrors.FallbackDelayTooLong(oracle.fallbackDelay, oracle.settlementDelay)
        );
    }
}
