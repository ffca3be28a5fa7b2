// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FixedPoint} from "./FixedPoint.sol";

/// @title From a feed's answer to a price per size unit
library FeedScale {
    /// @dev A price is in 1e-22 USD: 1e-16 of the money unit of 1e-6 USD.
    int256 private constant _PRICE_DECIMALS = 22;

    /// @notice Power of ten between an answer and a price: price = answer x 10^exponent.
    function exponentOf(uint8 feedDecimals, int8 sizeDecimals) internal pure returns (int256) {
        return _PRICE_DECIMALS - int256(uint256(feedDecimals)) - sizeDecimals;
    }

    /// @notice A positive answer as a raw price, rounded down; the largest number where it is too large for any price.
    function toPrice(uint256 answer, int256 exponent) internal pure returns (uint256) {
        unchecked {
            if (exponent < 0) return FixedPoint.divDown(answer, 10 ** uint256(-exponent));
            // Exponents reach 40 and prices 80 bits: an answer above 2^80 is refused whatever the exponent.
            return answer >> 80 != 0 ? type(uint256).max : answer * 10 ** uint256(exponent);
        }
    }
}
