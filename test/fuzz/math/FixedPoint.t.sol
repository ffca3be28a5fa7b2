// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FixedPoint} from "../../../contracts/math/FixedPoint.sol";
import {Assertions} from "../support/Assertions.sol";
import {Ranges} from "../support/Ranges.sol";
import {Wide} from "../support/Wide.sol";

/// @notice Floor and ceiling by their definitions, q·d <= a < (q + 1)·d in 512 bits, over the whole of every type.
contract FixedPointTest is Assertions, Ranges {
    uint256 private constant _DIVISION_BY_ZERO = 0x12;
    uint256 private constant _OVERFLOW = 0x11;

    function divDownUnsigned(uint256 a, uint256 b) external pure returns (uint256) {
        return FixedPoint.divDown(a, b);
    }

    function divDownSigned(int256 a, uint256 b) external pure returns (int256) {
        return FixedPoint.divDown(a, b);
    }

    function mulDivDown(uint256 a, uint256 b, uint256 c) external pure returns (uint256) {
        return FixedPoint.mulDivDown(a, b, c);
    }

    function testFuzz_UnsignedQuotientsAreFloorAndCeiling(uint256 a, uint256 b) external pure {
        b = _divisor(b, 256);
        Wide.requireFloor(FixedPoint.divDown(a, b), a, 1, b);
        Wide.requireCeiling(FixedPoint.divUp(a, b), a, 1, b);
    }

    function testFuzz_SignedQuotientsRoundByNameWhateverTheSign(int256 a, uint256 b) external pure {
        b = _divisor(b, 255);
        _requireFloor(FixedPoint.divDown(a, b), a, b);
        _requireCeiling(FixedPoint.divUp(a, b), a, b);
    }

    function testFuzz_SmallSignedQuotientsRoundByName(uint256 a, uint256 b) external pure {
        int256 small = _logSigned(a, 12);
        uint256 divisor = _divisor(b, 6);
        _requireFloor(FixedPoint.divDown(small, divisor), small, divisor);
        _requireCeiling(FixedPoint.divUp(small, divisor), small, divisor);
    }

    function testFuzz_ProductsAreDividedInFull(uint256 a, uint256 b, uint256 c) external pure {
        c = _divisor(c, 256);
        // What fits the answer: a·b / c < 2^256 while b <= c.
        b = _in(b, 0, c);
        Wide.requireFloor(FixedPoint.mulDivDown(a, b, c), a, b, c);
        if (b < c) Wide.requireCeiling(FixedPoint.mulDivUp(a, b, c), a, b, c);
    }

    function testFuzz_SignedProductsRoundDown(int256 a, uint256 b, uint256 c) external pure {
        c = _divisor(c, 256);
        b = _in(b, 0, c);
        int256 quotient = FixedPoint.mulDivDown(a, b, c);
        if (a < 0) Wide.requireCeiling(_magnitude(quotient), _magnitude(a), b, c);
        else Wide.requireFloor(_magnitude(quotient), _magnitude(a), b, c);
        _holds(quotient == 0 || (quotient < 0) == (a < 0), "the quotient has the sign of the product");
    }

    function test_EndsOfTheTypesDivide() external pure {
        _equal(FixedPoint.divUp(type(uint256).max, 1), type(uint256).max, "ceil(max / 1)");
        _equal(FixedPoint.divUp(type(uint256).max, type(uint256).max), 1, "ceil(max / max)");
        _equal(FixedPoint.divUp(uint256(0), type(uint256).max), 0, "ceil(0 / max)");
        _equal(FixedPoint.divDown(type(int256).min, 1), type(int256).min, "floor(min / 1)");
        _equal(FixedPoint.divUp(type(int256).min, 1), type(int256).min, "ceil(min / 1)");
        _equal(FixedPoint.divDown(int256(-1), uint256(type(int256).max)), -1, "floor(-1 / max)");
        _equal(FixedPoint.divUp(int256(-1), uint256(type(int256).max)), 0, "ceil(-1 / max)");
        _equal(FixedPoint.divUp(int256(1), uint256(type(int256).max)), 1, "ceil(1 / max)");
        _equal(FixedPoint.mulDivDown(type(int256).min, 1, 1), type(int256).min, "floor(min x 1 / 1)");
    }

    function test_AZeroDivisorPanics() external {
        _panics(abi.encodeCall(this.divDownUnsigned, (1, 0)), _DIVISION_BY_ZERO);
        _panics(abi.encodeCall(this.divDownSigned, (-1, 0)), _DIVISION_BY_ZERO);
        _panics(abi.encodeCall(this.mulDivDown, (1, 1, 0)), _DIVISION_BY_ZERO);
    }

    function test_AProductAboveTheTypePanics() external {
        _panics(abi.encodeCall(this.mulDivDown, (type(uint256).max, 2, 1)), _OVERFLOW);
    }

    function _divisor(uint256 word, uint256 bits) private pure returns (uint256) {
        uint256 divisor = _log(word, bits);
        return divisor == 0 ? 1 : divisor;
    }

    /// @dev By magnitudes: the floor of a negative number is the negated ceiling.
    function _requireFloor(int256 quotient, int256 a, uint256 divisor) private pure {
        if (a < 0) Wide.requireCeiling(_magnitude(quotient), _magnitude(a), 1, divisor);
        else Wide.requireFloor(_magnitude(quotient), _magnitude(a), 1, divisor);
        _holds(quotient == 0 || (quotient < 0) == (a < 0), "the quotient has the sign of the dividend");
    }

    function _requireCeiling(int256 quotient, int256 a, uint256 divisor) private pure {
        if (a < 0) Wide.requireFloor(_magnitude(quotient), _magnitude(a), 1, divisor);
        else Wide.requireCeiling(_magnitude(quotient), _magnitude(a), 1, divisor);
        _holds(quotient == 0 || (quotient < 0) == (a < 0), "the quotient has the sign of the dividend");
    }

    function _magnitude(int256 value) private pure returns (uint256) {
        unchecked {
            return value < 0 ? uint256(-value) : uint256(value);
        }
    }
}
