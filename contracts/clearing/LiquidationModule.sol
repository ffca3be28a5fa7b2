// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {CashReason} from "../interfaces/IClearingHouseEvents.sol";
import {Quantities} from "../math/Quantities.sol";
import {ActionTable} from "../risk/ActionTable.sol";
import {FillMath} from "../risk/FillMath.sol";
import {Health, MarketSnapshot} from "../risk/Health.sol";
import {CloseRequest, LiquidationMath} from "../risk/LiquidationMath.sol";
import {Account, AccountSlot} from "../types/AccountSlot.sol";
import {AccountId} from "../types/AccountId.sol";
import {MarketId} from "../types/MarketId.sol";
import {Money, ZERO_MONEY, maxMoney, minMoney, positivePart} from "../types/Money.sol";
import {LiquidationParameters} from "../types/Parameters.sol";
import {Position} from "../types/PositionSlot.sol";
import {Size, ZERO_SIZE} from "../types/Size.sol";
import {Counter, Desk, LiquidationDesks} from "./LiquidationDesks.sol";
import {Side} from "./Fills.sol";
import {ClearingHouseStorage} from "./ClearingHouseStorage.sol";

/// @title Liquidation
/// @notice Runs in the clearing house's storage. The engine chooses: accounts below zero go first; in an account the
/// market whose closing frees the most maintenance margin; of it just enough to reach the target ratio. The pool takes
/// every position at mark.
contract LiquidationModule is LiquidationDesks {
    /// @dev An account of the batch.
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
    }

    /// @dev What the closed notional costs, before it is known what the account can pay.
    struct Bill {
        Money penalty;
        Money keeperPart;
        Money maxReward;
        /// Least reward of the markets closed.
        Money minReward;
        /// What insurance may add at most: mmr₁ x closed notional.
        Money topUpLimit;
        /// Newest round among the markets closed.
        uint256 priceRound;
    }

    constructor(address authority_, IPriceOracle oracle_) ClearingHouseStorage(authority_, oracle_) {}

    /// @notice See IClearingHouse. Anyone.
    function liquidate(
        AccountId[] calldata accounts,
        AccountId beneficiary
    ) external exclusive returns (uint256 liquidated) {
        _requireTrader(beneficiary);
        Desk[] memory desks = _openDesks(accounts);
        Target[] memory targets = new Target[](accounts.length);
        Money rewards;
        for (uint256 i = 0; i < accounts.length; ++i) {
            Target memory target = targets[i];
            _load(target, accounts[i], desks);
            if (target.value < target.margin && target.value < ZERO_MONEY) {
                (bool done, Money reward) = _liquidate(target, desks);
                if (done) ++liquidated;
                rewards = rewards + reward;
                target.margin = target.value;
            }
        }
        for (uint256 i = 0; i < accounts.length; ++i) {
            Target memory target = targets[i];
            if (target.value >= target.margin) continue;
            // An account may be in the batch twice: its first liquidation has counted up in the word.
            if (AccountSlot.unwrap(_accounts[target.id]) != AccountSlot.unwrap(target.word)) {
                _load(target, target.id, desks);
                if (target.value >= target.margin) continue;
            }
            (bool done, Money reward) = _liquidate(target, desks);
            if (done) ++liquidated;
            rewards = rewards + reward;
        }
        require(liquidated != 0, NothingLiquidated());
        _closeDesks(desks);
        if (rewards != ZERO_MONEY) {
            emit LiquidationRewarded(beneficiary, msg.sender, rewards, _addCash(beneficiary, rewards));
        }
    }

    // --- one account ---

    /// @dev An account that has no positions, or is the system's, stands healthy and is passed over.
    function _load(Target memory target, AccountId id, Desk[] memory desks) private view {
        AccountSlot word = _accounts[id];
        target.id = id;
        target.word = word;
        word.unpackInto(target.account);
        if (id.owner() == address(this)) target.account.markets = 0;
        uint256 count = _count(target.account.markets);
        if (count != 0) {
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
        }
        _assessTarget(target, desks);
    }

    /// @dev Value and maintenance margin of what the account holds now; without positions its margin is its value.
    function _assessTarget(Target memory target, Desk[] memory desks) private view {
        Money value = target.account.cash;
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

    /// @return done Whether anything could be closed: not where every price is unusable.
    function _liquidate(Target memory target, Desk[] memory desks) private returns (bool done, Money reward) {
        Money value = target.value;
        Money margin = target.margin;
        bool whole = value < ZERO_MONEY;
        bool atTarget = false;
        Bill memory bill;
        uint256 firstDesk;
        while (!atTarget) {
            (bool found, uint256 leg) = _next(target, desks);
            if (!found) break;
            Desk memory desk = desks[target.desks[leg]];
            if (!done) firstDesk = target.desks[leg];
            done = true;
            atTarget = _close(target, leg, desk, bill, whole);
            if (atTarget || target.account.markets == 0) break;
            _assessTarget(target, desks);
            atTarget = !whole && _bearsTarget(target, bill, desk.counters[0]);
        }
        if (!done) return (false, ZERO_MONEY);
        reward = _settleBill(target, bill, desks[firstDesk], value, margin, atTarget);
    }

    /// @dev The position, among those whose price is usable, whose closing frees the most maintenance margin.
    function _next(Target memory target, Desk[] memory desks) private pure returns (bool found, uint256 leg) {
        Money most;
        for (uint256 i = 0; i < target.positions.length; ++i) {
            if (target.positions[i].size == ZERO_SIZE) continue;
            if (!ActionTable.allowsLiquidation(desks[target.desks[i]].market.price.validity)) continue;
            if (!found || target.margins[i] > most) (found, leg, most) = (true, i, target.margins[i]);
        }
    }

    /// @dev Whether what is left bears the target once the bill so far is paid.
    function _bearsTarget(Target memory target, Bill memory bill, Counter memory counter) private pure returns (bool) {
        Money needed = Quantities.shareUp(target.margin, counter.liquidation.targetMarginRatio);
        return target.value - maxMoney(bill.penalty, bill.minReward) >= needed;
    }

    /// @dev Moves a position, or the part of it that brings the account to its target, to the pool at mark.
    /// @return partly Whether a part was enough.
    function _close(
        Target memory target,
        uint256 leg,
        Desk memory desk,
        Bill memory bill,
        bool whole
    ) private returns (bool partly) {
        MarketSnapshot memory market = desk.market;
        Counter memory counter = _counterOf(desk);
        Position memory position = target.positions[leg];
        uint256 units = position.size.abs();
        if (!whole) {
            units = LiquidationMath.unitsToClose(_request(target, leg, market, bill, counter));
            partly = units < position.size.abs();
        }
        Size closed = position.size > ZERO_SIZE ? Size.wrap(int256(units)) : Size.wrap(-int256(units));
        Money quote = FillMath.quoteAtUp(market.price.mark, -closed);
        Side memory side = Side({
            id: target.id,
            account: target.account,
            position: position,
            fundingPaid: _realizeFunding(target.account, position, market.state)
        });
        _transfer(market, side, counter.pool, -closed, quote);
        _storePosition(side, market.id);
        _charge(bill, market, counter.liquidation, Quantities.notionalUp(units, market.price.mark));
        emit PositionLiquidated(target.id, market.id, closed, market.price.mark, market.price.roundId, quote);
    }

    function _request(
        Target memory target,
        uint256 leg,
        MarketSnapshot memory market,
        Bill memory bill,
        Counter memory counter
    ) private pure returns (CloseRequest memory) {
        Money least = maxMoney(bill.minReward, market.tiers.minReward());
        return
            CloseRequest({
                size: target.positions[leg].size,
                mark: market.price.mark,
                tiers: market.tiers,
                accountValue: target.value - bill.penalty,
                otherMargin: target.margin - target.margins[leg],
                rewardLeft: positivePart(least - bill.penalty),
                targetMarginRatio: counter.liquidation.targetMarginRatio,
                penalty: counter.liquidation.penalty,
                minSize: counter.minSize
            });
    }

    /// @dev Adds a closed notional to the bill.
    function _charge(
        Bill memory bill,
        MarketSnapshot memory market,
        LiquidationParameters memory parameters,
        Money notional
    ) private pure {
        Money penalty = Quantities.shareUp(notional, parameters.penalty);
        bill.penalty = bill.penalty + penalty;
        bill.keeperPart = bill.keeperPart + Quantities.shareDown(penalty, parameters.keeperShare);
        bill.maxReward = maxMoney(bill.maxReward, parameters.maxReward);
        bill.minReward = maxMoney(bill.minReward, market.tiers.minReward());
        bill.topUpLimit = bill.topUpLimit + Quantities.shareDown(notional, market.tiers.maintenanceRate(0));
        if (market.price.updatedAt > bill.priceRound) bill.priceRound = market.price.updatedAt;
    }

    // --- the bill ---

    /// @dev Charges the account what it can bear, pays the keeper, owes insurance the rest, books what is missing.
    /// @param desk The first market closed: the pool's account there owes insurance its share.
    function _settleBill(
        Target memory target,
        Bill memory bill,
        Desk memory desk,
        Money value,
        Money margin,
        bool atTarget
    ) private returns (Money reward) {
        Account memory account = target.account;
        reward = LiquidationMath.rewardOf(bill.keeperPart, bill.minReward, bill.maxReward);
        Money paid = maxMoney(bill.penalty, reward);
        if (!atTarget) paid = minMoney(paid, _bearable(target, value, margin));
        if (paid < bill.penalty) {
            // The keeper's share of what is paid, not of what was due: else who liquidates himself would be spared.
            Money part = LiquidationMath.keeperPartOf(bill.keeperPart, paid, bill.penalty);
            reward = LiquidationMath.rewardOf(part, bill.minReward, bill.maxReward);
        }
        Money topUp;
        Side memory pool = desk.counters[0].pool;
        // Insurance is about to be asked: what the market owes it is there first.
        if (paid < reward || (account.markets == 0 && account.cash < paid)) _payOwedInsurance(pool);
        if (paid < reward) {
            topUp = _topUp(account, bill, paid);
            reward = paid + topUp;
        }
        account.cash = account.cash - paid;
        _owe(pool, paid + topUp - reward, ZERO_MONEY);
        if (account.markets == 0 && account.cash < ZERO_MONEY) _bookDeficit(target.id, account);
        ++account.liquidations;
        _accounts[target.id] = account.pack();
        emit AccountLiquidated(target.id, msg.sender, value, margin, paid, reward, topUp, account.cash);
    }

    /// @dev Everything that is left, if the account is closed. Else, of an account that keeps a position whose price is
    /// not usable, what does not lower its margin ratio.
    function _bearable(Target memory target, Money value, Money margin) private pure returns (Money) {
        if (target.account.markets == 0) return positivePart(target.account.cash);
        return LiquidationMath.chargeAtEqualRatio(value, margin, target.margin);
    }

    /// @dev Where the account cannot pay the least reward insurance does, within bounds and once per account and price
    /// round, so that nobody can open accounts to be paid for closing them.
    function _topUp(Account memory account, Bill memory bill, Money paid) private returns (Money topUp) {
        if (bill.priceRound == account.rewardedAt) return ZERO_MONEY;
        topUp = minMoney(minMoney(positivePart(bill.minReward - paid), bill.topUpLimit), _insuranceCash());
        if (topUp == ZERO_MONEY) return topUp;
        account.rewardedAt = bill.priceRound;
        emit InsuranceFundDrawn(topUp, _addCash(_insuranceId(), -topUp));
    }

    /// @dev Insurance first; what it does not have the pool's main account bears, as debt where it has no cash.
    function _bookDeficit(AccountId id, Account memory account) private {
        Money deficit = -account.cash;
        Money fromInsurance = minMoney(deficit, _insuranceCash());
        Money fromPool = deficit - fromInsurance;
        account.cash = ZERO_MONEY;
        if (fromInsurance != ZERO_MONEY) {
            emit InsuranceFundDrawn(fromInsurance, _addCash(_insuranceId(), -fromInsurance));
        }
        if (fromPool != ZERO_MONEY) {
            Money poolCash = _addCash(_poolMainId(), -fromPool);
            emit CashMoved(_poolMainId(), id, CashReason.BadDebt, fromPool, poolCash, ZERO_MONEY);
        }
        emit BadDebtRealized(id, deficit, fromInsurance, fromPool);
    }

    function _insuranceCash() private view returns (Money) {
        return positivePart(_cashOf(_insuranceId()));
    }
}
