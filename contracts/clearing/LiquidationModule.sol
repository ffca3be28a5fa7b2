// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICollateral} from "../interfaces/ICollateral.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {Quantities} from "../math/Quantities.sol";
import {ActionTable} from "../risk/ActionTable.sol";
import {Health, MarketSnapshot} from "../risk/Health.sol";
import {CloseRequest, LiquidationMath} from "../risk/LiquidationMath.sol";
import {MarginMath} from "../risk/MarginMath.sol";
import {PaceMath} from "../risk/PaceMath.sol";
import {Account} from "../types/AccountSlot.sol";
import {AccountId} from "../types/AccountId.sol";
import {MAX_MARKETS, MarketId} from "../types/MarketId.sol";
import {Money, ZERO_MONEY, maxMoney, positivePart} from "../types/Money.sol";
import {Position} from "../types/PositionSlot.sol";
import {Price} from "../types/Price.sol";
import {Ratio, RATIO_ONE} from "../types/Ratio.sol";
import {Size, ZERO_SIZE} from "../types/Size.sol";
import {ClearingHouseStorage} from "./ClearingHouseStorage.sol";
import {Side} from "./Fills.sol";
import {Bill, LiquidationBills} from "./LiquidationBills.sol";
import {Counter, Desk} from "./LiquidationDesks.sol";
import {AccountReceipt, Target} from "./LiquidationTargets.sol";

