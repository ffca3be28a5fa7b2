// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CashReason} from "../interfaces/IClearingHouseEvents.sol";
import {Quantities} from "../math/Quantities.sol";
import {ActionTable} from "../risk/ActionTable.sol";
import {FillMath} from "../risk/FillMath.sol";
import {Health, Leg, MarketSnapshot, Standing} from "../risk/Health.sol";
import {AccountSlot, MAX_FEES_OWED} from "../types/AccountSlot.sol";
import {AccountId} from "../types/AccountId.sol";
import {MarketId, MAX_MARKETS_PER_ACCOUNT} from "../types/MarketId.sol";
import {Money, ZERO_MONEY} from "../types/Money.sol";
import {Position, PositionSlot} from "../types/PositionSlot.sol";
import {Size, ZERO_SIZE, longPart, opposite} from "../types/Size.sol";
import {TradeSlot} from "../types/TradeSlot.sol";
import {InsuranceBudgets} from "./InsuranceBudgets.sol";

/// @notice One party of a fill: an account and its position in the market.
struct Side {
    AccountId id;
    /// The account's word as loaded. What a fill changes of it is in the fields below.
    AccountSlot word;
    Money cash;
    uint256 markets;
    Position position;
    /// Funding that moved into cash when the side was loaded; + was paid.
    Money fundingPaid;
    /// Of a pool's account of a market.
    uint256 insuranceOwed;
    uint256 treasuryOwed;
}

