// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DeleveragingMath} from "../../../contracts/risk/DeleveragingMath.sol";
import {
    CASH_SHIFT,
    Checkpoint,
    CheckpointSlot,
    FULL_SCALE,
    LEAST_SCALE
} from "../../../contracts/types/CheckpointSlot.sol";
import {PRICE_BITS, Price} from "../../../contracts/types/Price.sol";
import {SlotTest} from "./SlotTest.sol";

contract CheckpointSlotTest is SlotTest {
    uint256 private constant _SCALE_MOST = 2 ** 96 - 1;
    int256 private constant _INDEX_MOST = 2 ** 79 - 1;

    /// @dev The largest mark with the largest premium that listing lets in on top, 41 %: the worst entry price there is.
    uint256 private constant _PRICE_MOST = ((2 ** PRICE_BITS - 1) * 141) / 100;

    function pack(Checkpoint calldata checkpoint) external pure returns (CheckpointSlot) {
        return checkpoint.pack();
    }

    function testFuzz_AnyCheckpointReadsBack(uint96 scale, int160 cash) external pure {
        Checkpoint memory checkpoint = Checkpoint(scale, cash);
        _same(abi.encode(checkpoint.pack().unpack()), abi.encode(checkpoint), "the checkpoint");
    }

    function test_EachFieldFillsItsBits() external pure {
        _fills(_word(Checkpoint(_SCALE_MOST, 0)), 0, 96, "scale");
        _fills(_word(Checkpoint(0, -1)), 96, 160, "cash");
        _signBit(_word(Checkpoint(0, type(int160).min)), 96, 160, "cash");
    }

    function test_ScalesOnePastTheirEndAreRefused() external {
        _refuses(abi.encodeCall(this.pack, (Checkpoint(2 ** 96, 0))), 2 ** 96, 96);
    }

    function test_CashOnePastItsEndsIsRefused() external {
        _refuses(abi.encodeCall(this.pack, (Checkpoint(0, 2 ** 159))), 2 ** 159, 160);
        _refuses(abi.encodeCall(this.pack, (Checkpoint(0, -2 ** 159 - 1))), -2 ** 159 - 1, 160);
    }

    function testFuzz_AWholeIndexIsTheCashMovedUp(int160 cash) external pure {
        _equal(Checkpoint(0, cash).wholeIndex(), int256(cash) * int256(2 ** CASH_SHIFT), "2^CASH_SHIFT times");
    }

    /// @dev A scale is above any open interest that the market's word holds, so that one unit of it always moves the scale.
    function test_ScalesOfAGenerationLieAboveAnyOpenInterest() external pure {
        _equal(LEAST_SCALE, uint256(type(uint64).max) + 1, "one above the largest open interest");
        _equal(FULL_SCALE, _SCALE_MOST, "the field's end");
    }

    /// @dev The largest cash there is: a generation begins at one end of the funding index, and all of it is deleveraged at
    /// the highest price at the other end.
    function test_TheWorstGenerationFitsWithRoomForThreeTimesAsMuch() external pure {
        int256 most = 0;
        for (uint256 i = 0; i < 8; ++i) {
            int256 start = i & 1 == 0 ? _INDEX_MOST : -_INDEX_MOST - 1;
            int256 end = i & 2 == 0 ? _INDEX_MOST : -_INDEX_MOST - 1;
            int256 cash = _worst(i & 4 == 0, start, end);
            if (cash < 0) cash = -cash;
            if (cash > most) most = cash;
        }
        _holds(most > type(int160).max / 4, "the bound is not idle");
        _atMost(most * 3, type(int160).max, "with room");
    }

    /// @dev A deleveraging to the least scale, then one that ends the generation, and its last checkpoint.
    function _worst(bool long, int256 start, int256 end) private pure returns (int256) {
        Checkpoint memory side = DeleveragingMath.firstOf(long, start).pack().unpack();
        side = _reads(DeleveragingMath.deleverage(side, long, 2 ** 32 - 1, 2 ** 32, Price.wrap(_PRICE_MOST), end));
        side = _reads(DeleveragingMath.deleverage(side, long, 2 ** 64 - 1, 2 ** 64 - 1, Price.wrap(_PRICE_MOST), end));
        _equal(side.scale, 0, "the generation's end");
        _reads(DeleveragingMath.finalOf(side, long, end));
        return side.cash;
    }

    function _reads(Checkpoint memory checkpoint) private pure returns (Checkpoint memory) {
        _same(abi.encode(checkpoint.pack().unpack()), abi.encode(checkpoint), "it reads back");
        return checkpoint;
    }

    function _word(Checkpoint memory checkpoint) private pure returns (uint256) {
        return CheckpointSlot.unwrap(checkpoint.pack());
    }
}