/// @title Liquidation
/// @notice Runs in the clearing house's storage. The engine chooses: accounts below zero go first; in an account the market
/// whose closing frees the most maintenance margin; of it just enough to reach the target ratio, and no more than the pace
/// lets. The pool takes what it has room for at mark, and the opposite side the rest.
contract LiquidationModule is LiquidationBills {
    using PaceMath for Account;

    constructor(address authority_, IPriceOracle oracle_) ClearingHouseStorage(authority_, oracle_) {}

    /// @notice See IClearingHouse. Anyone.
    function liquidate(
        AccountId[] calldata accounts,
        AccountId beneficiary
    ) external exclusive returns (uint256 liquidated) {
        _requireTrader(beneficiary);
        Money rewards;
        (liquidated, rewards, , ) = _liquidate(accounts);
        if (rewards != ZERO_MONEY) {
            emit LiquidationRewarded(beneficiary, msg.sender, rewards, _addCash(beneficiary, rewards));
        }
    }

    /// @notice What `liquidate` of one account does but for crediting the reward, told to who is about to undo it
    /// (PreviewModule). Reachable from the clearing house alone, under its lock.
    /// @param accounts That one.
    /// @return receipts One of a trader's account that was liquidated; none of the pool's.
    /// @return closed By market, signed as the position was.
    function liquidateAndTell(
        AccountId[] calldata accounts
    ) external returns (AccountReceipt[] memory receipts, Size[] memory closed) {
        require(_lockHolder == address(this), NotLockHolder(msg.sender));
        (, , Target[] memory targets, Desk[] memory desks) = _liquidate(accounts);
        receipts = targets[0].receipts;
        closed = new Size[](MAX_MARKETS);
        for (uint256 i = 0; i < desks.length; ++i) closed[MarketId.unwrap(desks[i].market.id)] = desks[i].closed;
    }

    function _liquidate(
        AccountId[] calldata accounts
    ) private returns (uint256 liquidated, Money rewards, Target[] memory targets, Desk[] memory desks) {
        liquidated = _sellCollateral(accounts);
        desks = _openDesks(accounts);
        targets = new Target[](accounts.length);
        for (uint256 i = 0; i < accounts.length; ++i) {
            _load(targets[i], accounts[i], desks);
            if (targets[i].value >= ZERO_MONEY || targets[i].value >= targets[i].margin) continue;
            (bool done, Money reward) = _closeBelowZero(targets[i], desks);
            if (done) ++liquidated;
            rewards = rewards + reward;
        }
        for (uint256 i = 0; i < accounts.length; ++i) {
            Target memory target = targets[i];
            if (_isPoolMarket(target.id)) {
                if (_liquidatePool(target.id, desks)) ++liquidated;
                continue;
            }
            if (target.value >= target.margin) continue;
            if (_isStale(target, desks)) {
                _load(target, target.id, desks);
                if (target.value >= target.margin) continue;
            }
            (bool done, Money reward) = target.value < ZERO_MONEY
                ? _closeBelowZero(target, desks)
                : _bringToTarget(target, desks);
            if (done) ++liquidated;
            rewards = rewards + reward;
        }
        require(liquidated != 0 || _deleveraged(desks), NothingLiquidated());
        _closeDesks(desks);
    }

    /// @notice See IClearingHouse. Anyone.
    function syncAccount(AccountId account) external exclusive {
        _syncOthers(account, 0);
    }

    /// @notice See IClearingHouse. Anyone.
    function syncMarket(MarketId id) external exclusive {
        MarketSnapshot memory market = _beginMarket(id);
        Side memory pool;
        _loadPoolSide(pool, market);
        _bookResidue(market, pool);
        _settlePool(market, pool, _markets[id].trade);
    }

    /// @notice Brings the pool's account of a market back to its maintenance margin after a fill that it had to take, or closes
    /// it below zero before one. Reachable from the clearing house alone, under its lock.
    function restorePool(MarketId id) external {
        require(_lockHolder == address(this), NotLockHolder(msg.sender));
        MarketSnapshot memory market = _beginMarket(id);
        Side memory pool;
        _loadPoolSide(pool, market);
        if (!ActionTable.allowsLiquidation(market.price.validity)) return;
        // Whether or not it sold anything: asking may have booked residue, which stands in storage already.
        _restorePool(market, pool, Ratio.wrap(RATIO_ONE));
        _bookResidue(market, pool);
        _settlePool(market, pool, _markets[id].trade);
    }

    /// @dev An account below zero first gives up its tokens, so that what is closed after it knows what it lacks.
    /// @return sold Accounts of which some were sold.
    function _sellCollateral(AccountId[] calldata accounts) private returns (uint256 sold) {
        for (uint256 i = 0; i < accounts.length; ++i) {
            if (_accounts[accounts[i]].collateralsOf() == 0) continue;
            if (ICollateral(address(this)).sellBelowZero(accounts[i])) ++sold;
        }
    }

    // --- an account with value left ---

    function _bringToTarget(Target memory target, Desk[] memory desks) private returns (bool done, Money reward) {
        Bill memory bill = _billOf(target);
        while (!bill.atTarget && !bill.paced && _bite(target, desks, bill)) {}
        if (!bill.begun) {
            // The pool's account was closed first, and that took all the value that this one had left.
            if (target.value < ZERO_MONEY && target.account.markets != 0) return _closeBelowZero(target, desks);
            return (false, ZERO_MONEY);
        }
        if (bill.paced) target.account.remember(block.timestamp);
        else target.account.forget();
        return (true, _settleBill(target, bill, desks));
    }

    function _billOf(Target memory target) private pure returns (Bill memory bill) {
        bill.value = target.value;
        bill.marginBefore = target.margin;
    }

    /// @dev Closes of the next market what is due.
    /// @return goOn Whether another market may be next.
    function _bite(Target memory target, Desk[] memory desks, Bill memory bill) private returns (bool goOn) {
        (bool found, uint256 leg) = _next(target, desks);
        if (!found) return false;
        Desk memory desk = desks[target.desks[leg]];
        _counterOf(desk);
        if (_missedEpoch(target, desks)) {
            // The pool's account was closed first, against this one's side too.
            _refresh(target, desks);
            // The receipt and its charge are of what is decided on.
            if (!bill.begun) (bill.value, bill.marginBefore) = (target.value, target.margin);
            return target.value < target.margin && target.value >= ZERO_MONEY;
        }
        uint256 units = _unitsDue(target, leg, desks, bill);
        if (units == 0) return false;
        _begin(target, leg, bill, desks);
        _close(target, leg, desk, bill, units, ZERO_MONEY);
        if (target.account.markets == 0) return false;
        _assessTarget(target, desks);
        if (bill.paced) bill.atTarget = false;
        else if (!bill.whole && !bill.atTarget) bill.atTarget = _bearsTarget(target, bill, desk.counters[0]);
        return true;
    }

    function _begin(Target memory target, uint256 leg, Bill memory bill, Desk[] memory desks) private pure {
        if (bill.begun) return;
        (bill.begun, bill.firstDesk) = (true, target.desks[leg]);
        for (uint256 i = 0; i < target.desks.length; ++i) desks[target.desks[i]].valued = true;
    }

    /// @dev No more than the account's pace allows, from the first bite on. Where a bite so cut would lower the margin ratio the
    /// whole account is closed instead.
    /// @return units To close now; zero where the pace has nothing left.
    function _unitsDue(
        Target memory target,
        uint256 leg,
        Desk[] memory desks,
        Bill memory bill
    ) private view returns (uint256 units) {
        Desk memory desk = desks[target.desks[leg]];
        Counter memory counter = desk.counters[0];
        uint256 held = target.positions[leg].size.abs();
        if (bill.whole) return held;
        uint256 wanted = LiquidationMath.unitsToClose(_request(target, leg, desk.market, bill, counter));
        bill.atTarget = wanted < held;
        Price price = Health.betterPrice(target.positions[leg], desk.market.price);
        Money unpaced = counter.liquidation.unpacedNotional;
        bool first = !target.account.isUnderWay(block.timestamp);
        if (first && Quantities.notionalUp(wanted, price) + bill.notional <= unpaced) return wanted;
        // What was closed in this call already was part of the account when it began.
        Money notional = _notionalOf(target, desks) + bill.notional;
        Money most = maxMoney(target.account.allowance(notional, block.timestamp), _unpacedLeft(target, unpaced));
        units = Quantities.unitsDown(positivePart(most - bill.notional), price);
        if (units >= wanted) return wanted;
        bill.paced = true;
        if (units == 0) return 0;
        if (held - units < counter.minSize) units = held;
        if (!_lowersRatio(target, leg, desk, bill, units)) return units;
        (bill.paced, bill.whole, bill.atTarget) = (false, true, false);
        return held;
    }

    /// @dev A first bite may always be as large as an account that knows no pace.
    function _unpacedLeft(Target memory target, Money unpaced) private view returns (Money) {
        return target.account.isUnderWay(block.timestamp) ? ZERO_MONEY : unpaced;
    }

    function _lowersRatio(
        Target memory target,
        uint256 leg,
        Desk memory desk,
        Bill memory bill,
        uint256 units
    ) private pure returns (bool) {
        Price price = Health.betterPrice(target.positions[leg], desk.market.price);
        Money notional = Quantities.notionalUp(units, price);
        Money penalty = bill.penalty + Quantities.shareUp(notional, desk.counters[0].liquidation.penalty);
        Money cost = maxMoney(penalty, maxMoney(bill.minReward, desk.market.tiers.minReward()));
        Money left = MarginMath.maintenanceMargin(
            desk.market.tiers,
            Quantities.notionalUp(target.positions[leg].size.abs() - units, price)
        );
        Money margin = target.margin - target.margins[leg] + left;
        return !Health.ratioNotLower(target.value - cost, margin, target.value, target.margin);
    }

    /// @dev Whether what is left bears the target once the bill so far is paid.
    function _bearsTarget(Target memory target, Bill memory bill, Counter memory counter) private pure returns (bool) {
        Money needed = Quantities.shareUp(target.margin, counter.liquidation.targetMarginRatio);
        return target.value - maxMoney(bill.penalty, bill.minReward) >= needed;
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
                mark: Health.betterPrice(target.positions[leg], market.price),
                tiers: market.tiers,
                accountValue: target.value - bill.penalty,
                otherMargin: target.margin - target.margins[leg],
                rewardLeft: positivePart(least - bill.penalty),
                targetMarginRatio: counter.liquidation.targetMarginRatio,
                penalty: counter.liquidation.penalty,
                minSize: counter.minSize
            });
    }

    // --- an account below zero ---

    /// @dev Closes every position whose price lets it, without pace. Each market answers for the deficit by what the account has
    /// lost in it since entry and never for more: insurance first, then the opposite side. The others keep their share.
    function _closeBelowZero(Target memory target, Desk[] memory desks) private returns (bool done, Money reward) {
        if (!_openCounters(target, desks)) return (false, ZERO_MONEY);
        // The pool's accounts were closed first: what that left of this one may be better, and is another loop's matter.
        if (target.value >= ZERO_MONEY || target.account.markets == 0) return (false, ZERO_MONEY);
        Bill memory bill = _billOf(target);
        (Money[] memory losses, Money total) = _lossesOf(target, desks);
        for (uint256 leg = 0; leg < losses.length; ++leg) {
            if (!_isOpen(target, leg, desks)) continue;
            _begin(target, leg, bill, desks);
            Money share = losses[leg];
            if (total > -bill.value) share = Quantities.proRataOf(-bill.value, share, total);
            Desk memory desk = desks[target.desks[leg]];
            Money uncovered = share == ZERO_MONEY ? share : _shareDeficit(target, desk, share);
            _close(target, leg, desk, bill, target.positions[leg].size.abs(), uncovered);
        }
        _assessTarget(target, desks);
        target.account.forget();
        reward = _settleBill(target, bill, desks);
        target.margin = target.value;
        return (true, reward);
    }

    /// @dev Insurance pays the market's share as far as its budget lets.
    /// @return uncovered What is left for the opposite side.
    function _shareDeficit(Target memory target, Desk memory desk, Money share) private returns (Money uncovered) {
        _payOwedInsurance(desk.counters[0].pool);
        Money covered = _drawFor(desk.market.id, share);
        target.account.cash = target.account.cash + covered;
        uncovered = share - covered;
        emit BadDebtShared(target.id, desk.market.id, share, covered, uncovered);
    }

    /// @dev Loads the counters of all markets that are about to close, which may close pool's accounts there first.
    function _openCounters(Target memory target, Desk[] memory desks) private returns (bool any) {
        for (uint256 leg = 0; leg < target.positions.length; ++leg) {
            if (!_isOpen(target, leg, desks)) continue;
            any = true;
            _counterOf(desks[target.desks[leg]]);
        }
        if (_missedEpoch(target, desks)) _refresh(target, desks);
    }

    /// @dev Takes units off a position.
    function _close(
        Target memory target,
        uint256 leg,
        Desk memory desk,
        Bill memory bill,
        uint256 units,
        Money uncovered
    ) private {
        MarketSnapshot memory market = desk.market;
        Position memory position = target.positions[leg];
        Price price = Health.betterPrice(position, market.price);
        Size closed = position.size > ZERO_SIZE ? Size.wrap(int256(units)) : Size.wrap(-int256(units));
        Side memory side = Side({
            id: target.id,
            account: target.account,
            position: position,
            fundingPaid: _realizeFunding(target.account, position, market.state)
        });
        Money quote = _takeOver(desk, side, units, price, uncovered);
        _positions[target.id][market.id] = position.pack();
        desk.closed = desk.closed + closed;
        _charge(bill, market, desk.counters[0].liquidation, Quantities.notionalUp(units, price));
        emit PositionLiquidated(
            target.id,
            market.id,
            closed,
            price,
            market.price.roundId,
            quote,
            position.size,
            position.entryNotional
        );
    }

    // --- the pool's accounts ---

    function _liquidatePool(AccountId id, Desk[] memory desks) private returns (bool) {
        for (uint256 i = 0; i < desks.length; ++i) {
            if (_poolMarketId(desks[i].market.id) != id) continue;
            if (!ActionTable.allowsLiquidation(desks[i].market.price.validity)) return false;
            uint256 epoch = desks[i].market.state.epoch;
            Counter memory counter = _counterOf(desks[i]);
            _restorePool(desks[i].market, counter.pool, counter.liquidation.targetMarginRatio);
            return desks[i].market.state.epoch != epoch;
        }
        return false;
    }
}
