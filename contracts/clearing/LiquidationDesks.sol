// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MarketSnapshot} from "../risk/Health.sol";
import {AccountId} from "../types/AccountId.sol";
import {MarketId} from "../types/MarketId.sol";
import {LiquidationParameters, TradeParameters} from "../types/Parameters.sol";
import {Size} from "../types/Size.sol";
import {TradeSlot} from "../types/TradeSlot.sol";
import {MarketRecord} from "./ClearingHouseStorage.sol";
import {Fills, Side} from "./Fills.sol";

/// @notice A market of a batch of liquidations, loaded once for all of them.
struct Desk {
    MarketSnapshot market;
    /// Whether a position was closed here: only then the rest is loaded, and stored at the end.
    bool used;
    Side pool;
    TradeSlot parameterSlot;
    TradeParameters parameters;
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
            if (accounts[i].owner() != address(this)) markets |= _accounts[accounts[i]].unpack().markets;
        }
        desks = new Desk[](_count(markets));
        uint256 next;
        for (uint8 number = 0; markets != 0; ++number) {
            if (markets & 1 != 0) {
                MarketId id = MarketId.wrap(number);
                MarketSnapshot memory market = desks[next++].market;
                market.id = id;
                market.state = _markets[id].state.unpack();
                market.tiers = _markets[id].tiers;
                market.price = _ORACLE.recordPrice(id);
            }
            markets >>= 1;
        }
    }

    /// @dev At the first close in the market: brings its funding up to date and loads the pool's side.
    function _useDesk(Desk memory desk) internal {
        if (desk.used) return;
        desk.used = true;
        MarketRecord storage record = _markets[desk.market.id];
        _accrue(desk.market);
        desk.pool = _loadPoolSide(desk.market);
        desk.parameterSlot = record.trade;
        desk.parameters = desk.parameterSlot.unpack();
        desk.liquidation = record.liquidation.unpack();
    }

    function _closeDesks(Desk[] memory desks) internal {
        for (uint256 i = 0; i < desks.length; ++i) {
            Desk memory desk = desks[i];
            if (!desk.used) continue;
            Size skew = -desk.pool.leg.position.size;
            _setDrift(desk.market.state, skew, desk.parameterSlot);
            _storePoolSide(desk.pool);
            _storeMarket(desk.market, skew);
        }
    }
}
