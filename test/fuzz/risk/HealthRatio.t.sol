// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Health} from "../../../contracts/risk/Health.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {RiskFuzz} from "../support/RiskFuzz.sol";

/// @notice Whether a margin ratio fell, without a division and without a wrap.
contract HealthRatioTest is RiskFuzz {
    function testFuzz_MovingBothInStepKeepsTheRatio(uint256 v, uint256 m, uint256 f) external pure {
        (int256 value, int256 margin) = (_logSigned(v, 60), int256(_log(m, 60)) + 1);
        int256 factor = int256(_in(f, 1, 2 ** 60));
        _holds(_notLower(value * factor, margin * factor, value, margin), "both larger by one factor");
        _holds(_notLower(value, margin, value * factor, margin * factor), "both smaller by one factor");
        _holds(!_notLower(value * factor - 1, margin * factor, value, margin), "a unit less of value is lower");
        _holds(_notLower(value * factor + 1, margin * factor, value, margin), "a unit more is not");
    }

    function testFuzz_LessMarginForTheSameValueIsBetterOnlyAboveZero(uint256 v, uint256 m) external pure {
        (int256 value, int256 margin) = (_logSigned(v, 90), int256(_log(m, 90)) + 2);
        _holds(_notLower(value, margin - 1, value, margin) == (value >= 0), "a debt weighs more on less margin");
        _holds(_notLower(value, margin, value, margin - 1) == (value <= 0), "and the other way round");
    }

    function testFuzz_WithoutAMarginOnlyADebtIsLower(uint256 v, uint256 b, uint256 m) external pure {
        (int256 value, int256 valueBefore) = (_logSigned(v, 120), _logSigned(b, 120));
        _holds(_notLower(value, 0, valueBefore, int256(_log(m, 120))) == (value >= 0), "nothing open");
    }

    function testFuzz_OpeningFromNothingLowersTheRatio(uint256 v, uint256 b, uint256 m) external pure {
        (int256 value, int256 valueBefore) = (_logSigned(v, 120), int256(_log(b, 119)) + 1);
        _holds(!_notLower(value, int256(_log(m, 119)) + 1, valueBefore, 0), "no margin before is the best ratio");
    }

    /// @dev The bound of values and margins that Health states; a product of two still fits.
    function test_TheLargestRatiosCompare() external pure {
        int256 most = 2 ** 127 - 1;
        _holds(_notLower(most, most, most, most), "equal");
        _holds(!_notLower(most - 1, most, most, most), "one less");
        _holds(_notLower(-most, most, -most, most), "equal debts");
        _holds(!_notLower(-most, most, most, most), "from the largest value to the largest debt");
        _holds(_notLower(most, 1, -most, most), "and back");
    }

    function _notLower(int256 value, int256 margin, int256 before, int256 marginBefore) private pure returns (bool) {
        return
            Health.ratioNotLower(Money.wrap(value), Money.wrap(margin), Money.wrap(before), Money.wrap(marginBefore));
    }
}
