// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";

import {ActionTable} from "../risk/ActionTable.sol";
import {FillMath} from "../risk/FillMath.sol";
import {Health, Leg, MarketSnapshot, Standing} from "../risk/Health.sol";
import {LiquidationMath} from "../risk/LiquidationMath.sol";
import {Account} from "../types/AccountSlot.sol";
import {AccountId} from "../types/AccountId.sol";
import {MarketId} from "../types/MarketId.sol";
import {Money, ZERO_MONEY, maxMoney, minMoney, positivePart} from "../types/Money.sol";
import {PERMISSION_TRADE} from "../types/OperatorSlot.sol";
import {Fill, Order} from "../types/Order.sol";
import {Price} from "../types/Price.sol";
import {PriceReading, PriceValidity} from "../types/PriceReading.sol";
import {MAX_ORDER_SIZE, Size, ZERO_SIZE, opposite} from "../types/Size.sol";
import {Position} from "../types/PositionSlot.sol";
import {TradeSlot} from "../types/TradeSlot.sol";
import {Authority} from "./Authority.sol";
import {Debts} from "./Debts.sol";
import {Fills, Side} from "./Fills.sol";
import {LiquidationModule} from "./LiquidationModule.sol";

/// @title Trades against the pool
/// @notice load, accrue, fill, check, store, emit. The quote is a pure rule of risk/ evaluated here: nobody is trusted to
/// name the counterparty or the price.
abstract contract Trading is Fills, Authority, Debts {
    using Health for Standing;

    /// @dev Everything a trade works on.
    struct Deal {
        MarketSnapshot market;
        TradeSlot parameters;
        Side taker;
        Side pool;
        Size sizeBefore;
        Size skewBefore;
    }

    /// @dev For fills whose cost nothing but the margin check bounds.
    Money private constant _UNBOUNDED = Money.wrap(type(int128).max);

    address internal immutable _LIQUIDATION_MODULE;

    constructor(address liquidationModule) {
        _LIQUIDATION_MODULE = liquidationModule;
    }

    /// @param fill Empty; what the order came to.
    function _trade(Order calldata order, Fill memory fill) internal {
        _requireOrder(order.account, order.deadline);
        require(order.sizeDelta != ZERO_SIZE, ZeroSize());
        // Both ends of the range, before the size meets a multiplication.
        require(
            Size.unwrap(order.sizeDelta) <= MAX_ORDER_SIZE && Size.unwrap(order.sizeDelta) >= -MAX_ORDER_SIZE,
            SizeOutOfRange(order.sizeDelta, MAX_ORDER_SIZE)
        );
        Deal memory deal;
        _loadDeal(deal, order.account, order.market);
        Size delta = order.sizeDelta;
        if (_poolIsInsolvent(deal)) {
            Size size = deal.sizeBefore;
            _restorePool(order.market);
            deal = _loadAgain(order.account, order.market);
            delta = _leftToFill(size, deal.sizeBefore, delta);
            // The opposite side of the pool's account has given up all that the order would close.
            if (delta == ZERO_SIZE) return;
        }
        Leg[] memory others = _loadLegs(order.account, deal.taker.markets, order.market.mask());
        bool increases = _requireLetIn(deal, others, delta, order.reduceOnly);

        _fill(deal, delta, _valueLeft(deal, delta), fill);
        Money limit = FillMath.limitOf(order.worstPrice, delta);
        require(fill.quote <= limit, PriceLimitExceeded(order.market, fill.quote, limit));

        _requireMinimum(deal.taker.position.size, deal.parameters);
        if (increases) {
            _requireSettlementSound();
            _requireRoom(deal);
            _requireDebtAllowed(deal.taker.id, deal.taker.word.collateralsOf(), deal.taker.cash);
        }
        _requireHealthyAfter(deal, others, increases);
        bool poolBelow = !increases && _poolIsBelowMaintenance(deal);
        _storeDeal(deal, fill);
        if (poolBelow) _restorePool(order.market);
    }

    /// @dev Of an order that reduces, when a deleveraging has taken from the position: no more than what is left of it.
    function _leftToFill(Size before, Size current, Size delta) private pure returns (Size) {
        bool reduces = opposite(before, delta) && delta.abs() <= before.abs();
        return reduces && delta.abs() > current.abs() ? -current : delta;
    }

    /// @dev Runs in this storage.
    function _restorePool(MarketId market) private {
        Address.functionDelegateCall(_LIQUIDATION_MODULE, abi.encodeCall(LiquidationModule.restorePool, (market)));
    }

    /// @dev One close for each market held whose price lets the account. The costs of all of them together take at most what
    /// the account is worth, or, where positions remain, what leaves its margin ratio as it was.
    function _closeAccount(AccountId id, Price[] calldata worstPrices, uint256 deadline) internal {
        _requireOrder(id, deadline);
        _syncOthers(id, 0);
        Account memory account = _accounts[id].unpack();
        uint256 markets = _count(account.markets);
        require(markets == worstPrices.length, WrongNumberOfPrices(worstPrices.length, markets));
        Leg[] memory legs = _loadLegs(id, account.markets, 0);
        Standing memory before = _assess(id, account.cash, account.collaterals, legs);
        bool belowInitial = !before.meetsInitialMargin();
        Money valueLeft = _spendable(id, before, legs, belowInitial);
        for (uint256 i = 0; i < legs.length; ++i) {
            PriceReading memory price = legs[i].market.price;
            if (!ActionTable.allowsReduction(price.validity, belowInitial)) continue;
            // A deleveraging within may have taken more than there was: then the rest costs nothing, and the end decides.
            valueLeft = positivePart(valueLeft - _closeLeg(id, legs[i].market.id, worstPrices[i], valueLeft));
        }
        account = _accounts[id].unpack();
        if (account.markets != 0) return;
        Money left = _maintenanceBacking(id, account.cash, account.collaterals);
        require(left >= ZERO_MONEY, InsufficientMargin(id, left, ZERO_MONEY));
    }

    /// @dev What closing may cost: all value at the prices that it fills at, unless positions stay behind whose price lets nobody
    /// close them. Where two feeds differ the account is valued at the better one and does not fill there.
    function _spendable(
        AccountId id,
        Standing memory before,
        Leg[] memory legs,
        bool belowInitial
    ) private view returns (Money) {
        Money value = before.valueForMaintenance;
        require(value >= ZERO_MONEY, InsufficientMargin(id, value, before.initialMargin));
        Standing memory stuck;
        Money worse;
        uint256 count;
        MarketSnapshot memory last;
        for (uint256 i = 0; i < legs.length; ++i) {
            if (ActionTable.allowsReduction(legs[i].market.price.validity, belowInitial)) {
                worse = worse + _lostByFilling(legs[i].position, legs[i].market.price);
                continue;
            }
            stuck.add(legs[i].position, legs[i].market, block.timestamp);
            last = legs[i].market;
            ++count;
        }
        if (count == 0) {
            require(value >= worse, InsufficientMargin(id, value - worse, ZERO_MONEY));
            return value - worse;
        }
        require(count < legs.length, PriceNotUsable(last.id, last.price.validity));
        return
            positivePart(
                LiquidationMath.chargeAtEqualRatio(value, before.maintenanceMargin, stuck.maintenanceMargin) - worse
            );
    }

    /// @dev What the position is worth less at the index that its close fills at than at the better price.
    function _lostByFilling(Position memory position, PriceReading memory price) private pure returns (Money) {
        Price better = Health.betterPrice(position, price);
        return
            FillMath.unrealizedPnl(position, better) -
            FillMath.unrealizedPnl(position, _indexFor(price, -position.size));
    }

    /// @return cost What the close took from the account's value at mark.
    function _closeLeg(AccountId id, MarketId market, Price worstPrice, Money valueLeft) private returns (Money cost) {
        Deal memory deal;
        _loadDeal(deal, id, market);
        Size delta = -deal.sizeBefore;
        Money worthBefore = _worthAtMark(deal, delta);
        if (_poolIsInsolvent(deal)) {
            _restorePool(market);
            deal = _loadAgain(id, market);
            // At a moved price, and perhaps all of the position.
            valueLeft = positivePart(valueLeft - (worthBefore - _worthAtMark(deal, delta)));
            delta = -deal.sizeBefore;
            if (delta == ZERO_SIZE) return worthBefore - _worthAtMark(deal, delta);
        }
        Fill memory fill;
        _fill(deal, delta, valueLeft, fill);
        cost = worthBefore - _worthAtMark(deal, delta);
        Money limit = FillMath.limitOf(worstPrice, delta);
        require(fill.quote <= limit, PriceLimitExceeded(market, fill.quote, limit));
        bool poolBelow = _poolIsBelowMaintenance(deal);
        _storeDeal(deal, fill);
        if (poolBelow) _restorePool(market);
    }

    // --- load ---

    function _loadDeal(Deal memory deal, AccountId id, MarketId market) private {
        _beginMarketInto(deal.market, market);
        deal.parameters = _markets[market].trade;
        _loadSide(deal.taker, id, deal.market);
        uint256 others = deal.taker.markets & ~market.mask();
        // What its other positions brought as they caught up is in the account's cash now.
        if (others != 0 && _syncAll(id, others)) _loadSide(deal.taker, id, deal.market);
        _loadPoolSide(deal.pool, deal.market);
        deal.sizeBefore = deal.taker.position.size;
        deal.skewBefore = -deal.pool.position.size;
    }

    /// @dev After a deleveraging, when nothing that was loaded holds any more.
    function _loadAgain(AccountId id, MarketId market) private returns (Deal memory deal) {
        _loadDeal(deal, id, market);
    }

    /// @dev Below zero the pool's account is closed before anything is filled against it.
    function _poolIsInsolvent(Deal memory deal) private pure returns (bool) {
        Money worth = FillMath.unrealizedPnl(deal.pool.position, deal.market.price.mark);
        return deal.pool.cash + worth < ZERO_MONEY;
    }

    /// @dev A reduction always finds its other side; where that is more than the pool can bear, the opposite side takes it
    /// over from the pool.
    function _poolIsBelowMaintenance(Deal memory deal) private view returns (bool) {
        if (deal.pool.position.size.abs() <= deal.skewBefore.abs()) return false;
        (Money worth, Money margin) = Health.maintenanceOf(deal.pool.position, deal.market, block.timestamp);
        return deal.pool.cash + worth < margin;
    }

    /// @dev At which index the order fills: with feeds that disagree, the worse for the trader.
    function _indexFor(PriceReading memory price, Size delta) private pure returns (Price) {
        if (price.validity != PriceValidity.Diverged) return price.mark;
        return delta > ZERO_SIZE ? price.high : price.low;
    }

    // --- fill ---

    /// @dev A flip is a close and an open, each with its quote and fee.
    /// @param valueLeft What quote and fee together may cost beyond the mark; only a fill that closes meets it.
    function _fill(Deal memory deal, Size delta, Money valueLeft, Fill memory fill) private {
        Size size = deal.sizeBefore;
        if (opposite(size, delta) && delta.abs() > size.abs()) {
            _fillPart(deal, -size, valueLeft, fill);
            _fillPart(deal, delta + size, valueLeft, fill);
        } else {
            _fillPart(deal, delta, valueLeft, fill);
        }
        (fill.sizeDelta, fill.fundingPayment) = (delta, deal.taker.fundingPaid);
        _chargeFee(deal.taker, deal.pool, fill.fee, deal.parameters);
    }

    function _fillPart(Deal memory deal, Size delta, Money valueLeft, Fill memory fill) private pure {
        TradeSlot parameters = deal.parameters;
        Price mark = _indexFor(deal.market.price, delta);
        Money quote;
        Money fee;
        if (ActionTable.fillsAtMark(deal.market.price.validity)) {
            quote = FillMath.quoteAtUp(mark, delta);
        } else {
            Size inventory = deal.pool.position.size;
            quote = FillMath.quoteUp(mark, -inventory, delta, parameters.skewScale(), parameters.spread());
            fee = FillMath.feeUp(quote, parameters.takerFee());
        }
        if (valueLeft != _UNBOUNDED) (quote, fee) = _bound(quote, fee, FillMath.quoteAtUp(mark, delta), valueLeft);
        fill.realizedPnl = fill.realizedPnl + _transfer(deal.market, deal.taker, deal.pool, delta, quote);
        fill.quote = fill.quote + quote;
        fill.fee = fill.fee + fee;
    }

    /// @dev Beyond the mark a closing account pays at most what it has: first the fee gives way, then the premium.
    function _bound(Money quote, Money fee, Money atMark, Money valueLeft) private pure returns (Money, Money) {
        quote = minMoney(quote, atMark + valueLeft);
        return (quote, minMoney(fee, valueLeft - maxMoney(quote - atMark, ZERO_MONEY)));
    }

    /// @dev A trade that leaves its account without positions costs at most the value that was left in it.
    function _valueLeft(Deal memory deal, Size delta) private view returns (Money) {
        bool leavesFlat = deal.sizeBefore + delta == ZERO_SIZE && deal.taker.markets == deal.market.id.mask();
        if (!leavesFlat) return _UNBOUNDED;
        Money worth = _worthAtMark(deal, delta);
        return worth > ZERO_MONEY ? worth : _UNBOUNDED;
    }

    /// @dev Collateral and this market's position at the index that a fill of `delta` sees.
    function _worthAtMark(Deal memory deal, Size delta) private view returns (Money) {
        Money collateral = _maintenanceBacking(deal.taker.id, deal.taker.cash, deal.taker.word.collateralsOf());
        return collateral + FillMath.unrealizedPnl(deal.taker.position, _indexFor(deal.market.price, delta));
    }

    // --- check ---

    /// @dev Before the fill: what the order, the market's flag and its price let in.
    function _requireLetIn(
        Deal memory deal,
        Leg[] memory others,
        Size delta,
        bool reduceOnly
    ) private view returns (bool increases) {
        Size size = deal.sizeBefore;
        require(!reduceOnly || (opposite(size, delta) && delta.abs() <= size.abs()), NotAReduction(size, delta));
        increases = _increases(size, size + delta);
        bool asksMargin = !increases && !_isOpen(deal.market);
        bool belowInitial = asksMargin && !_meetsInitialMargin(deal.market, deal.taker, others);
        _requireAllowed(deal.market, increases, belowInitial);
    }

    /// @dev After a fill that grew the account's position: the bounds on what may be open.
    function _requireRoom(Deal memory deal) private view {
        Size skew = -deal.pool.position.size;
        if (deal.sizeBefore == ZERO_SIZE) _requireFewMarkets(deal.taker);
        Size size = deal.taker.position.size;
        // A flip is a close and an open: the open begins where the close has left the skew.
        Size skewBefore = opposite(deal.sizeBefore, size) ? deal.skewBefore - deal.sizeBefore : deal.skewBefore;
        _requireCaps(deal.market, deal.parameters, size > ZERO_SIZE, skewBefore, skew);
        if (skew.abs() > skewBefore.abs()) _requirePoolMargin(deal);
    }

    /// @dev What the account was before is loaded and valued only if it matters: nothing is stored yet.
    function _requireHealthyAfter(Deal memory deal, Leg[] memory others, bool increases) private {
        if (_meetsInitialMargin(deal.market, deal.taker, others)) return;
        Side memory before;
        _loadSide(before, deal.taker.id, deal.market);
        _requireRiskFell(
            deal.taker.id,
            _assessSide(deal.market, deal.taker, others),
            _assessSide(deal.market, before, others),
            increases
        );
    }

    /// @dev The pool answers for what a trader opens: where its inventory grew, its account of the market must bear the
    /// initial margin. Reductions always find their other side.
    function _requirePoolMargin(Deal memory deal) private view {
        (Money worth, Money initialMargin) = Health.initialOf(deal.pool.position, deal.market, block.timestamp);
        Money poolValue = deal.pool.cash + worth;
        require(poolValue >= initialMargin, InsufficientPoolMargin(deal.market.id, poolValue, initialMargin));
    }

    // --- store ---

    function _storeDeal(Deal memory deal, Fill memory fill) private {
        _setDrift(deal.market.state, -deal.pool.position.size, deal.parameters);
        _storeSide(deal.taker, deal.market.id);
        _storePoolSide(deal.pool, deal.market.id);
        _writeMarket(deal.market);
        _tellFill(deal.taker, deal.pool, deal.market, fill.sizeDelta, fill.quote, fill.fee);
    }

    function _requireOrder(AccountId account, uint256 deadline) private view {
        require(block.timestamp <= deadline, DeadlinePassed(block.timestamp, deadline));
        _requireTrader(account);
        _requirePermission(account, PERMISSION_TRADE);
    }
}
