// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Quantities} from "../../../contracts/math/Quantities.sol";
import {FillMath} from "../../../contracts/risk/FillMath.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {Price, PRICE_SCALE} from "../../../contracts/types/Price.sol";
import {Ratio} from "../../../contracts/types/Ratio.sol";
import {Size} from "../../../contracts/types/Size.sol";
import {Assertions} from "../support/Assertions.sol";
import {Ranges} from "../support/Ranges.sol";

/// @notice A24: the worst acceptable price is on the right side, for buys and for sales, to the unit.
contract FillLimitTest is Assertions, Ranges {
    /// @dev A thousand units: their quote moves by one money unit where the price moves by 1e13.
    int256 private constant _SIZE = 1_000;
    uint256 private constant _PRICE = 2_000e16;

    /// @dev 8 cases: {buy, sale} x {limit at the fill, better by a tick, worse by a tick, none}; whether an order opens or
    /// closes makes no difference to the rule.
    function test_AllowsFillsUpToTheLimitAndNoFurther() external pure {
        uint256 tick = PRICE_SCALE / uint256(_SIZE);
        _holds(_allows(_SIZE, _PRICE), "a buy at its limit");
        _holds(_allows(_SIZE, _PRICE + tick), "a buy one tick below its limit");
        _holds(!_allows(_SIZE, _PRICE - tick), "no buy one tick above its limit");
        _holds(_allows(_SIZE, type(uint256).max), "a buy without a limit");
        _holds(_allows(-_SIZE, _PRICE), "a sale at its limit");
        _holds(_allows(-_SIZE, _PRICE - tick), "a sale one tick above its limit");
        _holds(!_allows(-_SIZE, _PRICE + tick), "no sale one tick below its limit");
        _holds(_allows(-_SIZE, 0), "a sale without a limit");
    }

    function testFuzz_APassingFillIsNeverWorseThanTheLimit(uint256 s, uint256 p, uint256 w, uint256 x) external pure {
        (Size delta, Price index, uint256 spread) = (_anyOrder(s), _anyPrice(p), _in(x, 0, 40_950));
        uint256 skewScale = _in(_next(x), 2 ** 40, 2 ** 64 - 1);
        Size skew = Size.wrap(_signedIn(_next(w), -2 ** 62, 2 ** 62));
        Money quote = FillMath.quoteUp(index, skew, delta, skewScale, Ratio.wrap(spread));
        // Near the price, so that both answers come up.
        uint256 worst = _in(w, 0, 2 * Price.unwrap(index));
        bool allowed = quote <= FillMath.limitOf(Price.wrap(worst), delta);
        // |Δ| x price without any rounding, and the fill's own quote, both in 1e-16 money.
        int256 atLimit = Size.unwrap(delta) * int256(worst);
        _holds(allowed == (Money.unwrap(quote) * int256(PRICE_SCALE) <= atLimit), "allowed if and only if not worse");
    }

    /// @dev A size of 2^i at 2^(256 - i), whose product is 2^256, and prices of any width around it.
    function testFuzz_NoLimitThatACallerMayNameWraps(uint256 i, uint256 w) external pure {
        uint256 bits = _in(i, 1, 70);
        Size size = Size.wrap(int256(1 << bits));
        uint256 raw = 1 << (256 - bits);
        Price worst = Price.wrap(w & 1 == 0 ? raw : raw + _log(w, 128));
        Money most = Quantities.notionalDown(size.abs(), Price.wrap(type(uint128).max));
        _holds(FillMath.limitOf(worst, size) >= most, "a buy's limit is beyond every fill");
        _holds(FillMath.limitOf(worst, -size) <= -most, "a sale's limit is beyond every fill");
    }

    function testFuzz_LimitsOfOppositeOrdersLeaveNothingBetween(uint256 s, uint256 w) external pure {
        (Size delta, Price worst) = (Size.wrap(int256(_in(s, 1, 2 ** 71 - 1))), _anyPrice(w));
        Money both = FillMath.limitOf(worst, delta) + FillMath.limitOf(worst, -delta);
        _within(-Money.unwrap(both), 1, "0 <= what a sale must bring - what a buy may cost <= 1");
    }

    /// @dev Whether a fill at `_PRICE` exactly passes the limit of `worst`.
    function _allows(int256 size, uint256 worst) private pure returns (bool) {
        Size delta = Size.wrap(size);
        return FillMath.quoteAtUp(Price.wrap(_PRICE), delta) <= FillMath.limitOf(Price.wrap(worst), delta);
    }
}
