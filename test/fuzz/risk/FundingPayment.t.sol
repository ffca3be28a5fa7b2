// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FundingMath} from "../../../contracts/risk/FundingMath.sol";
import {Money, ZERO_MONEY} from "../../../contracts/types/Money.sol";
import {Position} from "../../../contracts/types/PositionSlot.sol";
import {Price, PRICE_SCALE} from "../../../contracts/types/Price.sol";
import {Size} from "../../../contracts/types/Size.sol";
import {RiskFuzz} from "../support/RiskFuzz.sol";

/// @notice Who pays whom: a positive rate is paid by longs, and no rounding pays anybody.
contract FundingPaymentTest is RiskFuzz {
    function testFuzz_APaymentIsExactAndRoundedUp(uint256 s, uint256 from, uint256 to) external pure {
        (Size size, int256 snapshot, int256 index) = (_anySize(s), _anyIndex(from), _anyIndex(to));
        int256 paid = Money.unwrap(FundingMath.payment(_position(Size.unwrap(size), 0, snapshot), index));
        int256 exact = Size.unwrap(size) * (index - snapshot);
        _within(paid * int256(PRICE_SCALE) - exact, int256(PRICE_SCALE) - 1, "0 <= paid - exact < 1");
    }

    /// @dev A34. What equal and opposite positions pay together is nothing but the rounding, and it is never a gain.
    function testFuzz_WhatOneSidePaysTheOtherReceives(uint256 s, uint256 from, uint256 to) external pure {
        (int256 size, int256 snapshot, int256 index) = (Size.unwrap(_anySize(s)), _anyIndex(from), _anyIndex(to));
        Money long = FundingMath.payment(_position(size, 0, snapshot), index);
        Money short = FundingMath.payment(_position(-size, 0, snapshot), index);
        _within(Money.unwrap(long + short), 1, "0 <= paid - received <= 1");
    }

    /// @dev A34, over a market: any positions that sum to zero, each from a snapshot of its own along one path.
    function testFuzz_AMarketsPaymentsSumToItsRoundings(uint256 s, uint256 x) external pure {
        Position[8] memory book;
        int256 open = 0;
        for (uint256 i = 0; i < 8; ++i) {
            s = _next(s);
            book[i].size = Size.wrap(i == 7 ? -open : _logSigned(s, 66));
            open += Size.unwrap(book[i].size);
        }
        int256 index = 0;
        Money sum = ZERO_MONEY;
        int256 touches = 0;
        for (uint256 step = 0; step < 24; ++step) {
            x = _next(x);
            index += _logSigned(x, 70);
            // At the end everybody settles; before that some do, so that touching often is no way out.
            for (uint256 i = 0; i < 8; ++i) {
                if (step != 23 && (x >> (200 + i)) & 1 == 0) continue;
                sum = sum + FundingMath.payment(book[i], index);
                book[i].fundingIndex = index;
                ++touches;
            }
        }
        _within(Money.unwrap(sum), touches, "0 <= paid - received <= one unit a payment");
    }

    function testFuzz_PayingOftenIsNeverCheaper(uint256 s, uint256 x) external pure {
        Position memory p = _position(Size.unwrap(_anySize(s)), 0, 0);
        Position memory untouched = _position(Size.unwrap(p.size), 0, 0);
        (int256 index, Money paid) = (0, ZERO_MONEY);
        for (uint256 step = 0; step < 12; ++step) {
            x = _next(x);
            index += _logSigned(x, 74);
            paid = paid + FundingMath.payment(p, index);
            p.fundingIndex = index;
        }
        Money atOnce = FundingMath.payment(untouched, index);
        _within(Money.unwrap(paid - atOnce), 11, "0 <= often - at once < one unit a payment");
    }

    function testFuzz_LongsPayPositiveRatesAndShortsNegativeOnes(uint256 r, uint256 s, uint256 p) external pure {
        int256 rate = int256(_in(r, 1, MAX_RATE)) * (r & 1 == 0 ? int8(1) : -1);
        (int256 index, ) = FundingMath.indexAt(_market(0, rate, 0), _listingPrice(p), MAX_RATE, 3_600);
        _holds((index > 0) == (rate > 0) && index != 0, "the index moves with the rate");
        int256 size = int256(_in(s, 2 ** 40, 2 ** 70));
        Money long = FundingMath.payment(_position(size, 0, 0), index);
        Money short = FundingMath.payment(_position(-size, 0, 0), index);
        _holds((long > ZERO_MONEY) == (rate > 0), "a long pays a positive rate and receives a negative one");
        _holds((short > ZERO_MONEY) == (rate < 0), "a short the other way round");
    }

    function testFuzz_TheDriftFollowsTheSkewUpToItsBound(uint256 s, uint256 k, uint256 v) external pure {
        (Size skew, uint256 scale, uint256 velocity) = (_anySize(s), _in(k, 1, 2 ** 64 - 1), _in(v, 0, 2 ** 20 - 1));
        if (s & 2 == 0) skew = Size.wrap(_signedIn(s, -int256(scale), int256(scale)));
        int256 drift = FundingMath.drift(skew, scale, velocity);
        uint256 within = skew.abs() < scale ? skew.abs() : scale;
        uint256 magnitude = Size.wrap(drift).abs();
        _within(
            int256(within * velocity) - int256(magnitude * scale),
            int256(scale) - 1,
            "towards zero, by less than one"
        );
        _holds(drift == 0 || (drift > 0) == (Size.unwrap(skew) > 0), "more longs raise the rate");
        _equal(FundingMath.drift(-skew, scale, velocity), -drift, "the opposite skew, the opposite drift");
    }

    /// @dev VECTORS V16, SIP-279: skew 100 of 1,000,000 at 3 a day squared. After a day the rate is 0.0003 a day, and 100
    /// at 2,000 have paid 30. Ours differ by the step of the stored drift: 40.19e-15 per second squared is stored as 40.
    function test_FundingOfV16() external pure {
        uint256 velocity = 401_878; // 3 / 86,400² in 1e-15
        int256 drift = FundingMath.drift(Size.wrap(100 * ETH), 1_000_000 * uint256(ETH), velocity);
        _equal(drift, 40, "V16 velocity 0.0003 a day squared, down to the stored step");
        (int256 index, int256 rate) = FundingMath.indexAt(
            _market(0, 0, drift),
            Price.wrap(ETH_PRICE),
            MAX_RATE,
            1 days
        );
        // 0.0003 a day are 3,472,222e-15 per second.
        _within(3_472_222 - rate, 86_400, "V16 rate after a day, less than a step of drift below");
        Money paid = FundingMath.payment(_position(100 * ETH, 0, 0), index);
        _equal(paid, Money.wrap(29.85984e6), "100 x 2,000 x 40e-15 x 86,400 x 86,400 / 2");
        _within(30e6 - Money.unwrap(paid), 30e6 / 40, "V16 accrued funding 30, less than a step of drift below");
    }

    /// @dev The same a hundred times larger, where the step no longer shows: 0.03 a day, and 100 pay 3,000.
    function test_FundingOfV16AtAHundredTimesTheSkew() external pure {
        int256 drift = FundingMath.drift(Size.wrap(10_000 * ETH), 1_000_000 * uint256(ETH), 401_878);
        (int256 index, ) = FundingMath.indexAt(_market(0, 0, drift), Price.wrap(ETH_PRICE), MAX_RATE, 1 days);
        Money paid = FundingMath.payment(_position(100 * ETH, 0, 0), index);
        _within(3_000e6 - Money.unwrap(paid), 3_000e6 / 4_000, "V16 x 100");
    }

    function _anyIndex(uint256 word) private pure returns (int256) {
        return word & 1 == 0 ? _logSigned(word, 79) : _signedIn(word, type(int80).min, type(int80).max);
    }
}
