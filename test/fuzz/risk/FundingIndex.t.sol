// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FundingMath} from "../../../contracts/risk/FundingMath.sol";
import {MarketState} from "../../../contracts/types/MarketSlot.sol";
import {Price} from "../../../contracts/types/Price.sol";
import {RiskFuzz} from "../support/RiskFuzz.sol";

/// @notice The index is the exact integral of the clamped line. At a price of 2e15 one step of the index is one step of
/// the doubled integral, in 1e-15, so the two can be compared without a rounding between them.
contract FundingIndexTest is RiskFuzz {
    Price private constant _DOUBLED = Price.wrap(2e15);

    /// @dev A line and how long it runs.
    struct Line {
        int256 rate;
        int256 drift;
        int256 max;
        int256 span;
    }

    /// @dev Reference: the area under the line by its trapezoids, whole numbers once multiplied by the drift.
    function testFuzz_TheIntegralOfTheClampedLineIsExact(uint256 a, uint256 b) external pure {
        Line memory line = _anyLine(a, b, 2 ** 32 - 1);
        (int256 doubled, int256 end) = _run(line);
        // A falling line is a rising one upside down.
        bool falling = line.drift < 0;
        (int256 rate, int256 slope) = falling ? (-line.rate, -line.drift) : (line.rate, line.drift);
        if (falling) (doubled, end) = (-doubled, -end);

        int256 free = rate + slope * line.span;
        if (free <= line.max) {
            _equal(end, free, "the line's end");
            _equal(doubled, (rate + free) * line.span, "the trapezoid under it");
        } else {
            _equal(end, line.max, "the bound");
            // Until it meets the bound the line runs (max - rate) / slope seconds.
            int256 climb = (rate + line.max) * (line.max - rate);
            int256 exact = climb + 2 * line.max * (slope * line.span - (line.max - rate));
            _within(doubled * slope - exact, slope - 1, "less than one step away from nothing");
        }
    }

    /// @dev Reference: second by second, each a trapezoid between clamped ends. Only the second in which the line meets its
    /// bound differs, by the triangle above its chord: at most a quarter of the drift.
    function testFuzz_TheIntegralIsTheSumOfItsSeconds(uint256 a, uint256 b) external pure {
        Line memory line = _anyLine(a, b, 300);
        (int256 doubled, int256 end) = _run(line);
        (int256 rate, int256 sum) = (line.rate, 0);
        for (int256 second = 0; second < line.span; ++second) {
            int256 next = _clamp(rate + line.drift, line.max);
            sum += rate + next;
            rate = next;
        }
        _equal(end, rate, "the rate at the end");
        int256 slope = line.drift < 0 ? -line.drift : line.drift;
        _within(line.drift < 0 ? sum - doubled : doubled - sum, slope / 4 + 1, "the seconds' sum");
    }

    function testFuzz_TheIndexRoundsDown(uint256 a, uint256 b, uint256 p) external pure {
        Line memory line = _anyLine(a, b, 2 ** 32 - 1);
        (int256 doubled, ) = _run(line);
        Price price = _anyPrice(p);
        MarketState memory market = _market(0, line.rate, line.drift);
        (int256 index, ) = FundingMath.indexAt(market, price, uint256(line.max), uint256(line.span));
        int256 exact = doubled * int256(Price.unwrap(price));
        _within(exact - index * 2e15, 2e15 - 1, "0 <= exact - index < 1");
    }

    /// @dev A4. Accruals in between change the index by less than a step each, and never upwards.
    function testFuzz_AccruingInBetweenChangesNothingButRounding(uint256 a, uint256 b, uint256 p) external pure {
        Line memory line = _anyLine(a, b, 2 ** 30);
        Price price = _anyPrice(p);
        (uint256 max, uint256 end) = (uint256(line.max), uint256(line.span));
        MarketState memory market = _market(_logSigned(_next(p), 79), line.rate, line.drift);
        (int256 index, int256 rate) = FundingMath.indexAt(market, price, max, end);
        uint256 steps = _in(_next(b), 2, 16);
        for (uint256 step = 1; step < steps; ++step) {
            p = _next(p);
            FundingMath.accrue(market, price, max, _in(p, market.accruedAt, end));
        }
        FundingMath.accrue(market, price, max, end);
        _equal(market.fundingRatePerSecond, rate, "the same rate");
        _within(index - market.fundingIndex, int256(steps) - 1, "0 <= one accrual - several < one step each");
    }

    function testFuzz_ValuingAndAccruingAgree(uint256 a, uint256 b, uint256 p) external pure {
        Line memory line = _anyLine(a, b, 2 ** 32 - 1);
        MarketState memory market = _market(_logSigned(p, 79), line.rate, line.drift);
        Price price = _anyPrice(_next(p));
        (int256 index, int256 rate) = FundingMath.indexAt(market, price, uint256(line.max), uint256(line.span));
        FundingMath.accrue(market, price, uint256(line.max), uint256(line.span));
        _equal(market.fundingIndex, index, "the index");
        if (line.span != 0) _equal(market.fundingRatePerSecond, rate, "the rate");
        _equal(market.accruedAt, uint256(line.span), "the clock");
        _equal(market.fundingDrift, line.drift, "the drift is left as it was");
    }

    /// @dev After the bound of the rate was lowered.
    function testFuzz_ARateAboveItsBoundCountsAsTheBound(uint256 a, uint256 b, uint256 r) external pure {
        Line memory line = _anyLine(a, b, 2 ** 32 - 1);
        int256 beyond = _signedIn(r, line.max, 2 ** 39 - 1);
        if (line.drift < 0) beyond = -beyond;
        line.rate = line.drift < 0 ? -line.max : line.max;
        (int256 expected, int256 expectedEnd) = _run(line);
        line.rate = beyond;
        (int256 doubled, int256 end) = _run(line);
        _equal(doubled, expected, "the integral");
        _equal(end, expectedEnd, "the rate");
    }

    function testFuzz_AFrozenMarketOnlyMovesItsClock(uint256 a, uint256 b, uint256 p) external pure {
        Line memory line = _anyLine(a, b, 2 ** 32 - 1);
        MarketState memory market = _market(_logSigned(p, 79), line.rate, line.drift);
        market.fundingFrozen = true;
        int256 index = market.fundingIndex;
        FundingMath.accrue(market, _anyPrice(p), uint256(line.max), uint256(line.span));
        _equal(market.fundingIndex, index, "the index");
        _equal(market.fundingRatePerSecond, line.rate, "the rate");
        _equal(market.accruedAt, uint256(line.span), "the clock");
    }

    function testFuzz_WithoutABoundedRateThereIsNoFunding(uint256 a, uint256 b) external pure {
        Line memory line = _anyLine(a, b, 2 ** 32 - 1);
        line.max = 0;
        (int256 doubled, int256 end) = _run(line);
        _equal(doubled, 0, "a bound of zero lets nothing through");
        _equal(end, 0, "and leaves no rate");
    }

    function _run(Line memory line) private pure returns (int256 doubled, int256 end) {
        MarketState memory market = _market(0, line.rate, line.drift);
        return FundingMath.indexAt(market, _DOUBLED, uint256(line.max), uint256(line.span));
    }

    /// @dev Any line that a market's word holds, its bound small enough half of the time for the line to meet it.
    function _anyLine(uint256 a, uint256 b, uint256 longest) private pure returns (Line memory line) {
        line.max = int256(a & 1 == 0 ? _in(a, 0, MAX_RATE) : _log(a, 33) % (MAX_RATE + 1));
        line.rate = _signedIn(b, -line.max, line.max);
        line.drift = _logSigned(_next(b), 19);
        line.span = int256(_in(_next(a), 0, _next(a) & 2 == 0 ? longest : longest / 1_000 + 1));
    }

    function _clamp(int256 value, int256 max) private pure returns (int256) {
        if (value > max) return max;
        return value < -max ? -max : value;
    }
}
