// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Price, PRICE_BITS} from "../types/Price.sol";
import {FixedPoint} from "./FixedPoint.sol";

/// @title From a feed's answer to a price per size unit
library FeedScale {
    /// @dev A price is in 1e-22 USD: 1e-16 of the money unit of 1e-6 USD.
    int256 private constant _PRICE_DECIMALS = 22;

    uint256 private constant _MAX_PRICE = 2 ** PRICE_BITS - 1;

    /// @notice Power of ten between an answer and a price: price = answer x 10^exponent. Decimals of 0 to 18 and of -18
    /// to 18 give -14 to 40.
    function exponentOf(uint256 feedDecimals, int8 sizeDecimals) internal pure returns (int256) {
        return _PRICE_DECIMALS - int256(feedDecimals) - sizeDecimals;
    }

    /// @notice A positive answer as a price, rounded down. What is wider than a price comes out no smaller than the
    /// largest one, which no upper bound lets in.
    function toPrice(uint256 answer, int256 exponent) internal pure returns (Price) {
        unchecked {
            if (exponent < 0) return Price.wrap(FixedPoint.divDown(answer, 10 ** uint256(-exponent)));
            // 80 bits times 10^40 have 213: only a wider answer could wrap.
            return Price.wrap(answer > _MAX_PRICE ? _MAX_PRICE : answer * 10 ** uint256(exponent));
        }
    }
}
