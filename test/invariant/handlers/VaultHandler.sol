// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {FaultyFeed} from "../../../contracts/mocks/FaultyFeed.sol";
import {AccountId} from "../../../contracts/types/AccountId.sol";
import {Account} from "../../../contracts/types/AccountSlot.sol";
import {CollateralId} from "../../../contracts/types/CollateralId.sol";
import {MarketId} from "../../../contracts/types/MarketId.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {TokenAmount} from "../../../contracts/types/TokenAmount.sol";
import {CHEATS} from "../../support/Cheats.sol";
import {FEEDS, MARKETS, TOKENS} from "../../support/MarketSets.sol";
import {Book, Worth} from "../../support/Valuation.sol";
import {ACCOUNTS, Cast, PEOPLE} from "../support/Cast.sol";
import {Draws} from "../support/Draws.sol";
import {GUARDIAN} from "../support/Roles.sol";
import {Handler} from "./Handler.sol";

/// @title Cash that comes, goes and moves
abstract contract VaultHandler is Handler {
    /// @dev What a trial ends with, so that nothing of it remains.
    error Left();

    /// @notice Into one's own account or another's, 0 and 1 unit too.
    function deposit(uint256 seed) external {
        Draws memory draws = _begin(seed);
        address payer = Cast.person(draws.below(PEOPLE));
        AccountId id = draws.chance(12) ? _insurance : Cast.account(draws.below(ACCOUNTS));
        uint256 kind = draws.below(12);
        uint256 amount = kind < 2 ? kind : draws.between(1e6, 20_000e6);
        _token.mint(payer, amount);
        CHEATS.prank(payer);
        _token.approve(address(_vault), amount);
        CHEATS.prank(payer);
        try _vault.deposit(id, TokenAmount.wrap(amount)) returns (TokenAmount credited) {
            inVault += TokenAmount.unwrap(credited);
            _done("deposit", 0);
        } catch {
            // Nobody's deposit is refused but nothing.
            _holds(amount == 0, P5_LEAVE);
        }
    }

    /// @notice One unit, a part, all that is free, or more than that.
    function withdraw(uint256 seed) external {
        Draws memory draws = _begin(seed);
        AccountId id = Cast.account(draws.below(ACCOUNTS));
        Book memory book = _book();
        Worth memory before = _worth(book, id);
        uint256 amount = _amount(draws, before);
        CHEATS.prank(id.owner());
        try _vault.withdraw(id, TokenAmount.wrap(amount), Cast.person(draws.below(PEOPLE))) {
            inVault -= amount;
            _requireLeft(before, _worth(book, id), amount);
            _done("withdraw", 0);
        } catch {
            _requireRefusable(before, amount);
        }
    }

    /// @notice To an account of the same owner, of another, or to itself.
    function transfer(uint256 seed) external {
        Draws memory draws = _begin(seed);
        AccountId from = Cast.account(draws.below(ACCOUNTS));
        AccountId to = Cast.account(draws.below(ACCOUNTS));
        Book memory book = _book();
        Worth memory before = _worth(book, from);
        Worth memory receiver = _worth(book, to);
        uint256 amount = _amount(draws, before);
        CHEATS.prank(from.owner());
        try _house.transferCash(from, to, Money.wrap(int256(amount))) {
            _holds(from != to, P10_DOOR);
            _requireLeft(before, _worth(book, from), amount);
            _equal(_worth(book, to).value, receiver.value + int256(amount), P10_DOOR);
            _done("transfer", 0);
        } catch {
            if (from != to) _requireRefusable(before, amount);
        }
    }

    /// @notice Tokens straight to the vault, to the pool, or to the ledger: nobody's account may notice.
    function donate(uint256 seed) external {
        Draws memory draws = _begin(seed);
        uint256 amount = draws.between(1, 1_000_000e6);
        uint256 kind = draws.below(4);
        address to =
            kind == 0
                ? address(_house)
                : kind == 1
                    ? address(_pool)
                    : address(_vault);
        _token.mint(to, amount);
        if (to == address(_vault)) donated += amount;
        _done("donate", 0);
    }

    /// @notice P5, as a trial that undoes itself: every feed dead, the sequencer down, every market restricted.
    function leaveFlat(uint256 seed) external {
        Draws memory draws = _begin(seed);
        uint256 first = draws.below(ACCOUNTS);
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            AccountId id = Cast.account((first + i) % ACCOUNTS);
            if (!_mayLeaveWhole(id)) continue;
            try this.tryToLeave(id, FaultyFeed.Mode(draws.between(1, 4))) {
                _holds(false, P5_LEAVE);
            } catch (bytes memory reason) {
                _same(reason, abi.encodePacked(Left.selector), P5_LEAVE);
            }
            _done("leave", 0);
            return;
        }
    }

    /// @dev Called by the handler itself.
    function tryToLeave(AccountId id, FaultyFeed.Mode mode) external {
        for (uint256 feed = 0; feed < FEEDS; ++feed) _feed(feed).setModes(mode, mode);
        for (uint256 market = 0; market < MARKETS; ++market) {
            CHEATS.prank(GUARDIAN);
            _house.restrictMarket(MarketId.wrap(uint8(market)));
        }
        _sequencer.setRound(FaultyFeed.Round(2, 1, block.timestamp, block.timestamp, 2));
        uint256[8] memory balances = _house.collateralBalances(id);
        for (uint8 number = 0; number < TOKENS; ++number) {
            if (balances[number] == 0) continue;
            uint256 had = _collateralToken(number).balanceOf(id.owner());
            CHEATS.prank(id.owner());
            _vault.withdrawCollateral(id, CollateralId.wrap(number), TokenAmount.wrap(balances[number]), id.owner());
            _equal(_collateralToken(number).balanceOf(id.owner()), had + balances[number], P5_LEAVE);
        }
        uint256 cash = uint256(_cashOf(id));
        uint256 owned = _token.balanceOf(id.owner());
        if (cash != 0) {
            CHEATS.prank(id.owner());
            _vault.withdraw(id, TokenAmount.wrap(cash), id.owner());
        }
        _equal(_token.balanceOf(id.owner()), owned + cash, P5_LEAVE);
        _equal(_house.accountState(id).collaterals, 0, P5_LEAVE);
        _equal(Money.unwrap(_house.accountState(id).cash), 0, P5_LEAVE);
        revert Left();
    }

    // --- what may leave ---

    function _amount(Draws memory draws, Worth memory worth) internal pure returns (uint256) {
        uint256 kind = draws.below(10);
        if (kind < 2) return kind;
        uint256 free = _free(worth);
        if (kind == 2) return free;
        if (kind == 3) return free + 1;
        if (kind == 4) return type(uint256).max >> draws.below(256);
        return draws.between(0, free / 2 + 1);
    }

    /// @dev Flat and free of debt.
    function _mayLeaveWhole(AccountId id) private view returns (bool) {
        Account memory account = _house.accountState(id);
        if (account.markets != 0 || account.cash < Money.wrap(0)) return false;
        return account.cash > Money.wrap(0) || account.collaterals != 0;
    }

    /// @dev max(0, min(cash + tokens, value) - initial margin), all of it without positions, and what the floor leaves.
    function _free(Worth memory worth) internal pure returns (uint256) {
        int256 lower = worth.backing < worth.valueForWithdrawal ? worth.backing : worth.valueForWithdrawal;
        int256 free = lower - worth.initialMargin;
        int256 aboveFloor = worth.valueForWithdrawal - worth.floor;
        if (aboveFloor < free) free = aboveFloor;
        return free > 0 ? uint256(free) : 0;
    }

    /// @dev P3 after something left an account.
    function _requireLeft(Worth memory before, Worth memory current, uint256 amount) internal {
        _equal(current.cash, before.cash - int256(amount), P10_DOOR);
        _holds(amount != 0 && amount <= _free(before), P3_FLOOR);
        _requireHealthRule(before, current, 0, 0);
        _atMost(current.floor, current.valueForWithdrawal, P3_FLOOR);
        if (current.collaterals == 0) _atMost(0, current.cash, P3_FLOOR);
        _requireDebt(before, current);
        if (current.cash < 0) ++successes["borrow"];
    }

    /// @dev P5: what a flat account has is never refused; nor is what is free, at Valid prices.
    function _requireRefusable(Worth memory before, uint256 amount) internal view {
        if (amount == 0 || amount > _free(before) || _borrowsTooMuch(before, int256(amount))) return;
        _holds(before.legs != 0, P5_LEAVE);
        _holds(!before.allValid, P3_FREE);
    }

    /// @dev Whether the withdrawal would make a debt that the account or all together may not have, or at a price of the
    /// settlement token that makes none.
    function _borrowsTooMuch(Worth memory before, int256 amount) private view returns (bool) {
        int256 debt = amount - before.cash;
        if (debt <= 0) return false;
        int256 added = before.cash < 0 ? amount : debt;
        (Money total, Money limit, ) = _house.collateralDebts();
        if (debt > Money.unwrap(limit) || Money.unwrap(total) + added > _couldPay()) return true;
        return !_house.settlementPriceSound();
    }

    /// @dev The token of a number.
    function _collateralToken(uint256 number) internal view virtual returns (IERC20);
}
