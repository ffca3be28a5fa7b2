// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AggregatorV3Interface} from "@chainlink/contracts/src/v0.8/shared/interfaces/AggregatorV3Interface.sol";

import {FeedParameters, IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {FixedPoint} from "../math/FixedPoint.sol";
import {Price, PRICE_BITS} from "../types/Price.sol";
import {BASIS_POINT, Ratio, RATIO_ONE} from "../types/Ratio.sol";

/// @title What a feed must be to be taken
library FeedListing {
    /// @dev A stale price may liquidate for so much longer than the heartbeat.
    uint256 private constant _MAX_STALE_SPAN = 600 seconds;

    uint256 private constant _MAX_FEED_DECIMALS = 18;
    int256 private constant _MAX_SIZE_DECIMALS = 18;

    /// @dev 5 %.
    uint256 private constant _MIN_JUMP_BOUND = 50_000;

    /// @dev One step of the answer is then at most 1e-4 of the price.
    int256 private constant _MIN_ANSWER = 10_000;

    /// @notice Checks ages, bounds and decimals.
    /// @return decimals The feed's own.
    function requireParameters(FeedParameters calldata parameters) internal view returns (uint8 decimals) {
        decimals = _decimalsOf(parameters.feed);
        uint256 heartbeat = parameters.heartbeat;
        _require("heartbeat", heartbeat != 0, heartbeat, 1);
        uint256 age = parameters.maxLiquidationAge;
        _require("maxLiquidationAge", age >= heartbeat, age, heartbeat);
        _require("maxLiquidationAge", age <= heartbeat + _MAX_STALE_SPAN, age, heartbeat + _MAX_STALE_SPAN);
        int256 size = parameters.sizeDecimals;
        _require("sizeDecimals", size <= _MAX_SIZE_DECIMALS && size >= -_MAX_SIZE_DECIMALS, _magnitude(size), 18);
        uint256 lower = Price.unwrap(parameters.lowerBound);
        uint256 upper = Price.unwrap(parameters.upperBound);
        _require("lowerBound", lower < upper, lower, upper);
        _require("upperBound", upper >> PRICE_BITS == 0, upper, (1 << PRICE_BITS) - 1);
        uint256 jump = Ratio.unwrap(parameters.jumpBound);
        _require("jumpBound", jump >= _MIN_JUMP_BOUND, jump, _MIN_JUMP_BOUND);
        _require("jumpBound", jump <= RATIO_ONE, jump, RATIO_ONE);
        _require("jumpBound", jumpBoundBps(parameters.jumpBound) * BASIS_POINT == jump, jump, BASIS_POINT);
    }

    /// @notice Refuses a feed whose steps are so coarse that entering and leaving on their edges pays.
    function requireFineSteps(address feed, int256 answer) internal pure {
        // Positive: the reading was Valid.
        require(answer >= _MIN_ANSWER, IPriceOracle.FeedTooCoarse(feed, uint256(answer), uint256(_MIN_ANSWER)));
    }

    /// @notice The jump bound in whole basis points.
    function jumpBoundBps(Ratio bound) internal pure returns (uint256) {
        return FixedPoint.divDown(Ratio.unwrap(bound), BASIS_POINT);
    }

    function _decimalsOf(address feed) private view returns (uint8 decimals) {
        require(feed.code.length != 0, IPriceOracle.UnsupportedFeedDecimals(feed, 0, _MAX_FEED_DECIMALS));
        try AggregatorV3Interface(feed).decimals() returns (uint8 answer) {
            decimals = answer;
        } catch {
            revert IPriceOracle.UnsupportedFeedDecimals(feed, type(uint256).max, _MAX_FEED_DECIMALS);
        }
        require(
            decimals <= _MAX_FEED_DECIMALS,
            IPriceOracle.UnsupportedFeedDecimals(feed, decimals, _MAX_FEED_DECIMALS)
        );
    }

    function _magnitude(int256 value) private pure returns (uint256) {
        return uint256(value < 0 ? -value : value);
    }

    function _require(bytes32 parameter, bool holds, uint256 value, uint256 bound) private pure {
        require(holds, IPriceOracle.FeedParameterOutOfRange(parameter, value, bound));
    }
}
