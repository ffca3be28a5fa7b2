// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Quantities} from "../math/Quantities.sol";
import {ActionTable} from "../risk/ActionTable.sol";
import {FillMath} from "../risk/FillMath.sol";
import {Health, MarketSnapshot} from "../risk/Health.sol";
import {Account, AccountSlot} from "../types/AccountSlot.sol";
import {AccountId} from "../types/AccountId.sol";
import {MarketId} from "../types/MarketId.sol";
import {Money, maxMoney, positivePart} from "../types/Money.sol";
import {Position} from "../types/PositionSlot.sol";
import {ZERO_SIZE} from "../types/Size.sol";
import {Desk, LiquidationDesks} from "./LiquidationDesks.sol";

/// @notice What the receipt of a liquidation says of the account; see AccountLiquidated.
struct AccountReceipt {
    Money accountValue;
    Money maintenanceMargin;
    Money penalty;
    Money reward;
    Money rewardFromInsurance;
    Money cash;
}

/// @notice An account of a batch.
struct Target {
    AccountId id;
    /// Its word as loaded: a copy of it that is out of date must not be liquidated.
    AccountSlot word;
    Account account;
    /// Positions, the margin of each, and the places of their markets' desks; a closed position has size zero.
    Position[] positions;
    Money[] margins;
    uint256[] desks;
    Money value;
    Money margin;
    /// Empty until it is liquidated, and one long from then on.
    AccountReceipt[] receipts;
}

/// @title The accounts of one call to `liquidate`
abstract contract LiquidationTargets is LiquidationDesks {
    /// @dev An account that has no positions, or is the system's, stands healthy and is passed over.
    function _load(Target memory target, AccountId id, Desk[] memory desks) internal {
        target.id = id;
        bool passedOver = id.owner() == address(this);
        if (!passedOver) _syncOthers(id, 0);
        AccountSlot word = _accounts[id];
        target.word = word;
        word.unpackInto(target.account);
        if (passedOver) target.account.markets = 0;
        uint256 count = _count(target.account.markets);
        target.positions = new Position[](count);
        target.margins = new Money[](count);
        target.desks = new uint256[](count);
        uint256 next;
        for (uint256 i = 0; next < count; ++i) {
            MarketId market = desks[i].market.id;
            if (!target.account.holds(market)) continue;
            _positions[id][market].unpackInto(target.positions[next]);
            target.desks[next] = i;
            ++next;
        }
        _assessTarget(target, desks);
    }

    /// @dev Stores what this call did to the account and loads what a deleveraging made of it.
    function _refresh(Target memory target, Desk[] memory desks) internal {
        _storeCollaterals(target.id, target.account.pack());
        _load(target, target.id, desks);
    }

    /// @dev Whether the copy in memory is out of date: the account is in the batch twice and was liquidated (which counts up
    /// in its word), or a deleveraging of this call took from its side.
    function _isStale(Target memory target, Desk[] memory desks) internal view returns (bool) {
        if (AccountSlot.unwrap(_accounts[target.id]) != AccountSlot.unwrap(target.word)) return true;
        return _missedEpoch(target, desks);
    }

    function _missedEpoch(Target memory target, Desk[] memory desks) internal pure returns (bool) {
        for (uint256 i = 0; i < target.positions.length; ++i) {
            Position memory position = target.positions[i];
            if (position.size == ZERO_SIZE) continue;
            if (position.epoch != desks[target.desks[i]].market.state.epoch) return true;
        }
        return false;
    }

    /// @dev Value and maintenance margin of what the account holds now; without positions its margin is its value.
    function _assessTarget(Target memory target, Desk[] memory desks) internal view {
        (, Money value) = _backing(target.id, target.account);
        Money margin;
        Money reward;
        uint256 count = target.positions.length;
        for (uint256 i = 0; i < count; ++i) {
            Position memory position = target.positions[i];
            if (position.size == ZERO_SIZE) continue;
            MarketSnapshot memory market = desks[target.desks[i]].market;
            (Money worth, Money legMargin) = Health.maintenanceOf(position, market, block.timestamp);
            target.margins[i] = legMargin;
            value = value + worth;
            margin = margin + legMargin;
            reward = maxMoney(reward, market.tiers.minReward());
        }
        target.value = value;
        target.margin = target.account.markets == 0 ? value : margin + reward;
    }

    /// @dev The position, among those whose price is usable, whose closing frees the most maintenance margin.
    function _next(Target memory target, Desk[] memory desks) internal pure returns (bool found, uint256 leg) {
        Money most;
        for (uint256 i = 0; i < target.positions.length; ++i) {
            if (!_isOpen(target, i, desks)) continue;
            if (!found || target.margins[i] > most) (found, leg, most) = (true, i, target.margins[i]);
        }
    }

    /// @dev Whether a leg has a position that its price lets close.
    function _isOpen(Target memory target, uint256 leg, Desk[] memory desks) internal pure returns (bool) {
        if (target.positions[leg].size == ZERO_SIZE) return false;
        return ActionTable.allowsLiquidation(desks[target.desks[leg]].market.price.validity);
    }

    /// @dev Notional of everything the account holds, at the prices it is valued at.
    function _notionalOf(Target memory target, Desk[] memory desks) internal pure returns (Money notional) {
        for (uint256 i = 0; i < target.positions.length; ++i) {
            Position memory position = target.positions[i];
            if (position.size == ZERO_SIZE) continue;
            MarketSnapshot memory market = desks[target.desks[i]].market;
            notional = notional + Quantities.notionalUp(position.size, Health.betterPrice(position, market.price));
        }
    }

    /// @dev What each position has lost since its entry, and all of them together: how a deficit is shared.
    function _lossesOf(
        Target memory target,
        Desk[] memory desks
    ) internal pure returns (Money[] memory losses, Money total) {
        losses = new Money[](target.positions.length);
        for (uint256 i = 0; i < losses.length; ++i) {
            Position memory position = target.positions[i];
            if (position.size == ZERO_SIZE) continue;
            MarketSnapshot memory market = desks[target.desks[i]].market;
            losses[i] = positivePart(-FillMath.unrealizedPnl(position, Health.betterPrice(position, market.price)));
            total = total + losses[i];
        }
    }
}
