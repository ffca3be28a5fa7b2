// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Account} from "../types/AccountSlot.sol";
import {AccountId} from "../types/AccountId.sol";
import {Money} from "../types/Money.sol";
import {Positions} from "./Positions.sol";

/// @title What an account has beside its positions
abstract contract Backing is Positions {
    /// @dev Cash and other collateral as initial and as maintenance margin count them. The account is caught up.
    function _backing(
        AccountId,
        Account memory account
    ) internal view virtual returns (Money forInitial, Money forMaintenance) {
        return (account.cash, account.cash);
    }
}
