// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ClearingHouseStorage, MarketRecord, SideRecord} from "../clearing/ClearingHouseStorage.sol";
import {Positions} from "../clearing/Positions.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {DeleveragingMath} from "../risk/DeleveragingMath.sol";
import {FillMath} from "../risk/FillMath.sol";
import {FundingMath} from "../risk/FundingMath.sol";
import {AccountId, toAccountId} from "../types/AccountId.sol";
import {Checkpoint, CheckpointSlot, LEAST_SCALE} from "../types/CheckpointSlot.sol";
import {MarketId} from "../types/MarketId.sol";
import {MarketState} from "../types/MarketSlot.sol";
import {Money, ZERO_MONEY} from "../types/Money.sol";
import {Position} from "../types/PositionSlot.sol";
import {Price} from "../types/Price.sol";
import {RESIDUE_BITS, SideState} from "../types/SideSlot.sol";
import {Size, ZERO_SIZE, longPart} from "../types/Size.sol";

/// @title One market's positions and their deleveragings without margin, for tests
/// @notice Catching up is the clearing house's own; what a deleveraging stores is written here once more, so that a history
/// needs neither feeds nor liquidations. Account 0 is the pool. Every step emits what an exact replay needs.
contract DeleveragingHarness is Positions {
    enum Kind {
        Touch,
        Trade,
        Fund,
        Deleverage,
        BookResidue
    }

    struct Step {
        Kind kind;
        /// Who is touched, buys, or is closed.
        uint8 account;
        /// Who sells.
        uint8 other;
        /// Size of a trade, the new funding index, or the part of a position that is closed, in parts per million.
        int256 amount;
        Price price;
    }

    event Touched(uint256 indexed account, int256 size, int256 entryNotional, int256 cash, uint256 epochsMissed);
    event Filled(uint256 indexed account, int256 delta, int256 quote);
    event FundingMoved(int256 fundingIndex);
    event Deleveraged(bool long, uint256 units, uint256 openInterest, uint256 price, uint256 scaleBefore);
    event Booked(uint256 units);

    error ViewDiffers(uint8 account);

    MarketId private constant _MARKET = MarketId.wrap(0);
    uint8 private constant _POOL = 0;

    /// @dev What the last bits of a residue may add up to, in its own steps.
    int256 private constant _SLACK = 1 << 24;

    constructor(address authority_) ClearingHouseStorage(authority_, IPriceOracle(address(0))) {}

    function deposit(uint8 account, Money amount) external {
        AccountId id = idOf(account);
        _accounts[id] = _accounts[id].withCash(_accounts[id].cashOf() + amount);
    }

    function run(Step[] calldata steps) external {
        for (uint256 i = 0; i < steps.length; ++i) {
            Step calldata step = steps[i];
            if (step.kind == Kind.Touch) _touch(step.account);
            else if (step.kind == Kind.Trade) _trade(step);
            else if (step.kind == Kind.Fund) _fund(step.amount);
            else if (step.kind == Kind.Deleverage) _close(step);
            else _bookResidue();
        }
    }

    function market()
        external
        view
        returns (MarketState memory state, SideState memory longs, SideState memory shorts)
    {
        MarketRecord storage record = _markets[_MARKET];
        return (record.state.unpack(), record.longs.state.unpack(), record.shorts.state.unpack());
    }

    function idOf(uint8 account) public pure returns (AccountId) {
        return toAccountId(address(uint160(account) + 1), 0);
    }

    /// @dev Catches up and moves funding into cash; what a view says must be what happens.
    function _touch(uint8 account) private returns (Position memory position) {
        AccountId id = idOf(account);
        MarketState memory state = _markets[_MARKET].state.unpack();
        position = _positions[id][_MARKET].unpack();
        uint256 missed = position.size == ZERO_SIZE ? 0 : state.epoch - position.epoch;
        Money gained = _current(id, _MARKET, position, state);
        Money cash = _accounts[id].cashOf() + gained;

        _syncPosition(id, _MARKET);
        Position memory stored = _positions[id][_MARKET].unpack();
        require(
            stored.size == position.size &&
                (stored.size == ZERO_SIZE || stored.entryNotional == position.entryNotional) &&
                _accounts[id].cashOf() == cash,
            ViewDiffers(account)
        );
        cash = cash - FundingMath.payment(stored, state.fundingIndex);
        (stored.fundingIndex, stored.epoch) = (state.fundingIndex, state.epoch);
        _store(account, stored, cash);
        emit Touched(account, Size.unwrap(stored.size), Money.unwrap(stored.entryNotional), Money.unwrap(cash), missed);
        return stored;
    }

    function _store(uint8 account, Position memory position, Money cash) private {
        AccountId id = idOf(account);
        _positions[id][_MARKET] = position.pack();
        _accounts[id] = _accounts[id].withCash(cash);
    }

    function _trade(Step calldata step) private {
        Size delta = Size.wrap(step.amount);
        Money quote = FillMath.quoteAtUp(step.price, delta);
        _touch(step.account);
        _touch(step.other);
        _fill(step.account, delta, quote);
        _fill(step.other, -delta, -quote);
    }

    /// @dev Of an account that was touched.
    function _fill(uint8 account, Size delta, Money quote) private {
        AccountId id = idOf(account);
        MarketState memory state = _markets[_MARKET].state.unpack();
        Position memory position = _positions[id][_MARKET].unpack();
        (position.fundingIndex, position.epoch) = (state.fundingIndex, state.epoch);
        uint256 longBefore = longPart(position.size);
        Money cash = _accounts[id].cashOf() + FillMath.applyFill(position, delta, quote);
        _store(account, position, cash);
        state.openInterest = state.openInterest + longPart(position.size) - longBefore;
        _markets[_MARKET].state = state.pack();
        emit Filled(account, Size.unwrap(delta), Money.unwrap(quote));
    }

    function _fund(int256 fundingIndex) private {
        MarketState memory state = _markets[_MARKET].state.unpack();
        state.fundingIndex = fundingIndex;
        _markets[_MARKET].state = state.pack();
        emit FundingMoved(fundingIndex);
    }

    /// @dev Closes a part of a position against the opposite side. What rounding added to shorts is booked first: without it
    /// the open interest may be below the position.
    function _close(Step calldata step) private {
        Position memory position = _touch(step.account);
        _bookResidue();
        if (step.account == _POOL) position = _touch(_POOL);
        uint256 units = (position.size.abs() * uint256(step.amount)) / 1e6;
        if (units == 0) return;
        bool long = position.size > ZERO_SIZE;
        Size delta = Size.wrap(long ? -int256(units) : int256(units));
        Money quote = FillMath.quoteAtUp(step.price, delta);

        MarketState memory state = _markets[_MARKET].state.unpack();
        Money cash = _accounts[idOf(step.account)].cashOf() + FillMath.applyFill(position, delta, quote);
        emit Filled(step.account, Size.unwrap(delta), Money.unwrap(quote));
        _deleverage(state, !long, units, DeleveragingMath.priceOf(long ? -quote : quote, units, !long));
        position.epoch = state.epoch;
        _store(step.account, position, cash);
    }

    function _deleverage(MarketState memory state, bool long, uint256 units, Price price) private {
        MarketRecord storage record = _markets[_MARKET];
        SideRecord storage side = _sideOf(record, long);
        SideState memory sideState = side.state.unpack();
        (uint256 openInterest, int256 index) = (state.openInterest, state.fundingIndex);
        Checkpoint memory before = _checkpointOf(side, state.epoch);
        CheckpointSlot other = _checkpointOf(_sideOf(record, !long), state.epoch).pack();
        Checkpoint memory next = DeleveragingMath.deleverage(before, long, units, openInterest, price, index);
        emit Deleveraged(long, units, openInterest, Price.unwrap(price), before.scale);
        sideState.residue = DeleveragingMath.residueAfter(
            sideState.residue,
            before.scale,
            next.scale,
            units,
            openInterest
        );
        state.openInterest -= units;
        if (next.scale < LEAST_SCALE) {
            _openEpoch(record, state, long, DeleveragingMath.finalOf(next, long, index), other);
            side.ends[sideState.generations++] = state.epoch;
            next = DeleveragingMath.firstOf(long, index);
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

    /// @dev The pool has what rounding left, for nothing.
    function _bookResidue() private {
        _touch(_POOL);
        MarketRecord storage record = _markets[_MARKET];
        uint256 lost = _takeWhole(record.longs, 1);
        uint256 added = _takeWhole(record.shorts, -1);
        if (lost + added == 0) return;
        MarketState memory state = record.state.unpack();
        state.openInterest -= lost;
        record.state = state.pack();
        _fill(_POOL, Size.wrap(int256(lost + added)), ZERO_MONEY);
        emit Booked(lost + added);
    }

    function _takeWhole(SideRecord storage side, int256 sign) private returns (uint256 units) {
        SideState memory state = side.state.unpack();
        int256 whole = (sign * state.residue + _SLACK) >> RESIDUE_BITS;
        if (whole <= 0) return 0;
        state.residue -= sign * (whole << RESIDUE_BITS);
        side.state = state.pack();
        return uint256(whole);
    }
}
