// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FeedParameters, IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {FixedPoint} from "../math/FixedPoint.sol";
import {Price, PRICE_BITS} from "../types/Price.sol";
import {BASIS_POINT, Ratio, RATIO_ONE} from "../types/Ratio.sol";
import {FeedReader} from "./FeedReader.sol";

/// @title What a feed must be to be taken
library FeedListing {
    /// @dev A stale price may liquidate for so much longer than the heartbeat, seconds.
    uint256 private constant _MAX_STALE_SPAN = 600;

    /// @dev Largest age that is stored, 194 days.
    uint256 private constant _MAX_AGE = type(uint24).max;

    uint256 private constant _MAX_FEED_DECIMALS = 18;
    uint256 private constant _MAX_SIZE_DECIMALS = 18;
    uint256 private constant _MAX_PRICE = 2 ** PRICE_BITS - 1;

    /// @dev 5 %.
    uint256 private constant _MIN_JUMP_BOUND = 50_000;

    /// @dev One step of the answer is then at most 1e-4 of the price.
    int256 private constant _MIN_ANSWER = 10_000;

    /// @notice The feed's own decimals.
    /// @custom:error UnsupportedFeedDecimals, with 2^256 - 1 for a feed that tells none.
    function requireDecimals(address feed) internal view returns (uint256 decimals) {
        decimals = FeedReader.decimalsOf(feed);
        require(
            decimals <= _MAX_FEED_DECIMALS,
            IPriceOracle.UnsupportedFeedDecimals(feed, decimals, _MAX_FEED_DECIMALS)
        );
    }

    /// @notice Checks ages, decimals of the size and bounds.
    /// @custom:error FeedParameterOutOfRange, with a size's decimals as their magnitude.
    function requireParameters(FeedParameters calldata parameters) internal pure {
        uint256 heartbeat = parameters.heartbeat;
        _requireAtLeast("heartbeat", heartbeat, 1);
        _requireAtLeast("maxLiquidationAge", parameters.maxLiquidationAge, heartbeat);
        _requireAtMost("maxLiquidationAge", parameters.maxLiquidationAge, heartbeat + _MAX_STALE_SPAN);
        _requireAtMost("maxLiquidationAge", parameters.maxLiquidationAge, _MAX_AGE);
        _requireAtMost("sizeDecimals", _magnitude(parameters.sizeDecimals), _MAX_SIZE_DECIMALS);

        uint256 lower = Price.unwrap(parameters.lowerBound);
        uint256 upper = Price.unwrap(parameters.upperBound);
        _requireAtMost("upperBound", upper, _MAX_PRICE);
        _require("lowerBound", lower < upper, lower, upper);

        uint256 jump = Ratio.unwrap(parameters.jumpBound);
        _requireAtLeast("jumpBound", jump, _MIN_JUMP_BOUND);
        _requireAtMost("jumpBound", jump, RATIO_ONE);
        _require("jumpBound", jumpBoundBps(parameters.jumpBound) * BASIS_POINT == jump, jump, BASIS_POINT);
    }

    /// @notice A market that has sizes keeps their unit, whatever feed it takes next: another one would revalue every
    /// position by a power of ten.
    /// @custom:error FeedParameterOutOfRange
    function requireSameUnit(int8 previous, int8 current) internal pure {
        _require("sizeDecimals", current == previous, _magnitude(current), _magnitude(previous));
    }

    /// @notice Refuses a feed whose steps are so coarse that entering and leaving on their edges pays.
    /// @param answer Positive.
    /// @custom:error FeedTooCoarse
    function requireFineSteps(address feed, int256 answer) internal pure {
        require(answer >= _MIN_ANSWER, IPriceOracle.FeedTooCoarse(feed, uint256(answer), uint256(_MIN_ANSWER)));
    }

    /// @notice The jump bound in whole basis points.
    function jumpBoundBps(Ratio bound) internal pure returns (uint256) {
        return FixedPoint.divDown(Ratio.unwrap(bound), BASIS_POINT);
    }

    function _magnitude(int256 value) private pure returns (uint256) {
        return uint256(value < 0 ? -value : value);
    }

    function _requireAtLeast(bytes32 parameter, uint256 value, uint256 bound) private pure {
        _require(parameter, value >= bound, value, bound);
    }

    function _requireAtMost(bytes32 parameter, uint256 value, uint256 bound) private pure {
        _require(parameter, value <= bound, value, bound);
    }

    function _require(bytes32 parameter, bool holds, uint256 value, uint256 bound) private pure {
        require(holds, IPriceOracle.FeedParameterOutOfRange(parameter, value, bound));
    }
}
