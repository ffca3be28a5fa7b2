// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IClearingHouse} from "../../../contracts/interfaces/IClearingHouse.sol";
import {Account, AccountSlot} from "../../../contracts/types/AccountSlot.sol";
import {AccountId} from "../../../contracts/types/AccountId.sol";
import {CollateralId} from "../../../contracts/types/CollateralId.sol";
import {CollateralHoldings, CollateralSlot} from "../../../contracts/types/CollateralSlot.sol";
import {MarketId} from "../../../contracts/types/MarketId.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {Position, PositionSlot} from "../../../contracts/types/PositionSlot.sol";
import {Price} from "../../../contracts/types/Price.sol";
import {RESIDUE_BITS, SideState} from "../../../contracts/types/SideSlot.sol";
import {Size} from "../../../contracts/types/Size.sol";
import {Assertions} from "../../fuzz/support/Assertions.sol";
import {MARKETS, MarketSets, TOKENS} from "../../support/MarketSets.sol";
import {Protocol} from "../../support/ProtocolDeployment.sol";
import {Book, Valuation} from "../../support/Valuation.sol";
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
        uint256[TOKENS] tokens;
        int256 debts;
    }

    Protocol internal _protocol;
    Handlers internal _handlers;

    /// @dev Everybody's accounts, the system's, and the pool's of the markets.
    AccountId[] private _ids;
    AccountId private _escrow;
    address private _vault;
    IERC20[TOKENS] private _tokens;

    uint256 private constant _SYSTEM = 4;

    /// @dev What never changes is asked once.
    function _prepare(Handlers handlers) internal {
        delete _ids;
        IClearingHouse house = _protocol.house;
        for (uint256 i = 0; i < ACCOUNTS; ++i) _ids.push(Cast.account(i));
        _escrow = house.poolEscrowAccount();
        _ids.push(house.insuranceAccount());
        _ids.push(house.treasuryAccount());
        _ids.push(house.poolAccount());
        _ids.push(_escrow);
        for (uint8 number = 0; number < MARKETS; ++number) _ids.push(house.poolMarketAccount(MarketId.wrap(number)));
        _vault = address(_protocol.vault);
        for (uint8 number = 0; number < TOKENS; ++number) {
            (CollateralSlot slot, ) = house.collateralState(CollateralId.wrap(number));
            _tokens[number] = IERC20(slot.token());
        }
        _handlers = handlers;
    }

    function _requirePromises() internal {
        // Touches accounts, so it comes before anything is summed.
        uint256[] memory words = _protocol.house.packedStates(_ids);
        if (_requireNoDebt(words)) words = _protocol.house.packedStates(_ids);
        Book memory book = Valuation.read(_protocol.house, _protocol.oracle);
        Totals memory totals;
        uint256[MARKETS] memory others;
        for (uint256 market = 0; market < MARKETS; ++market) {
            others[market] = _otherPrice(Price.unwrap(book.markets[market].price.mark));
        }
        _add(totals, book, others, words);
        _requireZeroSum(totals, book);
        _requireConservation(totals, book, others);
        _requireTokens(totals, book);
    }

    // --- P6 ---

    /// @dev A side that was taken from whole may owe for it until it is touched, which anybody may do.
    /// @param words Of all accounts.
    /// @return touched Whether somebody was.
    function _requireNoDebt(uint256[] memory words) private returns (bool touched) {
        uint256 next;
        Account memory account;
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            account = AccountSlot.wrap(words[next]).unpack();
            next += 1 + _count(account.markets);
            if (account.markets != 0 || account.collaterals != 0 || Money.unwrap(account.cash) >= 0) continue;
            _protocol.house.syncAccount(_ids[i]);
            _atMost(0, Money.unwrap(_protocol.house.accountState(_ids[i]).cash), P6_DEBT);
            touched = true;
        }
    }

    // --- P1 ---

    /// @dev Exactly until a market is deleveraged. From then on sizes are those of accounts caught up, a long's rounded down and
    /// a short's up, and what touches have rounded off is the residue: less than a unit per position is missing, and a bit of
    /// the residue per touch.
    function _requireZeroSum(Totals memory totals, Book memory book) private view {
        for (uint256 market = 0; market < MARKETS; ++market) {
            int256 interest = int256(book.markets[market].openInterest);
            int256 longs = int256(totals.longs[market]);
            int256 shorts = int256(totals.shorts[market]);
            if (book.markets[market].epoch == 0) {
                _equal(totals.sizes[market], 0, P1_SUM);
                _equal(longs, interest, P1_LONGS);
                _equal(shorts, interest, P1_SHORTS);
                continue;
            }
            int256 slack = int256(_handlers.touches() + book.markets[market].epoch * totals.positions + 1);
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
    function _requireConservation(Totals memory totals, Book memory book, uint256[MARKETS] memory others) private view {
        uint256 held = _protocol.token.balanceOf(_vault);
        _equal(held, _handlers.inVault() + _handlers.donated(), P10_DOOR);
        int256 claimed = totals.cash + totals.owed;
        int256 dust = int256(_handlers.inVault()) - claimed;
        int256 bound = int256(_handlers.touches() + 2 * totals.positions);
        int256 boundAtOther = bound;
        for (uint256 market = 0; market < MARKETS; ++market) {
            if (book.markets[market].epoch == 0) continue;
            int256 missing = -totals.sizes[market];
            uint256 unit = MarketSets.priceOf(MarketId.wrap(uint8(market)), _highest(market)) / 1e16 + 1;
            int256 lost =
                int256(book.markets[market].epoch * (ACCOUNTS + 1) * (unit + 1)) + int256(_handlers.touches() * unit);
            bound += lost + (missing * int256(Price.unwrap(book.markets[market].price.mark))) / 1e16 + 1;
            boundAtOther += lost + (missing * int256(others[market])) / 1e16 + 1;
        }
        _atMost(totals.atMark, dust, P2_MARK);
        _atMost(totals.atOther, dust, P2_OTHER);
        _atMost(dust - totals.atMark, bound, P2_DUST);
        _atMost(dust - totals.atOther, boundAtOther, P2_DUST);
        int256 escrow = Money.unwrap(_protocol.house.accountState(_escrow).cash);
        _equal(escrow, int256(_handlers.escrowed()), P2_ESCROW);
    }

    // --- other collateral ---

    /// @dev A token's word is the sum of what accounts hold whose sets name it; the vault has that and what was sent to it.
    function _requireTokens(Totals memory totals, Book memory book) private view {
        for (uint8 number = 0; number < TOKENS; ++number) {
            (, CollateralHoldings holdings) = _protocol.house.collateralState(CollateralId.wrap(number));
            _equal(holdings.held(), totals.tokens[number], P2_SETS);
            _equal(totals.tokens[number], _handlers.tokensInVault(number), P10_TOKENS);
            uint256 held = _tokens[number].balanceOf(_vault);
            _equal(held, totals.tokens[number] + _handlers.tokensDonated(number), P2_TOKENS);
        }
        (Money debts, , ) = _protocol.house.collateralDebts();
        // As they are stored: who has not caught up owes something else by now.
        if (book.markets[0].epoch + book.markets[1].epoch == 0) _equal(Money.unwrap(debts), totals.debts, P2_DEBTS);
    }

    // --- sums ---

    function _add(
        Totals memory totals,
        Book memory book,
        uint256[MARKETS] memory others,
        uint256[] memory words
    ) private view {
        uint256 next;
        Account memory account;
        for (uint256 i = 0; i < _ids.length; ++i) {
            bool ofPool = i >= ACCOUNTS + _SYSTEM;
            AccountSlot word = AccountSlot.wrap(words[next++]);
            account = ofPool ? word.unpackPool() : word.unpack();
            next = _addPositions(totals, book, others, account.markets, words, next);
            totals.cash += Money.unwrap(account.cash);
            if (ofPool) totals.owed += int256(account.insuranceOwed + account.treasuryOwed);
            if (account.collaterals != 0) _addTokens(totals, _ids[i], account, i < ACCOUNTS);
        }
        _equal(next, words.length, P1_SET);
    }

    function _addTokens(Totals memory totals, AccountId id, Account memory account, bool owned) private view {
        uint256[8] memory balances = _protocol.house.collateralBalances(id);
        uint256 set;
        for (uint256 number = 0; number < TOKENS; ++number) {
            totals.tokens[number] += balances[number];
            if (balances[number] != 0) set |= 1 << number;
        }
        _equal(set, account.collaterals, P2_SETS);
        int256 cash = Money.unwrap(account.cash);
        if (owned && cash < 0) totals.debts -= cash;
    }

    function _addPositions(
        Totals memory totals,
        Book memory book,
        uint256[MARKETS] memory others,
        uint256 markets,
        uint256[] memory words,
        uint256 next
    ) private pure returns (uint256) {
        Position memory position;
        for (uint256 market = 0; markets != 0; ++market) {
            if (markets & 1 != 0) {
                PositionSlot.wrap(words[next++]).unpackInto(position);
                int256 size = Size.unwrap(position.size);
                _holds(size != 0, P1_SET);
                totals.sizes[market] += size;
                if (size > 0) totals.longs[market] += uint256(size);
                else totals.shorts[market] += uint256(-size);
                int256 index = book.markets[market].index;
                totals.atMark += Valuation.positionValue(
                    position,
                    Price.unwrap(book.markets[market].price.mark),
                    index
                );
                totals.atOther += Valuation.positionValue(position, others[market], index);
                ++totals.positions;
            }
            markets >>= 1;
        }
        return next;
    }

    function _count(uint256 set) private pure returns (uint256 count) {
        for (; set != 0; set &= set - 1) ++count;
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
