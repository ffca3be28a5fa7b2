// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SETTLEMENT_PRICE_AGE, SettlementSlot, packSettlement} from "../../../contracts/types/SettlementSlot.sol";
import {SlotTest} from "./SlotTest.sol";

contract SettlementSlotTest is SlotTest {
    function pack(uint256 recordedAt, bool sound) external pure returns (SettlementSlot) {
        return packSettlement(recordedAt, sound);
    }

    function test_AnEmptyWordIsNoRule() external pure {
        SettlementSlot word = SettlementSlot.wrap(0);
        _holds(!word.isRuled(), "not ruled");
        _holds(!word.isSoundAt(0), "and nothing was found sound");
    }

    function testFuzz_SoundStandsForItsAgeAndNoSecondMore(uint32 time) external pure {
        SettlementSlot word = packSettlement(time, true);
        _holds(word.isRuled(), "ruled");
        _holds(word.isSoundAt(time), "in its second");
        _holds(word.isSoundAt(uint256(time) + SETTLEMENT_PRICE_AGE), "in its last second");
        _holds(!word.isSoundAt(uint256(time) + SETTLEMENT_PRICE_AGE + 1), "not after it");
    }

    function testFuzz_NotSoundIsNeverSound(uint32 time, uint32 later) external pure {
        SettlementSlot word = packSettlement(time, false);
        _holds(word.isRuled(), "ruled");
        _holds(!word.isSoundAt(later), "not sound");
    }

    function test_ATimePastItsFieldIsRefused() external {
        _fills(SettlementSlot.unwrap(packSettlement(2 ** 32 - 1, true)), 0, 34, "time and both flags");
        _refuses(abi.encodeCall(this.pack, (2 ** 32, true)), 2 ** 32, 32);
    }
}
