// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Price} from "../types/Price.sol";
import {Ratio, RATIO_ONE} from "../types/Ratio.sol";

/// @title How far a price is from another
library PriceDistance {
    /// @notice Whether |price − from| ≤ bound × from, exactly.
    /// @param price At most 80 bits, as `from`.
    function isWithin(Price price, Price from, Ratio bound) internal pure returns (bool) {
        unchecked {
            // Products of 80 bits and a ratio of 20.
            uint256 a = Price.unwrap(price);
            uint256 b = Price.unwrap(from);
            return (a > b ? a - b : b - a) * RATIO_ONE <= b * Ratio.unwrap(bound);
        }
    }

    /// @notice Whether a price lies between two hard bounds and is not pinned at one of them: more than a thousandth of
    /// the bound away from it, on the inner side.
    /// @param price Of any width. The bounds have at most 80 bits.
    function isBetween(Price price, Price lower, Price upper) internal pure returns (bool) {
        unchecked {
            // Below the upper bound a price has 80 bits, and 90 with the factor.
            return
                price < upper &&
                Price.unwrap(price) * 1000 > Price.unwrap(lower) * 1001 &&
                Price.unwrap(price) * 1000 < Price.unwrap(upper) * 999;
        }
    }
}
