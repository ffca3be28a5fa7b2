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
import {AccountSlot} from "../types/AccountSlot.sol";
import {AccountId} from "../types/AccountId.sol";
import {MAX_MARKETS, MarketId} from "../types/MarketId.sol";
import {Money, ZERO_MONEY, maxMoney, positivePart} from "../types/Money.sol";
import {Position} from "../types/PositionSlot.sol";
import {Price} from "../types/Price.sol";
import {Ratio, RATIO_ONE} from "../types/Ratio.sol";
import {Size, ZERO_SIZE} from "../types/Size.sol";
import {ClearingHouseStorage} from "./ClearingHouseStorage.sol";
import {Side} from "./Fills.sol";
import {LiquidationBills} from "./LiquidationBills.sol";
import {Counter, Desk} from "./LiquidationDesks.sol";
import {AccountReceipt, Bill, Holding, Target} from "./LiquidationTargets.sol";

/// @title Liquidation
/// @notice Runs in the clearing house's storage. The engine chooses: accounts below zero go first; in an account the market
/// whose closing frees the most maintenance margin; of it just enough to reach the target ratio, and no more than the pace
/// lets. The pool takes what it has room for at mark, and the opposite side the rest.
contract LiquidationModule is LiquidationBills {
    using PaceMath for AccountSlot;

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
        Target memory target = targets[0];
        Bill memory bill = target.bill;
        if (bill.begun) {
            receipts = new AccountReceipt[](1);
            receipts[0] = AccountReceipt({
                accountValue: bill.value,
                maintenanceMargin: bill.marginBefore,
                penalty: bill.paid,
                reward: bill.reward,
                rewardFromInsurance: bill.topUp,
                cash: target.side.cash
            });
        }
        closed = new Size[](MAX_MARKETS);
        for (uint256 i = 0; i < desks.length; ++i) closed[MarketId.unwrap(desks[i].market.id)] = desks[i].closed;
    }

    function _liquidate(
        AccountId[] calldata accounts
    ) private returns (uint256 liquidated, Money rewards, Target[] memory targets, Desk[] memory desks) {
        uint256 markets;
        (liquidated, markets) = _sellCollateral(accounts);
        desks = _openDesks(markets);
        targets = new Target[](accounts.length);
        for (uint256 i = 0; i < accounts.length; ++i) {
            Target memory target = targets[i];
            _load(target, accounts[i], desks);
            if (target.value >= ZERO_MONEY || target.value >= target.margin) continue;
            _closeBelowZero(target, desks);
            if (!target.bill.begun) continue;
            ++liquidated;
            rewards = rewards + target.bill.reward;
        }
        for (uint256 i = 0; i < targets.length; ++i) {
            Target memory target = targets[i];
            AccountId id = target.side.id;
            if (target.value >= target.margin) {
                // An account of the pool was loaded without its position, which stands at its desk.
                if (_isPoolMarket(id) && _liquidatePool(id, desks)) ++liquidated;
                continue;
            }
            if (_isStale(target, desks)) {
                _load(target, id, desks);
                if (target.value >= target.margin) continue;
            }
            if (target.value < ZERO_MONEY) _closeBelowZero(target, desks);
            else _bringToTarget(target, desks);
            if (!target.bill.begun) continue;
            ++liquidated;
            rewards = rewards + target.bill.reward;
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
    /// @return markets In which any of the accounts has a position.
    function _sellCollateral(AccountId[] calldata accounts) private returns (uint256 sold, uint256 markets) {
        for (uint256 i = 0; i < accounts.length; ++i) {
            AccountId id = accounts[i];
            AccountSlot word = _accounts[id];
            markets |= word.marketsOf();
            if (word.collateralsOf() != 0 && ICollateral(address(this)).sellBelowZero(id)) ++sold;
        }
    }

    // --- an account with value left ---

    function _bringToTarget(Target memory target, Desk[] memory desks) private {
        Bill memory bill = target.bill;
        _openBill(target);
        while (!bill.atTarget && !bill.paced && _bite(target, desks)) {}
        if (!bill.begun) {
            // The pool's account was closed first, and that took all the value that this one had left.
            if (target.value < ZERO_MONEY && target.side.markets != 0) _closeBelowZero(target, desks);
            return;
        }
        AccountSlot word = target.side.word;
        target.side.word = bill.paced ? word.remember(block.timestamp) : word.forget();
        _settleBill(target, desks);
    }

    /// @dev For an account of which nothing is closed yet.
    function _openBill(Target memory target) private pure {
        Bill memory bill = target.bill;
        (bill.value, bill.marginBefore) = (target.value, target.margin);
        (bill.whole, bill.paced, bill.atTarget) = (false, false, false);
    }

    /// @dev Closes of the next market what is due.
    /// @return goOn Whether another market may be next.
    function _bite(Target memory target, Desk[] memory desks) private returns (bool goOn) {
        (bool found, uint256 leg) = _next(target, desks);
        if (!found) return false;
        Bill memory bill = target.bill;
        Holding memory holding = target.holdings[leg];
        Desk memory desk = desks[holding.desk];
        bool moved = _openCounter(desk);
        if ((moved || bill.begun) && _missedEpoch(target, desks)) {
            // A pool's account was closed, against this one's side too.
            _refresh(target, desks);
            // The receipt and its charge are of what is decided on.
            if (!bill.begun) (bill.value, bill.marginBefore) = (target.value, target.margin);
            return target.value < target.margin && target.value >= ZERO_MONEY;
        }
        Counter memory counter = desk.counters[0];
        uint256 units = _unitsDue(target, holding, desk.market, counter, desks);
        if (units == 0) return false;
        _begin(target, holding.desk, desks);
        _close(target, holding, desk, counter, units, ZERO_MONEY);
        if (target.side.markets == 0) return false;
        _assessTarget(target, desks);
        if (bill.paced) bill.atTarget = false;
        else if (!bill.whole && !bill.atTarget) bill.atTarget = _bearsTarget(target, counter);
        return true;
    }

    function _begin(Target memory target, uint256 desk, Desk[] memory desks) private pure {
        Bill memory bill = target.bill;
        if (bill.begun) return;
        (bill.begun, bill.firstDesk) = (true, desk);
        Holding[] memory holdings = target.holdings;
        for (uint256 i = 0; i < holdings.length; ++i) desks[holdings[i].desk].valued = true;
    }

    /// @dev No more than the account's pace allows, from the first bite on. Where a bite so cut would lower the margin ratio the
    /// whole account is closed instead.
    /// @return units To close now; zero where the pace has nothing left.
    function _unitsDue(
        Target memory target,
        Holding memory holding,
        MarketSnapshot memory market,
        Counter memory counter,
        Desk[] memory desks
    ) private view returns (uint256 units) {
        Bill memory bill = target.bill;
        uint256 held = holding.position.size.abs();
        if (bill.whole) return held;
        Price price = Health.betterPrice(holding.position, market.price);
        uint256 wanted = LiquidationMath.unitsToClose(
            CloseRequest({
                size: holding.position.size,
                mark: price,
                tiers: market.tiers,
                accountValue: target.value - bill.penalty,
                otherMargin: target.margin - holding.margin,
                rewardLeft: positivePart(maxMoney(bill.minReward, market.tiers.minReward()) - bill.penalty),
                targetMarginRatio: counter.liquidation.targetMarginRatio,
                penalty: counter.liquidation.penalty,
                minSize: counter.minSize
            })
        );
        bill.atTarget = wanted < held;
        Money unpaced = counter.liquidation.unpacedNotional;
        bool first = !target.side.word.isUnderWay(block.timestamp);
        if (first && Quantities.notionalUp(wanted, price) + bill.notional <= unpaced) return wanted;
        // What was closed in this call already was part of the account when it began.
        Money notional = _notionalOf(target, desks) + bill.notional;
        // A first bite may always be as large as an account that knows no pace.
        Money most = maxMoney(target.side.word.allowance(notional, block.timestamp), first ? unpaced : ZERO_MONEY);
        units = Quantities.unitsDown(positivePart(most - bill.notional), price);
        if (units >= wanted) return wanted;
        bill.paced = true;
        if (units == 0) return 0;
        if (held - units < counter.minSize) units = held;
        if (!_lowersRatio(target, holding, market, counter, units)) return units;
        (bill.paced, bill.whole, bill.atTarget) = (false, true, false);
        return held;
    }

    function _lowersRatio(
        Target memory target,
        Holding memory holding,
        MarketSnapshot memory market,
        Counter memory counter,
        uint256 units
    ) private pure returns (bool) {
        Bill memory bill = target.bill;
        Price price = Health.betterPrice(holding.position, market.price);
        Money notional = Quantities.notionalUp(units, price);
        Money penalty = bill.penalty + Quantities.shareUp(notional, counter.liquidation.penalty);
        Money cost = maxMoney(penalty, maxMoney(bill.minReward, market.tiers.minReward()));
        Money left = MarginMath.maintenanceMargin(
            market.tiers,
            Quantities.notionalUp(holding.position.size.abs() - units, price)
        );
        Money margin = target.margin - holding.margin + left;
        return !Health.ratioNotLower(target.value - cost, margin, target.value, target.margin);
    }

    /// @dev Whether what is left bears the target once the bill so far is paid.
    function _bearsTarget(Target memory target, Counter memory counter) private pure returns (bool) {
        Money needed = Quantities.shareUp(target.margin, counter.liquidation.targetMarginRatio);
        return target.value - maxMoney(target.bill.penalty, target.bill.minReward) >= needed;
    }

    // --- an account below zero ---

    /// @dev Closes every position whose price lets it, without pace. Each market answers for the deficit by what the account has
    /// lost in it since entry and never for more: insurance first, then the opposite side. The others keep their share.
    function _closeBelowZero(Target memory target, Desk[] memory desks) private {
        if (!_openCounters(target, desks)) return;
        // The pool's accounts were closed first: what that left of this one may be better, and is another loop's matter.
        if (target.value >= ZERO_MONEY || target.side.markets == 0) return;
        Bill memory bill = target.bill;
        _openBill(target);
        (Money[] memory losses, Money total) = _lossesOf(target, desks);
        for (uint256 leg = 0; leg < losses.length; ++leg) {
            Holding memory holding = target.holdings[leg];
            Desk memory desk = desks[holding.desk];
            if (!_isOpen(holding, desk)) continue;
            _begin(target, holding.desk, desks);
            Money share = losses[leg];
            if (total > -bill.value) share = Quantities.proRataOf(-bill.value, share, total);
            Counter memory counter = desk.counters[0];
            Money uncovered = share == ZERO_MONEY ? share : _shareDeficit(target, counter.pool, desk.market.id, share);
            _close(target, holding, desk, counter, holding.position.size.abs(), uncovered);
        }
        _assessTarget(target, desks);
        target.side.word = target.side.word.forget();
        _settleBill(target, desks);
        target.margin = target.value;
    }

    /// @dev Insurance pays the market's share as far as its budget lets.
    /// @return uncovered What is left for the opposite side.
    function _shareDeficit(
        Target memory target,
        Side memory pool,
        MarketId market,
        Money share
    ) private returns (Money uncovered) {
        _payOwedInsurance(pool);
        Money covered = _drawFor(market, share);
        target.side.cash = target.side.cash + covered;
        uncovered = share - covered;
        emit BadDebtShared(target.side.id, market, share, covered, uncovered);
    }

    /// @dev Loads the counters of all markets that are about to close, which may close pool's accounts there first.
    function _openCounters(Target memory target, Desk[] memory desks) private returns (bool any) {
        for (uint256 leg = 0; leg < target.holdings.length; ++leg) {
            Holding memory holding = target.holdings[leg];
            Desk memory desk = desks[holding.desk];
            if (!_isOpen(holding, desk)) continue;
            any = true;
            _openCounter(desk);
        }
        if (_missedEpoch(target, desks)) _refresh(target, desks);
    }

    /// @dev Takes units off a position.
    function _close(
        Target memory target,
        Holding memory holding,
        Desk memory desk,
        Counter memory counter,
        uint256 units,
        Money uncovered
    ) private {
        MarketSnapshot memory market = desk.market;
        Position memory position = holding.position;
        Price price = Health.betterPrice(position, market.price);
        Size closed = position.size > ZERO_SIZE ? Size.wrap(int256(units)) : Size.wrap(-int256(units));
        Side memory side = target.side;
        side.position = position;
        side.cash = side.cash - _realizeFunding(position, market.state);
        Money quote = _takeOver(market, counter.pool, side, units, price, uncovered);
        _positions[side.id][market.id] = position.pack();
        desk.closed = desk.closed + closed;
        _charge(target.bill, market, counter.liquidation, Quantities.notionalUp(units, price));
        emit PositionLiquidated(side.id, market.id, closed, quote, position.size, position.entryNotional);
    }

    // --- the pool's accounts ---

    function _liquidatePool(AccountId id, Desk[] memory desks) private returns (bool) {
        for (uint256 i = 0; i < desks.length; ++i) {
            Desk memory desk = desks[i];
            MarketSnapshot memory market = desk.market;
            if (_poolMarketId(market.id) != id) continue;
            if (!ActionTable.allowsLiquidation(market.price.validity)) return false;
            uint256 epoch = market.state.epoch;
            _openCounter(desk);
            Counter memory counter = desk.counters[0];
            _restorePool(market, counter.pool, counter.liquidation.targetMarginRatio);
            return market.state.epoch != epoch;
        }
        return false;
    }
}
