// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Fill, Order} from "../../../contracts/interfaces/IClearingHouse.sol";
import {TradePreview} from "../../../contracts/interfaces/IPreviewModule.sol";
import {AccountId} from "../../../contracts/types/AccountId.sol";
import {MarketId} from "../../../contracts/types/MarketId.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {PERMISSION_TRADE} from "../../../contracts/types/OperatorSlot.sol";
import {Position} from "../../../contracts/types/PositionSlot.sol";
import {Price} from "../../../contracts/types/Price.sol";
import {PriceValidity} from "../../../contracts/types/PriceReading.sol";
import {Ratio} from "../../../contracts/types/Ratio.sol";
import {MAX_ORDER_SIZE, Size} from "../../../contracts/types/Size.sol";
import {CHEATS} from "../../support/Cheats.sol";
import {MARKETS} from "../../support/MarketSets.sol";
import {Book, MarketNow, Valuation, Worth} from "../../support/Valuation.sol";
import {ACCOUNTS, CAROL, Cast, PEOPLE} from "../support/Cast.sol";
import {Draws} from "../support/Draws.sol";
import {Handler} from "./Handler.sol";

/// @title Trades against the pool, by owners and operators
abstract contract TradeHandler is Handler {
    /// @notice About what free margin can bear, from a tenth of it to a little too much.
    function open(uint256 seed) external {
        Draws memory draws = _begin(seed);
        AccountId id = Cast.account(draws.below(ACCOUNTS));
        uint256 market = draws.below(MARKETS);
        Book memory book = _book();
        Worth memory before = _worth(book, id);
        int256 free = before.valueForInitial - before.initialMargin;
        int256 notional = free > 0 ? _bearable(book.markets[market], free, _sizeOf(id, market)) : int256(2_000e6);
        notional = (notional * int256(draws.chance(2) ? draws.between(80, 102) : draws.between(10, 80))) / 100;
        int256 size = (notional * 1e16) / int256(Price.unwrap(book.markets[market].price.mark));
        if (!_buys(draws, id, market)) size = -size;
        _trade("open", draws, book, before, _order(id, market, size, false));
    }

    /// @notice A part, the whole, or more than the whole of a position.
    function reduce(uint256 seed) external {
        Draws memory draws = _begin(seed);
        AccountId id = _holder(draws);
        uint256 market = draws.below(MARKETS);
        int256 size = _sizeOf(id, market);
        if (size == 0) (market, size) = (1 - market, _sizeOf(id, 1 - market));
        uint256 kind = draws.below(8);
        int256 delta = -size;
        if (kind < 5) delta = (delta * int256(draws.between(1, 99))) / 100;
        else if (kind < 7) delta = (delta * int256(draws.between(150, 300))) / 100;
        bytes32 action = kind == 5 || kind == 6 ? bytes32("flip") : bytes32("reduce");
        Order memory order = _order(id, market, delta, draws.chance(kind < 5 ? 2 : 8));
        Book memory book = _book();
        _trade(action, draws, book, _worth(book, id), order);
    }

    /// @notice Sizes at the ends of every range.
    function tradeExtreme(uint256 seed) external {
        Draws memory draws = _begin(seed);
        AccountId id = Cast.account(draws.below(ACCOUNTS));
        uint256 market = draws.below(MARKETS);
        Book memory book = _book();
        Order memory order = _order(id, market, _extremeSize(draws, book.markets[market].minSize), draws.chance(4));
        _trade("extreme", draws, book, _worth(book, id), order);
    }

    function closeAccount(uint256 seed) external {
        Draws memory draws = _begin(seed);
        AccountId id = _holder(draws);
        Book memory book = _book();
        Worth memory before = _worth(book, id);
        Price[] memory worst = new Price[](before.legs);
        uint256 leg;
        uint256 stuck;
        for (uint256 market = 0; market < MARKETS; ++market) {
            int256 size = _sizeOf(id, market);
            if (size == 0) continue;
            worst[leg++] = Price.wrap(size > 0 ? 0 : type(uint80).max);
            if (!_reducible(book.markets[market], before)) ++stuck;
        }
        address caller = _caller(draws, id);
        CHEATS.prank(caller);
        try _house.closeAccount(id, worst, block.timestamp) {
            _requireMayTrade(id, caller);
            Worth memory current = _worth(book, id);
            // What its price lets nobody close stays behind.
            _equal(current.legs, stuck, P3_CLOSE);
            if (stuck == 0) _atMost(0, current.value, P3_CLOSE);
            _done("close", 3 * before.legs);
        } catch {
            bool owed =
                before.legs != 0 && _worthClosing(book, before) && _allReducible(book, before) && _poolSolvent(book);
            _holds(!owed || caller != id.owner(), P3_CLOSE);
        }
    }

    /// @notice Trade permission for somebody, for an hour or for ever, or none.
    function setOperator(uint256 seed) external {
        Draws memory draws = _begin(seed);
        AccountId id = Cast.account(draws.below(ACCOUNTS));
        address operator = Cast.person(draws.below(PEOPLE));
        uint40 until = draws.chance(2) ? uint40(block.timestamp + 1 hours) : type(uint40).max;
        CHEATS.prank(id.owner());
        _house.setOperator(id, operator, uint8(draws.below(4)), until);
        _done("operator", 0);
    }

    // --- internals ---

    function _extremeSize(Draws memory draws, uint256 minSize) private pure returns (int256 size) {
        uint256 kind = draws.below(7);
        size = 1;
        if (kind == 1) size = int256(minSize);
        if (kind == 2) size = int256(minSize) - 1;
        if (kind == 3) size = MAX_ORDER_SIZE;
        if (kind == 4) size = MAX_ORDER_SIZE + 1;
        if (kind == 5) size = type(int256).max;
        if (kind == 6) size = int256(1) << draws.below(71);
        if (draws.chance(2)) size = -size;
    }

    function _trade(
        bytes32 action,
        Draws memory draws,
        Book memory book,
        Worth memory before,
        Order memory order
    ) private {
        uint256 market = MarketId.unwrap(order.market);
        int256 delta = Size.unwrap(order.sizeDelta);
        order.worstPrice = _worstPrice(draws, delta > 0, Price.unwrap(book.markets[market].price.mark));
        order.deadline = draws.chance(60) ? block.timestamp - 1 : block.timestamp + draws.below(2);
        int256 sizeBefore = _sizeOf(order.account, market);
        address caller = _caller(draws, order.account);
        bytes memory foretold;
        bool previewed = draws.chance(4);
        if (previewed) foretold = _preview(order, caller);
        CHEATS.prank(caller);
        try _house.trade(order) returns (Fill memory fill) {
            _requireMayTrade(order.account, caller);
            _holds(order.deadline >= block.timestamp, P7_LIMIT);
            _requireFill(order, fill);
            int256 size = _sizeOf(order.account, market);
            _requireFilled(sizeBefore, delta, Size.unwrap(fill.sizeDelta), size);
            Worth memory current = _worth(book, order.account);
            if (previewed) _requireForetold(foretold, order, fill, current);
            if (_noteDeleveraging(book)) {
                // The pool had no room, and sides took over from it.
                ++successes["poolRestored"];
            } else {
                _equal(Size.unwrap(fill.sizeDelta), delta, P1_SUM);
                _equal(size, sizeBefore + delta, P1_SUM);
                if (order.reduceOnly) _holds(_shrank(sizeBefore, size), P3_REDUCE);
                _requireLetIn(book.markets[market], before, current, sizeBefore, size);
                _requireHealthRule(before, current, sizeBefore, size);
            }
            _done(action, 2);
            if (caller != order.account.owner()) ++successes["operatorTrade"];
        } catch (bytes memory reason) {
            if (!previewed) return;
            _same(foretold, reason, P8_REFUSAL);
            ++successes["refusalForetold"];
        }
    }

    /// @dev A preview as it is encoded, or what it reverts with.
    function _preview(Order memory order, address caller) private returns (bytes memory) {
        CHEATS.prank(caller);
        try _house.previewTrade(order) returns (TradePreview memory preview) {
            return abi.encode(preview);
        } catch (bytes memory reason) {
            return reason;
        }
    }

    /// @dev P8: the fill and the position to the unit, and the account as it is valued here.
    function _requireForetold(
        bytes memory foretold,
        Order memory order,
        Fill memory fill,
        Worth memory current
    ) private {
        // A refusal is shorter than any preview.
        _holds(foretold.length > 600, P8_TRADE);
        TradePreview memory preview = abi.decode(foretold, (TradePreview));
        _same(abi.encode(preview.filled), abi.encode(fill), P8_TRADE);
        Position memory position = _house.positionState(order.account, order.market);
        _equal(preview.size, position.size, P8_TRADE);
        _equal(preview.entryNotional, position.entryNotional, P8_TRADE);
        _equal(Money.unwrap(preview.accountValue), current.value, P8_TRADE);
        _equal(Money.unwrap(preview.maintenanceMargin), current.margin, P8_TRADE);
        _equal(Money.unwrap(preview.accountValueForInitial), current.valueForInitial, P8_TRADE);
        _equal(Money.unwrap(preview.initialMargin), current.initialMargin, P8_TRADE);
        ++successes["tradeForetold"];
    }

    /// @dev P7: what a buyer pays and a seller gets for what was filled.
    function _requireFill(Order memory order, Fill memory fill) private pure {
        int256 worth = Size.unwrap(fill.sizeDelta) * int256(Price.unwrap(order.worstPrice));
        _atMost(Money.unwrap(fill.quote), Valuation.floor(worth, 1e16), P7_LIMIT);
        _atMost(0, Money.unwrap(fill.fee), P7_LIMIT);
    }

    /// @dev P1: no more than was ordered, and less only where nothing is left to close.
    function _requireFilled(int256 before, int256 ordered, int256 filled, int256 size) private pure {
        if (filled == ordered) return;
        _holds(size == 0 && _shrank(before, before + ordered) && _magnitude(filled) < _magnitude(ordered), P1_SUM);
    }

    /// @dev Wide nearly always; now and then so tight that the fill must be refused, or just fits.
    function _worstPrice(Draws memory draws, bool buys, uint256 mark) private pure returns (Price) {
        uint256 kind = draws.below(40);
        uint256 slack =
            kind == 0
                ? 0
                : kind == 1
                    ? 15
                    : 500;
        return Price.wrap((mark * (buys ? 10_000 + slack : 10_000 - slack)) / 10_000);
    }

    /// @dev The owner as a rule, an operator where Carol is one, now and then somebody without a right.
    function _caller(Draws memory draws, AccountId id) private view returns (address) {
        if (draws.chance(40)) return Cast.person(draws.below(PEOPLE));
        bool operated = draws.chance(3) && _house.operatorState(id, CAROL).permissions & PERMISSION_TRADE != 0;
        return operated && _house.operatorState(id, CAROL).expiresAt >= block.timestamp ? CAROL : id.owner();
    }

    function _requireMayTrade(AccountId id, address caller) private view {
        if (caller == id.owner()) return;
        uint8 permissions = _house.operatorState(id, caller).permissions;
        bool expired = _house.operatorState(id, caller).expiresAt < block.timestamp;
        _holds(permissions & PERMISSION_TRADE != 0 && !expired, P3_AUTHORITY);
    }

    /// @dev Every price lets this account reduce: Valid or Diverged, or Stale or Settling where it is below initial margin.
    function _allReducible(Book memory book, Worth memory worth) private pure returns (bool) {
        for (uint256 market = 0; market < MARKETS; ++market) {
            if (!_reducible(book.markets[market], worth)) return false;
        }
        return true;
    }

    /// @dev A pool's account below zero is closed before anything is filled against it, at the cost of its opposite side: who closes
    /// there may have nothing left then.
    function _poolSolvent(Book memory book) private view returns (bool) {
        for (uint8 market = 0; market < MARKETS; ++market) {
            if (_worth(book, _house.poolMarketAccount(MarketId.wrap(market))).valueAtMark < 2) return false;
        }
        return true;
    }

    /// @dev Value at the prices that a close meets: the mark, or of feeds that disagree the worse for the trader.
    function _worthClosing(Book memory book, Worth memory worth) private pure returns (bool) {
        int256 dust = int256(2 * worth.legs);
        if (worth.value <= dust || worth.valueAtMark <= dust) return false;
        for (uint256 market = 0; market < MARKETS; ++market) {
            if (book.markets[market].price.validity != PriceValidity.Diverged) continue;
            if (worth.valueForInitial <= dust) return false;
        }
        return true;
    }

    function _reducible(MarketNow memory market, Worth memory worth) private pure returns (bool) {
        PriceValidity validity = market.price.validity;
        bool below = worth.valueForInitial < worth.initialMargin;
        bool allowed = validity == PriceValidity.Stale || validity == PriceValidity.Settling;
        if (validity == PriceValidity.Valid || validity == PriceValidity.Diverged) return true;
        return below && allowed;
    }

    /// @dev Notional whose initial margin and cost a free margin pays, on top of what the position has.
    function _bearable(MarketNow memory market, int256 free, int256 size) private pure returns (int256 notional) {
        int256 held = int256((_magnitude(size) * Price.unwrap(market.price.mark)) / 1e16);
        for (uint256 tier = 0; tier < 4 && free > 0; ++tier) {
            int256 upper = tier < 3 ? Money.unwrap(market.tiers.bounds[tier]) : type(int96).max;
            if (held + notional >= upper) continue;
            // 0.3 % for fee, spread and premium.
            int256 rate = int256(Ratio.unwrap(market.tiers.initial[tier])) + 3_000;
            int256 part = (free * 1e6) / rate;
            if (part > upper - held - notional) part = upper - held - notional;
            notional += part;
            free -= (part * rate) / 1e6;
        }
    }

    /// @dev The way the account is already, or the way that the pool would like, as a rule.
    function _buys(Draws memory draws, AccountId id, uint256 market) private view returns (bool) {
        uint256 kind = draws.below(6);
        int256 size = _sizeOf(id, market);
        if (kind < 2) return draws.chance(2);
        if (kind < 4 && size != 0) return size > 0;
        int256 inventory = _sizeOf(_house.poolMarketAccount(MarketId.wrap(uint8(market))), market);
        return inventory == 0 ? draws.chance(2) : inventory > 0;
    }

    function _magnitude(int256 size) private pure returns (uint256) {
        return uint256(size < 0 ? -size : size);
    }

    /// @dev Limit and deadline are drawn later.
    function _order(AccountId id, uint256 market, int256 size, bool reduceOnly) private pure returns (Order memory) {
        return Order(id, MarketId.wrap(uint8(market)), Size.wrap(size), Price.wrap(0), 0, reduceOnly);
    }
}
