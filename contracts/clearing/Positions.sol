// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DeleveragingMath} from "../risk/DeleveragingMath.sol";
import {AccountSlot} from "../types/AccountSlot.sol";
import {AccountId} from "../types/AccountId.sol";
import {Checkpoint, FULL_SCALE} from "../types/CheckpointSlot.sol";
import {MarketId} from "../types/MarketId.sol";
import {MarketState} from "../types/MarketSlot.sol";
import {Money, ZERO_MONEY} from "../types/Money.sol";
import {Position, PositionSlot} from "../types/PositionSlot.sol";
import {SideState} from "../types/SideSlot.sol";
import {ZERO_SIZE} from "../types/Size.sol";
import {CashBook} from "./CashBook.sol";
import {MarketRecord, SideRecord} from "./ClearingHouseStorage.sol";

/// @title Catching up with deleveragings
/// @notice A deleveraging touches no position. Each one catches up at its next touch, before anything else happens to it:
/// in storage where something is about to change, in memory for views. A position of the market's current epoch is not
/// concerned and pays for one comparison.
abstract contract Positions is CashBook {
    /// @dev Scales fall at least 2^32-fold in a whole generation and sizes have 71 bits: nothing is left after three beside the
    /// position's own.
    uint256 private constant _GENERATIONS_SURVIVED = 3;

    /// @dev Catches up with every market of the account but those of `without`: a deleveraging may have left a stale
    /// position there, of which valuing would take too much for granted.
    function _syncOthers(AccountId account, uint256 without) internal {
        _syncAll(account, _accounts[account].marketsOf() & ~without);
    }

    /// @return changed Whether any of the positions was stale, and the account's word is another one now.
    function _syncAll(AccountId account, uint256 markets) internal returns (bool changed) {
        for (uint8 number = 0; markets != 0; ++number) {
            if (markets & 1 != 0 && _syncPosition(account, MarketId.wrap(number))) changed = true;
            markets >>= 1;
        }
    }

    /// @dev Stores what the position has become, its cash and the side's residue.
    /// @return stale Whether it had anything to catch up with.
    function _syncPosition(AccountId account, MarketId id) internal returns (bool stale) {
        PositionSlot word = _positions[account][id];
        MarketRecord storage record = _markets[id];
        uint256 epoch = record.state.epochOf();
        // A position that is none has an empty word.
        if (PositionSlot.unwrap(word) == 0 || word.epochOf() == epoch) return false;

        Position memory position = word.unpack();
        SideRecord storage side = _sideOf(record, position.size > ZERO_SIZE);
        (Money gained, int256 residue) = _catchUp(position, record.state.unpack(), side);
        _positions[account][id] = position.pack();
        AccountSlot accountWord = _accounts[account];
        Money cash = accountWord.cashOf() + gained;
        accountWord = accountWord.withCash(cash);
        if (position.size == ZERO_SIZE) accountWord = accountWord.withoutMarket(id);
        _storeAccount(account, accountWord);
        _addResidue(side, residue);
        emit PositionSynced(account, id, position.size, position.entryNotional, gained, cash);
        if (cash < ZERO_MONEY) _coverFlat(account, accountWord, cash);
        return true;
    }

    /// @dev A deleveraging may have taken the last position of an account that was below zero by then.
    function _coverFlat(AccountId account, AccountSlot word, Money cash) private {
        if (word.marketsOf() != 0 || word.collateralsOf() != 0 || account.owner() == address(this)) return;
        _accounts[account] = word.withCash(ZERO_MONEY);
        _bookDeficit(account, -cash);
    }

    /// @dev The position as the market's current epoch has it, in memory. Funding up to the market's stored index is in what
    /// is gained; a position that is not stale is left as it is.
    function _current(
        AccountId account,
        MarketId id,
        Position memory position,
        MarketState memory state
    ) internal view returns (Money gained) {
        _positions[account][id].unpackInto(position);
        if (position.size == ZERO_SIZE || position.epoch == state.epoch) return ZERO_MONEY;
        (gained, ) = _catchUp(position, state, _sideOf(_markets[id], position.size > ZERO_SIZE));
    }

    function _sideOf(MarketRecord storage record, bool long) internal view returns (SideRecord storage) {
        return long ? record.longs : record.shorts;
    }

    /// @dev The first epoch has no word: nothing was deleveraged before it.
    function _checkpointOf(SideRecord storage side, uint256 epoch) internal view returns (Checkpoint memory) {
        return epoch == 0 ? Checkpoint(FULL_SCALE, 0) : side.checkpoints[epoch].unpack();
    }

    function _addResidue(SideRecord storage side, int256 residue) internal {
        if (residue == 0) return;
        SideState memory state = side.state.unpack();
        state.residue += residue;
        side.state = state.pack();
    }

    /// @dev Walks the generations that ended since the position's epoch, then the one that is open.
    function _catchUp(
        Position memory position,
        MarketState memory state,
        SideRecord storage side
    ) private view returns (Money gained, int256 residue) {
        bool long = position.size > ZERO_SIZE;
        uint256 generations = side.state.unpack().generations;
        uint256 generation = _generationOf(side, position.epoch, generations);
        uint256 last = generation + _GENERATIONS_SURVIVED;
        Checkpoint memory then = _checkpointOf(side, position.epoch);
        int256 indexThen = DeleveragingMath.cashIndex(then, long, position.fundingIndex);
        // What rounding took shrinks with the side, so that a position of size zero walks on.
        while (true) {
            bool ended = generation < generations;
            Checkpoint memory current = _checkpointOf(side, ended ? side.ends[generation] : state.epoch);
            int256 index = ended ? current.wholeIndex() : DeleveragingMath.cashIndex(current, long, state.fundingIndex);
            Money cash;
            (cash, residue) = DeleveragingMath.shrink(position, then.scale, current.scale, index - indexThen, residue);
            gained = gained + cash;
            if (!ended) break;
            if (generation == last) {
                (cash, residue) = DeleveragingMath.drop(position, residue);
                gained = gained + cash;
                break;
            }
            // A generation begins at full scale with an index of zero.
            (then.scale, indexThen) = (FULL_SCALE, 0);
            ++generation;
        }
        position.fundingIndex = state.fundingIndex;
        position.epoch = state.epoch;
    }

    /// @dev The generation of an epoch: the first that ended at it or later, else the open one.
    function _generationOf(
        SideRecord storage side,
        uint256 epoch,
        uint256 generations
    ) private view returns (uint256 low) {
        uint256 high = generations;
        unchecked {
            while (low < high) {
                uint256 middle = (low + high) >> 1;
                if (side.ends[middle] < epoch) low = middle + 1;
                else high = middle;
            }
        }
    }
}
