// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {Account} from "../types/AccountSlot.sol";
import {AccountId} from "../types/AccountId.sol";
import {MarketId} from "../types/MarketId.sol";
import {MarketState} from "../types/MarketSlot.sol";
import {Position} from "../types/PositionSlot.sol";
import {ZERO_SIZE} from "../types/Size.sol";
import {Ledger} from "./Ledger.sol";

/// @title Accounts as they are stored
/// @notice Accounts and positions are shown as their next touch finds them: caught up with deleveragings. Nothing here
/// prices anything, so these answer while the lock is held too; they show what is stored at that moment. See IClearingHouse.
abstract contract ClearingHouseViews is Ledger {
    function locked() external view returns (bool) {
        return _lockHolder != address(0);
    }

    function accountState(AccountId id) external view returns (Account memory account) {
        (account, , ) = fullState(id);
    }

    function positionState(AccountId account, MarketId market) external view returns (Position memory position) {
        _current(account, market, position, _markets[market].state.unpack());
    }

    function fullState(
        AccountId id
    ) public view returns (Account memory account, MarketId[] memory markets, Position[] memory positions) {
        account = _account(id);
        uint256 left = account.markets;
        markets = new MarketId[](_count(left));
        positions = new Position[](markets.length);
        uint256 next;
        MarketState memory state;
        for (uint8 number = 0; left != 0; ++number) {
            if (left & 1 != 0) {
                MarketId market = MarketId.wrap(number);
                _markets[market].state.unpackInto(state);
                account.cash = account.cash + _current(id, market, positions[next], state);
                // A position of which nothing is left is none; the next takes its place.
                if (positions[next].size == ZERO_SIZE) account.markets &= ~market.mask();
                else markets[next++] = market;
            }
            left >>= 1;
        }
        assembly ("memory-safe") {
            // Shortens both lists to what was found.
            mstore(markets, next)
            mstore(positions, next)
        }
    }

    function listedMarkets() external view returns (uint256) {
        return _listed;
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
