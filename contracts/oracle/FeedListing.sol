// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FeedParameters, IPriceOracle, SecondFeedParameters} from "../interfaces/IPriceOracle.sol";
import {BoundPacking} from "../math/BoundPacking.sol";
import {FixedPoint} from "../math/FixedPoint.sol";
import {PriceDistance} from "../math/PriceDistance.sol";
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

    /// @dev Part of the jump bound within which another feed of the same token is.
    uint256 private constant _NEAR_PART = 5;

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

    /// @notice Checks the first feed's ages, decimals of the size and bounds.
    /// @custom:error FeedParameterOutOfRange, with a size's decimals as their magnitude.
    function requireParameters(FeedParameters memory parameters) internal pure {
        _requireAges(parameters.heartbeat, parameters.maxLiquidationAge);
        _requireAtMost("sizeDecimals", _magnitude(parameters.sizeDecimals), _MAX_SIZE_DECIMALS);

        uint256 lower = Price.unwrap(parameters.lowerBound);
        uint256 upper = Price.unwrap(parameters.upperBound);
        _requireAtMost("upperBound", upper, _MAX_PRICE);
        _require("lowerBound", lower < upper, lower, upper);
        _requirePackable("lowerBound", parameters.lowerBound);
        _requirePackable("upperBound", parameters.upperBound);

        uint256 jump = Ratio.unwrap(parameters.jumpBound);
        _requireAtLeast("jumpBound", jump, _MIN_JUMP_BOUND);
        _requireBasisPoints("jumpBound", parameters.jumpBound);
    }

    /// @notice Checks the second feed's ages and divergence bound; where there is none, that nothing is said of it.
    /// @custom:error FeedParameterOutOfRange, SameFeedTwice.
    function requireSecond(address primary, SecondFeedParameters memory parameters) internal pure {
        uint256 divergence = Ratio.unwrap(parameters.divergenceBound);
        if (parameters.feed == address(0)) {
            _requireAtMost("heartbeat", parameters.heartbeat, 0);
            _requireAtMost("maxLiquidationAge", parameters.maxLiquidationAge, 0);
            _requireAtMost("divergenceBound", divergence, 0);
            return;
        }
        require(parameters.feed != primary, IPriceOracle.SameFeedTwice(primary));
        _requireAges(parameters.heartbeat, parameters.maxLiquidationAge);
        _requireAtLeast("divergenceBound", divergence, BASIS_POINT);
        _requireBasisPoints("divergenceBound", parameters.divergenceBound);
    }

    /// @notice Refuses a feed of some other price. Where the price in force is usable, feeds of one token differ by no
    /// more than the moves which they do not answer to, and a fifth of the jump bound covers those; where it is not, it
    /// may have moved by a jump.
    /// @custom:error FeedTooFarFromPrice
    function requireNearPrice(address feed, Price price, Price inForce, bool isUsable, Ratio jumpBound) internal pure {
        Ratio bound = isUsable ? Ratio.wrap(FixedPoint.divDown(Ratio.unwrap(jumpBound), _NEAR_PART)) : jumpBound;
        require(
            PriceDistance.isWithin(price, inForce, bound),
            IPriceOracle.FeedTooFarFromPrice(feed, price, inForce, bound)
        );
    }

    /// @notice Refuses two feeds that would be Diverged at once.
    /// @custom:error FeedsTooFarApart
    function requireAgreement(address secondary, Price price, Price primaryPrice, Ratio bound) internal pure {
        require(
            PriceDistance.isWithin(price, primaryPrice, bound),
            IPriceOracle.FeedsTooFarApart(secondary, price, primaryPrice, bound)
        );
    }

    /// @notice A market that has sizes keeps their unit, whatever feed it takes next: another one would revalue every
    /// position by a power of ten.
    /// @custom:error FeedParameterOutOfRange
    function requireSameUnit(int8 previous, int8 current) internal pure {
        _require("sizeDecimals", current == previous, _magnitude(current), _magnitude(previous));
    }

    /// @notice Refuses a feed whose steps are so coarse that entering and leaving on their edges pays.
    /// @param feed One that is Valid, so its answer is positive.
    /// @custom:error FeedTooCoarse
    function requireFineSteps(address feed) internal view {
        (, int256 answer, , ) = FeedReader.latestRound(feed);
        require(answer >= _MIN_ANSWER, IPriceOracle.FeedTooCoarse(feed, uint256(answer), uint256(_MIN_ANSWER)));
    }

    /// @notice A bound in whole basis points.
    function basisPoints(Ratio bound) internal pure returns (uint256) {
        return FixedPoint.divDown(Ratio.unwrap(bound), BASIS_POINT);
    }

    function _requireAges(uint256 heartbeat, uint256 maxLiquidationAge) private pure {
        _requireAtLeast("heartbeat", heartbeat, 1);
        _requireAtLeast("maxLiquidationAge", maxLiquidationAge, heartbeat);
        _requireAtMost("maxLiquidationAge", maxLiquidationAge, heartbeat + _MAX_STALE_SPAN);
        _requireAtMost("maxLiquidationAge", maxLiquidationAge, _MAX_AGE);
    }

    /// @dev What is stored is what was said: the nearest bound below that can be stored is told.
    function _requirePackable(bytes32 parameter, Price bound) private pure {
        Price kept = BoundPacking.unpack(BoundPacking.pack(bound));
        _require(parameter, kept == bound, Price.unwrap(bound), Price.unwrap(kept));
    }

    function _requireBasisPoints(bytes32 parameter, Ratio bound) private pure {
        uint256 value = Ratio.unwrap(bound);
        _requireAtMost(parameter, value, RATIO_ONE);
        _require(parameter, basisPoints(bound) * BASIS_POINT == value, value, BASIS_POINT);
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
