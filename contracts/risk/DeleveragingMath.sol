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
/// @dev G = cash·2^CASH_SHIFT − side·Π·F, so that funding alone changes no checkpoint. Rounding: G is floored; longs close at
/// least what was asked and are paid for at most that, shorts close at most that and pay for at least it; caught up, a long's
/// size rounds down and a short's up. So no position gains by rounding, longs never hold more than the open interest and
/// shorts never less, and what is missing on either side is a long of the pool's. A position loses less than one unit at the
/// mark and one of money per touch and generation, and |size|/Π < 1 units at its price per deleveraging.
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
        uint256 closed = FixedPoint.mulDivDown(side.scale, units, openInterest);
        uint256 paid = FixedPoint.mulDivUp(side.scale, units, openInterest);
        if (long) (closed, paid) = (paid, closed);
        next.scale = side.scale - closed;
        unchecked {
            // 96 bits of scale times 81 of a price and 80 of an index.
            int256 gain = int256(paid * Price.unwrap(price)) - int256(closed) * fundingIndex;
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
    /// @param residueThen What rounding took in generations before: it shrinks like a position.
    /// @return cash For the account, towards minus infinity.
    /// @return residue What rounding took (+) from the position's magnitude or added (-) to it so far, in 2^-RESIDUE_BITS.
    function shrink(
        Position memory position,
        uint256 scaleThen,
        uint256 scaleNow,
        int256 indexGain,
        int256 residueThen
    ) internal pure returns (Money cash, int256 residue) {
        uint256 magnitude = position.size.abs();
        bool long = position.size > ZERO_SIZE;
        // Both factors of the divisor together have 150 bits.
        cash = Money.wrap(FixedPoint.mulDivDown(indexGain, magnitude, scaleThen * PRICE_SCALE));
        if (scaleNow == scaleThen) return (cash, residueThen);
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
            int256 exact = int256(magnitude << RESIDUE_BITS) + residueThen;
            residue = FixedPoint.mulDivDown(exact, scaleNow, scaleThen) - int256(left << RESIDUE_BITS);
            position.size = Size.wrap(long ? int256(left) : -int256(left));
        }
    }

    /// @notice Ends what three whole generations have left of a short: the one unit that rounding keeps alive.
    /// @dev A short of 2^71 units at most is 2^-25 by then and pays one of money for it.
    function drop(Position memory position, int256 residueThen) internal pure returns (Money cash, int256 residue) {
        if (position.size == ZERO_SIZE) return (ZERO_MONEY, residueThen);
        cash = position.entryNotional - Money.wrap(1);
        unchecked {
            residue = residueThen + int256(position.size.abs() << RESIDUE_BITS);
        }
        position.size = ZERO_SIZE;
        position.entryNotional = ZERO_MONEY;
    }

    /// @notice The side's residue after a deleveraging: its positions shrank by the scale, its open interest by `units`.
    /// @param residue Before, in 2^-RESIDUE_BITS of a unit.
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
