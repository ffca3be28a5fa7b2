// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {readUnsigned, writeUnsigned} from "./Fields.sol";
import {Money} from "./Money.sol";

// What may be spent in all, of it now, and a time, in one storage word.
// Bits, low to high:
//   whole      80  1.2e18 USD
//   allowance  80
//   time       32  until 2106
//   (spare)    64
//   sum       256

/// @notice The three fields of such a word.
function readAllowance(uint256 word) pure returns (Money whole, Money allowance, uint256 time) {
    whole = Money.wrap(int256(readUnsigned(word, 0, 80)));
    allowance = Money.wrap(int256(readUnsigned(word, 80, 80)));
    time = readUnsigned(word, 160, 32);
}

/// @notice The word of these fields.
/// @dev A negative amount becomes a number far above 80 bits and is refused like one.
/// @custom:error FieldOutOfRange if one does not fit.
function writeAllowance(Money whole, Money allowance, uint256 time) pure returns (uint256) {
    return
        writeUnsigned(uint256(Money.unwrap(whole)), 0, 80) |
        writeUnsigned(uint256(Money.unwrap(allowance)), 80, 80) |
        writeUnsigned(time, 160, 32);
}
