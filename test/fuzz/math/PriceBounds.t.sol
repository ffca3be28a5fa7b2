// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BOUND_BITS, BoundPacking} from "../../../contracts/math/BoundPacking.sol";
import {PriceDistance} from "../../../contracts/math/PriceDistance.sol";
import {Price} from "../../../contracts/types/Price.sol";
import {Ratio, RATIO_ONE} from "../../../contracts/types/Ratio.sol";
import {Assertions} from "../support/Assertions.sol";
import {Ranges} from "../support/Ranges.sol";

/// @notice Bounds of prices over all of their widths. The reference multiplies with overflow checks on.
contract PriceBoundsTest is Assertions, Ranges {
    function testFuzz_APackedBoundIsTheNextLowerOneOfFiveDigits(uint256 p) external pure {
        uint256 price = Price.unwrap(_anyPrice(p));
        uint256 packed = BoundPacking.pack(Price.wrap(price));
        uint256 kept = Price.unwrap(BoundPacking.unpack(packed));
        _holds(packed >> BOUND_BITS == 0, "it fits its field");
        _holds(kept <= price, "never above");
        // A mantissa of 13,107 at least, unless nothing had to go.
        _holds((price - kept) * 13_107 <= kept, "off by less than one part in 13,107");
        // By value: 131,070 has two packings, and 131,072 comes to the other one of them.
        uint256 again = BoundPacking.pack(Price.wrap(kept));
        _holds(Price.unwrap(BoundPacking.unpack(again)) == kept, "what was kept is kept");
    }

    function testFuzz_ABoundOfFiveDigitsIsExact(uint256 m, uint256 e) external pure {
        uint256 bound = _in(m, 0, 99_999) * 10 ** _in(e, 0, 19);
        uint256 kept = Price.unwrap(BoundPacking.unpack(BoundPacking.pack(Price.wrap(bound))));
        _holds(kept == bound, "the same bound");
    }

    function testFuzz_WithinIsADistanceOfAtMostTheBound(uint256 a, uint256 b, uint256 r) external pure {
        (uint256 price, uint256 from) = (Price.unwrap(_anyPrice(a)), Price.unwrap(_anyPrice(b)));
        uint256 bound = _in(r, 0, RATIO_ONE);
        bool within =
            price * RATIO_ONE <= from * (RATIO_ONE + bound) && price * RATIO_ONE >= from * (RATIO_ONE - bound);
        _holds(
            PriceDistance.isWithin(Price.wrap(price), Price.wrap(from), Ratio.wrap(bound)) == within,
            "between from less the bound and from more the bound"
        );
    }

    function testFuzz_BetweenIsAThousandthInsideBothBounds(uint256 p, uint256 low, uint256 high) external pure {
        // Prices of any width: a feed may answer anything.
        uint256 price = _log(p, 256);
        (uint256 lower, uint256 upper) = (Price.unwrap(_anyPrice(low)), Price.unwrap(_anyPrice(high)));
        bool between = price <= PRICE_MAX && price * 1000 > lower * 1001 && price * 1000 < upper * 999;
        _holds(
            PriceDistance.isBetween(Price.wrap(price), Price.wrap(lower), Price.wrap(upper)) == between,
            "further than a thousandth from either"
        );
    }
}
