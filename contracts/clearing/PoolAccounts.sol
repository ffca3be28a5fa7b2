// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Quantities} from "../math/Quantities.sol";
import {FillMath} from "../risk/FillMath.sol";
import {Health, MarketSnapshot} from "../risk/Health.sol";
import {CloseRequest, LiquidationMath} from "../risk/LiquidationMath.sol";
import {MarginMath} from "../risk/MarginMath.sol";
import {MarketId} from "../types/MarketId.sol";
import {MarketState} from "../types/MarketSlot.sol";
import {Money, ZERO_MONEY, minMoney, positivePart} from "../types/Money.sol";
import {Position} from "../types/PositionSlot.sol";
import {Price} from "../types/Price.sol";
import {Ratio} from "../types/Ratio.sol";
import {Size, ZERO_SIZE} from "../types/Size.sol";
import {TradeSlot} from "../types/TradeSlot.sol";
import {Deleveraging} from "./Deleveraging.sol";
import {Side} from "./Fills.sol";

/// @title The pool's account of a market: what it can take, and what becomes of it below its line
/// @notice It is margined like any other, but nobody takes its position over: the opposite side does, at mark and without a
/// penalty. Below zero it is closed as section 9 closes an account, before anything is filled or offloaded there.
abstract contract PoolAccounts is Deleveraging {
    /// @dev At maintenance prices. Nobody is rewarded for it, so its margin holds no reward.
    function _poolStanding(
        MarketSnapshot memory market,
        Side memory pool
    ) internal view returns (Money value, Money margin) {
        (value, margin) = Health.maintenanceOf(pool.position, market, block.timestamp);
        value = value + pool.cash;
    }

    function _poolValue(MarketSnapshot memory market, Side memory pool) private view returns (Money) {
        return pool.cash + Health.maintenanceWorthOf(pool.position, market, block.timestamp);
    }

    /// @dev How many of `units` that come in as longs or shorts the pool can take at mark and still bear its initial margin.
    /// What only shrinks its inventory it always takes. Caps do not count.
    function _roomFor(
        MarketSnapshot memory market,
        Side memory pool,
        bool long,
        uint256 units
    ) internal view returns (uint256) {
        Size size = pool.position.size;
        int256 held = Size.unwrap(long ? size : -size);
        int256 wanted = held + int256(units);
        if (wanted <= 0) return units;
        (Money worth, ) = Health.initialOf(pool.position, market, block.timestamp);
        Money value = pool.cash + worth;
        Price price = long ? market.price.low : market.price.high;
        if (MarginMath.initialMargin(market.tiers, Quantities.notionalUp(uint256(wanted), price)) <= value)
            return units;
        int256 most = int256(Quantities.unitsDown(MarginMath.largestNotional(market.tiers, value), price));
        // Below zero only what brings the inventory back to zero.
        int256 room = (most > 0 ? most : int256(0)) - held;
        return room > 0 ? uint256(room) : 0;
    }

    /// @dev Closes the whole position of an account below zero: insurance pays its share up to the market's budget, the rest
    /// moves the price at which the opposite side takes it, so that the account ends at zero. Does nothing above zero.
    function _closeInsolventPool(MarketSnapshot memory market, Side memory pool) internal returns (bool) {
        if (pool.position.size == ZERO_SIZE || _poolValue(market, pool) >= ZERO_MONEY) return false;
        _bookResidue(market, pool);
        if (pool.position.size == ZERO_SIZE) return false;
        Money value = _poolValue(market, pool);
        _payOwedInsurance(pool);
        Price price = Health.betterPrice(pool.position, market.price);
        Money share = minMoney(-value, positivePart(-FillMath.unrealizedPnl(pool.position, price)));
        Money covered = _drawFor(market.id, share);
        pool.cash = pool.cash + covered;
        _takeFromPool(market, pool, pool.position.size.abs(), price, share - covered);
        emit BadDebtShared(pool.id, market.id, share, covered, share - covered);
        if (pool.cash < ZERO_MONEY) {
            // Lost elsewhere than in this position.
            _bookDeficit(pool.id, -pool.cash);
            pool.cash = ZERO_MONEY;
        }
        _passPool(pool, market.id);
        return true;
    }

    /// @dev Below its maintenance margin the account gives up so much that it ends at `target` times it.
    function _restorePool(MarketSnapshot memory market, Side memory pool, Ratio target) internal returns (bool) {
        if (_closeInsolventPool(market, pool)) return true;
        Position memory position = pool.position;
        (Money value, Money margin) = _poolStanding(market, pool);
        if (value >= margin) return false;
        _bookResidue(market, pool);
        if (position.size == ZERO_SIZE) return false;
        (value, ) = _poolStanding(market, pool);
        Price price = Health.betterPrice(position, market.price);
        uint256 units = LiquidationMath.unitsToClose(
            CloseRequest({
                size: position.size,
                mark: price,
                tiers: market.tiers,
                accountValue: value,
                otherMargin: ZERO_MONEY,
                rewardLeft: ZERO_MONEY,
                targetMarginRatio: target,
                penalty: Ratio.wrap(0),
                minSize: 0
            })
        );
        if (units == 0) return false;
        _takeFromPool(market, pool, units, price, ZERO_MONEY);
        _passPool(pool, market.id);
        return true;
    }

    /// @dev Stores market and account at the end of a call that has deleveraged or may have.
    function _settlePool(MarketSnapshot memory market, Side memory pool, TradeSlot parameters) internal {
        MarketState memory state = market.state;
        Position memory position = pool.position;
        _setDrift(state, -position.size, parameters);
        _storePoolSide(pool, market.id);
        _writeMarket(market);
        emit PoolAccountUpdated(
            market.id,
            position.entryNotional,
            pool.cash,
            market.price.mark,
            market.price.roundId,
            state.fundingIndex,
            state.fundingRatePerSecond,
            state.openInterest,
            -position.size
        );
    }

    /// @dev Stores the account in the middle of a call.
    function _passPool(Side memory pool, MarketId market) internal {
        _storePoolSide(pool, market);
        emit PositionChanged(pool.id, market, pool.position.size, pool.position.entryNotional, pool.cash);
    }

    /// @param uncovered By how much the price moves in the account's favour.
    function _takeFromPool(
        MarketSnapshot memory market,
        Side memory pool,
        uint256 units,
        Price price,
        Money uncovered
    ) private {
        Size closed = pool.position.size > ZERO_SIZE ? Size.wrap(int256(units)) : Size.wrap(-int256(units));
        Money quote = FillMath.quoteAtUp(price, -closed) - uncovered;
        _closeAgainstSide(market, pool, units, quote);
        emit PoolDeleveraged(market.id, closed, price, market.price.roundId, quote);
    }
}
