// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Price} from "../types/Price.sol";

/// @dev Width of a packed bound: a mantissa of 17 bits above an exponent of 5.
uint256 constant BOUND_BITS = 22;

/// @title Hard bounds in few bits
/// @notice A bound is mantissa × 10^exponent with a mantissa of at most 17 bits: five significant digits, which is what
/// anybody chooses by hand. The largest is above every price.
library BoundPacking {
    uint256 private constant _EXPONENT_BITS = 5;
    uint256 private constant _MAX_MANTISSA = 2 ** 17 - 1;

    /// @notice The bound in its 22 bits, rounded down to what they hold; `unpack` tells whether anything was lost.
    /// @param bound At most 80 bits, so that the exponent stays below 21.
    function pack(Price bound) internal pure returns (uint256) {
        uint256 mantissa = Price.unwrap(bound);
        uint256 exponent = 0;
        while (mantissa > _MAX_MANTISSA) {
            mantissa /= 10;
            ++exponent;
        }
        return (mantissa << _EXPONENT_BITS) | exponent;
    }

    /// @notice The bound of 22 bits.
    function unpack(uint256 packed) internal pure returns (Price) {
        unchecked {
            // 17 bits times at most 10^31, which has 103.
            return Price.wrap((packed >> _EXPONENT_BITS) * 10 ** (packed & (2 ** _EXPONENT_BITS - 1)));
        }
    }
}
