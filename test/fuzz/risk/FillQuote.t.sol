// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FillMath} from "../../../contracts/risk/FillMath.sol";
import {Money, ZERO_MONEY} from "../../../contracts/types/Money.sol";
import {Price, PRICE_SCALE} from "../../../contracts/types/Price.sol";
import {Ratio, RATIO_ONE} from "../../../contracts/types/Ratio.sol";
import {MAX_ORDER_SIZE, Size} from "../../../contracts/types/Size.sol";
import {RiskFuzz} from "../support/RiskFuzz.sol";

/// @notice What a fill costs: exact, rounded against the taker, independent of its path, and free of gains.
contract FillQuoteTest is RiskFuzz {
    /// @dev Largest spread that its field holds, 4.095 %.
    uint256 private constant _SPREAD_MOST = 40_950;
    uint256 private constant _SCALE_MOST = 2 ** 64 - 1;

    /// @dev A market; the skew is where a path begins.
    struct Pool {
        Price index;
        uint256 skewScale;
        Ratio spread;
        int256 skew;
    }

    function testFuzz_AQuoteIsExactAndRoundedUp(uint256 a, uint256 b, uint256 s) external pure {
        Pool memory pool = _anyPool(a, b);
        Size delta = _anyOrder(s);
        _exact(pool, delta);
    }

    /// @dev Every product at the ends of its widths, in arithmetic that would panic.
    function testFuzz_NothingWrapsAtTheEndsOfTheWidths(uint256 ends) external pure {
        Pool memory pool = Pool({
            index: Price.wrap(PRICE_MAX),
            skewScale: ends & 1 == 0 ? _SCALE_MOST : 1,
            spread: Ratio.wrap(ends & 2 == 0 ? _SPREAD_MOST : 0),
            skew: ends & 4 == 0 ? -(2 ** 71) : int256(2 ** 71)
        });
        _exact(pool, Size.wrap(ends & 8 == 0 ? MAX_ORDER_SIZE : -MAX_ORDER_SIZE));
    }

    /// @dev A26. The cost of any path depends on where it begins and ends alone.
    function testFuzz_AnyPathCostsWhatTheWholeCostsButForRounding(uint256 a, uint256 b, uint256 s) external pure {
        Pool memory pool = _anyPool(a, b);
        pool.spread = Ratio.wrap(0);
        uint256 steps = _in(s, 2, 12);
        (int256 whole, int256 start) = (0, pool.skew);
        Money sum = ZERO_MONEY;
        for (uint256 step = 0; step < steps; ++step) {
            s = _next(s);
            int256 part = _logSigned(s, 67);
            sum = sum + _take(pool, part);
            whole += part;
        }
        pool.skew = start;
        Money atOnce = _take(pool, whole);
        _within(Money.unwrap(sum - atOnce), int256(steps) - 1, "0 <= path - whole < one unit a step");
    }

    /// @dev A26, with the spread: parts of one direction, as if over many accounts.
    function testFuzz_SplittingAnOrderIsNeverCheaper(uint256 a, uint256 b, uint256 s, bool sale) external pure {
        Pool memory pool = _anyPool(a, b);
        uint256 parts = _in(s, 2, 12);
        (int256 whole, int256 start) = (0, pool.skew);
        Money sum = ZERO_MONEY;
        for (uint256 part = 0; part < parts; ++part) {
            s = _next(s);
            int256 size = int256(_log(s, 67)) * (sale ? -1 : int8(1));
            sum = sum + _take(pool, size);
            whole += size;
        }
        pool.skew = start;
        Money atOnce = _take(pool, whole);
        _within(Money.unwrap(sum - atOnce), int256(parts) - 1, "0 <= parts - whole < one unit a part");
    }

    /// @dev A2. There and back at one index costs the spread and at most two units.
    function testFuzz_ARoundTripCostsTheSpreadAndNothingElse(uint256 a, uint256 b, uint256 s) external pure {
        Pool memory pool = _anyPool(a, b);
        int256 size = Size.unwrap(_anyOrder(s)) / 8;
        Money cost = _take(pool, size) + _take(pool, -size);
        uint256 twice = 2 * Size.wrap(size).abs() * Price.unwrap(pool.index) * Ratio.unwrap(pool.spread);
        int256 spread = int256(twice / (PRICE_SCALE * RATIO_ONE));
        _within(Money.unwrap(cost) - spread, 2, "spread <= round trip <= spread + 2");
    }

    /// @dev A2. Any closed path, whatever its sizes.
    function testFuzz_NoClosedPathPays(uint256 a, uint256 b, uint256 s) external pure {
        Pool memory pool = _anyPool(a, b);
        (Money sum, int256 open) = (ZERO_MONEY, 0);
        uint256 steps = _in(s, 1, 12);
        for (uint256 step = 0; step < steps; ++step) {
            s = _next(s);
            // Small sizes as well, where rounding weighs most.
            int256 part = _logSigned(s, s & 2 == 0 ? 67 : 10);
            sum = sum + _take(pool, part);
            open += part;
        }
        sum = sum + _take(pool, -open);
        _atMost(ZERO_MONEY, sum, "the taker never ends with more");
    }

    function testFuzz_TheSpreadIsAgainstTheTakerOnBothSides(uint256 a, uint256 b, uint256 s) external pure {
        Pool memory pool = _anyPool(a, b);
        Size delta = _anyOrder(s);
        Money with_ = _quote(pool, delta);
        pool.spread = Ratio.wrap(0);
        _atMost(_quote(pool, delta), with_, "quote without spread <= quote with it");
    }

    /// @dev A venue's fill at a stated price: both sides move by one integer, rounded against the taker.
    function testFuzz_AQuoteAtAPriceRoundsUp(uint256 s, uint256 p) external pure {
        (Size delta, Price price) = (_anyOrder(s), _anyPrice(p));
        int256 quote = Money.unwrap(FillMath.quoteAtUp(price, delta));
        int256 exact = Size.unwrap(delta) * int256(Price.unwrap(price));
        _within(quote * int256(PRICE_SCALE) - exact, int256(PRICE_SCALE) - 1, "0 <= quote - exact < 1");
    }

    /// @dev VECTORS V13, SIP-279: 100 at 2,000 with skew 100 of 1,000,000 fills at 2,000.3.
    function test_FillPriceOfV13() external pure {
        Pool memory pool = _v13();
        _equal(_take(pool, 100 * ETH), Money.wrap(100 * 2_000.3e6), "V13 fill 2,000.3");
    }

    /// @dev VECTORS V14: from there 100, 50 and back 150 at 2,000.3, 2,000.45 and 2,000.35, together nothing.
    function test_PathOfV14() external pure {
        Pool memory pool = _v13();
        Money first = _take(pool, 100 * ETH);
        Money second = _take(pool, 50 * ETH);
        Money back = _take(pool, -150 * ETH);
        _equal(first, Money.wrap(100 * 2_000.3e6), "V14 fill 2,000.3");
        _equal(second, Money.wrap(50 * 2_000.45e6), "V14 fill 2,000.45");
        _equal(back, Money.wrap(-150 * 2_000.35e6), "V14 fill 2,000.35");
        _equal(first + second + back, ZERO_MONEY, "V14 net cash");
    }

    function _v13() private pure returns (Pool memory) {
        return Pool(Price.wrap(ETH_PRICE), 1_000_000 * uint256(ETH), Ratio.wrap(0), 100 * ETH);
    }

    function _anyPool(uint256 a, uint256 b) private pure returns (Pool memory) {
        return
            Pool({
                index: _anyPrice(a),
                skewScale: _log(_next(a), 64) | 1,
                spread: Ratio.wrap(_in(b, 0, _SPREAD_MOST)),
                skew: _logSigned(_next(b), 69)
            });
    }

    function _quote(Pool memory pool, Size delta) private pure returns (Money) {
        return FillMath.quoteUp(pool.index, Size.wrap(pool.skew), delta, pool.skewScale, pool.spread);
    }

    /// @dev Fills and moves the skew.
    function _take(Pool memory pool, int256 delta) private pure returns (Money quote) {
        quote = _quote(pool, Size.wrap(delta));
        pool.skew += delta;
    }

    /// @dev Reference: what the premium costs is the difference of the potential index·(K·s + s²/2)/K at both ends of the
    /// fill, here times 2·K·1e16·1e6.
    function _exact(Pool memory pool, Size delta) private pure {
        (int256 scale, int256 end) = (int256(pool.skewScale), pool.skew + Size.unwrap(delta));
        int256 potential = (2 * scale * end + end * end) - (2 * scale * pool.skew + pool.skew * pool.skew);
        int256 spread = int256(delta.abs() * Ratio.unwrap(pool.spread)) * 2 * scale;
        int256 exact = (potential * int256(RATIO_ONE) + spread) * int256(Price.unwrap(pool.index));
        int256 divisor = 2 * scale * int256(PRICE_SCALE * RATIO_ONE);
        int256 quote = Money.unwrap(_quote(pool, delta));
        _within(quote * divisor - exact, divisor - 1, "0 <= quote - exact < 1");
    }
}
