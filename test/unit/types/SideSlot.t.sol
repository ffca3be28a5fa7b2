// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RESIDUE_BITS, SideSlot, SideState} from "../../../contracts/types/SideSlot.sol";
import {SlotTest} from "./SlotTest.sol";

contract SideSlotTest is SlotTest {
    function pack(SideState calldata side) external pure returns (SideSlot) {
        return side.pack();
    }

    function testFuzz_AnySideReadsBack(int128 residue, uint32 generations) external pure {
        SideState memory side = SideState(residue, generations);
        _same(abi.encode(side.pack().unpack()), abi.encode(side), "the side");
    }

    function test_EachFieldFillsItsBits() external pure {
        _fills(_word(SideState(-1, 0)), 0, 128, "residue");
        _signBit(_word(SideState(type(int128).min, 0)), 0, 128, "residue");
        _fills(_word(SideState(0, type(uint32).max)), 128, 32, "generations");
    }

    function test_ResiduesOnePastTheirEndsAreRefused() external {
        _refuses(abi.encodeCall(this.pack, (SideState(2 ** 127, 0))), 2 ** 127, 128);
        _refuses(abi.encodeCall(this.pack, (SideState(-2 ** 127 - 1, 0))), -2 ** 127 - 1, 128);
    }

    function test_GenerationsOnePastTheirEndAreRefused() external {
        _refuses(abi.encodeCall(this.pack, (SideState(0, 2 ** 32))), 2 ** 32, 32);
    }

    /// @dev A position leaves less than a unit, so that many positions may wait.
    function test_HalfOfTheLargestOpenInterestFitsAsResidue() external pure {
        int256 most = int256((2 ** 63) << RESIDUE_BITS) - 1;
        _equal(SideState(most, 0).pack().unpack().residue, most, "taken");
        _equal(SideState(-most, 0).pack().unpack().residue, -most, "added");
    }

    function _word(SideState memory side) private pure returns (uint256) {
        return SideSlot.unwrap(side.pack());
    }
}
