// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICollateral} from "../interfaces/ICollateral.sol";
import {ActionTable} from "../risk/ActionTable.sol";
import {FundingMath} from "../risk/FundingMath.sol";
import {Health, Leg, MarketSnapshot, Standing} from "../risk/Health.sol";
import {PoolMath} from "../risk/PoolMath.sol";
import {Account} from "../types/AccountSlot.sol";
import {AccountId} from "../types/AccountId.sol";
import {MarketId} from "../types/MarketId.sol";
import {Money, ZERO_MONEY} from "../types/Money.sol";
import {Position} from "../types/PositionSlot.sol";
import {ZERO_SIZE} from "../types/Size.sol";
import {Ledger} from "./Ledger.sol";

/// @notice The pool as one moment sees it.
struct PoolWorth {
    Money mainCash;
    Money markValue;
    Money unwindingValue;
    /// Of all markets together.
    Money commitments;
    bool pricesValid;
}

/// @title What the pool and its market accounts are worth
/// @notice From the ledger alone, never from a token balance. A market without inventory is not priced, so its feed
/// cannot stop anything. Escrow belongs to who asked, and is no part of it.
abstract contract PoolValuationRules is Ledger {
    using Health for Standing;

    /// @dev Prices and funding of now; nothing is stored.
    function _poolWorth() internal view returns (PoolWorth memory worth) {
        worth.mainCash = _cashOf(_poolMainId());
        worth.markValue = worth.mainCash;
        worth.unwindingValue = worth.mainCash;
        worth.pricesValid = true;
        if (_accounts[_poolMainId()].collateralsOf() != 0) _addMainCollateral(worth);
        uint256 left = _listed;
        for (uint8 number = 0; left != 0; ++number) {
            if (left & 1 != 0) _addMarket(worth, MarketId.wrap(number));
            left >>= 1;
        }
    }

    /// @dev The pool's account of a market, caught up, by the one health rule.
    function _standPoolMarket(MarketId id) internal returns (Standing memory standing, Leg[] memory legs) {
        AccountId account = _poolMarketId(id);
        _syncPosition(account, id);
        Account memory state = _accounts[account].unpackPool();
        legs = _loadLegs(account, state.markets, 0);
        standing = _assess(account, state.cash, state.collaterals, legs);
    }

    /// @dev What main may pay an LP. Values here are the lower ones, with which LPs leave.
    function _payableNow(PoolWorth memory worth) internal pure returns (Money) {
        return PoolMath.payableNow(worth.mainCash, worth.unwindingValue, worth.commitments);
    }

    /// @dev Before main funds a market's account.
    function _requireCommitmentsBacked(PoolWorth memory worth) internal pure {
        Money maximum = PoolMath.maxCommitments(worth.unwindingValue);
        require(worth.commitments <= maximum, CommitmentsTooHigh(worth.commitments, maximum));
    }

    /// @dev Other tokens that main took from liquidations, at what anyone may buy them for: at the better price for who
    /// enters, and for who leaves at the worse, or not at all while that is not usable. They stop nobody.
    function _addMainCollateral(PoolWorth memory worth) private view {
        (Money high, Money low) = ICollateral(address(this)).collateralSaleValues(_poolMainId());
        worth.markValue = worth.markValue + high;
        worth.unwindingValue = worth.unwindingValue + low;
    }

    function _addMarket(PoolWorth memory worth, MarketId id) private view {
        AccountId account = _poolMarketId(id);
        worth.commitments = worth.commitments + _markets[id].pool.unpack().commitment;
        Account memory state = _accounts[account].unpackPool();
        worth.markValue = worth.markValue + state.cash;
        worth.unwindingValue = worth.unwindingValue + state.cash;
        if (!state.holds(id)) return;

        MarketSnapshot memory market = _readMarket(id);
        Position memory position;
        Money gained = _current(account, id, position, market.state);
        worth.markValue = worth.markValue + gained;
        worth.unwindingValue = worth.unwindingValue + gained;
        if (position.size == ZERO_SIZE) return;
        (int256 index, ) = FundingMath.indexAt(
            market.state,
            market.price.mark,
            market.tiers.maxFundingRatePerSecond(),
            block.timestamp
        );
        Money atMark = PoolMath.markValueUp(position, market.price.mark, index);
        // Below zero the account is to be closed first, which anybody can: others bear what it lacks, so shares are worth more
        // a moment later.
        bool solvent = state.cash + gained + atMark >= ZERO_MONEY;
        if (!solvent || !ActionTable.allowsPoolRequest(market.price.validity)) worth.pricesValid = false;
        worth.markValue = worth.markValue + atMark;
        Money unwinding =
            ActionTable.fillsAtMark(market.price.validity)
                ? PoolMath.markValueDown(position, market.price.mark, index)
                : PoolMath.unwindingValueDown(position, market.price.mark, _markets[id].trade.skewScale(), index);
        worth.unwindingValue = worth.unwindingValue + unwinding;
    }
}
