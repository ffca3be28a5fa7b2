// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IClearingHouseErrors} from "../../../contracts/interfaces/IClearingHouseErrors.sol";
import {Account} from "../../../contracts/types/AccountSlot.sol";
import {AccountId} from "../../../contracts/types/AccountId.sol";
import {MarketId} from "../../../contracts/types/MarketId.sol";
import {Position} from "../../../contracts/types/PositionSlot.sol";
import {Price} from "../../../contracts/types/Price.sol";
import {PriceReading} from "../../../contracts/types/PriceReading.sol";
import {CHEATS} from "../../support/Cheats.sol";
import {MARKETS, MarketSets} from "../../support/MarketSets.sol";
import {MarketNow, Valuation, Worth} from "../../support/Valuation.sol";
import {ACCOUNTS, Cast, PEOPLE, STRANGER} from "../support/Cast.sol";
import {Draws} from "../support/Draws.sol";
import {Handler} from "./Handler.sol";

/// @title Liquidations: who is below the line by our own valuation is, and nobody else
abstract contract LiquidationHandler is Handler {
    /// @notice Somebody below maintenance, or somebody who is not where nobody is.
    function liquidateOne(uint256 seed) external {
        Draws memory draws = _begin(seed);
        MarketNow[MARKETS] memory book = _book();
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
            if (kind == 0) batch[i] = _house.insuranceAccount();
            else if (kind == 1) batch[i] = _house.poolMarketAccount(MarketId.wrap(uint8(draws.below(MARKETS))));
            else if (kind == 2) batch[i] = _house.poolAccount();
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
        answers[market] = line + draws.between(0, 6) - 3;
        _publish(market);
        _done("line", 0);
        _liquidate("atTheLine", draws, _book(), batch);
    }

    function _liquidate(
        bytes32 action,
        Draws memory draws,
        MarketNow[MARKETS] memory book,
        AccountId[] memory batch
    ) private {
        Worth[ACCOUNTS] memory before;
        bool[ACCOUNTS] memory expected;
        uint256 count;
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            AccountId id = Cast.account(i);
            before[i] = _worth(book, id);
            expected[i] = _below(before[i]) && _contains(batch, id);
            if (expected[i]) ++count;
        }
        // Whoever calls, and whoever is paid: an account of its own, or one that is itself liquidated.
        uint256 paid = draws.below(ACCOUNTS);
        CHEATS.prank(draws.chance(2) ? STRANGER : Cast.person(draws.below(PEOPLE)));
        try _house.liquidate(batch, Cast.account(paid)) returns (uint256 liquidated) {
            _holds(count != 0, P4_ABOVE);
            _equal(liquidated, count, P4_COUNT);
            for (uint256 i = 0; i < ACCOUNTS; ++i) {
                Worth memory current = _worth(book, Cast.account(i));
                if (expected[i]) {
                    _requireLiquidated(before[i], current, i == paid);
                    if (current.legs == 0 && before[i].value < 0) ++successes["badDebt"];
                } else if (i != paid) {
                    _same(abi.encode(current), abi.encode(before[i]), P3_OTHERS);
                }
            }
            _done(action, 2 * MARKETS + MARKETS * count);
        } catch (bytes memory reason) {
            _equal(count, 0, P4_BELOW);
            _same(reason, abi.encodePacked(IClearingHouseErrors.NothingLiquidated.selector), P4_ABOVE);
            ++successes["nothingLiquidated"];
        }
    }

    /// @dev Answer of the market's feed at which the account crosses its line, within 15 % of the present one; 0 for none.
    function _lineOf(AccountId id, uint256 market) private view returns (uint256) {
        MarketNow[MARKETS] memory book = _book();
        (Account memory account, MarketId[] memory markets, Position[] memory positions) = _house.fullState(id);
        uint256 low = (answers[market] * 85) / 100;
        uint256 high = (answers[market] * 115) / 100;
        bool belowAtLow = _belowAt(book, market, low, account, markets, positions);
        if (belowAtLow == _belowAt(book, market, high, account, markets, positions)) return 0;
        while (high - low > 1) {
            uint256 middle = (low + high) / 2;
            if (_belowAt(book, market, middle, account, markets, positions) == belowAtLow) low = middle;
            else high = middle;
        }
        return high;
    }

    function _belowAt(
        MarketNow[MARKETS] memory book,
        uint256 market,
        uint256 answer,
        Account memory account,
        MarketId[] memory markets,
        Position[] memory positions
    ) private pure returns (bool) {
        Price price = Price.wrap(MarketSets.priceOf(MarketId.wrap(uint8(market)), answer));
        PriceReading memory reading = book[market].price;
        (reading.mark, reading.low, reading.high) = (price, price, price);
        return _below(Valuation.assess(book, account, markets, positions));
    }

    /// @dev Each position that is closed rounds once against its account.
    function _requireLiquidated(Worth memory before, Worth memory current, bool paid) private pure {
        int256 dust = int256(MARKETS);
        if (current.legs == 0) _atMost(0, current.cash, P6_DEBT);
        // A deficit is made good where the account is closed; else nobody gives it anything.
        if (!paid) _atMost(current.value, current.legs == 0 && before.value < 0 ? int256(0) : before.value, P4_GAIN);
        if (paid || current.legs == 0) return;
        if (before.value < 0) {
            // Without value it keeps its share of the deficit in the markets that cannot be closed, and pays nothing.
            _atMost(before.value, current.value + dust, P4_RATIO);
            return;
        }
        _atMost(before.value * current.margin, (current.value + dust) * before.margin, P4_RATIO);
        if (before.allUsable) _atMost(current.margin, current.value, P4_ENOUGH);
    }

    /// @dev Below maintenance, with a market whose price the table lets liquidate.
    function _below(Worth memory worth) private pure returns (bool) {
        return worth.legs != 0 && worth.anyUsable && worth.value < worth.margin;
    }

    function _contains(AccountId[] memory batch, AccountId id) private pure returns (bool) {
        for (uint256 i = 0; i < batch.length; ++i) {
            if (batch[i] == id) return true;
        }
        return false;
    }
}
