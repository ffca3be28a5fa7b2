// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Account} from "../../../contracts/types/AccountSlot.sol";
import {AccountId} from "../../../contracts/types/AccountId.sol";
import {MarketId} from "../../../contracts/types/MarketId.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {Position} from "../../../contracts/types/PositionSlot.sol";
import {Price} from "../../../contracts/types/Price.sol";
import {RESIDUE_BITS, SideState} from "../../../contracts/types/SideSlot.sol";
import {Size} from "../../../contracts/types/Size.sol";
import {Assertions} from "../../fuzz/support/Assertions.sol";
import {MARKETS, MarketSets} from "../../support/MarketSets.sol";
import {Protocol} from "../../support/ProtocolDeployment.sol";
import {MarketNow, Valuation} from "../../support/Valuation.sol";
import {Handlers} from "../handlers/Handlers.sol";
import {InvariantSpec} from "../InvariantSpec.sol";
import {ACCOUNTS, Cast} from "./Cast.sol";

/// @title The promises that hold between calls: P1, P2, P6, P10
/// @notice P3, P4, P5, P7 and what shares are worth are seen around a call, so the handlers assert them.
abstract contract Promises is InvariantSpec, Assertions {
    /// @dev All accounts together.
    struct Totals {
        int256 cash;
        int256 owed;
        int256 atMark;
        int256 atOther;
        uint256 positions;
        int256[MARKETS] sizes;
        uint256[MARKETS] longs;
        uint256[MARKETS] shorts;
    }

    Protocol internal _protocol;
    Handlers internal _handlers;

    function _requirePromises() internal {
        MarketNow[MARKETS] memory book = Valuation.read(_protocol.house);
        Totals memory totals;
        uint256[MARKETS] memory others;
        for (uint256 market = 0; market < MARKETS; ++market) {
            others[market] = _otherPrice(Price.unwrap(book[market].price.mark));
        }
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            AccountId id = Cast.account(i);
            int256 cash = _addAccount(totals, book, others, id);
            if (cash < 0 && _protocol.house.accountState(id).markets == 0) _requireNoDebt(id);
        }
        _addSystem(totals, book, others);
        _requireZeroSum(totals, book);
        _requireConservation(totals, book, others);
    }

    // --- P6 ---

    /// @dev A side that was taken from whole may owe for it until it is touched, which anybody may do.
    function _requireNoDebt(AccountId id) private {
        _protocol.house.syncAccount(id);
        _atMost(0, Money.unwrap(_protocol.house.accountState(id).cash), P6_DEBT);
    }

    // --- P1 ---

    /// @dev Exactly until a market is deleveraged. From then on sizes are those of accounts caught up, a long's rounded down and
    /// a short's up, and what touches have rounded off is the residue: less than a unit per position is missing, and a bit of
    /// the residue per touch.
    function _requireZeroSum(Totals memory totals, MarketNow[MARKETS] memory book) private view {
        for (uint256 market = 0; market < MARKETS; ++market) {
            int256 interest = int256(book[market].openInterest);
            int256 longs = int256(totals.longs[market]);
            int256 shorts = int256(totals.shorts[market]);
            if (book[market].epoch == 0) {
                _equal(totals.sizes[market], 0, P1_SUM);
                _equal(longs, interest, P1_LONGS);
                _equal(shorts, interest, P1_SHORTS);
                continue;
            }
            int256 slack = int256(_handlers.touches() + book[market].epoch * totals.positions + 1);
            int256 open = int256(totals.positions + 1) << RESIDUE_BITS;
            int256 missing = ((interest - longs) << RESIDUE_BITS) - _residue(market, true);
            _atMost(-slack, missing, P1_LONGS);
            _atMost(missing, open + slack, P1_LONGS);
            int256 excess = ((shorts - interest) << RESIDUE_BITS) + _residue(market, false);
            _atMost(-slack, excess, P1_SHORTS);
            _atMost(excess, open + slack, P1_SHORTS);
        }
    }

    function _residue(uint256 market, bool long) private view returns (int256) {
        (SideState memory side, ) = _protocol.house.sideState(MarketId.wrap(uint8(market)), long, 0);
        return side.residue;
    }

    // --- P2, P10 ---

    /// @dev Dust: one unit for each time that a position's funding moved into cash, and two for each open position, whose
    /// profit and funding are rounded here. After deleveragings also one of money and one unit at its price for each account
    /// and each of them, and the units that are nobody's, at the price of the sum.
    function _requireConservation(
        Totals memory totals,
        MarketNow[MARKETS] memory book,
        uint256[MARKETS] memory others
    ) private view {
        uint256 held = _protocol.token.balanceOf(address(_protocol.vault));
        _equal(held, _handlers.inVault() + _handlers.donated(), P10_DOOR);
        int256 claimed = totals.cash + totals.owed;
        int256 dust = int256(_handlers.inVault()) - claimed;
        int256 bound = int256(_handlers.touches() + 2 * totals.positions);
        int256 boundAtOther = bound;
        for (uint256 market = 0; market < MARKETS; ++market) {
            if (book[market].epoch == 0) continue;
            int256 missing = -totals.sizes[market];
            uint256 unit = MarketSets.priceOf(MarketId.wrap(uint8(market)), _highest(market)) / 1e16 + 1;
            int256 lost = int256(book[market].epoch * (ACCOUNTS + 1) * (unit + 1)) + int256(_handlers.touches() * unit);
            bound += lost + (missing * int256(Price.unwrap(book[market].price.mark))) / 1e16 + 1;
            boundAtOther += lost + (missing * int256(others[market])) / 1e16 + 1;
        }
        _atMost(totals.atMark, dust, P2_MARK);
        _atMost(totals.atOther, dust, P2_OTHER);
        _atMost(dust - totals.atMark, bound, P2_DUST);
        _atMost(dust - totals.atOther, boundAtOther, P2_DUST);
        int256 escrow = Money.unwrap(_protocol.house.accountState(_protocol.house.poolEscrowAccount()).cash);
        _equal(escrow, int256(_handlers.escrowed()), P2_ESCROW);
    }

    // --- sums ---

    function _addAccount(
        Totals memory totals,
        MarketNow[MARKETS] memory book,
        uint256[MARKETS] memory others,
        AccountId id
    ) private view returns (int256 cash) {
        (Account memory account, MarketId[] memory markets, Position[] memory positions) = _protocol.house.fullState(
            id
        );
        for (uint256 i = 0; i < markets.length; ++i) {
            uint256 market = MarketId.unwrap(markets[i]);
            int256 size = Size.unwrap(positions[i].size);
            _holds(size != 0, P1_SET);
            totals.sizes[market] += size;
            if (size > 0) totals.longs[market] += uint256(size);
            else totals.shorts[market] += uint256(-size);
            totals.atMark += Valuation.positionValue(
                positions[i],
                Price.unwrap(book[market].price.mark),
                book[market].index
            );
            totals.atOther += Valuation.positionValue(positions[i], others[market], book[market].index);
            ++totals.positions;
        }
        cash = Money.unwrap(account.cash);
        totals.cash += cash;
        totals.owed += int256(account.insuranceOwed + account.treasuryOwed);
    }

    function _addSystem(
        Totals memory totals,
        MarketNow[MARKETS] memory book,
        uint256[MARKETS] memory others
    ) private view {
        _addAccount(totals, book, others, _protocol.house.insuranceAccount());
        _addAccount(totals, book, others, _protocol.house.treasuryAccount());
        _addAccount(totals, book, others, _protocol.house.poolAccount());
        _addAccount(totals, book, others, _protocol.house.poolEscrowAccount());
        for (uint256 market = 0; market < MARKETS; ++market) {
            AccountId id = _protocol.house.poolMarketAccount(MarketId.wrap(uint8(market)));
            _addAccount(totals, book, others, id);
        }
    }

    /// @dev No answer of the feeds is above it.
    function _highest(uint256 market) private pure returns (uint256) {
        return 10 * MarketSets.firstAnswer(MarketId.wrap(uint8(market)));
    }

    /// @dev Another one at every call, from a hundredth to a hundred times the mark.
    function _otherPrice(uint256 mark) private view returns (uint256) {
        uint256 word = uint256(keccak256(abi.encode(mark, _handlers.calls())));
        return 1 + (mark * (1 + (word % 10_000))) / 100;
    }
}