/// @title A fill is a transfer: what one side gains in size and pays in quote the other gives and receives
/// @notice Shared by trades, venues' fills and liquidations. Everything happens in memory; `_storeSide`, `_storePoolSide` and
/// `_writeMarket` write it down once, and one event says what it is.
abstract contract Fills is InsuranceBudgets {
    using Health for Standing;

    // --- sides ---

    /// @dev Loads a trader's side and moves its funding into cash.
    function _loadSide(Side memory side, AccountId id, MarketSnapshot memory market) internal {
        side.id = id;
        _loadCurrentPosition(side, market);
        _loadAccount(side, market);
    }

    /// @dev The same for the pool's account of the market, whose word has other fields.
    function _loadPoolSide(Side memory side, MarketSnapshot memory market) internal {
        side.id = _poolMarketId(market.id);
        _loadCurrentPosition(side, market);
        _loadAccount(side, market);
        (side.insuranceOwed, side.treasuryOwed) = (side.word.insuranceOwedOf(), side.word.treasuryOwedOf());
    }

    function _loadAccount(Side memory side, MarketSnapshot memory market) private view {
        AccountSlot word = _accounts[side.id];
        Money paid = _realizeFunding(side.position, market.state);
        (side.word, side.markets) = (word, word.marketsOf());
        (side.cash, side.fundingPaid) = (word.cashOf() - paid, paid);
    }

    /// @dev A stale position first catches up in storage, and with it the account.
    function _loadCurrentPosition(Side memory side, MarketSnapshot memory market) private {
        PositionSlot word = _positions[side.id][market.id];
        if (PositionSlot.unwrap(word) != 0 && word.epochOf() != market.state.epoch) {
            _syncPosition(side.id, market.id);
            word = _positions[side.id][market.id];
        }
        word.unpackInto(side.position);
    }

    function _storeSide(Side memory side, MarketId market) internal {
        _storeAccount(side.id, side.word.withHoldings(side.cash, side.markets));
        _positions[side.id][market] = side.position.pack();
    }

    function _storePoolSide(Side memory side, MarketId market) internal {
        AccountSlot word = side.word.withHoldings(side.cash, side.markets);
        _accounts[side.id] = word.withOwed(side.insuranceOwed, side.treasuryOwed);
        _positions[side.id][market] = side.position.pack();
    }

    /// @dev One event a fill: what it came to, and account, pool and market as they are stored.
    function _tellFill(
        Side memory side,
        Side memory pool,
        MarketSnapshot memory market,
        Size delta,
        Money quote,
        Money fee
    ) internal {
        emit Traded(
            side.id,
            market.id,
            msg.sender,
            delta,
            quote,
            fee,
            side.position.size,
            side.position.entryNotional,
            side.cash,
            pool.position.entryNotional,
            pool.cash,
            market.price.mark,
            market.state.fundingIndex,
            market.state.fundingRatePerSecond,
            market.state.openInterest,
            -pool.position.size
        );
    }

    // --- the transfer ---

    /// @dev Moves `delta` to `taker` from `maker` for `quote`, the same integers with opposite sign, and keeps open
    /// interest and the accounts' sets of markets in step.
    /// @return realizedPnl Of the taker.
    function _transfer(
        MarketSnapshot memory market,
        Side memory taker,
        Side memory maker,
        Size delta,
        Money quote
    ) internal pure returns (Money realizedPnl) {
        realizedPnl = _apply(market, taker, delta, quote);
        _apply(market, maker, -delta, -quote);
    }

    function _apply(
        MarketSnapshot memory market,
        Side memory side,
        Size delta,
        Money quote
    ) private pure returns (Money realizedPnl) {
        Position memory position = side.position;
        uint256 longBefore = longPart(position.size);
        realizedPnl = FillMath.applyFill(position, delta, quote);
        side.cash = side.cash + realizedPnl;
        unchecked {
            // Every long is in the sum, so what this one had can be taken out; the field's width is checked when packed.
            market.state.openInterest = market.state.openInterest - longBefore + longPart(position.size);
        }
        _markHeld(side, market.id);
    }

    /// @dev Keeps the account's set of markets in step with its position.
    function _markHeld(Side memory side, MarketId market) internal pure {
        if (side.position.size == ZERO_SIZE) side.markets &= ~market.mask();
        else side.markets |= market.mask();
    }

    /// @dev Charges a fee and splits it: insurance and treasury are owed their shares, the pool's account keeps the rest
    /// and the rounding.
    function _chargeFee(Side memory payer, Side memory pool, Money fee, TradeSlot parameters) internal {
        payer.cash = payer.cash - fee;
        Money insurance = Quantities.shareDown(fee, parameters.insuranceShare());
        Money treasury = Quantities.shareDown(fee, parameters.treasuryShare());
        pool.cash = pool.cash + fee - insurance - treasury;
        _owe(pool, insurance, treasury);
    }

    /// @dev What is owed waits in spare bits of a word that is written anyway; what no longer fits is paid at once.
    function _owe(Side memory pool, Money insurance, Money treasury) internal {
        unchecked {
            // Fees of 160 bits and owed amounts of 40: the sums fit.
            pool.insuranceOwed += uint256(Money.unwrap(insurance));
            pool.treasuryOwed += uint256(Money.unwrap(treasury));
        }
        if (pool.insuranceOwed > MAX_FEES_OWED) _payOwedInsurance(pool);
        if (pool.treasuryOwed > MAX_FEES_OWED) {
            AccountId to = _treasuryId();
            Money swept = Money.wrap(int256(pool.treasuryOwed));
            pool.treasuryOwed = 0;
            emit CashMoved(pool.id, to, CashReason.FeeSweep, swept, pool.cash, _addCash(to, swept));
        }
    }

    // --- what must hold afterwards ---

    /// @dev Whether the price lets everything in.
    function _isOpen(MarketSnapshot memory market) internal pure returns (bool) {
        return ActionTable.allowsOpening(market.price.validity);
    }

    /// @dev Whether the fill opens, increases or flips.
    function _increases(Size before, Size current) internal pure returns (bool) {
        return current.abs() > before.abs() || opposite(before, current);
    }

    /// @dev Caps of the market's sides, after the fill and only where exposure grew: a cap never stops a reduction.
    function _requireCaps(
        MarketSnapshot memory market,
        TradeSlot parameters,
        bool long,
        Size skewBefore,
        Size skew
    ) internal pure {
        unchecked {
            // Open interest of a side contains the pool's position if it is on that side, and that is no trader's.
            uint256 traders = market.state.openInterest - longPart(long ? -skew : skew);
            require(
                traders <= parameters.maxOpenInterest(),
                OpenInterestCapExceeded(market.id, traders, parameters.maxOpenInterest())
            );
        }
        if (skew.abs() <= skewBefore.abs()) return;
        uint256 cap = Quantities.shareDown(parameters.skewScale(), parameters.maxSkew());
        require(skew.abs() <= cap, SkewCapExceeded(market.id, skew.abs(), cap));
    }

    /// @dev A position is nothing or worth a liquidation.
    function _requireMinimum(Size size, TradeSlot parameters) internal pure {
        require(size == ZERO_SIZE || size.abs() >= parameters.minSize(), SizeBelowMinimum(size, parameters.minSize()));
    }

    /// @dev What a market's price allows: opening, or reducing, which a price after an outage grants only to who is below
    /// initial margin.
    function _requireAllowed(MarketSnapshot memory market, bool increases, bool belowInitialMargin) internal pure {
        if (increases) {
            require(!market.tiers.reduceOnly(), MarketReduceOnly(market.id));
            require(ActionTable.allowsOpening(market.price.validity), PriceNotUsable(market.id, market.price.validity));
        } else {
            require(
                ActionTable.allowsReduction(market.price.validity, belowInitialMargin),
                PriceNotUsable(market.id, market.price.validity)
            );
        }
    }

    /// @dev For an account below initial margin after an action: the position shrank without changing sides, something
    /// of value is left, and the margin ratio did not fall.
    function _requireRiskFell(
        AccountId id,
        Standing memory standing,
        Standing memory before,
        bool increases
    ) internal pure {
        bool riskFell =
            !increases &&
                standing.valueForMaintenance > ZERO_MONEY &&
                Health.ratioNotLower(
                    standing.valueForMaintenance,
                    standing.maintenanceMargin,
                    before.valueForMaintenance,
                    before.maintenanceMargin
                );
        require(riskFell, InsufficientMargin(id, standing.valueForInitial, standing.initialMargin));
    }

    /// @dev Values a side's account: the other legs with the side's own position in memory.
    function _assessSide(
        MarketSnapshot memory market,
        Side memory side,
        Leg[] memory others
    ) internal view returns (Standing memory standing) {
        standing = _assess(side.id, side.cash, side.word.collateralsOf(), others);
        if (side.position.size != ZERO_SIZE) standing.add(side.position, market, block.timestamp);
    }

    /// @dev The half of it that opening and growing ask for: at or above `initialMargin` all is well.
    function _assessForInitial(
        MarketSnapshot memory market,
        Side memory side,
        Leg[] memory others
    ) internal view returns (Money accountValue, Money initialMargin) {
        accountValue = _initialBacking(side.id, side.cash, side.word.collateralsOf());
        if (side.position.size != ZERO_SIZE) {
            (Money worth, Money margin) = Health.initialOf(side.position, market, block.timestamp);
            (accountValue, initialMargin) = (accountValue + worth, margin);
        }
        for (uint256 i = 0; i < others.length; ++i) {
            (Money worth, Money margin) = Health.initialOf(others[i].position, others[i].market, block.timestamp);
            (accountValue, initialMargin) = (accountValue + worth, initialMargin + margin);
        }
    }

    function _meetsInitialMargin(
        MarketSnapshot memory market,
        Side memory side,
        Leg[] memory others
    ) internal view returns (bool) {
        (Money accountValue, Money initialMargin) = _assessForInitial(market, side, others);
        return accountValue >= initialMargin;
    }

    function _requireFewMarkets(Side memory side) internal pure {
        uint256 markets = _count(side.markets);
        require(markets <= MAX_MARKETS_PER_ACCOUNT, TooManyMarkets(side.id, markets, MAX_MARKETS_PER_ACCOUNT));
    }

    /// @dev Moves what the market owes insurance into its account.
    function _payOwedInsurance(Side memory pool) internal {
        uint256 owed = pool.insuranceOwed;
        if (owed == 0) return;
        pool.insuranceOwed = 0;
        _payIntoInsurance(_marketOfPool(pool.id), Money.wrap(int256(owed)), pool.cash);
    }
}
