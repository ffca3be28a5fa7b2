// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FillMath} from "../../../contracts/risk/FillMath.sol";
import {Money, ZERO_MONEY} from "../../../contracts/types/Money.sol";
import {Price} from "../../../contracts/types/Price.sol";
import {Ratio, RATIO_ONE} from "../../../contracts/types/Ratio.sol";
import {Size} from "../../../contracts/types/Size.sol";
import {RiskFuzz} from "../support/RiskFuzz.sol";

/// @notice A1: no fill is too small for its fee.
contract FillFeeTest is RiskFuzz {
    int256 private constant _ONE = int256(RATIO_ONE);

    /// @dev Smallest and largest fee that its field holds, apart from none.
    uint256 private constant _FEE_LEAST = 10;
    uint256 private constant _FEE_MOST = 40_950;

    /// @dev No round number of anything.
    Price private constant _PRICE = Price.wrap(19_998_765_432_109_877);

    function testFuzz_AFeeIsRoundedUpOnBothSides(uint256 q, uint256 f) external pure {
        (int256 quote, uint256 fee) = (_logSigned(q, 150), _in(f, 0, _FEE_MOST));
        int256 magnitude = quote < 0 ? -quote : quote;
        int256 charged = Money.unwrap(FillMath.feeUp(Money.wrap(quote), Ratio.wrap(fee)));
        _within(charged * _ONE - magnitude * int256(fee), _ONE - 1, "0 <= fee - exact < 1");
    }

    function testFuzz_NoFillIsFree(uint256 q, uint256 f) external pure {
        int256 quote = _logSigned(q, 64);
        if (quote == 0) quote = 1;
        Ratio fee = Ratio.wrap(_in(f, _FEE_LEAST, _FEE_MOST));
        _holds(FillMath.feeUp(Money.wrap(quote), fee) > ZERO_MONEY, "a quote of one unit already costs a fee");
    }

    function testFuzz_SplittingNeverSavesFees(uint256 q, uint256 f) external pure {
        Ratio fee = Ratio.wrap(_in(f, 0, _FEE_MOST));
        (Money whole, Money fees) = (ZERO_MONEY, ZERO_MONEY);
        for (uint256 part = 0; part < 12; ++part) {
            q = _next(q);
            // One unit often enough: the fee that would round to nothing.
            Money quote = Money.wrap(int256(_log(q, q & 1 == 0 ? 60 : 2)));
            (whole, fees) = (whole + quote, fees + FillMath.feeUp(quote, fee));
        }
        _atMost(FillMath.feeUp(whole, fee), fees, "fee(whole) <= sum of fee(parts)");
    }

    /// @dev A sale in parts may bring a unit less each time, and that lowers its fee; quote and fee together never fall.
    function testFuzz_SplittingAFillNeverSavesQuoteAndFeeTogether(uint256 s, uint256 f, bool sale) external pure {
        Ratio fee = Ratio.wrap(_in(f, 0, _FEE_MOST));
        uint256 skewScale = 1_000_000 * uint256(ETH);
        (int256 skew, int256 whole, Money total) = (0, 0, ZERO_MONEY);
        for (uint256 part = 0; part < 8; ++part) {
            s = _next(s);
            int256 delta = int256(_log(s, s & 1 == 0 ? 46 : 4)) * (sale ? -1 : int8(1));
            total = total + _cost(skew, delta, skewScale, fee);
            (skew, whole) = (skew + delta, whole + delta);
        }
        _atMost(_cost(0, whole, skewScale, fee), total, "cost(whole) <= sum of cost(parts)");
    }

    /// @dev The catalogue's numbers: 5 basis points of 1,999 units would round down to nothing.
    function test_DustFillsPayTheirFee() external pure {
        _equal(FillMath.feeUp(Money.wrap(1_999), Ratio.wrap(500)), Money.wrap(1), "1,999 units at 0.05 %");
        _equal(FillMath.feeUp(Money.wrap(-1_999), Ratio.wrap(500)), Money.wrap(1), "the same sold");
        _equal(FillMath.feeUp(Money.wrap(2_000), Ratio.wrap(500)), Money.wrap(1), "2,000 units");
        _equal(FillMath.feeUp(Money.wrap(2_001), Ratio.wrap(500)), Money.wrap(2), "2,001 units");
        _equal(FillMath.feeUp(ZERO_MONEY, Ratio.wrap(500)), ZERO_MONEY, "nothing");
    }

    function _cost(int256 skew, int256 delta, uint256 skewScale, Ratio fee) private pure returns (Money) {
        Money quote = FillMath.quoteUp(_PRICE, Size.wrap(skew), Size.wrap(delta), skewScale, Ratio.wrap(500));
        return quote + FillMath.feeUp(quote, fee);
    }
}
