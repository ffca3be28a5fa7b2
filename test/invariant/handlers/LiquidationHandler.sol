// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IClearingHouseErrors} from "../../../contracts/interfaces/IClearingHouseErrors.sol";
import {
    LiquidationExplanation,
    LiquidationLeg,
    LiquidationVerdict
} from "../../../contracts/interfaces/IPreviewModule.sol";
import {Account} from "../../../contracts/types/AccountSlot.sol";
import {AccountId} from "../../../contracts/types/AccountId.sol";
import {MarketId} from "../../../contracts/types/MarketId.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {Position} from "../../../contracts/types/PositionSlot.sol";
import {Price} from "../../../contracts/types/Price.sol";
import {PriceReading} from "../../../contracts/types/PriceReading.sol";
import {Size} from "../../../contracts/types/Size.sol";
import {CHEATS} from "../../support/Cheats.sol";
import {MARKETS, MarketSets, TOKENS} from "../../support/MarketSets.sol";
import {TokenWorth} from "../../support/TokenValuation.sol";
import {Book, Valuation, Worth} from "../../support/Valuation.sol";
import {ACCOUNTS, Cast, PEOPLE, STRANGER} from "../support/Cast.sol";
import {Draws} from "../support/Draws.sol";
import {Handler} from "./Handler.sol";

