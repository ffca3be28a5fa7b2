// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MarginMath} from "../../../contracts/risk/MarginMath.sol";
import {TierPhasing} from "../../../contracts/risk/TierPhasing.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {Tiers} from "../../../contracts/types/Parameters.sol";
import {BASIS_POINT, Ratio} from "../../../contracts/types/Ratio.sol";
import {packTierPhase, TIER_PHASE_IN, TierPhaseSlot} from "../../../contracts/types/TierPhaseSlot.sol";
import {TierSlot} from "../../../contracts/types/TierSlot.sol";
import {RiskFuzz} from "../support/RiskFuzz.sol";

/// @notice A raise of maintenance margin over days: P9, and that nothing on the way is outside its two ends.
contract TierPhasingTest is RiskFuzz {
    uint256 private constant _START = 1_800_000_000;

    struct Raise {
        TierSlot counting;
        TierSlot goal;
        TierPhaseSlot phase;
    }

    function testFuzz_NoMarginRisesInTheBlockOfTheChange(uint256 a, uint256 b, uint256 n) external pure {
        Raise memory raise = _raise(a, b);
        TierSlot atOnce = _tiersIn(raise, 0);
        Money notional = _notional(n);
        _holds(_margin(atOnce, notional) <= _margin(raise.counting, notional), "maintenance margin");
        _holds(atOnce.minReward() <= raise.counting.minReward(), "least reward");
    }

    function testFuzz_NoMarginFallsOnTheWayOrPassesItsEnd(
        uint256 a,
        uint256 b,
        uint256 n,
        uint256 t,
        uint256 u
    ) external pure {
        Raise memory raise = _raise(a, b);
        (uint256 earlier, uint256 later) = (_in(t, 0, TIER_PHASE_IN), _in(u, 0, TIER_PHASE_IN));
        if (earlier > later) (earlier, later) = (later, earlier);
        (TierSlot first, TierSlot second) = (_tiersIn(raise, earlier), _tiersIn(raise, later));
        Money notional = _notional(n);
        _holds(_margin(first, notional) <= _margin(second, notional), "never falls");
        _holds(_margin(second, notional) <= _margin(raise.goal, notional), "not above its end");
        _holds(first.minReward() <= second.minReward(), "the reward never falls");
        for (uint256 tier = 1; tier < 4; ++tier) {
            _holds(first.maintenanceRate(tier - 1) <= first.maintenanceRate(tier), "rates do not decrease");
        }
    }

    function testFuzz_AStepIsNoLargerThanStated(uint256 a, uint256 b, uint256 t, uint256 s) external pure {
        Raise memory raise = _raise(a, b);
        uint256 span = _in(s, 1, 600);
        uint256 earlier = _in(t, 0, TIER_PHASE_IN);
        (TierSlot first, TierSlot second) = (_tiersIn(raise, earlier), _tiersIn(raise, earlier + span));
        for (uint256 tier = 0; tier < 4; ++tier) {
            uint256 rise =
                Ratio.unwrap(raise.goal.maintenanceRate(tier)) - Ratio.unwrap(_tiersIn(raise, 0).maintenanceRate(tier));
            uint256 step = Ratio.unwrap(second.maintenanceRate(tier)) - Ratio.unwrap(first.maintenanceRate(tier));
            _holds(step * TIER_PHASE_IN < rise * span + BASIS_POINT * TIER_PHASE_IN, "a step of a rate");
        }
    }

    function testFuzz_AfterItsTimeAllOfItCounts(uint256 a, uint256 b, uint256 t) external pure {
        Raise memory raise = _raise(a, b);
        TierSlot after_ = _tiersIn(raise, TIER_PHASE_IN + _in(t, 0, CENTURY));
        _equal(TierSlot.unwrap(after_), TierSlot.unwrap(raise.goal), "the word");
    }

    function testFuzz_EverythingElseCountsAtOnce(uint256 a, uint256 b, uint256 t) external pure {
        Raise memory raise = _raise(a, b);
        Tiers memory now_ = _tiersIn(raise, _in(t, 0, TIER_PHASE_IN)).unpack();
        Tiers memory goal = raise.goal.unpack();
        (now_.maintenance, now_.minReward) = (goal.maintenance, goal.minReward);
        _same(abi.encode(now_), abi.encode(goal), "bounds, initial margin, floor and funding");
        _holds(_tiersIn(raise, 0).reduceOnly() == raise.goal.reduceOnly(), "the flag");
    }

    function test_HalfWayIsHalfWay() external pure {
        Tiers memory from = _anyTiers(7);
        Tiers memory to = _anyTiers(7);
        from.maintenance[0] = Ratio.wrap(100 * BASIS_POINT);
        to.maintenance[0] = Ratio.wrap(201 * BASIS_POINT);
        (TierSlot counting, TierSlot goal) = (_pack(from), _pack(to).withPhase(true));
        TierPhaseSlot phase = packTierPhase(TierPhasing.start(counting, goal), _START);
        TierSlot half = TierPhasing.tiersAt(goal, phase, _START + TIER_PHASE_IN / 2);
        // 150.5 basis points, rounded down.
        _equal(Ratio.unwrap(half.maintenanceRate(0)), 150 * BASIS_POINT, "1.5 %");
    }

    /// @dev From any tiers to any others at the bounds of these, some rates higher and some lower.
    function _raise(uint256 a, uint256 b) private pure returns (Raise memory raise) {
        Tiers memory counting = _anyTiers(a);
        Tiers memory goal = _anyTiers(b);
        counting.bounds = goal.bounds;
        raise.counting = _pack(counting);
        raise.goal = _pack(goal).withReduceOnly(a & 1 != 0);
        raise.phase = packTierPhase(TierPhasing.start(raise.counting, raise.goal), _START);
    }

    function _tiersIn(Raise memory raise, uint256 elapsed) private pure returns (TierSlot) {
        return TierPhasing.tiersAt(raise.goal.withPhase(true), raise.phase, _START + elapsed);
    }

    function _margin(TierSlot tiers, Money notional) private pure returns (Money) {
        return MarginMath.maintenanceMargin(tiers, notional);
    }

    function _notional(uint256 word) private pure returns (Money) {
        return Money.wrap(int256(_log(word, 90)));
    }
}
