// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MarketSnapshot} from "../risk/Health.sol";
import {AccountId} from "../types/AccountId.sol";
import {MarketId} from "../types/MarketId.sol";
import {LiquidationParameters} from "../types/Parameters.sol";
import {Size} from "../types/Size.sol";
import {TradeSlot} from "../types/TradeSlot.sol";
import {MarketRecord} from "./ClearingHouseStorage.sol";
import {Fills, Side} from "./Fills.sol";

/// @notice A market of a batch of liquidations, loaded once for all of them.
struct Desk {
    MarketSnapshot market;
    /// Empty until the first close in the market, and one long from then on.
    Counter[] counters;
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
/// batch closes.
abstract contract LiquidationDesks is Fills {
    /// @dev A desk for every market that any of the accounts holds, in ascending order.
    function _openDesks(AccountId[] calldata accounts) internal returns (Desk[] memory desks) {
        uint256 markets;
        for (uint256 i = 0; i < accounts.length; ++i) {
            if (accounts[i].owner() != address(this)) markets |= _accounts[accounts[i]].marketsOf();
        }
        desks = new Desk[](_count(markets));
        uint256 next;
        for (uint8 number = 0; markets != 0; ++number) {
            if (markets & 1 != 0) {
                MarketId id = MarketId.wrap(number);
                MarketRecord storage record = _markets[id];
                MarketSnapshot memory market = desks[next++].market;
                market.id = id;
                record.state.unpackInto(market.state);
                market.tiers = record.tiers;
                market.price = _ORACLE.recordPrice(id);
            }
            markets >>= 1;
        }
    }

    /// @dev The market's counter; at the first close brings its funding up to date and loads the pool's side.
    function _counterOf(Desk memory desk) internal returns (Counter memory counter) {
        if (desk.counters.length != 0) return desk.counters[0];
        MarketRecord storage record = _markets[desk.market.id];
        _accrue(desk.market);
        desk.counters = new Counter[](1);
        counter = desk.counters[0];
        _loadPoolSide(counter.pool, desk.market);
        counter.parameters = record.trade;
        counter.minSize = counter.parameters.unpack().minSize;
        counter.liquidation = record.liquidation.unpack();
    }

    function _closeDesks(Desk[] memory desks) internal {
        for (uint256 i = 0; i < desks.length; ++i) {
            if (desks[i].counters.length == 0) continue;
            Counter memory counter = desks[i].counters[0];
            MarketSnapshot memory market = desks[i].market;
            Size skew = -counter.pool.position.size;
            _setDrift(market.state, skew, counter.parameters);
            _storePoolSide(counter.pool, market.id);
            _storeMarket(market, skew);
        }
    }
}
