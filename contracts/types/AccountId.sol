// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Owner address (160 bits, high) and sub-account number (96 bits, low) in one word. An account needs no
/// creation and its owner is never stored: it is read from here. Sub-account 0 is the owner's cross-margin account.
type AccountId is bytes32;

using {owner, subAccount, sameAccount as ==, otherAccount as !=} for AccountId global;

function toAccountId(address owner_, uint96 subAccount_) pure returns (AccountId) {
    return AccountId.wrap(bytes32((uint256(uint160(owner_)) << 96) | subAccount_));
}

function owner(AccountId account) pure returns (address) {
    return address(uint160(uint256(AccountId.unwrap(account)) >> 96));
}

function subAccount(AccountId account) pure returns (uint96) {
    // The cast keeps the low 96 bits, which are the number.
    return uint96(uint256(AccountId.unwrap(account)));
}

function sameAccount(AccountId a, AccountId b) pure returns (bool) {
    return AccountId.unwrap(a) == AccountId.unwrap(b);
}

function otherAccount(AccountId a, AccountId b) pure returns (bool) {
    return AccountId.unwrap(a) != AccountId.unwrap(b);
}
