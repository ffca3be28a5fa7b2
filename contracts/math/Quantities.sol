// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Money} from "../types/Money.sol";
import {Price, PRICE_SCALE} from "../types/Price.sol";
import {Ratio, RATIO_ONE} from "../types/Ratio.sol";
import {Size} from "../types/Size.sol";
import {FixedPoint} from "./FixedPoint.sol";

/// @title Products of the value types
/// @notice The one place where sizes, prices, ratios and money are unwrapped and meet.
/// @dev Sizes have at most 72 bits with sign and prices at most 80, so a product has at most 152 and needs no check.
library Quantities {
    /// @notice Value of a signed size, towards minus infinity: what a position is worth to its owner.
    function valueDown(Size size, Price price) internal pure returns (Money) {
        unchecked {
            return Money.wrap(FixedPoint.divDown(Size.unwrap(size) * int256(Price.unwrap(price)), PRICE_SCALE));
        }
    }

    /// @notice |size| x price, rounded up: what margins and fees are taken of.
    function notionalUp(Size size, Price price) internal pure returns (Money) {
        return notionalUp(size.abs(), price);
    }

    /// @notice size x price, rounded up.
    function notionalUp(uint256 size, Price price) internal pure returns (Money) {
        unchecked {
            return Money.wrap(int256(FixedPoint.divUp(size * Price.unwrap(price), PRICE_SCALE)));
        }
    }

    /// @notice size x price, rounded down.
    function notionalDown(uint256 size, Price price) internal pure returns (Money) {
        unchecked {
            return Money.wrap(int256(FixedPoint.divDown(size * Price.unwrap(price), PRICE_SCALE)));
        }
    }

    /// @notice Least number of units worth at least `notional`.
    function unitsUp(Money notional, Price price) internal pure returns (uint256) {
        unchecked {
            // Money of 160 bits, not negative, times a scale of 54.
            return FixedPoint.divUp(uint256(Money.unwrap(notional)) * PRICE_SCALE, Price.unwrap(price));
        }
    }

    /// @notice Largest number of units worth at most `notional`.
    function unitsDown(Money notional, Price price) internal pure returns (uint256) {
        unchecked {
            // As above.
            return FixedPoint.divDown(uint256(Money.unwrap(notional)) * PRICE_SCALE, Price.unwrap(price));
        }
    }

    /// @notice Part of an amount of money of either sign, towards minus infinity.
    function shareDown(Money amount, Ratio ratio) internal pure returns (Money) {
        unchecked {
            // Money of 160 bits times a ratio of fewer than 64.
            return Money.wrap(FixedPoint.divDown(Money.unwrap(amount) * int256(Ratio.unwrap(ratio)), RATIO_ONE));
        }
    }

    /// @notice Part of an amount of money of either sign, towards plus infinity.
    function shareUp(Money amount, Ratio ratio) internal pure returns (Money) {
        unchecked {
            return Money.wrap(FixedPoint.divUp(Money.unwrap(amount) * int256(Ratio.unwrap(ratio)), RATIO_ONE));
        }
    }

    /// @notice amount x part / whole, towards minus infinity; `part` of `whole` sizes.
    function proRataDown(Money amount, uint256 part, uint256 whole) internal pure returns (Money) {
        unchecked {
            // Money of 160 bits (a quote, where a fill flips) times a size of 72.
            return Money.wrap(FixedPoint.divDown(Money.unwrap(amount) * int256(part), whole));
        }
    }

    /// @notice amount x part / whole of amounts of money that are not negative, rounded down.
    function proRataOf(Money amount, Money part, Money whole) internal pure returns (Money) {
        uint256 whole_ = uint256(Money.unwrap(whole));
        return Money.wrap(FixedPoint.mulDivDown(Money.unwrap(amount), uint256(Money.unwrap(part)), whole_));
    }

    /// @notice Part of a number of units, rounded down.
    function shareDown(uint256 units, Ratio ratio) internal pure returns (uint256) {
        unchecked {
            // Units of 72 bits times a ratio of fewer than 64.
            return FixedPoint.divDown(units * Ratio.unwrap(ratio), RATIO_ONE);
        }
    }

    /// @notice A price moved down by a ratio of at most 1, rounded down.
    function priceBelow(Price price, Ratio by) internal pure returns (Price) {
        unchecked {
            uint256 left = RATIO_ONE - Ratio.unwrap(by);
            return Price.wrap(FixedPoint.divDown(Price.unwrap(price) * left, RATIO_ONE));
        }
    }

    /// @notice A price moved up by a ratio, rounded up.
    function priceAbove(Price price, Ratio by) internal pure returns (Price) {
        unchecked {
            uint256 whole = RATIO_ONE + Ratio.unwrap(by);
            return Price.wrap(FixedPoint.divUp(Price.unwrap(price) * whole, RATIO_ONE));
        }
    }
}
