// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccountSlot} from "../types/AccountSlot.sol";
import {AccountId} from "../types/AccountId.sol";
import {Money, ZERO_MONEY, positivePart} from "../types/Money.sol";
import {ClearingHouseStorage} from "./ClearingHouseStorage.sol";

/// @title Storing an account's word
/// @notice Debts against collateral are summed in one word, which only accounts that hold collateral ever touch.
abstract contract AccountWords is ClearingHouseStorage {
    /// @dev Stores the word of an account whose set of collateral is the one that is stored.
    function _storeAccount(AccountId id, AccountSlot word) internal {
        if (word.collateralsOf() != 0) _trackDebt(id, word);
        _accounts[id] = word;
    }

    /// @dev Stores the word of an account whose set of collateral may have changed.
    function _storeCollaterals(AccountId id, AccountSlot word) internal {
        _trackDebt(id, word);
        _accounts[id] = word;
    }

    /// @dev What the system's accounts owe is no debt against collateral, whatever they hold.
    function _trackDebt(AccountId id, AccountSlot word) private {
        if (id.owner() == address(this)) return;
        Money change = _debtOf(word) - _debtOf(_accounts[id]);
        if (change != ZERO_MONEY) _debts = _debts.withTotal(_debts.total() + change);
    }

    function _debtOf(AccountSlot word) private pure returns (Money) {
        return word.collateralsOf() == 0 ? ZERO_MONEY : positivePart(-word.cashOf());
    }
}
