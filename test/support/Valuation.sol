// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IClearingHouse, Market} from "../../contracts/interfaces/IClearingHouse.sol";
import {IPriceOracle} from "../../contracts/interfaces/IPriceOracle.sol";
import {FundingMath} from "../../contracts/risk/FundingMath.sol";
import {Account} from "../../contracts/types/AccountSlot.sol";
import {AccountId} from "../../contracts/types/AccountId.sol";
import {MarketId} from "../../contracts/types/MarketId.sol";
import {Money} from "../../contracts/types/Money.sol";
import {Tiers} from "../../contracts/types/Parameters.sol";
import {Position} from "../../contracts/types/PositionSlot.sol";
import {Price} from "../../contracts/types/Price.sol";
import {PriceReading, PriceValidity} from "../../contracts/types/PriceReading.sol";
import {Ratio} from "../../contracts/types/Ratio.sol";
import {Size} from "../../contracts/types/Size.sol";
import {TierPhase} from "../../contracts/types/TierPhaseSlot.sol";
import {MARKETS, TOKENS} from "./MarketSets.sol";
import {TokenNow, TokenWorth, TokenValuation} from "./TokenValuation.sol";

/// @notice A market as a valuation needs it.
struct MarketNow {
    /// Funding index of now, 1e-16 money per unit.
    int256 index;
    PriceReading price;
    Tiers tiers;
    bool reduceOnly;
    uint256 minSize;
    uint256 openInterest;
    /// Deleveragings so far.
    uint256 epoch;
    /// Of the liquidation parameters.
    int256 unpacedNotional;
    uint256 venueBand;
}

/// @notice Markets and tokens of one moment. Tokens are read when an account holds some.
struct Book {
    MarketNow[MARKETS] markets;
    TokenNow[TOKENS] tokens;
    bool tokensRead;
    IPriceOracle oracle;
}

/// @notice What an account is worth, 1e-6 USD.
struct Worth {
    int256 cash;
    /// At maintenance prices, and at the mark.
    int256 value;
    int256 valueAtMark;
    int256 margin;
    /// At initial prices.
    int256 valueForInitial;
    int256 initialMargin;
    int256 floor;
    /// Cash and tokens where something is about to leave, and the value with them.
    int256 backing;
    int256 valueForWithdrawal;
    /// Value with tokens at what a sale at the discount brings.
    int256 saleWorth;
    /// Notional at maintenance prices.
    int256 notional;
    uint256 legs;
    uint256 collaterals;
    /// Whether the price of one of its markets allows liquidation; of all of them.
    bool anyUsable;
    bool allUsable;
    bool allValid;
}

