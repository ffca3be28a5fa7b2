// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ratio, RATIO_ONE} from "../types/Ratio.sol";
import {FixedPoint} from "./FixedPoint.sol";

/// @title Rates of vault shares, in 1e-18 assets per share
library ShareRate {
    /// @dev One asset per share.
    uint256 internal constant ONE = 1e18;

    /// @dev A wider rate is nonsense, and would not multiply. 3.4e20 assets per share.
    uint256 internal constant MAX_RATE = type(uint128).max;

    uint256 private constant _YEAR = 365 days;

    /// @notice Asset units for one share as a rate, rounded down; what is wider than a rate can be comes out as the largest.
    /// @param assets In units of which `assetUnit` are one asset.
    function fromAssets(uint256 assets, uint256 assetUnit) internal pure returns (uint256) {
        if (assets > MAX_RATE) return MAX_RATE;
        uint256 rate = FixedPoint.mulDivDown(assets, ONE, assetUnit);
        return rate < MAX_RATE ? rate : MAX_RATE;
    }

    /// @notice A rate after so many seconds of growth in simple proportion, rounded down.
    /// @param rate At most `MAX_RATE`.
    function grown(uint256 rate, Ratio growthPerYear, uint256 elapsed) internal pure returns (uint256) {
        return rate + FixedPoint.mulDivDown(rate, Ratio.unwrap(growthPerYear) * elapsed, RATIO_ONE * _YEAR);
    }

    /// @notice A positive answer for one asset as one for a share, rounded down; zero where it would be wider than an
    /// answer of 128 bits.
    function times(int256 answer, uint256 rate) internal pure returns (int256) {
        uint256 underlying = uint256(answer);
        if (underlying > type(uint128).max) return 0;
        uint256 product = FixedPoint.mulDivDown(underlying, rate, ONE);
        return product > type(uint128).max ? int256(0) : int256(product);
    }
}
