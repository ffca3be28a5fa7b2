// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DeleveragingMath} from "../../../contracts/risk/DeleveragingMath.sol";
import {CASH_SHIFT, Checkpoint, FULL_SCALE} from "../../../contracts/types/CheckpointSlot.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {Position} from "../../../contracts/types/PositionSlot.sol";
import {RESIDUE_BITS} from "../../../contracts/types/SideSlot.sol";
import {Size} from "../../../contracts/types/Size.sol";
import {DeleveragingFuzz} from "../support/DeleveragingFuzz.sol";

/// @notice What one generation hands to the next.
contract DeleveragingGenerationsTest is DeleveragingFuzz {
    int256 private constant _STEP = int256(2 ** CASH_SHIFT);

    function testFuzz_AFinalCheckpointHoldsTheWholeIndexRoundedDown(uint256 s, uint256 f, bool long) external pure {
        Checkpoint memory side = _anySideBefore(s);
        int256 index = _logSigned(f, 79);
        Checkpoint memory last = DeleveragingMath.finalOf(side, long, index);
        _equal(last.scale, side.scale, "the scale");
        int256 whole = DeleveragingMath.cashIndex(side, long, index);
        _within(whole - last.wholeIndex(), _STEP - 1, "0 <= index - stored < one step");
    }

    function testFuzz_AGenerationBeginsWithAnIndexOfZeroRoundedDown(uint256 f, bool long) external pure {
        int256 index = _logSigned(f, 79);
        Checkpoint memory first = DeleveragingMath.firstOf(long, index);
        _equal(first.scale, FULL_SCALE, "at full scale");
        _within(-DeleveragingMath.cashIndex(first, long, index), _STEP - 1, "less than one step below zero");
    }

    /// @dev What rounding took from a position belongs to its side, and shrinks with it from then on.
    function testFuzz_ResidueOfAnEarlierGenerationShrinksInTheNext(uint256 z, uint256 s, uint256 r) external pure {
        bool long = z & 1 == 0;
        uint256 scale = _log(s, 96) % FULL_SCALE;
        int256 before = int256(_in(r, 0, 1 << RESIDUE_BITS));
        if (!long) before = -before;
        Position memory position = _held(long, _log(z, 64), 0, 0);
        int256 exact = (int256(position.size.abs() << RESIDUE_BITS) + before) * int256(scale);
        (, int256 residue) = DeleveragingMath.shrink(position, FULL_SCALE, scale, 0, before);
        int256 left = int256(position.size.abs() << RESIDUE_BITS);
        _within(exact - (left + residue) * int256(FULL_SCALE), int256(FULL_SCALE) - 1, "positions + residue");
    }

    /// @dev Whatever a position was, rounding up leaves one unit of a short and rounding down nothing of a long.
    function testFuzz_NothingIsLeftAfterThreeGenerations(uint256 z, uint256 s) external pure {
        bool long = z & 1 == 0;
        Position memory position = _held(long, 1 + _log(z, 70), 0, 0);
        for (uint256 i = 0; i < 3; ++i) {
            s = _next(s);
            DeleveragingMath.shrink(position, FULL_SCALE, 1 + (_log(s, 64) % (2 ** 64 - 1)), 0, 0);
        }
        _equal(position.size, Size.wrap(long ? int256(0) : -1), "what rounding left");
    }

    function testFuzz_AShortThatIsDroppedPaysForItsLastFraction(int64 entry) external pure {
        Position memory position = _held(false, 1, entry, 0);
        int256 added = 1 - int256(1 << RESIDUE_BITS);
        (Money cash, int256 residue) = DeleveragingMath.drop(position, added);
        _equal(cash, Money.wrap(int256(entry) - 1), "one of money");
        _equal(residue, 1, "the unit that rounding had added is gone");
        _equal(position.size, Size.wrap(0), "nothing is left");
        _equal(position.entryNotional, Money.wrap(0), "all in cash");
    }

    function testFuzz_NothingIsDroppedOfNothing(int128 residue) external pure {
        Position memory position = _held(true, 0, 0, 0);
        (Money cash, int256 carried) = DeleveragingMath.drop(position, residue);
        _equal(cash, Money.wrap(0), "no cash");
        _equal(carried, residue, "the residue");
    }
}
