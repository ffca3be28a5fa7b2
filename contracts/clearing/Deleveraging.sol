// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DeleveragingMath} from "../risk/DeleveragingMath.sol";
import {FillMath} from "../risk/FillMath.sol";
import {MarketSnapshot} from "../risk/Health.sol";
import {Checkpoint, CheckpointSlot, LEAST_SCALE} from "../types/CheckpointSlot.sol";
import {MarketState} from "../types/MarketSlot.sol";
import {Money, ZERO_MONEY} from "../types/Money.sol";
import {Position} from "../types/PositionSlot.sol";
import {Price} from "../types/Price.sol";
import {RESIDUE_BITS, SideState} from "../types/SideSlot.sol";
import {Size, ZERO_SIZE, longPart} from "../types/Size.sol";
import {MarketRecord, SideRecord} from "./ClearingHouseStorage.sol";
import {Fills, Side} from "./Fills.sol";

/// @title The opposite side takes a position that nobody else takes
/// @notice Every position of that side shrinks by the same fraction, the pool's among them, with a fixed number of storage
/// writes: market, two checkpoints, the side's word, and as many again where a generation ends.
abstract contract Deleveraging is Fills {
    /// @dev 2^-16 of a unit: more than the last bits of residues ever add up to.
    int256 private constant _RESIDUE_SLACK = 1 << 48;

    /// @dev Closes `units` of a position against the opposite side for `quote` (+ paid by the account, - to it). The
    /// market's state is stored; the caller stores the closed side.
    /// @return realizedPnl In the account's cash already.
    function _closeAgainstSide(
        MarketSnapshot memory market,
        Side memory closed,
        uint256 units,
        Money quote
    ) internal returns (Money realizedPnl) {
        Position memory position = closed.position;
        bool long = position.size > ZERO_SIZE;
        Size delta = Size.wrap(long ? -int256(units) : int256(units));
        realizedPnl = FillMath.applyFill(position, delta, quote);
        closed.cash = closed.cash + realizedPnl;
        if (position.size == ZERO_SIZE) closed.markets &= ~market.id.mask();
        _deleverage(market, !long, units, long ? -quote : quote);
        // What is left of the closed position is on the other side: it misses nothing.
        position.epoch = market.state.epoch;
    }

    /// @dev Shrinks a side by `units` of its open interest, which shorts pay `amount` for and longs receive it.
    function _deleverage(MarketSnapshot memory market, bool long, uint256 units, Money amount) private {
        MarketRecord storage record = _markets[market.id];
        MarketState memory state = market.state;
        SideRecord storage side = _sideOf(record, long);
        SideState memory sideState = side.state.unpack();
        Price price = DeleveragingMath.priceOf(amount, units, long);
        Checkpoint memory before = _checkpointOf(side, state.epoch);
        Checkpoint memory next = DeleveragingMath.deleverage(
            before,
            long,
            units,
            state.openInterest,
            price,
            state.fundingIndex
        );
        sideState.residue = DeleveragingMath.residueAfter(
            sideState.residue,
            before.scale,
            next.scale,
            units,
            state.openInterest
        );
        unchecked {
            // A position of the other side has that many units.
            state.openInterest -= units;
        }
        emit SideDeleveraged(market.id, long, state.epoch + 1, units, price, before.scale, next.scale);

        CheckpointSlot other = _checkpointOf(_sideOf(record, !long), state.epoch).pack();
        if (next.scale < LEAST_SCALE) {
            _openEpoch(record, state, long, DeleveragingMath.finalOf(next, long, state.fundingIndex), other);
            side.ends[sideState.generations++] = state.epoch;
            next = DeleveragingMath.firstOf(long, state.fundingIndex);
        }
        _openEpoch(record, state, long, next, other);
        side.state = sideState.pack();
        record.state = state.pack();
    }

    function _openEpoch(
        MarketRecord storage record,
        MarketState memory state,
        bool long,
        Checkpoint memory side,
        CheckpointSlot other
    ) private {
        uint256 epoch = ++state.epoch;
        _sideOf(record, long).checkpoints[epoch] = side.pack();
        _sideOf(record, !long).checkpoints[epoch] = other;
    }

    /// @dev Whole units that rounding took from longs, or added to shorts, as they caught up: nobody has paid for them, so the
    /// pool's account has them for nothing, and sizes sum to zero again. Before every deleveraging: a short that rounding made
    /// larger than the open interest could not be closed else.
    function _bookResidue(MarketSnapshot memory market, Side memory pool) internal {
        MarketRecord storage record = _markets[market.id];
        uint256 lost = _takeWhole(record.longs, 1);
        uint256 added = _takeWhole(record.shorts, -1);
        if (lost + added == 0) return;
        Position memory position = pool.position;
        uint256 longBefore = longPart(position.size);
        Money realizedPnl = FillMath.applyFill(position, Size.wrap(int256(lost + added)), ZERO_MONEY);
        pool.cash = pool.cash + realizedPnl;
        unchecked {
            // Units taken out of the longs' residue are in the open interest.
            market.state.openInterest = market.state.openInterest - lost + longPart(position.size) - longBefore;
        }
        _markHeld(pool, market.id);
        emit ResidueBooked(market.id, lost, added);
    }

    /// @dev Whole units of a side's residue of that sign; the rest stays.
    function _takeWhole(SideRecord storage side, int256 sign) private returns (uint256 units) {
        SideState memory state = side.state.unpack();
        int256 residue = sign * state.residue + _RESIDUE_SLACK;
        if (residue >> RESIDUE_BITS <= 0) return 0;
        units = uint256(residue >> RESIDUE_BITS);
        state.residue -= sign * int256(units << RESIDUE_BITS);
        side.state = state.pack();
    }
}
