// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Quantities} from "../math/Quantities.sol";
import {ActionTable} from "../risk/ActionTable.sol";
import {FillMath} from "../risk/FillMath.sol";
import {Health, MarketSnapshot} from "../risk/Health.sol";
import {AccountSlot} from "../types/AccountSlot.sol";
import {AccountId} from "../types/AccountId.sol";
import {MarketId} from "../types/MarketId.sol";
import {Money, maxMoney, positivePart} from "../types/Money.sol";
import {Position, PositionSlot} from "../types/PositionSlot.sol";
import {Price} from "../types/Price.sol";
import {ZERO_SIZE} from "../types/Size.sol";
import {Side} from "./Fills.sol";
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

/// @notice One account's liquidation: how it goes, what the closed notional costs before it is known what the account can
/// pay, and what came of it.
struct Bill {
    /// Of the account before the call, at maintenance prices.
    Money value;
    Money marginBefore;
    /// Place of the first market closed, once one is: the pool's account there owes insurance its share.
    uint256 firstDesk;
    bool begun;
    /// Whether everything must go; whether pace ends the call; whether what is left bears the target.
    bool whole;
    bool paced;
    bool atTarget;
    Money penalty;
    Money keeperPart;
    Money maxReward;
    /// Least reward of the markets closed.
    Money minReward;
    /// What insurance may add at most: mmr₁ x closed notional.
    Money topUpLimit;
    /// Newest round among the markets closed.
    uint256 priceRound;
    Money notional;
    /// Paid by the account; the liquidator's, and of it from insurance.
    Money paid;
    Money reward;
    Money topUp;
}

/// @notice A position of an account of a batch, its margin and the place of its market's desk; once closed it has size zero.
struct Holding {
    Position position;
    Money margin;
    uint256 desk;
}

/// @notice An account of a batch.
struct Target {
    /// Its position is that of the holding that is being closed. A copy whose word is out of date must not be liquidated.
    Side side;
    Holding[] holdings;
    Money value;
    Money margin;
    Bill bill;
}

/// @title The accounts of one call to `liquidate`
abstract contract LiquidationTargets is LiquidationDesks {
    /// @dev An account that has no positions, or is the system's, stands healthy and is passed over.
    function _load(Target memory target, AccountId id, Desk[] memory desks) internal {
        target.side.id = id;
        if (!_loadCurrent(target, desks)) {
            _syncOthers(id, 0);
            _loadCurrent(target, desks);
        }
        _assessTarget(target, desks);
    }

    /// @return current Whether all positions have caught up: a desk has its market's epoch as it is stored.
    function _loadCurrent(Target memory target, Desk[] memory desks) private view returns (bool current) {
        Side memory side = target.side;
        AccountId id = side.id;
        AccountSlot word = _accounts[id];
        uint256 left = id.owner() == address(this) ? 0 : word.marketsOf();
        (side.word, side.cash, side.markets) = (word, word.cashOf(), left);
        Holding[] memory holdings = new Holding[](_count(left));
        target.holdings = holdings;
        mapping(MarketId market => PositionSlot) storage positions = _positions[id];
        uint256 next;
        unchecked {
            // There is a desk for each of the account's markets.
            for (uint256 i = 0; left != 0; ++i) {
                MarketSnapshot memory market = desks[i].market;
                uint256 bit = market.id.mask();
                if (left & bit == 0) continue;
                left ^= bit;
                PositionSlot position = positions[market.id];
                if (position.epochOf() != market.state.epoch) return false;
                Holding memory holding = holdings[next++];
                position.unpackInto(holding.position);
                holding.desk = i;
            }
        }
        return true;
    }

    /// @dev Stores what this call did to the account and loads what a deleveraging made of it.
    function _refresh(Target memory target, Desk[] memory desks) internal {
        Side memory side = target.side;
        _storeAccount(side.id, side.word.withHoldings(side.cash, side.markets));
        _load(target, side.id, desks);
    }

    /// @dev Whether the copy in memory is out of date: the account is in the batch twice and was liquidated (which counts up
    /// in its word), or a deleveraging of this call took from its side.
    function _isStale(Target memory target, Desk[] memory desks) internal view returns (bool) {
        Side memory side = target.side;
        if (AccountSlot.unwrap(_accounts[side.id]) != AccountSlot.unwrap(side.word)) return true;
        return _missedEpoch(target, desks);
    }

    function _missedEpoch(Target memory target, Desk[] memory desks) internal pure returns (bool) {
        Holding[] memory holdings = target.holdings;
        for (uint256 i = 0; i < holdings.length; ++i) {
            Holding memory holding = holdings[i];
            if (holding.position.size == ZERO_SIZE) continue;
            if (holding.position.epoch != desks[holding.desk].market.state.epoch) return true;
        }
        return false;
    }

    /// @dev Value and maintenance margin of what the account holds now; without positions its margin is its value.
    function _assessTarget(Target memory target, Desk[] memory desks) internal view {
        Side memory side = target.side;
        Money value = _maintenanceBacking(side.id, side.cash, side.word.collateralsOf());
        Money margin;
        Money reward;
        Holding[] memory holdings = target.holdings;
        for (uint256 i = 0; i < holdings.length; ++i) {
            Holding memory holding = holdings[i];
            if (holding.position.size == ZERO_SIZE) continue;
            MarketSnapshot memory market = desks[holding.desk].market;
            (Money worth, Money own) = Health.maintenanceOf(holding.position, market, block.timestamp);
            holding.margin = own;
            value = value + worth;
            margin = margin + own;
            reward = maxMoney(reward, market.tiers.minReward());
        }
        target.value = value;
        target.margin = side.markets == 0 ? value : margin + reward;
    }

    /// @dev The position, among those whose price is usable, whose closing frees the most maintenance margin.
    function _next(Target memory target, Desk[] memory desks) internal pure returns (bool found, uint256 leg) {
        Money most;
        Holding[] memory holdings = target.holdings;
        for (uint256 i = 0; i < holdings.length; ++i) {
            Holding memory holding = holdings[i];
            if (found && holding.margin <= most) continue;
            if (_isOpen(holding, desks[holding.desk])) (found, leg, most) = (true, i, holding.margin);
        }
    }

    /// @dev Whether there is a position that its price lets close.
    function _isOpen(Holding memory holding, Desk memory desk) internal pure returns (bool) {
        return holding.position.size != ZERO_SIZE && ActionTable.allowsLiquidation(desk.market.price.validity);
    }

    /// @dev Notional of everything the account holds, at the prices it is valued at.
    function _notionalOf(Target memory target, Desk[] memory desks) internal pure returns (Money notional) {
        for (uint256 i = 0; i < target.holdings.length; ++i) {
            Holding memory holding = target.holdings[i];
            if (holding.position.size == ZERO_SIZE) continue;
            Price price = Health.betterPrice(holding.position, desks[holding.desk].market.price);
            notional = notional + Quantities.notionalUp(holding.position.size, price);
        }
    }

    /// @dev What each position has lost since its entry, and all of them together: how a deficit is shared.
    function _lossesOf(
        Target memory target,
        Desk[] memory desks
    ) internal pure returns (Money[] memory losses, Money total) {
        losses = new Money[](target.holdings.length);
        for (uint256 i = 0; i < losses.length; ++i) {
            Holding memory holding = target.holdings[i];
            if (holding.position.size == ZERO_SIZE) continue;
            Price price = Health.betterPrice(holding.position, desks[holding.desk].market.price);
            losses[i] = positivePart(-FillMath.unrealizedPnl(holding.position, price));
            total = total + losses[i];
        }
    }
}
