// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice A value does not fit the width it is stored in.
error FieldOutOfRange(int256 value, uint256 bits);

/// @notice The unsigned field of `bits` bits that begins at bit `offset`.
function readUnsigned(uint256 word, uint256 offset, uint256 bits) pure returns (uint256) {
    return (word >> offset) & ((1 << bits) - 1);
}

/// @notice The two's complement field of `bits` bits that begins at bit `offset`, sign-extended.
function readSigned(uint256 word, uint256 offset, uint256 bits) pure returns (int256) {
    unchecked {
        // Offsets and widths are constants with offset + bits <= 256. The right shift of a signed value keeps its sign.
        return int256(word << (256 - offset - bits)) >> (256 - bits);
    }
}

/// @notice `value` placed at bit `offset`.
/// @custom:error FieldOutOfRange if it does not fit.
function writeUnsigned(uint256 value, uint256 offset, uint256 bits) pure returns (uint256) {
    // The cast only feeds the error: a value above 2^255 would be shown negative, and is refused all the same.
    require(value >> bits == 0, FieldOutOfRange(int256(value), bits));
    return value << offset;
}

/// @notice `value` placed at bit `offset` in two's complement.
/// @custom:error FieldOutOfRange if it does not fit.
function writeSigned(int256 value, uint256 offset, uint256 bits) pure returns (uint256) {
    unchecked {
        // Shifting out all but the low `bits` and back keeps exactly the values that fit.
        uint256 left = 256 - bits;
        require((value << left) >> left == value, FieldOutOfRange(value, bits));
        return (uint256(value) << left) >> (left - offset);
    }
}
