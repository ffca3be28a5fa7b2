// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ActionTable} from "../risk/ActionTable.sol";
import {Health, Leg} from "../risk/Health.sol";
import {Account} from "../types/AccountSlot.sol";
import {AccountId} from "../types/AccountId.sol";
import {Money, ZERO_MONEY, maxMoney, minMoney, positivePart} from "../types/Money.sol";
import {Debts} from "./Debts.sol";

/// @title What may leave an account
/// @notice Withdrawals, transfers to other accounts and LP requests all come through `_debit`; other tokens ask the same
/// rule.
abstract contract Withdrawals is Debts {
    /// @dev The caller has checked who asks. A flat account that keeps its cash above zero is asked for nothing but that: no
    /// feed is read.
    function _debit(AccountId from, Money amount) internal returns (Money cash) {
        require(amount > ZERO_MONEY, AmountOutOfRange(amount));
        _syncOthers(from, 0);
        Account memory account = _accounts[from].unpack();
        if (account.markets == 0 && (account.collaterals == 0 || amount <= account.cash)) {
            Money free = maxMoney(account.cash, ZERO_MONEY);
            require(amount <= free, InsufficientFreeCollateral(from, amount, free));
        } else {
            _requireCovered(from, account, amount);
            _requireDebtAllowed(from, account.collaterals, account.cash - amount);
        }
        return _addCash(from, -amount);
    }

    /// @dev Paper profit never leaves: the amount is bounded by collateral as well as by value. What stays must bear the
    /// initial margin and the withdrawal floor.
    /// @param amount Zero only where what leaves counted for nothing: the account must stand without it all the same.
    function _requireCovered(AccountId from, Account memory account, Money amount) internal view {
        Leg[] memory legs = _loadLegs(from, account.markets, 0);
        Money collateral = _withdrawableBacking(from, account);
        Money value = collateral;
        Money margin;
        Money floor;
        for (uint256 i = 0; i < legs.length; ++i) {
            Leg memory leg = legs[i];
            require(
                ActionTable.allowsWithdrawal(leg.market.price.validity),
                PriceNotUsable(leg.market.id, leg.market.price.validity)
            );
            (Money worth, Money legMargin) = Health.initialOf(leg.position, leg.market, block.timestamp);
            value = value + worth;
            margin = margin + legMargin;
            floor = floor + Health.withdrawFloorOf(leg.position, leg.market);
        }
        Money free = minMoney(collateral, value) - margin;
        require(amount <= free, InsufficientFreeCollateral(from, amount, positivePart(free)));
        Money left = value - amount;
        require(left >= floor, BelowWithdrawFloor(from, left, floor));
    }
}
