// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {packTierPhase, TierPhaseSlot} from "../../../contracts/types/TierPhaseSlot.sol";
import {TierSlot} from "../../../contracts/types/TierSlot.sol";
import {SlotTest} from "./SlotTest.sol";

contract TierPhaseSlotTest is SlotTest {
    function pack(TierSlot from, uint256 startedAt) external pure returns (TierPhaseSlot) {
        return packTierPhase(from, startedAt);
    }

    function testFuzz_FieldsReadBack(uint256 word, uint32 startedAt) external pure {
        TierSlot from = TierSlot.wrap(word);
        TierPhaseSlot slot = packTierPhase(from, startedAt);
        _equal(slot.phasedMaintenance(), from.packedMaintenance(), "maintenance rates");
        _equal(slot.phasedMinReward(), from.packedMinReward(), "least reward");
        _equal(slot.phaseStartedAt(), startedAt, "start");
        _holds(TierPhaseSlot.unwrap(slot) >> 108 == 0, "nothing of the rest of the tiers");
    }

    function test_EachFieldFillsItsBits() external pure {
        TierSlot none = TierSlot.wrap(0);
        uint256 rates = type(uint64).max;
        _fills(TierPhaseSlot.unwrap(packTierPhase(none.withMaintenance(rates, 0), 0)), 0, 64, "maintenance rates");
        _fills(TierPhaseSlot.unwrap(packTierPhase(none.withMaintenance(0, 4_095), 0)), 64, 12, "least reward");
        _fills(TierPhaseSlot.unwrap(packTierPhase(none, 2 ** 32 - 1)), 76, 32, "start");
    }

    function test_AStartAfter2106IsRefused() external {
        _refuses(abi.encodeCall(this.pack, (TierSlot.wrap(0), 2 ** 32)), 2 ** 32, 32);
    }

    function testFuzz_WithMaintenanceKeepsTheRestOfTheTiers(uint256 word, uint64 rates, uint256 reward) external pure {
        reward &= 4_095;
        TierSlot slot = TierSlot.wrap(word).withMaintenance(rates, reward);
        _equal(slot.packedMaintenance(), rates, "rates");
        _equal(slot.packedMinReward(), reward, "reward");
        uint256 changed = (uint256(type(uint64).max) << 84) | (uint256(4_095) << 242);
        _equal(TierSlot.unwrap(slot) & ~changed, word & ~changed, "the rest");
    }

    function testFuzz_ThePhaseIsOneBit(uint256 word, bool flag) external pure {
        TierSlot slot = TierSlot.wrap(word).withPhase(flag);
        _holds(slot.isPhasing() == flag, "the flag");
        _equal(TierSlot.unwrap(slot) << 1, word << 1, "the rest");
        _same(abi.encode(slot.unpack()), abi.encode(TierSlot.wrap(word).unpack()), "the parameters");
        _holds(slot.reduceOnly() == TierSlot.wrap(word).reduceOnly(), "the other flag");
    }
}
