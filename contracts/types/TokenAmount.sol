// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Amount of a token in the token's own decimals. Exists only in vault/ and where tokens enter or leave.
type TokenAmount is uint256;
