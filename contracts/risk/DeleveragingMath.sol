// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FixedPoint} from "../math/FixedPoint.sol";
import {CASH_SHIFT, Checkpoint, FULL_SCALE} from "../types/CheckpointSlot.sol";
import {Money, ZERO_MONEY} from "../types/Money.sol";
import {Position} from "../types/PositionSlot.sol";
import {Price, PRICE_SCALE} from "../types/Price.sol";
import {RESIDUE_BITS} from "../types/SideSlot.sol";
import {Size, ZERO_SIZE} from "../types/Size.sol";

/// @title Deleveraging: one side of a market shrinks by one fraction, whoever is on it
/// @notice A side has a scale Π and a cash index G. A deleveraging of the fraction f at the price p adds side·Π·f·p to G and
/// multiplies Π by (1 − f); funding adds −side·Π·ΔF. A position that remembers Π and G of its last touch owns
/// size·Π/Πthen units and has received entryNotional·(1 − Π/Πthen) + |size|/Πthen·(G − Gthen). Source: DESIGN, section 9.
/// @dev G = cash·2^CASH_SHIFT − side·Π·F, so that funding alone changes no checkpoint. Rounding: G is floored, a long's
/// size rounds down and a short's up, and the scale rounds so that shorts close at least and longs at most what was asked:
/// no position ever gains by rounding and the sum of claims only falls, per position and touch by at most one unit of size at
/// the mark plus two of money.
library DeleveragingMath {
    /// @notice The side after `units` of its open interest were closed at `price`.
    /// @param units At most openInterest; all of it ends the side.
    /// @param fundingIndex The market's index now.
    /// @return next Its scale is below the one before: scale ≥ 2^64 > openInterest.
    function deleverage(
        Checkpoint memory side,
        bool long,
        uint256 units,
        uint256 openInterest,
        Price price,
        int256 fundingIndex
    ) internal pure returns (Checkpoint memory next) {
        uint256 left = openInterest - units;
        next.scale =
            long
                ? FixedPoint.mulDivUp(side.scale, left, openInterest)
                : FixedPoint.mulDivDown(side.scale, left, openInterest);
        unchecked {
            // 96 bits of scale times 81 of a price less an index.
            int256 gain = int256(side.scale - next.scale) * (int256(Price.unwrap(price)) - fundingIndex);
            next.cash = side.cash + ((long ? gain : -gain) >> CASH_SHIFT);
        }
    }

    /// @notice Price at which the side takes `units` for `quote`: rounded up where shorts pay it, down where longs get it.
    function priceOf(Money quote, uint256 units, bool long) internal pure returns (Price) {
        if (quote <= ZERO_MONEY) return Price.wrap(0);
        uint256 amount = uint256(Money.unwrap(quote));
        return
            Price.wrap(
                long
                    ? FixedPoint.mulDivDown(amount, PRICE_SCALE, units)
                    : FixedPoint.mulDivUp(amount, PRICE_SCALE, units)
            );
    }

    /// @notice Cash index of a side at a funding index.
    function cashIndex(Checkpoint memory side, bool long, int256 fundingIndex) internal pure returns (int256) {
        unchecked {
            int256 funding = int256(side.scale) * fundingIndex;
            return (side.cash << CASH_SHIFT) - (long ? funding : -funding);
        }
    }

    /// @notice The last checkpoint of a generation: its cash holds the whole index, so that no funding index need be kept.
    function finalOf(
        Checkpoint memory side,
        bool long,
        int256 fundingIndex
    ) internal pure returns (Checkpoint memory last) {
        last.scale = side.scale;
        last.cash = cashIndex(side, long, fundingIndex) >> CASH_SHIFT;
    }

    /// @notice The first checkpoint of a generation: full scale, and an index of zero at this funding index.
    function firstOf(bool long, int256 fundingIndex) internal pure returns (Checkpoint memory first) {
        first.scale = FULL_SCALE;
        unchecked {
            int256 funding = int256(FULL_SCALE) * fundingIndex;
            first.cash = (long ? funding : -funding) >> CASH_SHIFT;
        }
    }

    /// @notice Brings a position from one scale of its side to a later one of the same generation.
    /// @param indexGain Growth of the side's cash index in between.
    /// @return cash For the account, towards minus infinity.
    /// @return residue Units of the position's magnitude that rounding took (+) or added (-), in 2^-32.
    function shrink(
        Position memory position,
        uint256 scaleThen,
        uint256 scaleNow,
        int256 indexGain
    ) internal pure returns (Money cash, int256 residue) {
        uint256 magnitude = position.size.abs();
        bool long = position.size > ZERO_SIZE;
        // Both factors of the divisor together have 150 bits.
        cash = Money.wrap(FixedPoint.mulDivDown(indexGain, magnitude, scaleThen * PRICE_SCALE));
        if (scaleNow == scaleThen) return (cash, 0);
        uint256 left =
            long
                ? FixedPoint.mulDivDown(magnitude, scaleNow, scaleThen)
                : FixedPoint.mulDivUp(magnitude, scaleNow, scaleThen);
        Money kept = ZERO_MONEY;
        if (left != 0) {
            kept = Money.wrap(FixedPoint.mulDivDown(Money.unwrap(position.entryNotional), scaleNow, scaleThen));
        }
        cash = cash + position.entryNotional - kept;
        position.entryNotional = kept;
        unchecked {
            uint256 exact = FixedPoint.mulDivDown(magnitude << RESIDUE_BITS, scaleNow, scaleThen);
            residue = int256(exact) - int256(left << RESIDUE_BITS);
            position.size = Size.wrap(long ? int256(left) : -int256(left));
        }
    }

    /// @notice The side's residue after a deleveraging: its positions shrank by the scale, its open interest by `units`.
    /// @param residue Before, in 2^-32 of a unit.
    function residueAfter(
        int256 residue,
        uint256 scaleThen,
        uint256 scaleNow,
        uint256 units,
        uint256 openInterest
    ) internal pure returns (int256) {
        unchecked {
            int256 positions = int256(openInterest << RESIDUE_BITS) - residue;
            // Rounded up: the residue is what is left over for certain.
            int256 left = -FixedPoint.mulDivDown(-positions, scaleNow, scaleThen);
            return int256((openInterest - units) << RESIDUE_BITS) - left;
        }
    }
}
