// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev Bits of what an operator may do for an account. Nobody but the owner can withdraw or transfer.
uint8 constant PERMISSION_TRADE = 1;

/// @dev As a registered venue: propose fills of the account.
uint8 constant PERMISSION_SETTLE = 2;

/// @notice An operator's permissions: one storage word, 112 bits of it.
struct Operator {
    uint8 permissions;
    /// Last second in which they hold, unix seconds.
    uint40 expiresAt;
    /// Signatures name it, and every change moves it on: see OperatorModule.
    uint64 nonce;
}
