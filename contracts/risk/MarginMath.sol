// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FixedPoint} from "../math/FixedPoint.sol";
import {Quantities} from "../math/Quantities.sol";
import {Money, ZERO_MONEY} from "../types/Money.sol";
import {Ratio, RATIO_ONE} from "../types/Ratio.sol";
import {TIER_COUNT, TierSlot} from "../types/TierSlot.sol";

/// @title Margins by tier
/// @notice margin(N) = N·rateₙ − dₙ with d₁ = 0, dₙ = dₙ₋₁ + lowerₙ·(rateₙ − rateₙ₋₁), rounded up: the same as charging
/// each rate on the part of the notional inside its tier.
/// @dev Notionals have at most 152 bits, rates 23 and bounds 58: nothing here can overflow.
library MarginMath {
    /// @notice Maintenance margin of a notional.
    function maintenanceMargin(TierSlot tiers, Money notional) internal pure returns (Money) {
        // Most positions end in the first tier, which has no deduction.
        if (notional <= tiers.bound(0)) return Quantities.shareUp(notional, tiers.maintenanceRate(0));
        uint256 tier = tierOf(tiers, notional);
        return _up(notional, tiers.maintenanceRate(tier), maintenanceDeduction(tiers, tier));
    }

    /// @notice Initial margin of a notional.
    function initialMargin(TierSlot tiers, Money notional) internal pure returns (Money) {
        if (notional <= tiers.bound(0)) return Quantities.shareUp(notional, tiers.initialRate(0));
        uint256 tier = tierOf(tiers, notional);
        unchecked {
            int256 deduction = 0;
            for (uint256 above = 1; above <= tier; ++above) {
                int256 step =
                    int256(Ratio.unwrap(tiers.initialRate(above))) - int256(Ratio.unwrap(tiers.initialRate(above - 1)));
                deduction += Money.unwrap(tiers.bound(above - 1)) * step;
            }
            return _up(notional, tiers.initialRate(tier), deduction);
        }
    }

    /// @notice The largest notional whose initial margin is at most `value`; rounded down.
    function largestNotional(TierSlot tiers, Money value) internal pure returns (Money) {
        if (value <= ZERO_MONEY) return ZERO_MONEY;
        unchecked {
            int256 scaled = Money.unwrap(value) * int256(RATIO_ONE);
            int256 deduction = 0;
            uint256 tier = 0;
            while (tier < TIER_COUNT - 1 && initialMargin(tiers, tiers.bound(tier)) < value) {
                int256 step =
                    int256(Ratio.unwrap(tiers.initialRate(tier + 1))) - int256(Ratio.unwrap(tiers.initialRate(tier)));
                deduction += Money.unwrap(tiers.bound(tier)) * step;
                ++tier;
            }
            return Money.wrap(FixedPoint.divDown(scaled + deduction, Ratio.unwrap(tiers.initialRate(tier))));
        }
    }

    /// @notice The tier that a notional ends in, from 0; a notional at a bound is in the lower tier.
    function tierOf(TierSlot tiers, Money notional) internal pure returns (uint256 tier) {
        unchecked {
            while (tier < TIER_COUNT - 1 && notional > tiers.bound(tier)) ++tier;
        }
    }

    /// @notice Deduction dₙ of a tier's maintenance margin, in money x 1e6.
    function maintenanceDeduction(TierSlot tiers, uint256 tier) internal pure returns (int256 deduction) {
        unchecked {
            for (uint256 above = 1; above <= tier; ++above) {
                int256 step =
                    int256(Ratio.unwrap(tiers.maintenanceRate(above))) -
                        int256(Ratio.unwrap(tiers.maintenanceRate(above - 1)));
                deduction += Money.unwrap(tiers.bound(above - 1)) * step;
            }
        }
    }

    function _up(Money notional, Ratio rate, int256 deduction) private pure returns (Money) {
        unchecked {
            int256 exact = Money.unwrap(notional) * int256(Ratio.unwrap(rate)) - deduction;
            return Money.wrap(FixedPoint.divUp(exact, RATIO_ONE));
        }
    }
}
