// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ParameterPacking} from "../../../contracts/math/ParameterPacking.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {Tiers} from "../../../contracts/types/Parameters.sol";
import {BASIS_POINT, Ratio} from "../../../contracts/types/Ratio.sol";
import {BOUND_STEP, MAX_RATE_STEP, REWARD_STEP, TierSlot} from "../../../contracts/types/TierSlot.sol";
import {SlotTest} from "./SlotTest.sol";

contract TierSlotTest is SlotTest {
    using ParameterPacking for Tiers;

    uint256 private constant _BOUND_MOST = 2 ** 28 - 1;
    uint256 private constant _RATE_MOST = 2 ** 16 - 1;
    uint256 private constant _FLOOR_MOST = 2 ** 14 - 1;
    uint256 private constant _REWARD_MOST = 2 ** 12 - 1;

    function pack(Tiers calldata tiers) external pure returns (TierSlot) {
        return ParameterPacking.pack(tiers);
    }

    function test_FullTiersReadBack() external pure {
        Tiers memory tiers;
        for (uint256 i = 0; i < 4; ++i) {
            if (i < 3) tiers.bounds[i] = _bound(_BOUND_MOST);
            tiers.maintenance[i] = _points(_RATE_MOST);
            tiers.initial[i] = _points(_RATE_MOST);
        }
        tiers.withdrawFloor = _points(_FLOOR_MOST);
        tiers.minReward = _reward(_REWARD_MOST);
        tiers.maxFundingRatePerSecond = _RATE_MOST * MAX_RATE_STEP;
        TierSlot slot = tiers.pack();
        _same(abi.encode(slot.unpack()), abi.encode(tiers), "the tiers");
        _holds(!slot.reduceOnly(), "the flag is not a parameter");
        _equal(TierSlot.unwrap(slot), 2 ** 254 - 1, "all bits up to the flag");
    }

    function testFuzz_EachFieldFillsItsBits(uint256 tier) external pure {
        tier &= 3;
        string memory number = string(abi.encodePacked(bytes1(uint8(48 + tier))));
        Tiers memory t;
        if (tier < 3) {
            t.bounds[tier] = _bound(_BOUND_MOST);
            _fills(TierSlot.unwrap(t.pack()), tier * 28, 28, string.concat("bound ", number));
        }
        Tiers memory u;
        u.maintenance[tier] = _points(_RATE_MOST);
        _fills(TierSlot.unwrap(u.pack()), 84 + tier * 16, 16, string.concat("maintenance rate ", number));
        Tiers memory v;
        v.initial[tier] = _points(_RATE_MOST);
        _fills(TierSlot.unwrap(v.pack()), 148 + tier * 16, 16, string.concat("initial rate ", number));
    }

    function test_TheFieldsBehindTheTiersFillTheirBits() external pure {
        Tiers memory t;
        t.maxFundingRatePerSecond = _RATE_MOST * MAX_RATE_STEP;
        _fills(TierSlot.unwrap(t.pack()), 212, 16, "maxFundingRatePerSecond");
        Tiers memory u;
        u.withdrawFloor = _points(_FLOOR_MOST);
        _fills(TierSlot.unwrap(u.pack()), 228, 14, "withdrawFloor");
        Tiers memory v;
        v.minReward = _reward(_REWARD_MOST);
        _fills(TierSlot.unwrap(v.pack()), 242, 12, "minReward");
        _fills(TierSlot.unwrap(TierSlot.wrap(0).withReduceOnly(true)), 254, 1, "reduceOnly");
    }

    function testFuzz_EachTiersFieldsOnePastTheirEndsAreRefused(uint256 tier) external {
        tier &= 3;
        Tiers memory t;
        if (tier < 3) {
            t.bounds[tier] = _bound(_BOUND_MOST + 1);
            _refuses(abi.encodeCall(this.pack, (t)), 2 ** 28, 28);
        }
        Tiers memory u;
        u.maintenance[tier] = _points(_RATE_MOST + 1);
        _refuses(abi.encodeCall(this.pack, (u)), 2 ** 16, 16);
        Tiers memory v;
        v.initial[tier] = _points(_RATE_MOST + 1);
        _refuses(abi.encodeCall(this.pack, (v)), 2 ** 16, 16);
    }

    function test_TheFieldsBehindTheTiersOnePastTheirEndsAreRefused() external {
        Tiers memory t;
        t.maxFundingRatePerSecond = (_RATE_MOST + 1) * MAX_RATE_STEP;
        _refuses(abi.encodeCall(this.pack, (t)), 2 ** 16, 16);
        Tiers memory u;
        u.withdrawFloor = _points(_FLOOR_MOST + 1);
        _refuses(abi.encodeCall(this.pack, (u)), 2 ** 14, 14);
        Tiers memory v;
        v.minReward = _reward(_REWARD_MOST + 1);
        _refuses(abi.encodeCall(this.pack, (v)), 2 ** 12, 12);
    }

    function test_WhatIsNoWholeMultipleIsRefusedNotRounded() external {
        Tiers memory t;
        t.bounds[2] = Money.wrap(int256(BOUND_STEP) + 1);
        _refusesStep(t, BOUND_STEP + 1, BOUND_STEP);
        Tiers memory u;
        u.initial[0] = Ratio.wrap(BASIS_POINT - 1);
        _refusesStep(u, BASIS_POINT - 1, BASIS_POINT);
        Tiers memory v;
        v.minReward = Money.wrap(int256(REWARD_STEP) - 1);
        _refusesStep(v, REWARD_STEP - 1, REWARD_STEP);
        Tiers memory w;
        w.maxFundingRatePerSecond = 1;
        _refusesStep(w, 1, MAX_RATE_STEP);
    }

    function test_NegativeAmountsAreRefused() external {
        // The negative number whose bits are a multiple of the step, so that the width is what refuses it.
        uint256 multiple = type(uint256).max - (type(uint256).max % BOUND_STEP);
        Tiers memory t;
        t.bounds[0] = Money.wrap(int256(multiple));
        _holds(t.bounds[0] < Money.wrap(0), "the bound is negative");
        _refuses(abi.encodeCall(this.pack, (t)), int256(multiple / BOUND_STEP), 28);
        Tiers memory u;
        u.minReward = Money.wrap(-1);
        _refusesStep(u, type(uint256).max, REWARD_STEP);
    }

    function testFuzz_TheFlagChangesNothingElse(uint256 word, bool flag) external pure {
        TierSlot slot = TierSlot.wrap(word).withReduceOnly(flag);
        _holds(slot.reduceOnly() == flag, "the flag");
        _equal(TierSlot.unwrap(slot) & ~uint256(1 << 254), word & ~uint256(1 << 254), "the rest");
        _same(abi.encode(slot.unpack()), abi.encode(TierSlot.wrap(word).unpack()), "the parameters");
    }

    function testFuzz_AnyTiersReadBack(uint256 word) external pure {
        TierSlot slot = TierSlot.wrap(word & (2 ** 254 - 1));
        _equal(TierSlot.unwrap(slot.unpack().pack()), TierSlot.unwrap(slot), "the word");
    }

    function _refusesStep(Tiers memory tiers, uint256 value, uint256 step) private {
        _reverts(
            abi.encodeCall(this.pack, (tiers)),
            abi.encodeWithSelector(ParameterPacking.NotAMultiple.selector, value, step)
        );
    }

    function _bound(uint256 steps) private pure returns (Money) {
        return Money.wrap(int256(steps * BOUND_STEP));
    }

    function _reward(uint256 steps) private pure returns (Money) {
        return Money.wrap(int256(steps * REWARD_STEP));
    }

    function _points(uint256 steps) private pure returns (Ratio) {
        return Ratio.wrap(steps * BASIS_POINT);
    }
}
