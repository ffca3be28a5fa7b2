// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FundingMath} from "../../../contracts/risk/FundingMath.sol";
import {CASH_SHIFT, Checkpoint} from "../../../contracts/types/CheckpointSlot.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {Position} from "../../../contracts/types/PositionSlot.sol";
import {Price} from "../../../contracts/types/Price.sol";
import {RESIDUE_BITS} from "../../../contracts/types/SideSlot.sol";
import {Size} from "../../../contracts/types/Size.sol";
import {DeleveragingFuzz} from "../support/DeleveragingFuzz.sol";

/// @notice What a position becomes when it catches up: never more than it was worth, and how much less.
contract DeleveragingCatchUpTest is DeleveragingFuzz {
    struct Walk {
        Checkpoint side;
        Cut cut;
        Position position;
        /// Funding index when the position catches up.
        int256 index;
        Price mark;
    }

    function testFuzz_WithoutADeleveragingTheIndexIsFunding(uint256 s, uint256 z, uint256 f, bool long) external pure {
        Checkpoint memory side = _anySideBefore(s);
        Position memory position = _held(long, 1 + _log(z, 70), _logSigned(z, 63), _logSigned(f, 79));
        int256 index = _logSigned(_next(f), 79);
        bytes memory before = abi.encode(position);
        Money payment = FundingMath.payment(position, index);
        (Money cash, int256 residue) = _catchUp(position, side, side, index);
        _equal(cash, -payment, "to the unit");
        _equal(residue, 0, "no size was lost");
        _same(abi.encode(position), before, "the position");
    }

    /// @dev Exact value less value, times scale: each of the five roundings by its own bound.
    function testFuzz_NoPositionGainsAndTheLossIsBounded(uint256 s, uint256 c, uint256 z, uint256 f) external pure {
        Walk memory walk = _anyWalk(s, c, z, f);
        int256 exact = _exactValue(walk);
        (int256 scale, int256 magnitude) = (int256(walk.side.scale), int256(walk.position.size.abs()));
        (Money cash, ) = _catchUp(walk.position, walk.side, _apply(walk.side, walk.cut), walk.index);
        int256 lost = exact - _value(walk.position, cash, walk.mark) * scale;
        int256 oneUnit = int256(Price.unwrap(walk.mark)) * scale;
        int256 oneStep = magnitude * int256(Price.unwrap(walk.cut.price));
        _within(lost, oneUnit + UNIT * scale + oneStep + magnitude * int256(2 ** CASH_SHIFT), "0 <= loss < bound");
    }

    function testFuzz_CashAndEntryNotionalTogetherDoNotDependOnTheEntry(
        uint256 s,
        uint256 c,
        uint256 z,
        int64 entry
    ) external pure {
        Walk memory walk = _anyWalk(s, c, z, 0);
        Checkpoint memory next = _apply(walk.side, walk.cut);
        (Position memory position, Position memory free) = (walk.position, _copy(walk.position));
        (position.entryNotional, free.entryNotional) = (Money.wrap(entry), Money.wrap(0));
        (Money cash, ) = _catchUp(position, walk.side, next, walk.index);
        (Money without, ) = _catchUp(free, walk.side, next, walk.index);
        _equal(cash + position.entryNotional, without + Money.wrap(entry), "what was paid moves to cash, whole");
        _equal(position.size, free.size, "the size");
    }

    function testFuzz_WhatNothingIsLeftOfKeepsNoEntryNotional(uint256 s, uint256 c, uint256 z) external pure {
        Walk memory walk = _anyWalk(s, c, z, 0);
        walk.cut.units = walk.cut.openInterest;
        _catchUp(walk.position, walk.side, _apply(walk.side, walk.cut), walk.index);
        _equal(walk.position.size, Size.wrap(0), "f = 1");
        _equal(walk.position.entryNotional, Money.wrap(0), "all in cash");
    }

    /// @dev A73. Splitting a position over accounts changes what it gives up by rounding alone.
    function testFuzz_ASplitPositionDoesNotGain(uint256 s, uint256 c, uint256 z, uint256 f) external pure {
        Walk memory walk = _anyWalk(s, c, z, f);
        Checkpoint memory next = _apply(walk.side, walk.cut);
        uint256 magnitude = walk.position.size.abs();
        uint256 part = _in(_next(z), 0, magnitude);
        Position memory one = _held(walk.cut.long, part, 0, walk.position.fundingIndex);
        Position memory other = _held(walk.cut.long, magnitude - part, 0, walk.position.fundingIndex);
        walk.position.entryNotional = Money.wrap(0);
        (Money whole, ) = _catchUp(walk.position, walk.side, next, walk.index);
        (Money first, ) = _catchUp(one, walk.side, next, walk.index);
        (Money second, ) = _catchUp(other, walk.side, next, walk.index);
        _atMost(
            _value(one, first, walk.mark) + _value(other, second, walk.mark),
            _value(walk.position, whole, walk.mark),
            "two parts are worth no more than the whole"
        );
    }

    /// @dev Funding stands still: beyond it, who has lost a fraction of a unit does not pay that fraction's funding.
    function testFuzz_CatchingUpInTwoStepsDoesNotGain(uint256 s, uint256 c, uint256 d, uint256 z) external pure {
        Walk memory walk = _anyWalk(s, c, z, 0);
        Checkpoint memory middle = _apply(walk.side, walk.cut);
        if (middle.scale < 2 ** 64) return;
        Cut memory second = _anyCut(d);
        (second.long, second.fundingIndex) = (walk.cut.long, walk.cut.fundingIndex);
        Checkpoint memory end = _apply(middle, second);
        (Position memory once, Position memory twice) = (walk.position, _copy(walk.position));
        once.fundingIndex = twice.fundingIndex = second.fundingIndex;
        (Money cash, ) = _catchUp(once, walk.side, end, second.fundingIndex);
        (Money early, ) = _catchUp(twice, walk.side, middle, second.fundingIndex);
        if (Size.unwrap(twice.size) == 0) return;
        (Money late, ) = _catchUp(twice, middle, end, second.fundingIndex);
        _atMost(
            _value(twice, early + late, walk.mark),
            _value(once, cash, walk.mark),
            "two steps bring no more than one"
        );
    }

    /// @dev In 2^-64 of a unit, rounded down.
    function testFuzz_ResidueIsWhatRoundingTook(uint256 s, uint256 c, uint256 z) external pure {
        Walk memory walk = _anyWalk(s, c, z, 0);
        Checkpoint memory next = _apply(walk.side, walk.cut);
        int256 exact = int256(walk.position.size.abs() << RESIDUE_BITS) * int256(next.scale);
        (, int256 residue) = _catchUp(walk.position, walk.side, next, walk.index);
        int256 left = int256(walk.position.size.abs() << RESIDUE_BITS);
        _within(exact - (left + residue) * int256(walk.side.scale), int256(walk.side.scale) - 1, "and no more");
        int256 one = int256(1 << RESIDUE_BITS);
        _within(walk.cut.long ? residue : -residue, one, "of one unit, by side");
    }

    function _anyWalk(uint256 s, uint256 c, uint256 z, uint256 f) private pure returns (Walk memory walk) {
        (walk.side, walk.cut) = (_anySideBefore(s), _anyCut(c));
        uint256 magnitude = (_log(z, 64) % walk.cut.openInterest) + 1;
        walk.position = _held(walk.cut.long, magnitude, _logSigned(_next(z), 62), _logSigned(f, 79));
        walk.index = _logSigned(_next(f), 79);
        walk.mark = _anyPrice(_next(_next(z)));
    }

    /// @dev Of the position after funding to the cut, the cut at its fraction, and funding since; in 1e-16 money, times scale.
    /// No division: sizes of 64 bits, scales of 96 and prices or index moves of 80.
    function _exactValue(Walk memory walk) private pure returns (int256) {
        int256 then = int256(walk.side.scale);
        int256 now_ = int256(_apply(walk.side, walk.cut).scale);
        int256 funding =
            then * (walk.cut.fundingIndex - walk.position.fundingIndex) + now_ * (walk.index - walk.cut.fundingIndex);
        int256 worth = (then - now_) * int256(Price.unwrap(walk.cut.price)) + now_ * int256(Price.unwrap(walk.mark));
        return
            Size.unwrap(walk.position.size) * (worth - funding) +
            Money.unwrap(walk.position.entryNotional) * UNIT * then;
    }

    function _copy(Position memory p) private pure returns (Position memory) {
        return Position(p.size, p.entryNotional, p.fundingIndex, p.epoch);
    }
}
