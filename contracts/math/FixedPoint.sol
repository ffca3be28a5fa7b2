// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title Division of integers, with the rounding in the name
/// @notice "Down" is towards minus infinity and "Up" towards plus infinity, whatever the signs: what the account pays
/// is rounded up and what it receives is rounded down, and both stay true when an amount changes its sign.
/// @dev The only file that divides, together with the other files of math/. Divisors are constants or checked
/// parameters and never zero; a zero panics, unless what it would divide is zero too.
library FixedPoint {
    /// @notice floor(a / b).
    function divDown(uint256 a, uint256 b) internal pure returns (uint256) {
        return a / b;
    }

    /// @notice ceil(a / b).
    function divUp(uint256 a, uint256 b) internal pure returns (uint256) {
        unchecked {
            // (a - 1) cannot underflow where it is used, and the quotient + 1 cannot overflow unless b is 1 and a is 0.
            return a == 0 ? 0 : (a - 1) / b + 1;
        }
    }

    /// @notice floor(a / b) of a signed a.
    function divDown(int256 a, uint256 b) internal pure returns (int256) {
        unchecked {
            // The divisor is below 2^255 wherever it is used (a scale or a parameter), so the casts keep it. Solidity
            // truncates towards zero, which is one too high for a negative a with a remainder.
            int256 divisor = int256(b);
            int256 quotient = a / divisor;
            return a < 0 && quotient * divisor != a ? quotient - 1 : quotient;
        }
    }

    /// @notice ceil(a / b) of a signed a.
    function divUp(int256 a, uint256 b) internal pure returns (int256) {
        unchecked {
            int256 divisor = int256(b);
            int256 quotient = a / divisor;
            return a > 0 && quotient * divisor != a ? quotient + 1 : quotient;
        }
    }

    /// @notice floor(a * b / c) over the 512-bit product.
    function mulDivDown(uint256 a, uint256 b, uint256 c) internal pure returns (uint256) {
        return Math.mulDiv(a, b, c);
    }

    /// @notice ceil(a * b / c) over the 512-bit product.
    function mulDivUp(uint256 a, uint256 b, uint256 c) internal pure returns (uint256) {
        return Math.mulDiv(a, b, c, Math.Rounding.Ceil);
    }

    /// @notice floor(a * b / c) of a signed a, over the 512-bit product.
    function mulDivDown(int256 a, uint256 b, uint256 c) internal pure returns (int256) {
        unchecked {
            // |a| of a value of fewer than 255 bits; quotients are stored at no more than 160.
            return a < 0 ? -int256(mulDivUp(uint256(-a), b, c)) : int256(mulDivDown(uint256(a), b, c));
        }
    }
}
