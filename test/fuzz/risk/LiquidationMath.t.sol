// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ParameterPacking} from "../../../contracts/math/ParameterPacking.sol";
import {Quantities} from "../../../contracts/math/Quantities.sol";
import {CloseRequest, LiquidationMath} from "../../../contracts/risk/LiquidationMath.sol";
import {MarginMath} from "../../../contracts/risk/MarginMath.sol";
import {Money, maxMoney} from "../../../contracts/types/Money.sol";
import {Tiers} from "../../../contracts/types/Parameters.sol";
import {Price} from "../../../contracts/types/Price.sol";
import {Ratio} from "../../../contracts/types/Ratio.sol";
import {Size} from "../../../contracts/types/Size.sol";
import {TierSlot} from "../../../contracts/types/TierSlot.sol";
import {Assertions} from "../support/Assertions.sol";
import {Ranges} from "../support/Ranges.sol";

/// @title Sizes of liquidations
contract LiquidationMathTest is Assertions, Ranges {
    using ParameterPacking for Tiers;

    /// @dev One unit is worth 1e-5 USD, so a notional of N USD is N x 1e5 units.
    Price private constant _PRICE = Price.wrap(10e16);

    Ratio private constant _TARGET = Ratio.wrap(1_100_000);
    Ratio private constant _PENALTY = Ratio.wrap(12_000);
    Money private constant _REWARD = Money.wrap(3e6);

    /// @dev VECTORS V47: x = (t·m·n − E) / (t·m − p) of one tier.
    function test_closesTheNotionalOfV47() public pure {
        CloseRequest memory request = _request(10_000e6, 400e6, _flat(500), Ratio.wrap(10_000));
        uint256 units = LiquidationMath.unitsToClose(request);
        Money closed = Quantities.notionalUp(units, _PRICE);
        _within(Money.unwrap(closed) - 3_333_333_333, 10, "V47: close notional 3,333.33333333");
    }

    /// @dev VECTORS V45 is Drift's: shortage / (mr − fees) with the target at 1 and no buffer. Here k = 1.
    function test_closesTheBaseOfV45() public pure {
        // Margin 5 % of a notional of 4,000 USD is 200; a value of 100 leaves the shortage of 100.
        CloseRequest memory request = _request(4_000e6, 100e6, _flat(500), Ratio.wrap(6_000));
        request.targetMarginRatio = Ratio.wrap(1_000_000);
        uint256 units = LiquidationMath.unitsToClose(request);
        // 45.45454545 base at 50 USD.
        Money closed = Quantities.notionalUp(units, _PRICE);
        _within(Money.unwrap(closed) - 2_272_727_272, 11, "V45: base 45.45454545 at 50");
    }

    /// @dev The remainder is at the target after the charge, and one unit less would not have been.
    function testFuzz_reachesTheTargetAndNotFurther(uint256 a, uint256 b, uint256 c, uint256 d) public pure {
        TierSlot tiers = _tiers();
        int256 notional = int256(_in(a, 2_000e6, 40_000_000e6));
        CloseRequest memory request = _request(notional, 0, tiers, _PENALTY);
        request.rewardLeft = _REWARD;
        int256 other = int256(_in(c, 0, 1_000_000e6));
        Money exact = Quantities.notionalUp(request.size, _PRICE);
        request.otherMargin = Money.wrap(other) + _REWARD;
        Money margin = MarginMath.maintenanceMargin(tiers, exact) + request.otherMargin;
        request.accountValue = Money.wrap(int256(_in(b, 0, uint256(Money.unwrap(margin)) - 1)));
        request.minSize = _in(d, 1, 1e8);

        uint256 units = LiquidationMath.unitsToClose(request);
        uint256 whole = request.size.abs();
        _holds(units > 0 && units <= whole, "something is closed, and no more than there is");
        _holds(whole == units || whole - units >= request.minSize, "nothing below the minimum is left");
        if (units == whole) return;
        _holds(_shortfall(request, units) <= Money.wrap(4), "the target is reached");
        // Two roundings of margin and one of the penalty may make a unit's difference either way.
        _holds(units == 1 || _shortfall(request, units - 1) > Money.wrap(-40), "no more is closed than that needs");
    }

    /// @dev Where the penalty does not pay for itself in margin, the whole position goes.
    function test_closesWholeWhereThePenaltyExceedsTheMarginFreed() public pure {
        CloseRequest memory request = _request(10_000e6, 100e6, _flat(100), Ratio.wrap(11_000));
        _equal(LiquidationMath.unitsToClose(request), request.size.abs(), unicode"k·m = p has no solution");
    }

    function testFuzz_chargeKeepsTheMarginRatio(uint256 a, uint256 b, uint256 c) public pure {
        int256 before = int256(_in(a, 1, 1e20));
        int256 value = int256(_in(b, 0, uint256(before)));
        int256 left = int256(_in(c, 0, uint256(before)));
        int256 charge = Money.unwrap(
            LiquidationMath.chargeAtEqualRatio(Money.wrap(value), Money.wrap(before), Money.wrap(left))
        );
        _holds(charge >= 0 && charge <= value, "a charge takes no more than there is");
        _holds((value - charge) * before >= value * left, "the ratio does not fall");
    }

    /// @dev k·margin − (value − charge) after `units` are closed.
    function _shortfall(CloseRequest memory request, uint256 units) private pure returns (Money) {
        Money left = Quantities.notionalUp(request.size.abs() - units, _PRICE);
        Money margin = request.otherMargin + MarginMath.maintenanceMargin(request.tiers, left);
        Money penalty = Quantities.shareUp(Quantities.notionalDown(units, _PRICE), request.penalty);
        Money charge = maxMoney(penalty, request.rewardLeft);
        return Quantities.shareDown(margin, request.targetMarginRatio) - (request.accountValue - charge);
    }

    function _request(
        int256 notional,
        int256 value,
        TierSlot tiers,
        Ratio penalty
    ) private pure returns (CloseRequest memory request) {
        request.size = Size.wrap(notional / 10);
        request.mark = _PRICE;
        request.tiers = tiers;
        request.accountValue = Money.wrap(value);
        request.targetMarginRatio = _TARGET;
        request.penalty = penalty;
        request.minSize = 1;
    }

    /// @dev One maintenance rate, in basis points, whatever the notional.
    function _flat(uint256 basisPoints) private pure returns (TierSlot) {
        Tiers memory tiers;
        for (uint256 tier = 0; tier < 4; ++tier) tiers.maintenance[tier] = Ratio.wrap(basisPoints * 100);
        return tiers.pack();
    }

    function _tiers() private pure returns (TierSlot) {
        Tiers memory tiers;
        tiers.bounds = [Money.wrap(100_000e6), Money.wrap(1_000_000e6), Money.wrap(10_000_000e6)];
        tiers.maintenance = [Ratio.wrap(25_000), Ratio.wrap(30_000), Ratio.wrap(50_000), Ratio.wrap(100_000)];
        tiers.initial = [Ratio.wrap(50_000), Ratio.wrap(60_000), Ratio.wrap(100_000), Ratio.wrap(200_000)];
        return tiers.pack();
    }
}
