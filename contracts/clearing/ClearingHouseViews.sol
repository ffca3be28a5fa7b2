// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Market} from "../interfaces/IClearingHouse.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {Account} from "../types/AccountSlot.sol";
import {AccountId} from "../types/AccountId.sol";
import {MarketId} from "../types/MarketId.sol";
import {Operator} from "../types/OperatorSlot.sol";
import {Position} from "../types/PositionSlot.sol";
import {Ledger} from "./Ledger.sol";
import {MarketRecord} from "./ClearingHouseStorage.sol";

/// @title The ledger as it is stored
/// @notice Nothing here prices anything, so these answer while the lock is held too; they show what is stored at that
/// moment. See IClearingHouse.
abstract contract ClearingHouseViews is Ledger {
    function locked() external view returns (bool) {
        return _lockHolder != address(0);
    }

    function accountState(AccountId account) external view returns (Account memory) {
        return _account(account);
    }

    function positionState(AccountId account, MarketId market) external view returns (Position memory) {
        return _positions[account][market].unpack();
    }

    function fullState(
        AccountId id
    ) external view returns (Account memory account, MarketId[] memory markets, Position[] memory positions) {
        account = _account(id);
        uint256 left = account.markets;
        markets = new MarketId[](_count(left));
        positions = new Position[](markets.length);
        uint256 next;
        for (uint8 number = 0; left != 0; ++number) {
            if (left & 1 != 0) {
                markets[next] = MarketId.wrap(number);
                positions[next] = _positions[id][markets[next]].unpack();
                ++next;
            }
            left >>= 1;
        }
    }

    function marketState(MarketId market) external view returns (Market memory view_) {
        _requireListed(market);
        MarketRecord storage record = _markets[market];
        view_.state = record.state.unpack();
        view_.tierSlot = record.tiers;
        view_.tiers = record.tiers.unpack();
        view_.reduceOnly = record.tiers.reduceOnly();
        view_.trade = record.trade.unpack();
        view_.liquidation = record.liquidation.unpack();
        view_.pool = record.pool.unpack();
    }

    function marketName(MarketId market) external view returns (string memory) {
        _requireListed(market);
        return _markets[market].name;
    }

    function listedMarkets() external view returns (uint256) {
        return _listed;
    }

    function operatorState(AccountId account, address operator) external view returns (Operator memory) {
        return _operators[account][operator];
    }

    function isVenue(address venue) external view returns (bool) {
        return _venues[venue];
    }

    function insuranceAccount() external view returns (AccountId) {
        return _insuranceId();
    }

    function treasuryAccount() external view returns (AccountId) {
        return _treasuryId();
    }

    function poolAccount() external view returns (AccountId) {
        return _poolMainId();
    }

    function poolEscrowAccount() external view returns (AccountId) {
        return _poolEscrowId();
    }

    function poolMarketAccount(MarketId market) external view returns (AccountId) {
        return _poolMarketId(market);
    }

    function oracle() external view returns (IPriceOracle) {
        return _ORACLE;
    }

    function pool() external view returns (address) {
        return _pool;
    }

    /// @dev A word's fields are read as what its account is.
    function _account(AccountId id) private view returns (Account memory) {
        return _isPoolMarket(id) ? _accounts[id].unpackPool() : _accounts[id].unpack();
    }
}
