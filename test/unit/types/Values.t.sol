// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Money, ZERO_MONEY, maxMoney, minMoney, positivePart} from "../../../contracts/types/Money.sol";
import {Price} from "../../../contracts/types/Price.sol";
import {Ratio} from "../../../contracts/types/Ratio.sol";
import {Size, ZERO_SIZE, longPart, opposite} from "../../../contracts/types/Size.sol";
import {Assertions} from "../../fuzz/support/Assertions.sol";

/// @notice The operators of the value types against checked arithmetic, over the widths their files state.
contract ValuesTest is Assertions {
    uint256 private constant _ARITHMETIC = 0x11;

    function addRatios(Ratio a, Ratio b) external pure returns (Ratio) {
        return a + b;
    }

    function testFuzz_MoneyOfEveryWidthThatCanAriseAdds(int160 a, int160 b) external pure {
        (Money x, Money y) = (Money.wrap(a), Money.wrap(b));
        _equal(Money.unwrap(x + y), int256(a) + int256(b), "a + b");
        _equal(Money.unwrap(x - y), int256(a) - int256(b), "a - b");
        _equal(Money.unwrap(-x), -int256(a), "-a");
        _equal(Money.unwrap(x.abs()), a < 0 ? -int256(a) : int256(a), "|a|");
        _equal(Money.unwrap(minMoney(x, y)), a < b ? a : b, "min");
        _equal(Money.unwrap(maxMoney(x, y)), a > b ? a : b, "max");
        _equal(Money.unwrap(positivePart(x)), a > 0 ? a : int160(0), "max(a, 0)");
    }

    function testFuzz_MoneyCompares(int160 a, int160 b, bool same) external pure {
        if (same) b = a;
        (Money x, Money y) = (Money.wrap(a), Money.wrap(b));
        _holds((x < y) == (a < b) && (x > y) == (a > b), "strictly");
        _holds((x <= y) == (a <= b) && (x >= y) == (a >= b), "or equal");
        _holds((x == y) == (a == b) && (x != y) == (a != b), "equality");
    }

    function test_TheStatedNumberOfTheLargestMoneyAddsWithoutWrapping() external pure {
        // 2^95 terms, by doubling: the bound under which the operators go unchecked.
        Money least = Money.wrap(type(int160).min);
        Money most = Money.wrap(type(int160).max);
        for (uint256 doublings = 0; doublings < 95; ++doublings) {
            least = least + least;
            most = most + most;
        }
        _equal(Money.unwrap(least), int256(type(int160).min) * 2 ** 95, "of the largest debt");
        _equal(Money.unwrap(most), int256(type(int160).max) * 2 ** 95, "of the largest gain");
    }

    function testFuzz_SizesOfStoredWidthAdd(int72 a, int72 b) external pure {
        (Size x, Size y) = (Size.wrap(a), Size.wrap(b));
        _equal(Size.unwrap(x + y), int256(a) + int256(b), "a + b");
        _equal(Size.unwrap(x - y), int256(a) - int256(b), "a - b");
        _equal(Size.unwrap(-x), -int256(a), "-a");
        _equal(x.abs(), uint256(a < 0 ? -int256(a) : int256(a)), "|a|");
        _equal(longPart(x), a > 0 ? uint256(int256(a)) : 0, "max(a, 0)");
        _holds(opposite(x, y) == (int256(a) * int256(b) < 0), "opposite");
    }

    function testFuzz_SizesCompare(int72 a, int72 b, bool same) external pure {
        if (same) b = a;
        (Size x, Size y) = (Size.wrap(a), Size.wrap(b));
        _holds((x < y) == (a < b) && (x > y) == (a > b) && (x >= y) == (a >= b), "order");
        _holds((x == y) == (a == b) && (x != y) == (a != b), "equality");
    }

    function test_TheSizeOfTheTypesEndHasAMagnitude() external pure {
        // What a caller may name before it is checked: it must not look small.
        _equal(Size.wrap(type(int256).min).abs(), 2 ** 255, "|min|");
        _holds(!opposite(ZERO_SIZE, Size.wrap(type(int256).min)), "zero is opposite to nothing");
        _equal(positivePart(Money.wrap(type(int256).min)), ZERO_MONEY, "no debt is positive");
    }

    function testFuzz_PricesCompare(uint80 a, uint80 b, bool same) external pure {
        if (same) b = a;
        (Price x, Price y) = (Price.wrap(a), Price.wrap(b));
        _holds((x < y) == (a < b) && (x > y) == (a > b), "order");
        _holds((x == y) == (a == b) && (x != y) == (a != b), "equality");
    }

    function testFuzz_RatiosAddAndCompare(uint128 a, uint128 b, bool same) external pure {
        if (same) b = a;
        (Ratio x, Ratio y) = (Ratio.wrap(a), Ratio.wrap(b));
        _equal(Ratio.unwrap(x + y), uint256(a) + uint256(b), "a + b");
        _holds((x < y) == (a < b) && (x > y) == (a > b), "strictly");
        _holds((x <= y) == (a <= b) && (x >= y) == (a >= b), "or equal");
        _holds((x == y) == (a == b), "equality");
    }

    function test_RatiosThatACallerMadeTooLargePanic() external {
        _panics(abi.encodeCall(this.addRatios, (Ratio.wrap(type(uint256).max), Ratio.wrap(1))), _ARITHMETIC);
    }
}
