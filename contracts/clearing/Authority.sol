// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccountId} from "../types/AccountId.sol";
import {Operator} from "../types/OperatorSlot.sol";
import {Ledger} from "./Ledger.sol";

/// @title Who may act for an account
/// @notice The owner is read from the id. Operators have permission bits and an expiry; whoever may trade can lose the
/// account's money, but never send it anywhere.
abstract contract Authority is Ledger {
    function _requireOwner(AccountId account, address caller) internal pure {
        require(account.owner() == caller, NotAuthorized(account, caller));
    }

    /// @dev The owner, or an operator with the permission.
    function _requirePermission(AccountId account, uint8 permission) internal view {
        if (account.owner() == msg.sender) return;
        _requireOperator(account, msg.sender, permission);
    }

    /// @dev An operator with the permission, whoever the owner is.
    function _requireOperator(AccountId account, address operator, uint8 permission) internal view {
        Operator storage granted = _operators[account][operator];
        require(
            granted.permissions & permission != 0 && block.timestamp <= granted.expiresAt,
            NotAuthorized(account, operator)
        );
    }
}
