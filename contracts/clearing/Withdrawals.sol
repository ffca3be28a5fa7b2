// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ActionTable} from "../risk/ActionTable.sol";
import {Health, Leg, Standing} from "../risk/Health.sol";
import {Account} from "../types/AccountSlot.sol";
import {AccountId} from "../types/AccountId.sol";
import {Money, ZERO_MONEY, maxMoney} from "../types/Money.sol";
import {Ledger} from "./Ledger.sol";

/// @title What may leave an account
/// @notice Withdrawals, transfers to other accounts and LP requests all come through `_debit`.
abstract contract Withdrawals is Ledger {
    using Health for Standing;

    /// @dev The caller has checked who asks. A flat account is asked for nothing but its cash: no feed is read.
    function _debit(AccountId from, Money amount) internal returns (Money cash) {
        require(amount > ZERO_MONEY, AmountOutOfRange(amount));
        Account memory account = _accounts[from].unpack();
        if (account.markets == 0) {
            Money free = maxMoney(account.cash, ZERO_MONEY);
            require(amount <= free, InsufficientFreeCollateral(from, amount, free));
        } else {
            _requireCovered(from, account, amount);
        }
        return _addCash(from, -amount);
    }

    /// @dev Paper profit never leaves: the amount is bounded by cash as well as by value. What stays must bear the
    /// initial margin and the withdrawal floor.
    function _requireCovered(AccountId from, Account memory account, Money amount) private view {
        Leg[] memory legs = _loadLegs(from, account.markets, 0);
        for (uint256 i = 0; i < legs.length; ++i) {
            require(
                ActionTable.allowsWithdrawal(legs[i].market.price.validity),
                PriceNotUsable(legs[i].market.id, legs[i].market.price.validity)
            );
        }
        Standing memory standing = _assess(account.cash, legs);
        Money free = standing.freeCollateral();
        require(amount <= free, InsufficientFreeCollateral(from, amount, free));
        Money left = standing.valueForInitial - amount;
        require(left >= standing.withdrawFloor, BelowWithdrawFloor(from, left, standing.withdrawFloor));
    }
}
