// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FundingMath} from "../../../contracts/risk/FundingMath.sol";
import {MarketState} from "../../../contracts/types/MarketSlot.sol";
import {Price} from "../../../contracts/types/Price.sol";
import {RiskFuzz} from "../support/RiskFuzz.sol";

/// @notice A4: 3,600 accruals of one second are one accrual of 3,600 seconds.
contract FundingSplitTest is RiskFuzz {
    /// @dev No round number, so that every second leaves a remainder.
    Price private constant _PRICE = Price.wrap(19_998_765_432_109_877);

    /// @dev Steps of the index, 1e-16 money per unit, that the accruals of an hour may lose: less than one each.
    int256 private constant _LOST = 3_599;

    function test_AnHourAtAConstantRateSplitsWithin1e9() external pure {
        _splits(1e8, 0); // 0.036 % an hour
        _splits(-1e8, 0);
        _splits(int256(MAX_RATE), 0);
        _splits(-int256(MAX_RATE), 0);
    }

    function test_AnHourOfARisingOrFallingRateSplitsWithin1e9() external pure {
        _splits(0, 2 ** 19 - 1);
        _splits(0, -(2 ** 19));
        _splits(-3e8, 401_877); // 3 a day squared, through zero
    }

    function test_AnHourInWhichTheRateMeetsItsBoundSplitsWithin1e9() external pure {
        _splits(int256(MAX_RATE) - 1e9, 2 ** 19 - 1);
        _splits(1e9 - int256(MAX_RATE), -(2 ** 19));
        _splits(int256(MAX_RATE) - 999_983, 7_919); // in the middle of a second
    }

    /// @dev Slower rates lose the same few steps of 1e-16 of a unit's price, which is then more of less: the smallest
    /// drift there is still moves rate and index as if nobody had accrued.
    function test_TheSmallestRatesAreNotRoundedAway() external pure {
        (int256 once, int256 often) = _hour(0, 1);
        _holds(once > 1_000 * _LOST, "an hour of the smallest drift is thousands of times what can be lost");
        _within(once - often, _LOST, "and less than a step a second is");
        (once, often) = _hour(1, 0);
        _within(once - often, _LOST, "at the smallest rate too");
        _holds(often * 20 > once * 19, "where the payer who accrues every second saves less than a twentieth");
    }

    function _splits(int256 rate, int256 drift) private pure {
        (int256 once, int256 often) = _hour(rate, drift);
        _within(once - often, _LOST, "the accruals of an hour lose less than a step each");
        int256 magnitude = once < 0 ? -once : once;
        _atMost((once - often) * 1e9, magnitude, "and together less than 1e-9");
    }

    /// @dev The index after an hour, accrued once and every second.
    function _hour(int256 rate, int256 drift) private pure returns (int256 once, int256 often) {
        MarketState memory market = _market(0, rate, drift);
        int256 end;
        (once, end) = FundingMath.indexAt(market, _PRICE, MAX_RATE, 3_600);
        for (uint256 second = 1; second <= 3_600; ++second) FundingMath.accrue(market, _PRICE, MAX_RATE, second);
        _equal(market.fundingRatePerSecond, end, "the same rate after the hour");
        return (once, market.fundingIndex);
    }
}
