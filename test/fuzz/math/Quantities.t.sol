// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Quantities} from "../../../contracts/math/Quantities.sol";
import {Money, ZERO_MONEY} from "../../../contracts/types/Money.sol";
import {Price, PRICE_SCALE} from "../../../contracts/types/Price.sol";
import {Ratio, RATIO_ONE} from "../../../contracts/types/Ratio.sol";
import {Size} from "../../../contracts/types/Size.sol";
import {Assertions} from "../support/Assertions.sol";
import {Ranges} from "../support/Ranges.sol";

/// @notice Products of the value types over all of their widths. The reference multiplies with overflow checks on and
/// states each rounding as the inequality that defines it.
contract QuantitiesTest is Assertions, Ranges {
    int256 private constant _SCALE = int256(PRICE_SCALE);
    int256 private constant _ONE = int256(RATIO_ONE);

    function testFuzz_ValueRoundsDownForLongsAndShorts(uint256 s, uint256 p) external pure {
        (Size size, Price price) = (_anySize(s), _anyPrice(p));
        int256 value = Money.unwrap(Quantities.valueDown(size, price));
        int256 exact = Size.unwrap(size) * int256(Price.unwrap(price));
        _within(exact - value * _SCALE, _SCALE - 1, "0 <= exact - value < 1");
    }

    function testFuzz_ALongAndItsShortAreNeverWorthMoreThanNothing(uint256 s, uint256 p) external pure {
        (Size size, Price price) = (_anySize(s), _anyPrice(p));
        Money sum = Quantities.valueDown(size, price) + Quantities.valueDown(-size, price);
        _within(-Money.unwrap(sum), 1, "value(s) + value(-s) is 0 or -1");
    }

    function testFuzz_NotionalsRoundByName(uint256 s, uint256 p) external pure {
        (Size size, Price price) = (_anySize(s), _anyPrice(p));
        int256 exact = int256(size.abs() * Price.unwrap(price));
        int256 up = Money.unwrap(Quantities.notionalUp(size, price));
        int256 down = Money.unwrap(Quantities.notionalDown(size.abs(), price));
        _within(up * _SCALE - exact, _SCALE - 1, "0 <= notionalUp - exact < 1");
        _within(exact - down * _SCALE, _SCALE - 1, "0 <= exact - notionalDown < 1");
        _equal(Quantities.notionalUp(-size, price), Money.wrap(up), "a short's notional is a long's");
    }

    function testFuzz_UnitsUpIsTheLeastNumberThatIsWorthIt(uint256 n, uint256 p) external pure {
        // Up to 2^111 and prices from 2^40 on: the answer stays below 2^125 and its products are exact.
        uint256 notional = _log(n, 111);
        uint256 price = _in(p, 2 ** 40, PRICE_MAX);
        uint256 units = Quantities.unitsUp(Money.wrap(int256(notional)), Price.wrap(price));
        _holds(units * price >= notional * PRICE_SCALE, "the units are worth the notional");
        _holds(units == 0 || (units - 1) * price < notional * PRICE_SCALE, "one unit fewer is not");
    }

    function testFuzz_SharesOfMoneyRoundByName(uint256 m, uint256 r) external pure {
        int256 amount = _logSigned(m, 160);
        uint256 ratio = _log(r, 63);
        int256 exact = amount * int256(ratio);
        int256 down = Money.unwrap(Quantities.shareDown(Money.wrap(amount), Ratio.wrap(ratio)));
        int256 up = Money.unwrap(Quantities.shareUp(Money.wrap(amount), Ratio.wrap(ratio)));
        _within(exact - down * _ONE, _ONE - 1, "0 <= exact - shareDown < 1");
        _within(up * _ONE - exact, _ONE - 1, "0 <= shareUp - exact < 1");
    }

    function testFuzz_SharesOfUnitsRoundDown(uint256 u, uint256 r) external pure {
        uint256 units = _log(u, 72);
        uint256 ratio = _log(r, 63);
        uint256 share = Quantities.shareDown(units, Ratio.wrap(ratio));
        _within(int256(units * ratio) - int256(share * RATIO_ONE), _ONE - 1, "0 <= exact - share < 1");
    }

    function testFuzz_ProRataRoundsDownAndTheWholeIsEverything(uint256 m, uint256 a, uint256 b) external pure {
        int256 amount = _logSigned(m, 63);
        uint256 whole = _in(b, 1, 2 ** 71);
        uint256 part = _in(a, 0, whole);
        int256 share = Money.unwrap(Quantities.proRataDown(Money.wrap(amount), part, whole));
        int256 exact = amount * int256(part);
        _within(exact - share * int256(whole), int256(whole) - 1, "0 <= exact - share < 1");
        Money all = Quantities.proRataDown(Money.wrap(amount), whole, whole);
        _equal(all, Money.wrap(amount), "the whole releases everything");
        _equal(Quantities.proRataDown(Money.wrap(amount), 0, whole), ZERO_MONEY, "nothing releases nothing");
    }

    function testFuzz_MovedPricesRoundAwayFromThePrice(uint256 p, uint256 r) external pure {
        uint256 price = Price.unwrap(_anyPrice(p));
        uint256 ratio = _in(r, 0, RATIO_ONE);
        int256 below = int256(Price.unwrap(Quantities.priceBelow(Price.wrap(price), Ratio.wrap(ratio))));
        int256 above = int256(Price.unwrap(Quantities.priceAbove(Price.wrap(price), Ratio.wrap(ratio))));
        int256 exactBelow = int256(price * (RATIO_ONE - ratio));
        int256 exactAbove = int256(price * (RATIO_ONE + ratio));
        _within(exactBelow - below * _ONE, _ONE - 1, "the lower price rounds down");
        _within(above * _ONE - exactAbove, _ONE - 1, "the upper price rounds up");
    }

    function test_TheLargestSizeAtTheLargestPriceDoesNotWrap() external pure {
        Price price = Price.wrap(PRICE_MAX);
        int256 exact = (2 ** 71) * int256(PRICE_MAX);
        int256 floor_ = exact / _SCALE;
        _holds(floor_ * _SCALE != exact, "the product leaves a remainder");
        _equal(Quantities.valueDown(Size.wrap(-(2 ** 71)), price), Money.wrap(-floor_ - 1), "the least size's value");
        _equal(Quantities.notionalUp(Size.wrap(-(2 ** 71)), price), Money.wrap(floor_ + 1), "its notional, up");
        _equal(Quantities.notionalDown(2 ** 71, price), Money.wrap(floor_), "its notional, down");
    }

    function test_AnythingMovedDownByAllOfItIsZero() external pure {
        Price moved = Quantities.priceBelow(Price.wrap(PRICE_MAX), Ratio.wrap(RATIO_ONE));
        _equal(Price.unwrap(moved), 0, "the price less 100 %");
    }
}