/// @title Margins recomputed from the specification
/// @notice Written from the rules and not from the contracts: rates on parts of a notional instead of deductions, plain
/// signed division instead of the library's. The funding index is the one thing taken over: its integral has tests of
/// its own.
library Valuation {
    uint256 private constant _PRICE_SCALE = 1e16;
    uint256 private constant _RATIO_ONE = 1e6;

    function read(IClearingHouse house, IPriceOracle oracle) internal view returns (Book memory book) {
        book.oracle = oracle;
        for (uint8 number = 0; number < MARKETS; ++number) {
            MarketId id = MarketId.wrap(number);
            Market memory market = house.marketState(id);
            MarketNow memory entry = book.markets[number];
            entry.price = oracle.readPrice(id);
            entry.tiers = _countingNow(market.tiers, house.tierPhaseOf(id));
            entry.reduceOnly = market.reduceOnly;
            entry.minSize = market.trade.minSize;
            entry.openInterest = market.state.openInterest;
            entry.epoch = market.state.epoch;
            entry.unpacedNotional = Money.unwrap(market.liquidation.unpacedNotional);
            entry.venueBand = Ratio.unwrap(market.liquidation.venueBand);
            (entry.index, ) = FundingMath.indexAt(
                market.state,
                entry.price.mark,
                market.tiers.maxFundingRatePerSecond,
                block.timestamp
            );
        }
    }

    /// @dev A raise of maintenance margin arrives in a straight line, in whole basis points and tenths of a USD rounded down.
    function _countingNow(Tiers memory set, TierPhase memory phase) private view returns (Tiers memory) {
        if (!phase.rising || block.timestamp >= phase.endsAt) return set;
        uint256 elapsed = block.timestamp - phase.startedAt;
        uint256 span = phase.endsAt - phase.startedAt;
        for (uint256 tier = 0; tier < 4; ++tier) {
            uint256 from = Ratio.unwrap(phase.from.maintenance[tier]);
            uint256 rise = ((Ratio.unwrap(set.maintenance[tier]) - from) * elapsed) / span;
            set.maintenance[tier] = Ratio.wrap(from + rise - (rise % 100));
        }
        int256 least = Money.unwrap(phase.from.minReward);
        int256 grown = ((Money.unwrap(set.minReward) - least) * int256(elapsed)) / int256(span);
        set.minReward = Money.wrap(least + grown - (grown % 1e5));
        return set;
    }

    function worthOf(IClearingHouse house, Book memory book, AccountId id) internal view returns (Worth memory) {
        (Account memory account, MarketId[] memory markets, Position[] memory positions) = house.fullState(id);
        return assess(book, account, tokensOf(house, book, id, account.collaterals), markets, positions);
    }

    /// @notice What an account's other collateral counts for.
    function tokensOf(
        IClearingHouse house,
        Book memory book,
        AccountId id,
        uint256 collaterals
    ) internal view returns (TokenWorth memory) {
        if (collaterals == 0) return TokenWorth(0, 0, 0, 0);
        if (!book.tokensRead) {
            TokenValuation.read(house, book.oracle, book.tokens);
            book.tokensRead = true;
        }
        return TokenValuation.assess(book.tokens, house.collateralBalances(id));
    }

    /// @notice The same of a state that was read already, at any prices.
    function assess(
        Book memory book,
        Account memory account,
        TokenWorth memory tokens,
        MarketId[] memory markets,
        Position[] memory positions
    ) internal pure returns (Worth memory worth) {
        int256 cash = Money.unwrap(account.cash);
        worth.cash = cash;
        worth.collaterals = account.collaterals;
        worth.value = cash + tokens.forMaintenance;
        worth.valueAtMark = worth.value;
        worth.valueForInitial = cash + tokens.forInitial;
        worth.backing = cash + tokens.forWithdrawal;
        worth.valueForWithdrawal = worth.backing;
        worth.saleWorth = cash + tokens.sale;
        worth.legs = markets.length;
        worth.allUsable = true;
        worth.allValid = true;
        int256 reward;
        for (uint256 i = 0; i < markets.length; ++i) {
            MarketNow memory market = book.markets[MarketId.unwrap(markets[i])];
            _add(worth, market, positions[i]);
            int256 least = Money.unwrap(market.tiers.minReward);
            if (least > reward) reward = least;
        }
        worth.margin += reward;
    }

    /// @notice size x price + entryNotional - funding owed, rounded against the owner.
    function positionValue(Position memory position, uint256 price, int256 index) internal pure returns (int256) {
        int256 size = Size.unwrap(position.size);
        int256 owed = ceil(size * (index - position.fundingIndex), _PRICE_SCALE);
        return floor(size * int256(price), _PRICE_SCALE) + Money.unwrap(position.entryNotional) - owed;
    }

    function usable(PriceReading memory price) internal pure returns (bool) {
        return uint8(price.validity) <= uint8(PriceValidity.Stale);
    }

    function floor(int256 a, uint256 b) internal pure returns (int256 quotient) {
        quotient = a / int256(b);
        if (quotient * int256(b) > a) --quotient;
    }

    function ceil(int256 a, uint256 b) internal pure returns (int256) {
        return -floor(-a, b);
    }

    function _add(Worth memory worth, MarketNow memory market, Position memory position) private pure {
        int256 size = Size.unwrap(position.size);
        (uint256 worse, uint256 better) = size > 0
            ? (Price.unwrap(market.price.low), Price.unwrap(market.price.high))
            : (Price.unwrap(market.price.high), Price.unwrap(market.price.low));
        uint256 units = uint256(size > 0 ? size : -size);
        int256 atBetter = positionValue(position, better, market.index);
        worth.value += atBetter;
        worth.saleWorth += atBetter;
        int256 notional = _notional(units, better);
        worth.notional += notional;
        worth.margin += margin(market.tiers.bounds, market.tiers.maintenance, notional);
        int256 atWorse = atBetter;
        int256 atMark = atBetter;
        if (worse != better) {
            atMark = positionValue(position, Price.unwrap(market.price.mark), market.index);
            atWorse = positionValue(position, worse, market.index);
            notional = _notional(units, worse);
        }
        worth.valueAtMark += atMark;
        worth.valueForInitial += atWorse;
        worth.valueForWithdrawal += atWorse;
        worth.initialMargin += margin(market.tiers.bounds, market.tiers.initial, notional);
        worth.floor += ceil(notional * int256(Ratio.unwrap(market.tiers.withdrawFloor)), _RATIO_ONE);
        if (usable(market.price)) worth.anyUsable = true;
        else worth.allUsable = false;
        if (market.price.validity != PriceValidity.Valid) worth.allValid = false;
    }

    function _notional(uint256 units, uint256 price) private pure returns (int256) {
        return ceil(int256(units * price), _PRICE_SCALE);
    }

    /// @notice Each rate on the part of the notional inside its tier.
    function margin(Money[3] memory bounds, Ratio[4] memory rates, int256 notional) internal pure returns (int256) {
        int256 exact;
        int256 lower;
        for (uint256 tier = 0; tier < 4; ++tier) {
            int256 upper = tier < 3 && Money.unwrap(bounds[tier]) < notional ? Money.unwrap(bounds[tier]) : notional;
            exact += (upper - lower) * int256(Ratio.unwrap(rates[tier]));
            lower = upper;
        }
        return ceil(exact, _RATIO_ONE);
    }
}
