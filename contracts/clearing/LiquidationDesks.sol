// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FillMath} from "../risk/FillMath.sol";
import {MarketSnapshot} from "../risk/Health.sol";
import {MarketId} from "../types/MarketId.sol";
import {Money} from "../types/Money.sol";
import {LiquidationParameters} from "../types/Parameters.sol";
import {Price} from "../types/Price.sol";
import {PriceReading} from "../types/PriceReading.sol";
import {Size, ZERO_SIZE} from "../types/Size.sol";
import {TradeSlot} from "../types/TradeSlot.sol";
import {MarketRecord} from "./ClearingHouseStorage.sol";
import {Side} from "./Fills.sol";
import {PoolAccounts} from "./PoolAccounts.sol";

/// @notice A market of a batch of liquidations, loaded once for all of them.
struct Desk {
    MarketSnapshot market;
    /// The market's epoch when the call began: another one now means that something was done.
    uint256 firstEpoch;
    /// Empty until the first close in the market, and one long from then on.
    Counter[] counters;
    /// Taken from accounts in the market so far, signed as their positions; and whether an account that was liquidated held it.
    Size closed;
    bool valued;
}

/// @notice What closing positions in a market needs beside the market itself.
struct Counter {
    Side pool;
    TradeSlot parameters;
    /// Units below which nothing may be left of a position.
    uint256 minSize;
    LiquidationParameters liquidation;
}

/// @title The markets of one call to `liquidate`
/// @notice Each price is read once and each market and account of the pool is written once, however many accounts the
/// batch closes; a deleveraging writes them in between.
abstract contract LiquidationDesks is PoolAccounts {
    /// @dev A desk for every one of a set of markets, in ascending order. Funding is up to date in memory; whether it is frozen
    /// is found when something closes there.
    function _openDesks(uint256 markets) internal returns (Desk[] memory desks) {
        desks = new Desk[](_count(markets));
        uint256 next;
        for (uint8 number = 0; markets != 0; ++number) {
            if (markets & 1 != 0) {
                MarketId id = MarketId.wrap(number);
                MarketRecord storage record = _markets[id];
                Desk memory desk = desks[next++];
                MarketSnapshot memory market = desk.market;
                market.id = id;
                record.state.unpackInto(market.state);
                desk.firstEpoch = market.state.epoch;
                market.tiers = _tiersOf(record);
                market.price = _ORACLE.recordPrice(id);
                _accrueIndex(market);
            }
            markets >>= 1;
        }
    }

    /// @dev At the first close in the market loads the pool's side. A pool's account below zero is closed before anything is
    /// offloaded on it.
    /// @return closed Whether it was.
    function _openCounter(Desk memory desk) internal returns (bool closed) {
        if (desk.counters.length != 0) return false;
        MarketRecord storage record = _markets[desk.market.id];
        _markFrozen(desk.market);
        desk.counters = new Counter[](1);
        Counter memory counter = desk.counters[0];
        _loadPoolSide(counter.pool, desk.market);
        counter.parameters = record.trade;
        counter.minSize = counter.parameters.minSize();
        record.liquidation.unpackInto(counter.liquidation);
        return _closeInsolventPool(desk.market, counter.pool);
    }

    /// @dev Takes `units` of a position off its account at an open counter: the pool as far as it has room, and the opposite side the rest. An
    /// uncovered loss goes to the opposite side with the whole of them.
    /// @param uncovered By how much the price is moved in the account's favour, so that it ends at zero.
    /// @return quote + paid by the account, - to it.
    function _takeOver(
        MarketSnapshot memory market,
        Side memory pool,
        Side memory side,
        uint256 units,
        Price price,
        Money uncovered
    ) internal returns (Money quote) {
        bool long = side.position.size > ZERO_SIZE;
        bool covered = uncovered == Money.wrap(0);
        uint256 offloaded = covered ? _roomFor(market, pool, long, units) : 0;
        quote = FillMath.quoteAtUp(price, _leaving(long, units)) - uncovered;
        Money left = quote;
        if (offloaded != 0) {
            Money part = offloaded == units ? quote : FillMath.quoteAtUp(price, _leaving(long, offloaded));
            left = quote - part;
            _transfer(market, side, pool, _leaving(long, offloaded), part);
        }
        if (offloaded == units) return quote;
        // The pool may be on the side that takes the rest: what it holds now must be what catches up.
        _bookResidue(market, pool);
        _passPool(pool, market.id);
        _closeAgainstSide(market, side, units - offloaded, left);
        _loadPoolSide(pool, market);
        _closeInsolventPool(market, pool);
    }

    /// @dev Whether a position was deleveraged in this call: a pool's account may have been, where no account was liquidated.
    function _deleveraged(Desk[] memory desks) internal pure returns (bool) {
        for (uint256 i = 0; i < desks.length; ++i) {
            if (desks[i].market.state.epoch != desks[i].firstEpoch) return true;
        }
        return false;
    }

    function _closeDesks(Desk[] memory desks) internal {
        for (uint256 i = 0; i < desks.length; ++i) {
            Desk memory desk = desks[i];
            MarketSnapshot memory market = desk.market;
            if (desk.valued) _tellPrices(market, desk.closed == ZERO_SIZE);
            if (desk.counters.length == 0) continue;
            Counter memory counter = desk.counters[0];
            _settlePool(market, counter.pool, counter.parameters);
        }
    }

    /// @dev What other events of the call do not say of the prices that decided in it: of a market in which nothing was closed,
    /// or in which longs and shorts meet different ones.
    function _tellPrices(MarketSnapshot memory market, bool untouched) private {
        PriceReading memory price = market.price;
        if (!untouched && price.low == price.high) return;
        emit LiquidationPriced(market.id, price.roundId, price.validity, price.mark, price.low, price.high);
    }

    /// @dev The change of size with which units leave a long or a short.
    function _leaving(bool long, uint256 units) private pure returns (Size) {
        return Size.wrap(long ? -int256(units) : int256(units));
    }
}
