// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Products of 512 bits
/// @notice Checks quotients by the definition of floor and ceiling, with no division at all.
library Wide {
    error NotFloor(uint256 quotient, uint256 a, uint256 b, uint256 divisor);
    error NotCeiling(uint256 quotient, uint256 a, uint256 b, uint256 divisor);

    /// @dev a·b = high·2^256 + low.
    function product(uint256 a, uint256 b) internal pure returns (uint256 high, uint256 low) {
        unchecked {
            low = a * b;
            uint256 folded = mulmod(a, b, type(uint256).max);
            high = folded - low - (folded < low ? 1 : 0);
        }
    }

    /// @dev quotient·divisor <= a·b, and a·b − quotient·divisor < divisor.
    function requireFloor(uint256 quotient, uint256 a, uint256 b, uint256 divisor) internal pure {
        (uint256 high, uint256 low) = product(a, b);
        (uint256 gap, bool fits) = _gap(high, low, quotient, divisor);
        require(fits && gap < divisor, NotFloor(quotient, a, b, divisor));
    }

    /// @dev quotient·divisor >= a·b, and quotient·divisor − a·b < divisor.
    function requireCeiling(uint256 quotient, uint256 a, uint256 b, uint256 divisor) internal pure {
        (uint256 high, uint256 low) = product(quotient, divisor);
        (uint256 gap, bool fits) = _gap(high, low, a, b);
        require(fits && gap < divisor, NotCeiling(quotient, a, b, divisor));
    }

    /// @dev (high, low) − a·b, where it is not negative and fits one word.
    function _gap(uint256 high, uint256 low, uint256 a, uint256 b) private pure returns (uint256 gap, bool fits) {
        (uint256 otherHigh, uint256 otherLow) = product(a, b);
        unchecked {
            gap = low - otherLow;
            fits = high == otherHigh + (low < otherLow ? 1 : 0);
        }
    }
}
