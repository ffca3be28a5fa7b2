// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FundingMath} from "../../../contracts/risk/FundingMath.sol";
import {FieldOutOfRange} from "../../../contracts/types/Fields.sol";
import {MarketSlot, MarketState, MAX_FUNDING_DRIFT} from "../../../contracts/types/MarketSlot.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {Price, PRICE_SCALE} from "../../../contracts/types/Price.sol";
import {RiskFuzz} from "../support/RiskFuzz.sol";

/// @notice A38, A107: a century at the cap, and every product of the accrual at the ends of its widths.
contract FundingLimitsTest is RiskFuzz {
    int256 private constant _INDEX_MOST = type(int80).max;

    function pack(MarketState calldata market) external pure returns (MarketSlot) {
        return market.pack();
    }

    /// @dev Price at which a century at the cap just fits the index: what listing asks of a feed's upper bound.
    function test_ACenturyAtTheCapFitsTheIndex() external {
        uint256 highest = (uint256(_INDEX_MOST) * 1e15) / (MAX_RATE * CENTURY);
        _holds(highest > 290 * LISTING_PRICE_MAX, "290 times the dearest unit at listing");
        MarketState memory market = _market(0, int256(MAX_RATE), 0);
        FundingMath.accrue(market, Price.wrap(highest), MAX_RATE, CENTURY);
        _same(abi.encode(market.pack().unpack()), abi.encode(market), "paid by longs");
        market = _market(0, -int256(MAX_RATE), 0);
        FundingMath.accrue(market, Price.wrap(highest), MAX_RATE, CENTURY);
        _same(abi.encode(market.pack().unpack()), abi.encode(market), "paid by shorts");

        market = _market(0, int256(MAX_RATE), 0);
        FundingMath.accrue(market, Price.wrap(highest + highest / 1e6), MAX_RATE, CENTURY);
        _holds(market.fundingIndex > _INDEX_MOST, "a little dearer, it does not fit");
        bytes memory expected = abi.encodeWithSelector(FieldOutOfRange.selector, market.fundingIndex, 80);
        _reverts(abi.encodeCall(this.pack, (market)), expected);
    }

    function test_ACenturyInManyAccrualsFitsToo() external pure {
        MarketState memory market = _market(0, 0, MAX_FUNDING_DRIFT);
        for (uint256 day = 1; day <= 36_525; day += 25) {
            FundingMath.accrue(market, Price.wrap(LISTING_PRICE_MAX), MAX_RATE, day * 1 days);
            market = market.pack().unpack();
        }
        _equal(market.fundingRatePerSecond, int256(MAX_RATE), "at the cap");
        _atMost(market.fundingIndex * 290, _INDEX_MOST, "with 290 times as much room");
    }

    /// @dev The largest of everything, in arithmetic that would panic. Nothing wraps on the way to the field's own check.
    function testFuzz_NothingWrapsAtTheEndsOfTheWidths(uint256 ends) external pure {
        int256 max = ends & 1 == 0 ? int256(MAX_RATE) : int256(2 ** 39 - 1);
        int256 sign = ends & 2 == 0 ? int256(1) : -1;
        int256 rate = ends & 4 == 0 ? max : -max;
        int256 drift = (ends & 8 == 0 ? MAX_FUNDING_DRIFT : int256(1)) * sign;
        int256 span = 2 ** 32 - 1;
        int256 start = ends & 16 == 0 ? int256(type(int80).max) : type(int80).min;
        MarketState memory market = _market(start, rate, drift);
        (int256 index, int256 end) = FundingMath.indexAt(market, Price.wrap(PRICE_MAX), uint256(max), uint256(span));

        // Upside down where it falls.
        (rate, drift) = (rate * sign, drift * sign);
        int256 free = rate + drift * span;
        int256 doubled = (rate + free) * span;
        if (free > max) {
            doubled = 2 * max * span - (max - rate) ** 2 / drift;
            free = max;
        }
        _equal(end, free * sign, "the rate");
        int256 exact = doubled * sign * int256(PRICE_MAX);
        _within(exact - (index - start) * 2e15, 2e15 - 1, "the index");
    }

    /// @dev The largest position over the widest change of the index.
    function test_TheLargestPaymentDoesNotWrap() external pure {
        int256 span = int256(type(int80).max) - type(int80).min;
        int256 scale = int256(PRICE_SCALE);
        Money paid = FundingMath.payment(_position(type(int72).max, 0, type(int80).min), type(int80).max);
        _equal(Money.unwrap(paid), (int256(type(int72).max) * span + scale - 1) / scale, "paid by the largest long");
        paid = FundingMath.payment(_position(type(int72).min, 0, type(int80).min), type(int80).max);
        _equal(Money.unwrap(paid), (int256(type(int72).min) * span) / scale, "received by the largest short");
    }
}
