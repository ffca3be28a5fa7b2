// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DeleveragingMath} from "../../../contracts/risk/DeleveragingMath.sol";
import {Checkpoint} from "../../../contracts/types/CheckpointSlot.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {Position} from "../../../contracts/types/PositionSlot.sol";
import {Price, PRICE_SCALE, ZERO_PRICE} from "../../../contracts/types/Price.sol";
import {RESIDUE_BITS} from "../../../contracts/types/SideSlot.sol";
import {Size} from "../../../contracts/types/Size.sol";
import {DeleveragingFuzz} from "../support/DeleveragingFuzz.sol";

/// @notice What a deleveraging does to its side, and to all positions of it together.
contract DeleveragingSideTest is DeleveragingFuzz {
    function testFuzz_TheScaleFallsWithEveryUnit(uint256 s, uint256 c) external pure {
        Checkpoint memory side = _anySideBefore(s);
        Cut memory cut = _anyCut(c);
        Checkpoint memory next = _apply(side, cut);
        _holds(next.scale < side.scale, "strictly");
    }

    function testFuzz_AllOfTheOpenInterestEndsTheSide(uint256 s, uint256 c) external pure {
        Cut memory cut = _anyCut(c);
        cut.units = cut.openInterest;
        _equal(_apply(_anySideBefore(s), cut).scale, 0, "f = 1");
    }

    /// @dev By less than one step of the scale, which is less than one unit of the open interest.
    function testFuzz_LongsCloseAtLeastAndShortsAtMostWhatWasAsked(uint256 s, uint256 c) external pure {
        Checkpoint memory side = _anySideBefore(s);
        Cut memory cut = _anyCut(c);
        int256 closed = int256((side.scale - _apply(side, cut).scale) * cut.openInterest);
        int256 more = closed - int256(side.scale * cut.units);
        _within(cut.long ? more : -more, int256(cut.openInterest) - 1, "against the side, by less than one step");
    }

    /// @dev At a funding index of zero the cash of a side is what it was paid.
    function testFuzz_LongsArePaidAtMostAndShortsPayAtLeastWhatWasAsked(uint256 s, uint256 c) external pure {
        Checkpoint memory side = _anySideBefore(s);
        Cut memory cut = _anyCut(c);
        cut.fundingIndex = 0;
        int256 gain = (_apply(side, cut).cash - side.cash) * 2 ** 20 * int256(cut.openInterest);
        int256 asked = int256(side.scale * cut.units) * int256(Price.unwrap(cut.price));
        int256 step = (int256(Price.unwrap(cut.price)) + 2 ** 20) * int256(cut.openInterest);
        _within((cut.long ? asked : -asked) - gain, step - 1, "against the side, by less than one step");
    }

    /// @dev DESIGN, section 9: the account that is closed and the side exchange the same money, but for what the side's
    /// positions lose by rounding.
    function testFuzz_PositionsTogetherTakeNoMoreThanTheAccountPays(uint256 s, uint256 c, uint256 p) external pure {
        (Checkpoint memory side, Cut memory cut) = (_anySideBefore(s), _anyCut(c));
        Checkpoint memory next = _apply(side, cut);
        (int256 taken, int256 sizes) = (0, 0);
        uint256 left = cut.openInterest;
        for (uint256 i = 0; i < 5; ++i) {
            p = _next(p);
            // Longs together have at most the open interest, shorts at least.
            uint256 magnitude = i == 4 ? left : _in(p, 0, left);
            left -= magnitude;
            if (cut.long && magnitude != 0) magnitude -= p & 1;
            else if (!cut.long) magnitude += p & 1;
            Position memory position = _held(cut.long, magnitude, 0, cut.fundingIndex);
            (Money cash, ) = _catchUp(position, side, next, cut.fundingIndex);
            taken += Money.unwrap(cash);
            sizes += Size.unwrap(position.size);
        }
        int256 price = int256(Price.unwrap(cut.price));
        int256 paid = (cut.long ? int256(cut.units) : -int256(cut.units)) * price;
        _atMost(taken * UNIT, paid, "in cash");
        int256 open = int256(cut.openInterest - cut.units);
        _atMost(sizes, cut.long ? open : -open, "in sizes");
    }

    function testFuzz_ThePriceOfAQuoteRoundsAgainstTheSide(uint256 q, uint256 u, bool long) external pure {
        int256 quote = int256(1 + _log(q, 62));
        int256 units = int256(1 + _log(u, 63));
        int256 price = int256(Price.unwrap(DeleveragingMath.priceOf(Money.wrap(quote), uint256(units), long)));
        int256 over = price * units - quote * UNIT;
        _within(long ? -over : over, units - 1, "longs get less, shorts pay more");
    }

    function testFuzz_AQuoteOfNothingOrLessIsAPriceOfZero(uint256 q, uint256 u, bool long) external pure {
        Money quote = Money.wrap(-int256(_log(q, 100)));
        _holds(DeleveragingMath.priceOf(quote, 1 + _log(u, 63), long) == ZERO_PRICE, "zero");
    }

    /// @dev Open interest = positions + residue, before and after, less than one step of the residue apart.
    function testFuzz_ResidueIsWhatOpenInterestHasBeyondPositions(uint256 s, uint256 c, uint256 r) external pure {
        Checkpoint memory side = _anySideBefore(s);
        Cut memory cut = _anyCut(c);
        int256 whole = int256(cut.openInterest << RESIDUE_BITS);
        int256 residue = _signedIn(r, -whole / 2, whole);
        uint256 scale = _apply(side, cut).scale;
        int256 next = DeleveragingMath.residueAfter(residue, side.scale, scale, cut.units, cut.openInterest);
        int256 positions = int256((cut.openInterest - cut.units) << RESIDUE_BITS) - next;
        int256 apart = positions * int256(side.scale) - (whole - residue) * int256(scale);
        _within(apart, int256(side.scale) - 1, "positions shrank by the scale");
    }

    function testFuzz_ResidueKeepsItsSign(uint256 s, uint256 c, uint256 r) external pure {
        Checkpoint memory side = _anySideBefore(s);
        Cut memory cut = _anyCut(c);
        int256 taken = int256(_in(r, 0, cut.openInterest << RESIDUE_BITS));
        uint256 scale = _apply(side, cut).scale;
        int256 next = DeleveragingMath.residueAfter(
            cut.long ? taken : -taken,
            side.scale,
            scale,
            cut.units,
            cut.openInterest
        );
        // The last bit is rounded down.
        _holds(cut.long ? next >= -1 : next <= 0, "taken from longs, added to shorts");
    }

    function test_ThePriceScaleOfTheseTestsIsTheMarkets() external pure {
        _equal(uint256(UNIT), PRICE_SCALE, "one unit of money");
    }
}
