// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FixedPoint} from "../math/FixedPoint.sol";
import {MarketState} from "../types/MarketSlot.sol";
import {Money} from "../types/Money.sol";
import {Position} from "../types/PositionSlot.sol";
import {Price, PRICE_SCALE} from "../types/Price.sol";
import {Size} from "../types/Size.sol";

/// @title Funding
/// @notice rate(t) = clamp(rate₀ + drift·t, ±maxRate) per second; one unit of a long pays the exact integral of that line
/// times the index price. A positive rate is paid by longs, and what longs pay shorts receive.
/// @dev Widths: rates 40 bits, drift 20, spans of time 32, prices 80, index 80.
library FundingMath {
    /// @dev Rates are in 1e-15 per second and the integral is kept doubled, so that drift·t²/2 is exact.
    uint256 private constant _DOUBLE_RATE_SCALE = 2e15;

    /// @notice Brings index and rate up to `timestamp` with the skew as it was. Frozen markets only move their clock.
    /// The index rounds down: a funding payment rounds up in turn, so no rounding can pay anybody.
    /// @param maxRate Bound of the rate in either direction, 1e-15 per second.
    function accrue(MarketState memory market, Price price, uint256 maxRate, uint256 timestamp) internal pure {
        if (timestamp == market.accruedAt) return;
        (market.fundingIndex, market.fundingRatePerSecond) = indexAt(market, price, maxRate, timestamp);
        market.accruedAt = timestamp;
    }

    /// @notice Index and rate at `timestamp`, nothing stored.
    function indexAt(
        MarketState memory market,
        Price price,
        uint256 maxRate,
        uint256 timestamp
    ) internal pure returns (int256 index, int256 rate) {
        unchecked {
            int256 max = int256(maxRate);
            rate = _clamp(market.fundingRatePerSecond, max);
            if (market.fundingFrozen || timestamp == market.accruedAt) return (market.fundingIndex, rate);
            int256 span = int256(timestamp - market.accruedAt);
            int256 integral;
            (integral, rate) = _integrate(rate, market.fundingDrift, max, span);
            // 74 bits of a doubled integral times 80 of a price.
            index =
                market.fundingIndex + FixedPoint.divDown(integral * int256(Price.unwrap(price)), _DOUBLE_RATE_SCALE);
        }
    }

    /// @notice Due on a position up to `index`, rounded up: + the account pays, - it receives.
    function payment(Position memory position, int256 index) internal pure returns (Money) {
        unchecked {
            int256 exact = Size.unwrap(position.size) * (index - position.fundingIndex);
            return Money.wrap(FixedPoint.divUp(exact, PRICE_SCALE));
        }
    }

    /// @notice Drift of the rate at a skew: clamp(skew / skewScale, ±1) x maxVelocity, towards zero.
    function drift(Size skew, uint256 skewScale, uint256 maxVelocity) internal pure returns (int256) {
        unchecked {
            uint256 magnitude = skew.abs();
            if (magnitude > skewScale) magnitude = skewScale;
            int256 steps = int256(FixedPoint.divDown(magnitude * maxVelocity, skewScale));
            return Size.unwrap(skew) < 0 ? -steps : steps;
        }
    }

    /// @dev Doubled integral of the clamped line over `span`, and the rate at its end. Without a clamp it is
    /// 2·rate·span + drift·span². Where the line meets the bound M it is 2·M·span − (M − rate)² / drift, with the signs
    /// turned round for a falling line.
    function _integrate(
        int256 rate,
        int256 drift_,
        int256 max,
        int256 span
    ) private pure returns (int256 doubled, int256 end) {
        unchecked {
            end = rate + drift_ * span;
            if (end <= max && end >= -max) return (2 * rate * span + drift_ * span * span, end);
            bool rising = drift_ > 0;
            int256 gap = rising ? max - rate : max + rate;
            uint256 steepness = uint256(rising ? drift_ : -drift_);
            doubled = 2 * max * span - FixedPoint.divDown(gap * gap, steepness);
            return rising ? (doubled, max) : (-doubled, -max);
        }
    }

    function _clamp(int256 value, int256 bound) private pure returns (int256) {
        return
            value > bound
                ? bound
                : value < -bound
                    ? -bound
                    : value;
    }
}