/// @title Liquidations: who is below the line by our own valuation is, and nobody else
abstract contract LiquidationHandler is Handler {
    /// @dev What a call should do, and what was before it.
    struct Attempt {
        Worth[ACCOUNTS] before;
        bool[ACCOUNTS] expected;
        uint256 sure;
        uint256 perhaps;
        uint256 epochs;
        int256 insurance;
    }

    /// @notice Somebody below maintenance, or somebody who is not where nobody is.
    function liquidateOne(uint256 seed) external {
        Draws memory draws = _begin(seed);
        Book memory book = _book();
        uint256 first = draws.below(ACCOUNTS);
        AccountId[] memory batch = new AccountId[](1);
        batch[0] = Cast.account(first);
        if (!draws.chance(8)) {
            for (uint256 i = 0; i < ACCOUNTS; ++i) {
                AccountId id = Cast.account((first + i) % ACCOUNTS);
                if (!_below(_worth(book, id))) continue;
                batch[0] = id;
                break;
            }
        }
        _liquidate("liquidate", draws, book, batch);
    }

    /// @notice Several at once, some of them twice, system accounts and nobody's among them.
    function liquidateBatch(uint256 seed) external {
        Draws memory draws = _begin(seed);
        AccountId[] memory batch = new AccountId[](draws.between(2, 14));
        for (uint256 i = 0; i < batch.length; ++i) {
            uint256 kind = draws.below(16);
            if (kind == 0) batch[i] = _insurance;
            else if (kind == 1) batch[i] = _house.poolMarketAccount(MarketId.wrap(uint8(draws.below(MARKETS))));
            else if (kind == 2) batch[i] = _main;
            else if (kind == 3) batch[i] = AccountId.wrap(bytes32(uint256(1)));
            else batch[i] = Cast.account(draws.below(ACCOUNTS));
        }
        _liquidate("batch", draws, _book(), batch);
    }

    /// @notice A price at which somebody stands within a few of the feed's steps of his line, on either side of it.
    function liquidateAtTheLine(uint256 seed) external {
        Draws memory draws = _begin(seed);
        AccountId[] memory batch = new AccountId[](1);
        batch[0] = _holder(draws);
        uint256 market = draws.below(MARKETS);
        if (_sizeOf(batch[0], market) == 0) market = 1 - market;
        if (broken != _NONE_BROKEN || _sizeOf(batch[0], market) == 0) return;
        // So that no funding is due whose amount depends on the price.
        _house.accrueFunding(MarketId.wrap(0));
        _house.accrueFunding(MarketId.wrap(1));
        uint256 line = _lineOf(batch[0], market);
        if (line == 0) return;
        _walkTo(market, line + draws.between(0, 6) - 3, draws.chance(2));
        _done("line", 0);
        _liquidate("atTheLine", draws, _book(), batch);
    }

    function _liquidate(bytes32 action, Draws memory draws, Book memory book, AccountId[] memory batch) private {
        Attempt memory attempt;
        _expect(attempt, book, batch);
        // Whoever calls, and whoever is paid: an account of its own, or one that is itself liquidated.
        uint256 paid = draws.below(ACCOUNTS);
        bool explained = batch.length == 1 && draws.chance(4) && batch[0] != Cast.account(paid);
        LiquidationExplanation memory explanation;
        if (explained) explanation = _house.explainLiquidation(batch[0]);
        CHEATS.prank(draws.chance(2) ? STRANGER : Cast.person(draws.below(PEOPLE)));
        try _house.liquidate(batch, Cast.account(paid)) returns (uint256 liquidated) {
            bool shared = _noteDeleveraging(book);
            if (shared) ++successes["deleverage"];
            else _holds(attempt.sure + attempt.perhaps != 0, P4_ABOVE);
            if (explained) _requireExplained(explanation, batch[0], shared);
            if (_cashOf(_insurance) < attempt.insurance) ++successes["insuranceDrawn"];
            // A deleveraging takes from others of the batch too, who may be below their line no more.
            if (!shared) _holds(liquidated >= attempt.sure, P4_COUNT);
            _holds(liquidated <= (shared ? 2 * batch.length : attempt.sure + attempt.perhaps), P4_COUNT);
            for (uint256 i = 0; i < ACCOUNTS; ++i) _requireAfter(attempt, book, i, i == paid, shared);
            _done(action, 2 * MARKETS + MARKETS * liquidated);
        } catch (bytes memory reason) {
            _equal(attempt.sure, 0, P4_BELOW);
            _same(reason, abi.encodePacked(IClearingHouseErrors.NothingLiquidated.selector), P4_ABOVE);
            if (explained) _holds(explanation.verdict != LiquidationVerdict.Liquidatable, P8_LIQUIDATION);
            ++successes["nothingLiquidated"];
        }
    }

    /// @dev P8: what was to be closed is, and the account's cash is as it was to be. Where sides took over in the same call, the
    /// account's may have given up more than the liquidation closed.
    function _requireExplained(LiquidationExplanation memory explanation, AccountId id, bool shared) private {
        _holds(explanation.verdict == LiquidationVerdict.Liquidatable, P8_LIQUIDATION);
        _equal(Money.unwrap(explanation.cash), _cashOf(id), P8_LIQUIDATION);
        ++successes["liquidationExplained"];
        for (uint256 i = 0; i < explanation.legs.length; ++i) {
            LiquidationLeg memory leg = explanation.legs[i];
            (int256 due, int256 left) = (
                Size.unwrap(leg.size) - Size.unwrap(leg.sizeClosed),
                _sizeOf(id, MarketId.unwrap(leg.market))
            );
            if (!shared) _equal(due, left, P8_LIQUIDATION);
            else _holds(due > 0 ? left >= 0 && left <= due : left <= 0 && left >= due, P8_LIQUIDATION);
        }
    }

    /// @dev Who will be liquidated; who may be, for the pace has nothing left for him in this second; and the pool's accounts,
    /// of which this valuation does not know the line.
    function _expect(Attempt memory attempt, Book memory book, AccountId[] memory batch) private view {
        attempt.epochs = _epochs(book);
        attempt.insurance = _cashOf(_insurance);
        int256 unpaced = book.markets[0].unpacedNotional;
        if (book.markets[1].unpacedNotional < unpaced) unpaced = book.markets[1].unpacedNotional;
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            AccountId id = Cast.account(i);
            attempt.before[i] = _worth(book, id);
            uint256 times = _timesIn(batch, id);
            attempt.expected[i] = _below(attempt.before[i]) && times != 0;
            if (!attempt.expected[i]) continue;
            // Who knows pace may be bitten again, by what is too little to be paced.
            if (attempt.before[i].notional > unpaced) attempt.perhaps += times - 1;
            // Whose tokens are sold is counted for that, and for what is closed of it then.
            if (attempt.before[i].value < 0 && attempt.before[i].collaterals != 0) attempt.perhaps += times;
            if (attempt.before[i].value >= 0 && _waits(id)) ++attempt.perhaps;
            else ++attempt.sure;
        }
        for (uint8 number = 0; number < MARKETS; ++number) {
            attempt.perhaps += _timesIn(batch, _house.poolMarketAccount(MarketId.wrap(number)));
        }
    }

    function _requireAfter(Attempt memory attempt, Book memory book, uint256 index, bool paid, bool shared) private {
        AccountId id = Cast.account(index);
        Worth memory before = attempt.before[index];
        Worth memory current = _worth(book, id);
        // An account that a deleveraging closed whole owes what it lacks until it is touched, by this call or none.
        bool settled = before.value < 0 && current.legs == 0 && current.value == 0;
        if (settled && !attempt.expected[index]) before.value = 0;
        if (attempt.expected[index]) {
            bool paced = _house.accountState(id).bittenSince != 0;
            _requireLiquidated(before, current, paid, paced, shared, _saleDust(book));
            if (paced) ++successes["paced"];
            if (before.value < 0 && before.collaterals != 0) ++successes["seized"];
            if (current.legs == 0 && before.value < 0) {
                ++successes["badDebt"];
                if (shared && before.collaterals == 0) ++successes["deficitShared"];
            }
        } else if (shared) {
            // Its side took over at mark, or at a price that bears a deficit: nobody gains. The worth before is rounded down by
            // less than two units a position, one of profit and one of funding; the exact one is what may not grow.
            if (!paid) _atMost(current.value, before.value + int256(2 * MARKETS), P3_OTHERS);
            _atMost(current.margin, before.margin, P3_OTHERS);
        } else if (!paid) {
            _requireUntouched(before, current, attempt.epochs);
        }
    }

    /// @dev Who is named in a batch catches up with earlier deleveragings: that moves funding into cash, and rounds it.
    function _requireUntouched(Worth memory before, Worth memory current, uint256 epochs) private pure {
        int256 dust = epochs == 0 ? int256(0) : int256(2 * MARKETS);
        _equal(current.legs, before.legs, P3_OTHERS);
        if (epochs == 0) _equal(current.cash, before.cash, P3_OTHERS);
        _atMost(current.value, before.value + dust, P3_OTHERS);
        _atMost(before.value, current.value + dust, P3_OTHERS);
        _equal(current.margin, before.margin, P3_OTHERS);
        _equal(current.collaterals, before.collaterals, P3_OTHERS);
    }

    /// @dev Each token is sold to insurance and to main, and each sale leaves part of a priced unit, which counts as one, and
    /// rounds once.
    function _saleDust(Book memory book) private pure returns (int256 dust) {
        if (!book.tokensRead) return 0;
        for (uint256 number = 0; number < TOKENS; ++number) {
            dust += 2 * int256(Price.unwrap(book.tokens[number].price.high) / 1e16 + 2);
        }
    }

    /// @dev The last bite was in this second.
    function _waits(AccountId id) private view returns (bool) {
        Account memory account = _house.accountState(id);
        return account.bittenSince != 0 && block.timestamp == account.bittenSince + account.bittenFor;
    }

    /// @dev Answer of the market's feed at which the account crosses its line, within 15 % of the present one; 0 for none.
    function _lineOf(AccountId id, uint256 market) private view returns (uint256) {
        Book memory book = _book();
        (Account memory account, MarketId[] memory markets, Position[] memory positions) = _house.fullState(id);
        uint256 low = (answers[market] * 85) / 100;
        uint256 high = (answers[market] * 115) / 100;
        TokenWorth memory tokens = Valuation.tokensOf(_house, book, id, account.collaterals);
        bool belowAtLow = _belowAt(book, market, low, account, tokens, markets, positions);
        if (belowAtLow == _belowAt(book, market, high, account, tokens, markets, positions)) return 0;
        while (high - low > 1) {
            uint256 middle = (low + high) / 2;
            if (_belowAt(book, market, middle, account, tokens, markets, positions) == belowAtLow) low = middle;
            else high = middle;
        }
        return high;
    }

    function _belowAt(
        Book memory book,
        uint256 market,
        uint256 answer,
        Account memory account,
        TokenWorth memory tokens,
        MarketId[] memory markets,
        Position[] memory positions
    ) private pure returns (bool) {
        Price price = Price.wrap(MarketSets.priceOf(MarketId.wrap(uint8(market)), answer));
        PriceReading memory reading = book.markets[market].price;
        (reading.mark, reading.low, reading.high) = (price, price, price);
        return _below(Valuation.assess(book, account, tokens, markets, positions));
    }

    /// @dev Each position that is closed rounds once against its account.
    /// @param paced Whether the pace left something for later.
    /// @param shared Whether the call deleveraged, which may have taken from this account as well.
    function _requireLiquidated(
        Worth memory before,
        Worth memory current,
        bool paid,
        bool paced,
        bool shared,
        int256 saleDust
    ) private pure {
        int256 dust = int256(MARKETS) + (before.collaterals == 0 ? int256(0) : saleDust);
        if (current.legs == 0) _atMost(0, current.collaterals == 0 ? current.cash : current.value + dust, P6_DEBT);
        // A deficit is made good for the markets that close; else nobody gives it anything. Tokens are sold for less than they
        // are worth and for more than they counted for.
        int256 most =
            before.value < 0 ? (before.saleWorth > 0 ? before.saleWorth : int256(0)) + dust : before.saleWorth;
        if (!paid) _atMost(current.saleWorth, most, P4_GAIN);
        bool lost = before.value < 0 && (before.collaterals == 0 || before.saleWorth < -dust);
        if (lost && !shared) {
            _equal(current.collaterals, 0, P4_ENOUGH);
            if (before.allUsable) _equal(current.legs, 0, P4_ENOUGH);
        }
        if (paid || shared || current.legs == 0) return;
        if (before.value < 0) {
            // Without value it keeps its share of the deficit in the markets that cannot be closed, and pays nothing.
            _atMost(before.value, current.value + dust, P4_RATIO);
            if (!lost && before.allUsable && !paced) _atMost(current.margin, current.value + dust, P4_ENOUGH);
            return;
        }
        _atMost(before.value * current.margin, (current.value + dust) * before.margin, P4_RATIO);
        if (before.allUsable && !paced) _atMost(current.margin, current.value, P4_ENOUGH);
    }

    /// @dev Below maintenance, with a market whose price the table lets liquidate; or below zero, with tokens to sell.
    function _below(Worth memory worth) internal pure returns (bool) {
        if (worth.value < 0 && worth.collaterals != 0) return true;
        return worth.legs != 0 && worth.anyUsable && worth.value < worth.margin;
    }

    function _timesIn(AccountId[] memory batch, AccountId id) private pure returns (uint256 times) {
        for (uint256 i = 0; i < batch.length; ++i) {
            if (batch[i] == id) ++times;
        }
    }
}
