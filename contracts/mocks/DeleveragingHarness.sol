// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ClearingHouseStorage, MarketRecord} from "../clearing/ClearingHouseStorage.sol";
import {Deleveraging} from "../clearing/Deleveraging.sol";
import {Side} from "../clearing/Fills.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {DeleveragingMath} from "../risk/DeleveragingMath.sol";
import {FillMath} from "../risk/FillMath.sol";
import {FundingMath} from "../risk/FundingMath.sol";
import {MarketSnapshot} from "../risk/Health.sol";
import {AccountId, toAccountId} from "../types/AccountId.sol";
import {MarketId} from "../types/MarketId.sol";
import {MarketState} from "../types/MarketSlot.sol";
import {Money} from "../types/Money.sol";
import {Position} from "../types/PositionSlot.sol";
import {Price} from "../types/Price.sol";
import {SideState} from "../types/SideSlot.sol";
import {Size, ZERO_SIZE, longPart} from "../types/Size.sol";

/// @title One market's positions and their deleveragings without margin, for tests
/// @notice Catching up, deleveraging and booking residue are the clearing house's own; a history needs neither feeds nor
/// liquidations. Account 0 is the pool. Every step emits what an exact replay needs.
contract DeleveragingHarness is Deleveraging {
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

    error ViewDiffers(uint8 account);

    MarketId private constant _MARKET = MarketId.wrap(0);
    uint8 private constant _POOL = 0;

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
            else _settleResidue();
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

    function idOf(uint8 account) public view returns (AccountId) {
        if (account == _POOL) return _poolMarketId(_MARKET);
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
        _touch(step.account);
        _settleResidue();
        Side memory closed = _sideOf(step.account);
        uint256 units = (closed.position.size.abs() * uint256(step.amount)) / 1e6;
        if (units == 0) return;
        bool long = closed.position.size > ZERO_SIZE;
        Size delta = Size.wrap(long ? -int256(units) : int256(units));
        Money quote = FillMath.quoteAtUp(step.price, delta);

        MarketSnapshot memory market_ = _snapshot();
        MarketState memory state = market_.state;
        uint256 scale = _checkpointOf(_sideOf(_markets[_MARKET], !long), state.epoch).scale;
        Price price = DeleveragingMath.priceOf(long ? -quote : quote, units, !long);
        emit Filled(step.account, Size.unwrap(delta), Money.unwrap(quote));
        emit Deleveraged(!long, units, state.openInterest, Price.unwrap(price), scale);
        _closeAgainstSide(market_, closed, units, quote);
        _store(step.account, closed.position, closed.cash);
    }

    function _settleResidue() private {
        Position memory before = _touch(_POOL);
        (MarketSnapshot memory market_, Side memory pool) = (_snapshot(), _sideOf(_POOL));
        _bookResidue(market_, pool);
        _markets[_MARKET].state = market_.state.pack();
        _store(_POOL, pool.position, pool.cash);
        emit Filled(_POOL, Size.unwrap(pool.position.size - before.size), 0);
    }

    function _sideOf(uint8 account) private view returns (Side memory side) {
        side.id = idOf(account);
        side.cash = _accounts[side.id].cashOf();
        side.position = _positions[side.id][_MARKET].unpack();
        MarketState memory state = _markets[_MARKET].state.unpack();
        (side.position.fundingIndex, side.position.epoch) = (state.fundingIndex, state.epoch);
    }

    function _snapshot() private view returns (MarketSnapshot memory snapshot) {
        (snapshot.id, snapshot.state) = (_MARKET, _markets[_MARKET].state.unpack());
    }
}
